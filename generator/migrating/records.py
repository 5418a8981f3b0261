"""What is recorded of revisions that Blueprint wrote: what each made of the tables, and its bytes.

One JSON object a line, all of its values text, in `.blueprint/tables/CONTEXT.jsonl`. Lines are
about one revision each and are never changed, so that git may join those of two branches; what
the tables are follows from the revisions that are there, in their order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.json_lines import line_of, objects_in
from generator.manifest import FOLDER
from generator.migrating.tables import Column, Holds, Key, Kind, Table, Tables

PLACE = f"{FOLDER}/tables"

Subject = tuple[str, str, str]
"""A table, what of it a line is about, and its name: `("orders", "column", "note")`."""

Facts = Mapping[Subject, str]
"""What is so of each subject; "" where it is there no more."""

_TABLE, _COLUMN, _GONE = "table", "column", ""
_KINDS = {str(kind): kind for kind in Kind}


def records_path(context: str) -> str:
    """Where the revisions of a context are recorded."""
    return f"{PLACE}/{context}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One revision: its file's hashes, of which git may have joined two, and what it changed."""

    hashes: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=dict)


Records = Mapping[str, Record]
"""What is recorded of each revision, by its id."""


def facts_of(tables: Tables) -> Facts:
    """The tables as facts."""
    return dict(_facts(tables))


def _facts(tables: Tables) -> Iterator[tuple[Subject, str]]:
    for name, table in tables.items():
        yield (name, _TABLE, ""), "row" if table.tenancy else "none"
        for column, one in table.columns.items():
            yield (name, _COLUMN, column), f"{one.holds} {one.type}"
        for key in table.keys:
            # Two kinds over the same columns are two; a child key has one owner.
            yield (name, str(key.kind), ", ".join(key.columns)), key.owners or "yes"


def tables_of(facts: Facts) -> dict[str, Table]:
    """The tables of which these are the facts."""
    found: dict[str, Table] = {}
    for (name, about, _), value in facts.items():
        if about == _TABLE and value != _GONE:
            found[name] = _table(name, facts, tenancy=value == "row")
    return found


def _table(name: str, facts: Facts, *, tenancy: bool) -> Table:
    own = [(about, what, value) for (table, about, what), value in facts.items() if table == name]
    there = [(about, what, value) for about, what, value in own if value != _GONE]
    return Table(
        columns={what: _column(value) for about, what, value in there if about == _COLUMN},
        keys=tuple(_key(*one) for one in there if one[0] in _KINDS),
        tenancy=tenancy,
    )


def _column(value: str) -> Column:
    holds, _, type_ = value.partition(" ")
    return Column(type_, Holds(holds))


def _key(about: str, columns: str, value: str) -> Key:
    kind = _KINDS[about]
    return Key(kind, tuple(columns.split(", ")), value if kind is Kind.CHILD else "")


def changed(old: Facts, new: Facts) -> Facts:
    """What of *new* is not so in *old*, and what of *old* is there no more."""
    gone = {subject: _GONE for subject in old if subject not in new}
    return gone | {subject: value for subject, value in new.items() if old.get(subject) != value}


def parse(text: str) -> Records:
    """The records; what is no such line, as a mark of a conflict, is passed over."""
    hashes: dict[str, set[str]] = {}
    facts: dict[str, dict[Subject, str]] = {}
    for line in objects_in(text):
        revision = line.get("revision", "")
        if revision and "sha256" in line:
            hashes.setdefault(revision, set()).add(line["sha256"])
        elif revision and (fact := _fact(line)):
            facts.setdefault(revision, {})[fact[0]] = fact[1]
    return {
        revision: Record(hashes=frozenset(hashes.get(revision, ())), facts=facts.get(revision, {}))
        for revision in hashes | facts
    }


def _fact(line: Mapping[str, str]) -> tuple[Subject, str] | None:
    table = line.get("table")
    if not table:
        return None
    gone = line.get("gone") == "yes"
    for about in (_COLUMN, *_KINDS):
        if about in line:
            return _of_part((table, about, line[about]), line, gone=gone)
    value = _GONE if gone else line.get("tenancy", "")
    return ((table, _TABLE, ""), value) if gone or value else None


def _of_part(
    subject: Subject, line: Mapping[str, str], *, gone: bool
) -> tuple[Subject, str] | None:
    if gone:
        return subject, _GONE
    if subject[1] != _COLUMN:
        return subject, line.get("of", "yes")
    if line.get("holds") not in set(Holds) or "type" not in line:
        return None
    return subject, f"{line['holds']} {line['type']}"


def text_of(records: Records) -> str:
    """The records as they are written: revisions in the order of their ids."""
    return "".join(
        line_of(revision=revision, **line)
        for revision, record in sorted(records.items())
        for line in _lines(record)
    )


def _lines(record: Record) -> Iterator[dict[str, str]]:
    yield from ({"sha256": sha256} for sha256 in sorted(record.hashes))
    yield from (_line(subject, value) for subject, value in record.facts.items())


def _line(subject: Subject, value: str) -> dict[str, str]:
    table, about, what = subject
    said = {"table": table} if about == _TABLE else {"table": table, about: what}
    if value == _GONE:
        return {**said, "gone": "yes"}
    if about == _TABLE:
        return {**said, "tenancy": value}
    if about == _COLUMN:
        holds, _, type_ = value.partition(" ")
        return {**said, "holds": holds, "type": type_}
    return {**said, "of": value} if about == Kind.CHILD else said


Ancestry = Mapping[str, frozenset[str]]
"""Revisions by their ids, each with all that come before it."""


def settled(records: Records, ancestry: Ancestry, wanted: Facts) -> dict[Subject, str]:
    """What is so after the revisions of *ancestry*.

    Where two branches changed one thing, either is so: that which is *wanted*, if it is one.
    """
    found = {
        subject: _either([value for _, value in last], wanted.get(subject, _GONE))
        for subject, last in _last_said(records, ancestry).items()
    }
    return {subject: value for subject, value in found.items() if value != _GONE}


def contested(records: Records, ancestry: Ancestry) -> dict[Subject, tuple[str, ...]]:
    """What several revisions changed of which none comes before another, and which they are."""
    found = _last_said(records, ancestry)
    return {
        subject: tuple(revision for revision, _ in last)
        for subject, last in found.items()
        if len(last) > 1
    }


def _last_said(records: Records, ancestry: Ancestry) -> dict[Subject, list[tuple[str, str]]]:
    """Of each subject the revisions that no later one contradicts, and what they say of it."""
    said: dict[Subject, dict[str, str]] = {}
    for revision in sorted(ancestry, key=lambda one: (len(ancestry[one]), one)):
        for subject, value in records[revision].facts.items() if revision in records else ():
            said.setdefault(subject, {})[revision] = value
    return {
        subject: [
            (revision, value)
            for revision, value in values.items()
            if not any(revision in ancestry[other] for other in values)
        ]
        for subject, values in said.items()
    }


def _either(values: list[str], wanted: str) -> str:
    return wanted if wanted in values else values[-1]
