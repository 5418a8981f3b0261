"""Entities inside aggregates: in tables of their own, read and written with their aggregate."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    RowMapping,
    Select,
    Update,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ..children import Child
from .columns import ORDINAL, AnyTable
from .statements import ID, OWNER, TENANT, insert_all

_IDS = "the_ids"

ChildRows: TypeAlias = Mapping[str, Sequence[RowMapping]]
"""The rows of one aggregate's children, in their order, by the attribute that holds them."""


@dataclass(frozen=True, slots=True)
class Children:
    """Where an aggregate keeps its entities of one kind: in its attribute *field*, and in *table*.

    *owner* is the column that holds the aggregate's id, *most* how many one may have; *immutable*
    are the attributes of an entity that never change.
    """

    field: str
    table: AnyTable
    owner: str
    most: int
    immutable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stored:
    """A child as the database has it, and the number by which it stands among the others."""

    ordinal: int
    child: object


Kept: TypeAlias = Mapping[Children, Mapping[object, Stored]]
"""The children that an aggregate has in the database, by kind and id."""


class Ask(Protocol):
    """What answers the rows of a statement, within one transaction."""

    def __call__(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object] | None, /
    ) -> Awaitable[Sequence[RowMapping]]: ...


async def read(
    ask: Ask, kinds: Sequence[Children], owners: Sequence[object], tenant: str
) -> dict[object, ChildRows]:
    """The children of the aggregates *owners*, by the id of each: one statement for each kind."""
    found: dict[object, dict[str, list[RowMapping]]] = {
        owner: {kind.field: [] for kind in kinds} for owner in owners
    }
    for kind in kinds:
        values: dict[str, object] = {_IDS: list(owners)}
        for row in await ask(_of_many(kind), values | _whose(kind, tenant)):
            found[row[kind.owner]][kind.field].append(row)
    return dict(found)


def kept(kinds: Sequence[Children], item: object, rows: ChildRows) -> Kept:
    """What the database has of *item*, which was made of *rows*."""
    return {
        kind: {
            row["id"]: Stored(row[ORDINAL], child)
            for row, child in zip(rows[kind.field], getattr(item, kind.field), strict=True)
        }
        for kind in kinds
    }


async def write(
    connection: AsyncConnection, owner: object, item: object, stored: Kept, tenant: str
) -> None:
    """Writes what differs between the children of *item* and those that are *stored*."""
    for kind, before in stored.items():
        await _Difference(kind, owner, before, getattr(item, kind.field)).write(connection, tenant)


class _Difference:
    """What has to be done that the table has the children *now* where it has *before*."""

    def __init__(
        self,
        kind: Children,
        owner: object,
        before: Mapping[object, Stored],
        now: Sequence[Child],
    ) -> None:
        self._kind = kind
        self._owner = owner
        self._gone = list(before.keys() - {child.id for child in now})
        self._new: list[dict[str, object]] = []
        self._changed: list[dict[str, object]] = []
        last = 0
        for child in now:
            known = before.get(child.id)
            # A number is kept for as long as it is in order, so that few rows change.
            last = known.ordinal if known is not None and known.ordinal > last else last + 1
            if known is None:
                self._new.append(self._row(child, last))
            elif known != Stored(last, child):
                self._changed.append(self._row(child, last))

    async def write(self, connection: AsyncConnection, tenant: str) -> None:
        """Deletes, changes and inserts, so that what was unique is free for what is new."""
        whose = {OWNER: self._owner, **_whose(self._kind, tenant)}
        if self._gone:
            await connection.execute(_removal(self._kind), {_IDS: self._gone, **whose})
        if self._changed:
            changed = [{**row, ID: row.pop("id"), **whose} for row in self._changed]
            await connection.execute(_change(self._kind), changed)
        if self._new:
            own = {self._kind.owner: self._owner}
            own |= {"tenant": tenant} if "tenant" in self._kind.table.c else {}
            await insert_all(connection, self._kind.table, [row | own for row in self._new])

    def _row(self, child: Child, ordinal: int) -> dict[str, object]:
        beside = {self._kind.owner, ORDINAL, "tenant"}
        names = [column.name for column in self._kind.table.c if column.name not in beside]
        return {name: getattr(child, name) for name in names} | {ORDINAL: ordinal}


def _whose(kind: Children, tenant: str) -> dict[str, object]:
    return {TENANT: tenant} if "tenant" in kind.table.c else {}


def _many(column: ColumnElement[object]) -> ColumnElement[bool]:
    ids: BindParameter[object] = bindparam(_IDS, expanding=True)
    return column.in_(ids)


def _own(kind: Children) -> list[ColumnElement[bool]]:
    """Whether a row is of the tenant, where rows have one."""
    columns = kind.table.c
    return [columns.tenant == bindparam(TENANT)] if "tenant" in columns else []


@cache
def _of_many(kind: Children) -> Select[tuple[object, ...]]:
    owner = kind.table.c[kind.owner]
    found = select(kind.table).where(_many(owner), *_own(kind))
    return found.order_by(owner, kind.table.c[ORDINAL])


@cache
def _removal(kind: Children) -> Delete:
    owner = kind.table.c[kind.owner] == bindparam(OWNER)
    return delete(kind.table).where(_many(kind.table.c.id), owner, *_own(kind))


@cache
def _change(kind: Children) -> Update:
    owner = kind.table.c[kind.owner] == bindparam(OWNER)
    return update(kind.table).where(kind.table.c.id == bindparam(ID), owner, *_own(kind))
