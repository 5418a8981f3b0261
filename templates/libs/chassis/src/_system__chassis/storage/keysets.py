"""Keyset pagination: the order of a list, and what comes after a cursor in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, RowMapping, and_, literal, or_, tuple_

from ..errors import InvalidInput
from ..pages import decode, encode


@dataclass(frozen=True, slots=True)
class Order:
    """By *column*, then by *id*, both in one direction. NULLs are the greatest values."""

    sort: str
    column: ColumnElement[object]
    id: ColumnElement[object]
    descending: bool

    @classmethod
    def of(
        cls, sort: str, sorts: Mapping[str, ColumnElement[object]], id_: ColumnElement[object]
    ) -> Self:
        """The order that *sort* names, `-` before it reverses; "" and `id` are the id's.

        Raises InvalidInput for a field by which nothing is sorted here.
        """
        name = sort.removeprefix("-")
        column = sorts.get(name, id_ if name in ("", "id") else None)
        if column is None:
            raise InvalidInput(f"sort: {name!r} is none of {', '.join(sorted(sorts)) or 'id'}")
        return cls(sort, column, id_, sort.startswith("-"))

    def clauses(self) -> list[ColumnElement[object]]:
        """What ORDER BY says. Where no NULL can be, it is left as indexes have it."""
        if self.descending:
            first = self.column.desc()
            return [first.nulls_first() if self._nullable else first, self.id.desc()]
        first = self.column.asc()
        return [first.nulls_last() if self._nullable else first, self.id.asc()]

    def after(self, cursor: str) -> ColumnElement[bool]:
        """Whether a row comes after the one that *cursor* was made of."""
        value, id_ = decode(cursor, self.sort, self.column.type.python_type, self._id_type)
        last_id = literal(id_, self.id.type)
        if value is None:
            return self._after_null(last_id)
        row = tuple_(self.column, self.id)
        last = tuple_(literal(value, self.column.type), last_id)
        if self.descending:
            return row < last
        return or_(row > last, self.column.is_(None)) if self._nullable else row > last

    def cursor(self, row: RowMapping) -> str:
        """The cursor of what comes after *row*."""
        return encode(self.sort, row[str(self.column.key)], row[str(self.id.key)])

    def _after_null(self, last_id: ColumnElement[object]) -> ColumnElement[bool]:
        if self.descending:
            among_nulls = and_(self.column.is_(None), self.id < last_id)
            return or_(among_nulls, self.column.is_not(None))
        return and_(self.column.is_(None), self.id > last_id)

    @property
    def _nullable(self) -> bool:
        return bool(getattr(self.column, "nullable", True))

    @property
    def _id_type(self) -> type[object]:
        return self.id.type.python_type
