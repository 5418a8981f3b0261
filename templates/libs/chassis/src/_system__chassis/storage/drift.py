"""Says in sentences how a database differs from the tables in the code."""

from collections.abc import Iterable

from sqlalchemy import Column, Constraint, Index, Table


def described(found: Iterable[object]) -> list[str]:
    """Alembic's differences as sentences, sorted; a difference is a tuple, or a list of such."""
    sentences = []
    for one in found:
        changes = one if isinstance(one, list) else [one]
        sentences += [_sentence(change) for change in changes if isinstance(change, tuple)]
    return sorted(sentences)


def _sentence(change: tuple[object, ...]) -> str:
    """`add table orders`: what would have to be done to the database."""
    kind, *about = change
    words = [_name(part) for part in about if part is not None and not isinstance(part, dict)]
    return " ".join([str(kind).replace("_", " "), *words])


def _name(part: object) -> str:
    match part:
        case Table():
            return str(part.name)
        case Column():
            return str(part.name)
        case Index() | Constraint():
            table = part.table.name if part.table is not None else ""
            return f"{part.name or 'without a name'} on {table}"
        case _:
            return str(part)
