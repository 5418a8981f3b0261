"""Names for drafts: ordinary ones, and such as collide with something where it is not guarded."""

from collections.abc import Iterable

from tests.properties.drafting.dice import Dice

SYSTEMS = ("shop", "depot", "clinic", "test", "app", "core", "domain", "platform")
CONTEXTS = (
    "sales",
    "billing",
    "stock",
    "people",
    "email",
    "calendar",
    "types",
    "order",
    "user",
    "queue",
    "platform",
    "select",
    "http",
    "json_files",
    "tests",
    "model",
    "events",
    "build",
    "copy",
    "a",
)
EXTERNALS = ("carrier", "bank", "random", "token", "post_office")
KERNELS = ("postal", "measures", "shared", "string")
TEAMS = ("orders", 'Team of "sales"', "on", "42nd: street", "ops # night")

# A name, and its plural in a path.
NOUNS = (
    ("Order", "orders"),
    ("Part", "parts"),
    ("Shelf", "shelves"),
    ("Invoice", "invoices"),
    ("Person", "people"),
    ("Box", "boxes"),
    ("Country", "countries"),
    ("User", "users"),
    ("Group", "groups"),
    ("Session", "sessions"),
    ("Request", "requests"),
    ("Model", "models"),
    ("Index", "indexes"),
    ("Key", "keys"),
    ("Token", "tokens"),
    ("Item", "items"),
    ("Event", "events"),
    ("Command", "commands"),
    ("Result", "results"),
    ("Option", "options"),
    ("Engine", "engines"),
    ("Domain", "domains"),
    ("LabOrder", "lab-orders"),
    ("Select", "selects"),
    ("Check", "checks"),
    ("HTTPCall", "http-calls"),
    ("Version", "versions"),
    ("Generator", "generators"),
    ("Test", "tests"),
    ("Config", "configs"),
)
ENUMS = ("Size", "Colour", "Priority", "Level", "Mood", "Flag", "Unit", "Grade", "Operator")
VALUES = ("Extent", "Line", "Address", "Label", "Period", "Range", "Note", "Amount", "Template")
VIEWS = ("Board", "Overview", "Ledger", "Summary", "Window", "Catalogue")
ENUM_WORDS = (
    "small",
    "large",
    "extra-large",
    "red",
    "none",
    "on",
    "no",
    "null",
    "name",
    "value",
    "class",
    "A1",
    "dark_blue",
    "mro",
    "self",
    "title",
    "import",
    "true",
)
FIELDS = (
    "code",
    "amount",
    "note",
    "size",
    "weight",
    "label",
    "reason",
    "number",
    "type",
    "value",
    "name",
    "key",
    "index",
    "order",
    "group",
    "user",
    "select",
    "date",
    "time",
    "data",
    "state",
    "limit",
    "model",
    "metadata",
    "registry",
    "default",
    "table",
    "column",
    "check",
    "primary",
    "asc",
    "query",
    "filter",
    "items",
    "values",
    "keys",
    "format",
    "hash",
    "input",
    "output",
    "print",
    "len",
    "match",
    "case",
    "request",
    "response",
    "path",
    "body",
    "next",
    "previous",
    "event",
    "scope",
    "about",
    "fields",
    "payload",
    "title",
    "on",
    "off",
    "yes",
    "a",
    "b2",
    "first_name",
    "url",
    "email",
    "uuid",
    "datetime",
    "decimal",
    "enum",
    "string",
    "text",
    "page_size",
    "work",
    "session",
    "row",
    "now_at",
    "aggregate",
    "caller_id",
    "function",
    "var",
    "default_value",
    "constructor",
    "prototype",
    "row_number",
    "offset",
    "references",
    "constraint",
    "end",
    "begin",
    "user_name",
)
STATES = ("open", "closed", "placed", "done", "lost", "new", "delete", "default", "paid", "active")
MOVES = (
    "close",
    "reopen",
    "cancel",
    "pay",
    "ship",
    "finish",
    "lose",
    "start",
    "stop",
    "move",
    "send",
)
INVARIANTS = ("fits", "is_whole", "never_negative", "has_code", "in_time")
ERRORS = (
    ("sold_out", 409),
    ("unknown_code", 404),
    ("too_late", 410),
    ("not_payable", 422),
    ("locked", 423),
    ("no_money", 402),
    ("key_lost", 409),
    ("timeout", 408),
)
ROLES = ("clerk", "driver", "accountant", "admin", "user", "order", "none", "system")
TEXTS = (
    "What it is for.",
    "Two lines: first\nand second.",
    "A \"quoted\" word, and 'another'.",
    "Braces {{ like }} these {% stay %}; {x} too.",
    "Ends in a backslash \\",
    "*/ <!-- ``` --> # no comment",
    "Größe in µm — “schön”.",
    "yes",
    "%s and %(name)s and $HOME",
    '"""',
    "- a dash",
)


class Taken:
    """The names that one scope has given out; those that become one identifier are one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._squashed = {squashed(name) for name in names}

    def __contains__(self, name: str) -> bool:
        return squashed(name) in self._squashed

    def take(self, *names: str) -> None:
        """Notes that these are given out."""
        self._squashed |= {squashed(name) for name in names}

    def new(self, dice: Dice, pool: Iterable[str], fallback: str) -> str:
        """A name of *pool* that is free, else *fallback* with a number after it."""
        free = [name for name in pool if name not in self]
        name = dice.pick(free) if free else self._numbered(fallback)
        self.take(name)
        return name

    def _numbered(self, name: str) -> str:
        number = 2
        while f"{name}{number}" in self:
            number += 1
        return f"{name}{number}"


def squashed(name: str) -> str:
    """What is left of a name where neither case nor separators count."""
    return name.replace("_", "").replace("-", "").lower()
