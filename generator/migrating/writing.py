"""A revision as Python: its file's name, its id and its text, before it is formatted."""

import re
from dataclasses import dataclass
from hashlib import sha256

from generator.filters.texts import comment, doc
from generator.migrating.steps import AddKey, DropKey, Step

_IMPORTS = """\
import datetime as dt
from decimal import Decimal
from uuid import UUID

from alembic import op
from {chassis}.storage import migrations
from {chassis}.storage.columns import {columns}
from sqlalchemy import {types}
"""
_COLUMNS = "Document, Exact, Instant, Span, child_key, index_on, unique_key"
_TYPES = "BigInteger, Boolean, Column, Date, Float, Integer, LargeBinary, String, Text, Time, Uuid"
_TEXT = '''\
"""{said}
"""

{imports}
revision = "{id}"
down_revision = {after}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """{does}"""
{up}


def downgrade() -> None:
    """{undoes}"""
{down}
'''
_YOURS = "`blueprint sync` wrote it. Once git has it, or you changed it, it stays as it is."
_MOST = 40  # characters of a file's name that say what changes
_FEW = 2  # steps that fit into a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A revision to be written: what it does, and the way back."""

    chassis: str
    number: int
    after: tuple[str, ...]
    steps: tuple[Step, ...]
    back: tuple[Step, ...]

    @property
    def id(self) -> str:
        """Never that of another branch's, and short enough for Alembic, which keeps 32 characters.

        It follows from the text: a revision that is written anew, and differently, is another one.
        """
        return f"{self.number:04}_{self._digest}"

    @property
    def file_name(self) -> str:
        """The id, and in its midst what changes."""
        return f"{self.number:04}_{_slug(self.steps)}_{self._digest}.py"

    @property
    def text(self) -> str:
        """The module, unformatted."""
        return self._text(self.id)

    @property
    def _digest(self) -> str:
        return sha256(self._text("").encode("utf-8")).hexdigest()[:8]

    def _text(self, id: str) -> str:
        return _TEXT.format(
            said=_said(self.steps),
            imports=_IMPORTS.format(chassis=self.chassis, columns=_COLUMNS, types=_TYPES),
            id=id,
            after=repr(self.after[0]) if len(self.after) == 1 else repr(self.after or None),
            does=_does(self.steps),
            undoes="Undoes it, in so far as rows are still there." if self.back else _NOTHING,
            up=_body(self.steps, hinted=True),
            down=_body(self.back, hinted=False),
        )


_NOTHING = "Changes nothing: two branches end here, and each has done its own."


def _does(steps: tuple[Step, ...]) -> str:
    return "Makes the tables what the blueprint says." if steps else _NOTHING


def _said(steps: tuple[Step, ...]) -> str:
    """The module's docstring: what changes, and what is lost with it."""
    sentences = [_capital(step.sentence) for step in steps]
    if not steps:
        parts = ["Two branches come together, and each has changed what it had to."]
    elif len(steps) <= _FEW:
        parts = [" ".join(f"{sentence}." for sentence in sentences)]
    else:
        parts = ["\n".join([f"{_title(steps)}:", "", *(f"- {one}" for one in sentences)])]
    if lost := [step.loses for step in steps if step.loses]:
        parts.append(f"What rows have in {', '.join(lost)} is lost with it.")
    return doc("\n\n".join([*parts, _YOURS]), indent=0)


def _title(steps: tuple[Step, ...]) -> str:
    tables = sorted({step.table for step in steps})
    return f"Change {tables[0]}" if len(tables) == 1 else f"Change {len(tables)} tables"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _slug(steps: tuple[Step, ...]) -> str:
    if not steps:
        return "merge"
    of_columns = [step for step in steps if not isinstance(step, AddKey | DropKey)]
    told = (of_columns or list(steps))[:_FEW]
    words = told[0].sentence if len(of_columns or steps) == 1 else _title(steps)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:_MOST].rstrip("_")


def _body(steps: tuple[Step, ...], *, hinted: bool) -> str:
    lines = []
    for step in steps:
        if hinted and step.undecided:
            lines.append(comment(_capital(step.undecided), indent=4))
        lines += step.code
    return "\n".join(f"    {line}" for line in lines)
