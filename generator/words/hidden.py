"""Names in generated functions that a blueprint's own fields must not hide."""

from collections.abc import Iterable

from blueprint import model as m
from blueprint.names import Name


def unlike(name: str, fields: Iterable[m.Field]) -> str:
    """The name, with underscores at its end where a field beside it is called so.

    >>> unlike("body", [m.Field(name=Name("body"), type=m.String())])
    'body_'
    """
    taken = {Name(field.name.text).snake for field in fields}  # as it is without a guard's mark
    while name in taken:
        name += "_"
    return name
