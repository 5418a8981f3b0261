"""The table of names: which words may stand where, and which cannot be guarded.

What is refused is refused by BP214 at the line of its name, unless another code is said. Every
word that is not refused stands in one blueprint, of which `test_names.py` makes a workspace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from blueprint.names import Name

Words: TypeAlias = tuple[str, ...]


def _words(text: str) -> Words:
    return tuple(text.split())


KEYWORDS: Words = _words(
    "and as assert async await break class continue def del elif else except finally for from "
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
)
SOFT_KEYWORDS: Words = ("match", "case", "type")
SPOKEN: Words = _words("bool bytes dict float frozenset int list object set str tuple")
BUILTINS: Words = _words(
    "all any ascii bin callable chr compile dir divmod enumerate eval exec filter format hash "
    "help hex input iter len map max memoryview min next oct open ord pow print property range "
    "repr reversed round slice sorted sum super vars zip ellipsis exit quit license"
)
MODELS: Words = _words(
    "construct copy from_orm json model_computed_fields model_config model_construct model_copy "
    "model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema "
    "model_parametrized_name model_post_init model_rebuild model_validate model_validate_json "
    "model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs "
    "validate"
)
OF_PYDANTIC: Words = ("config", "root", "fields", "alias", "model", "extra", "root_model")
OF_SQLALCHEMY: Words = _words(
    "metadata registry query session columns column key table select insert update delete values "
    "where c selectable compare label primary_key"
)
OF_POSTGRES: Words = _words(
    "user order group limit offset to end desc asc check constraint default primary references "
    "unique analyse analyze array both cast collate current_user current_date distinct do fetch "
    "foreign grant having initially intersect into lateral leading localtime on only placing "
    "returning session_user some symmetric then trailing union using variadic verbose when window "
    "ctid xmin oid tableoid"
)
OF_JAVASCRIPT: Words = _words(
    "var let const function new this typeof void prototype constructor arguments switch throw "
    "null undefined export enum interface package private protected public static extends "
    "implements instanceof to_string to_json has_own_property"
)
OF_WINDOWS: Words = ("con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9")
OF_PYTHON: Words = _words(
    "email calendar asyncio typing logging datetime decimal uuid dataclasses re os sys string "
    "time secrets site code statistics queue select token types http html xml tests test src"
)
OURS: Words = _words(
    "after before caller created data given items moved row rows scope tenant_id value work name "
    "title base refusal event topic kind previous now today cursor sort page etag"
)
LONG = "a_name_that_has_as_many_letters_as_may_b"
assert len(LONG) == 40

FIELDS_REFUSED = frozenset({*KEYWORDS, *SPOKEN, *MODELS})
FIELDS: Words = tuple(
    dict.fromkeys(
        (
            *KEYWORDS, *SOFT_KEYWORDS, *SPOKEN, *BUILTINS, *MODELS, *OF_PYDANTIC, *OF_SQLALCHEMY,
            *OF_POSTGRES, *OF_JAVASCRIPT, *OF_WINDOWS, *OF_PYTHON, *OURS, LONG,
        )
    )
)  # fmt: skip

TYPES_REFUSED = frozenset(Name(word).pascal for word in (*KEYWORDS, *SPOKEN, *OF_WINDOWS))
TYPES: Words = tuple(
    Name(word).pascal
    for word in dict.fromkeys(
        (
            *KEYWORDS, *SOFT_KEYWORDS, *SPOKEN, "print", "open", "len", "metadata", "registry",
            "session", "column", "table", "select", "user", "order", "group", "window",
            "constraint", "function", "prototype", "constructor", "undefined", *OF_WINDOWS,
            "email", "calendar", "logging", "thing", "model", "config", "root", "event", "entity",
            "test",
        )
    )
)  # fmt: skip

CONTEXTS_REFUSED = frozenset(
    {*KEYWORDS, *OF_WINDOWS, "public", "chassis", "published", "information_schema", "pg_catalog"}
)
CONTEXTS: Words = (
    *KEYWORDS, *OF_WINDOWS, *SOFT_KEYWORDS, *OF_PYTHON, "print", "list", "id", "user", "order",
    "table", "public", "chassis", "published", "information_schema", "pg_catalog", "constructor",
    "services", "libs", "contracts", "deploy", "build", "dist", "node_modules", "venv", "static",
    LONG,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand: a blueprint of them, a line each from `first` on, and those refused."""

    name: str
    words: Words
    refused: frozenset[str]
    text: str
    code: str = "BP214"

    @property
    def lines(self) -> dict[int, str]:
        """The words by the lines that they stand in."""
        start = self.text.partition("<words>")[0].count("\n") + 1
        return {start + number: word for number, word in enumerate(self.words)}

    def blueprint(self, *, legal_only: bool = False) -> str:
        """The blueprint with all of the words, or with those alone that are not refused."""
        before, _, rest = self.text.partition("<words>")
        form, _, after = rest.partition("\n")
        words = [w for w in self.words if not (legal_only and w in self.refused)]
        return before + "\n".join(form.replace("@", word) for word in words) + "\n" + after


HEAD = "blueprint: 1\nsystem: {name: shop, about: Sells.}\n"


def places() -> Iterator[Place]:
    """Every kind of name."""
    yield Place(
        name="fields",
        words=FIELDS,
        refused=FIELDS_REFUSED,
        text=HEAD
        + "contexts:\n  sales:\n    about: What is sold.\n    aggregates:\n      Thing:\n"
        + '        fields:\n<words>          "@": string(1..9) optional\n'
        + "    commands:\n"
        + "      AddThing: {does: create Thing, http: POST /things, allow: public}\n"
        + '      ChangeThing: {does: update Thing, http: "PATCH /things/{id}", allow: public}\n'
        + "    queries:\n"
        + '      GetThing: {does: get Thing, http: "GET /things/{id}", allow: public}\n',
    )
    yield Place(
        name="aggregates",
        words=TYPES,
        refused=TYPES_REFUSED | {"Metadata"},  # its table would be called METADATA
        text=HEAD
        + "contexts:\n  sales:\n    about: What is sold.\n    aggregates:\n"
        + "<words>      @: {fields: {code: string}}\n",
    )
    yield Place(
        name="commands",
        words=TYPES,
        refused=TYPES_REFUSED,
        text=HEAD
        + "contexts:\n  sales:\n    about: What is sold.\n    commands:\n"
        + "<words>      @: {about: It does., does: custom, http: POST /@, allow: public}\n",
    )
    yield Place(
        name="contexts",
        words=CONTEXTS,
        refused=CONTEXTS_REFUSED,
        text=HEAD + "contexts:\n<words>  @: {about: One.}\n",
    )
