"""SQL as a query may ask it where the blueprint says `reads: sql`."""

from collections.abc import Mapping
from typing import LiteralString, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

Row: TypeAlias = Mapping[str, object]
"""One row: values by the names of their columns."""


class Sql(Protocol):
    """Asks the tables of the context, of this tenant, one statement at a time.

    A statement begins with SELECT, WITH or VALUES and names values as `:name`, which are given
    beside it and never written into it; a list, never an empty one, is `IN :names`. It is undone
    when it ends.
    """

    async def __call__(self, statement: LiteralString, /, **values: object) -> tuple[Row, ...]:
        """The rows as the database says them.

        SQLite knows fewer types than PostgreSQL: it says ids, times and whatever is kept as JSON,
        money among it, as texts.
        """
        ...

    async def into(
        self, kind: type[T], statement: LiteralString, /, **values: object
    ) -> tuple[T, ...]:
        """The rows, each as a *kind*, whose fields have the names of the columns.

        The same on every database, but that SQLite counts decimals as floats.
        """
        ...
