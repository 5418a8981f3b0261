"""Messages that failed for good: to be listed, looked at, replayed or discarded by people.

    python main.py dead list [--context CONTEXT] [--json]
    python main.py dead show ID
    python main.py dead replay (ID | --all) [--context CONTEXT] [--json]
    python main.py dead discard ID

An ID is the context and a number, `ordering:17`.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select, update

from ..documents import dump
from ..storage.database import Database
from ..storage.runtime_tables import inbox
from ..values import Json


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A dead message, and why it is dead. `blocks` says that others wait behind it."""

    id: str
    consumer: str
    topic: str
    event_id: str
    tenant: str
    key: str
    attempts: int
    blocks: bool
    reason: str
    fingerprint: str
    received_at: datetime
    envelope: Json


class UnknownDeadLetterError(Exception):
    """There is no dead message of that id."""


async def find(context: str, database: Database) -> list[DeadLetter]:
    """The dead messages of *context*, like beside like, the oldest first."""
    wanted = select(inbox).where(inbox.c.state == "dead").order_by(inbox.c.id)
    async with database.system(writes=False) as connection:
        rows = (await connection.execute(wanted)).mappings().all()
    found = [
        DeadLetter(
            id=f"{context}:{row['id']}",
            consumer=row["consumer"],
            topic=row["topic"],
            event_id=row["event_id"],
            tenant=row["tenant"],
            key=row["key"],
            attempts=row["attempts"],
            blocks=row["blocks"],
            reason=row["reason"] or "",
            fingerprint=row["fingerprint"] or "",
            received_at=row["received_at"],
            envelope=row["envelope"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda letter: letter.fingerprint)


async def replay(database: Database, number: int | None = None) -> int:
    """Puts the dead message *number*, or all of them, back as if new; answers how many it were."""
    back = {"state": "pending", "blocks": False, "attempts": 0, "due_at": 0.0}
    return await _change(database, number, back)


async def discard(database: Database, number: int) -> int:
    """Counts the dead message *number* as done, without effect; what waits behind it goes on."""
    gone = {"state": "done", "blocks": False, "done_at": func.now()}
    return await _change(database, number, gone)


async def _change(database: Database, number: int | None, values: Mapping[str, object]) -> int:
    changed = update(inbox).where(inbox.c.state == "dead").values(values)
    if number is not None:
        changed = changed.where(inbox.c.id == number)
    async with database.system() as connection:
        return (await connection.execute(changed)).rowcount


async def main(databases: Mapping[str, Database], argv: Sequence[str]) -> int:
    """The command line over the contexts' *databases*, by their names; answers the exit status."""
    asked = _parser(sorted(databases)).parse_args(argv)
    chosen = {asked.context: databases[asked.context]} if asked.context else databases
    try:
        match asked.goal:
            case "list":
                await _list(chosen, as_json=asked.json)
            case "show":
                await _show(databases, asked.id)
            case "replay":
                await _replay(chosen, asked.id, as_json=asked.json)
            case "discard":
                await _discard(databases, asked.id)
    except UnknownDeadLetterError as error:
        print(f"no dead message {error}", file=sys.stderr)
        return 1
    return 0


def _parser(contexts: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dead", description="Messages that failed for good.")
    goals = parser.add_subparsers(dest="goal", required=True)
    listing = goals.add_parser("list", help="what is dead, like beside like")
    showing = goals.add_parser("show", help="one message with its payload")
    replaying = goals.add_parser("replay", help="try again, from the first attempt")
    discarding = goals.add_parser("discard", help="give up, and let go on what waits behind it")
    for one in (showing, discarding):
        one.add_argument("id")
        one.set_defaults(context=None)
    which = replaying.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?")
    which.add_argument("--all", action="store_true")
    for one in (listing, replaying):
        one.add_argument("--context", choices=contexts)
        one.add_argument("--json", action="store_true")
    return parser


async def _list(databases: Mapping[str, Database], *, as_json: bool) -> None:
    letters = [letter for name in databases for letter in await find(name, databases[name])]
    if as_json:
        print(json.dumps([dump(letter) for letter in letters]))
        return
    for fingerprint, group in groupby(letters, key=lambda letter: letter.fingerprint):
        alike = list(group)
        print(f"{len(alike)} × {fingerprint}")
        for letter in alike:
            waiting = ", others wait behind it" if letter.blocks else ""
            print(f"  {letter.id}  {letter.consumer} < {letter.topic}  key {letter.key}{waiting}")
            print(f"      after {letter.attempts} attempts: {letter.reason}")
    if not letters:
        print("nothing is dead")


async def _show(databases: Mapping[str, Database], id: str) -> None:
    context, database, _ = _located(databases, id)
    for letter in await find(context, database):
        if letter.id == id:
            print(json.dumps(dump(letter), indent=2, ensure_ascii=False))
            return
    raise UnknownDeadLetterError(id)


async def _replay(databases: Mapping[str, Database], id: str | None, *, as_json: bool) -> None:
    if id is None:
        count = sum([await replay(database) for database in databases.values()])
    else:
        _, database, number = _located(databases, id)
        count = await replay(database, number)
        if not count:
            raise UnknownDeadLetterError(id)
    print(json.dumps({"replayed": count}) if as_json else f"{count} put back")


async def _discard(databases: Mapping[str, Database], id: str) -> None:
    _, database, number = _located(databases, id)
    if not await discard(database, number):
        raise UnknownDeadLetterError(id)
    print(f"{id} discarded")


def _located(databases: Mapping[str, Database], id: str) -> tuple[str, Database, int]:
    """The context, its database, and the number within it."""
    context, _, number = id.partition(":")
    if context not in databases or not number.isdigit():
        raise UnknownDeadLetterError(id)
    return context, databases[context], int(number)
