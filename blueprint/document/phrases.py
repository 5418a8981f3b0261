"""Phrases: the small sentences of the language, each read into its parts."""

import re
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias, get_args

from pydantic_core import PydanticCustomError

from blueprint.document.names import CAMEL, SNAKE, VERSION
from blueprint.document.word import wrong
from blueprint.nearest import closest

Verb: TypeAlias = OneOf[
    "create",
    "put",
    "update",
    "delete",
    "transition",
    "add",
    "remove",
    "get",
    "list",
    "call",
    "custom",
]
Method: TypeAlias = OneOf["GET", "POST", "PUT", "PATCH", "DELETE"]
VERBS: tuple[str, ...] = get_args(Verb)
METHODS: tuple[str, ...] = get_args(Method)

_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+|\{[a-z][a-z0-9_]*\}(:[a-z-]+)?|[a-z0-9-]+:[a-z-]+")
_TARGET = re.compile(r"(?:([a-z][a-z0-9_]*)\.)?([A-Z][A-Za-z0-9]*)(?:\.([a-z][a-z0-9_]*))?")
_NAMED = re.compile(r"(?:([a-z][a-z0-9_]*)\.)?([A-Z][A-Za-z0-9]*)(?:@(v[1-9][0-9]{0,3}))?")


def _wrong(message: str, help: str) -> PydanticCustomError:
    return wrong("BP119", message, help)


def _text(value: object, example: str) -> str:
    if isinstance(value, str):
        return value
    raise _wrong("a text belongs here", f"write {example}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Does:
    """`does:`: a verb and what it is for.

    `name` is an aggregate, a view, or the operation to call (then `context` is set); `part` the
    transition, or the field that holds the entities which are added, updated or removed. Only
    `custom` may have no name.
    """

    verb: Verb
    context: str | None = None
    name: str | None = None
    part: str | None = None

    @property
    def children(self) -> str | None:
        """The field that holds the entities it works on, None where it works on none."""
        return self.part if self.verb in ("add", "update", "remove") else None

    @property
    def move(self) -> str | None:
        """The transition that it makes, or may make."""
        return self.part if self.verb in ("transition", "custom") else None


_DOES_FORMS = {
    "create": "create AGGREGATE",
    "put": "put AGGREGATE",
    "update": "update AGGREGATE, or update AGGREGATE.ENTITIES",
    "delete": "delete AGGREGATE",
    "transition": "transition AGGREGATE.NAME",
    "add": "add AGGREGATE.ENTITIES",
    "remove": "remove AGGREGATE.ENTITIES",
    "get": "get AGGREGATE, or get VIEW",
    "list": "list AGGREGATE, or list VIEW",
    "call": "call CONTEXT.OPERATION",
    "custom": "custom, custom AGGREGATE, or custom AGGREGATE.TRANSITION",
}


def parse_does(value: object) -> Does:
    """`create LabOrder`, `transition LabOrder.cancel`, `custom`."""
    verb, _, rest = _text(value, "custom, or create AGGREGATE").strip().partition(" ")
    if verb == "start":
        raise wrong("BP115", f'"{verb}" does not work yet', "write custom AGGREGATE for now")
    if verb not in VERBS:
        near = closest(verb, VERBS)
        meant = f"write {near} {rest.strip()}".rstrip()
        help_ = meant if near else f"known: {', '.join(VERBS)}"
        raise _wrong(f'"{verb}" is nothing that an operation does', help_)
    found = _TARGET.fullmatch(rest.strip())
    if (not rest.strip() and verb == "custom") or (found and _fits(verb, found)):
        context, name, part = found.groups() if found else (None, None, None)
        return Does(verb=_verb(verb), context=context, name=name, part=part)
    raise _wrong(f'"{value}" cannot be read', f"write {_cased(verb, rest) or _DOES_FORMS[verb]}")


def _cased(verb: str, rest: str) -> str:
    """The same with its first letter in capitals, where that is all that was wrong."""
    name = rest.strip()
    found = _TARGET.fullmatch(name[:1].upper() + name[1:])
    return f"{verb} {found.group()}" if found and _fits(verb, found) else ""


def _fits(verb: str, found: re.Match[str]) -> bool:
    context, _, part = found.groups()
    if verb == "call":
        return bool(context) and not part
    if context:
        return False
    needs_part = verb in ("transition", "add", "remove")
    return bool(part) if needs_part else not part or verb in ("custom", "update")


def _verb(text: str) -> Verb:
    verbs: tuple[Verb, ...] = get_args(Verb)
    return next(verb for verb in verbs if verb == text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """A method and a path; `placeholders` are the names in its braces, in order."""

    method: Method
    path: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names in the path's braces."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))


def parse_http(value: object) -> Http:
    """`POST /orders/{id}/cancellation`."""
    text = _text(value, '"GET /orders/{id}", in quotes inside {…}')
    method, _, path = text.strip().partition(" ")
    path = path.strip()
    if method.startswith("/"):
        hint = f"write GET {method}, or another method before it"
        raise _wrong(f'"{method}" says no method', hint)
    if method not in METHODS:
        better = closest(method.upper(), METHODS) or "POST"
        raise _wrong(f'"{method}" is no method', f"write {better} {path or '/…'}")
    segments = path.split("/")
    if not path.startswith("/") or len(path) > 200:
        raise _wrong(f'"{path}" is no path', f"write {method} /{path.lstrip('/')}")
    bad = [s for s in segments[1:] if s in (".", "..") or not _SEGMENT.fullmatch(s)]
    if bad and path != "/":
        hint = _better_segment(bad[0]) or (
            "write /orders/{id}: no slash at the end, no query, names in snake_case in the braces"
        )
        raise _wrong(f'"{bad[0]}" cannot stand in a path', hint)
    names = re.findall(r"\{(\w+)\}", path)
    if len(set(names)) < len(names):
        raise _wrong(f'"{path}" names one thing twice', "write each name once")
    methods: tuple[Method, ...] = get_args(Method)
    return Http(method=next(m for m in methods if m == method), path=path)


def _better_segment(segment: str) -> str:
    """The same in snake_case and in braces: for `{orderId}`, `:orderId` and `<order_id>`."""
    found = re.fullmatch(r"\{(\w+)\}|:(\w+)|<(\w+)>", segment)
    name = next((part for part in found.groups() if part), "") if found else ""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return f"write {{{snake}}}" if SNAKE.fullmatch(snake) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWord:
    """One way in: a role, `authenticated`, or `service:CONTEXT`; one of the three."""

    role: str | None = None
    authenticated: bool = False
    service: str | None = None
    own: bool = False


def parse_grant(value: object) -> GrantWord:
    """`clinician`, `clinician own`, `authenticated`, `service:billing`."""
    text = _text(value, "a role").strip()
    who, _, rest = text.partition(" ")
    own = rest.strip() == "own"
    if rest and not own:
        raise _wrong(f'"{text}" cannot be read', f"write {who}, or {who} own")
    if who == "public":
        raise _wrong("public stands alone", "write allow: public")
    if who.startswith("service:"):
        service = who.removeprefix("service:")
        if own or not SNAKE.fullmatch(service):
            raise _wrong(f'"{text}" cannot be read', "write service:CONTEXT")
        return GrantWord(service=service)
    if not SNAKE.fullmatch(who):
        raise _wrong(f'"{who}" is no role', "write a role in snake_case, or service:CONTEXT")
    if who == "authenticated":
        return GrantWord(authenticated=True, own=own)
    return GrantWord(role=who, own=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVersion:
    """`ordering.OrderPlaced@v1`: an operation or an event, `context` None for this one."""

    context: str | None
    name: str
    version: str | None

    def __str__(self) -> str:
        dotted = f"{self.context}.{self.name}" if self.context else self.name
        return f"{dotted}@{self.version}" if self.version else dotted


def parse_named(text: str) -> NamedVersion | None:
    """The parts of `context.Name@v1`, or None where the text is not of that form."""
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    return NamedVersion(context=found[1], name=found[2], version=found[3])


def named(text: str) -> NamedVersion:
    """The parts of a text that was validated as `context.Name@v1`."""
    found = parse_named(text)
    if found is None:
        raise ValueError(f"not of the form context.Name@v1: {text}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePath:
    """`LabOrder.priority` or `PlaceOrder.input.patient_id`: whose field changed."""

    of: str
    part: OneOf["fields", "input", "output"]
    field: str


def parse_change_path(text: str) -> ChangePath | None:
    """The parts of a path under `changes`, or None where it is not of that form."""
    of, *steps = text.split(".")
    if not CAMEL.fullmatch(of) or len(steps) not in (1, 2) or not SNAKE.fullmatch(steps[-1]):
        return None
    if len(steps) == 1:
        return ChangePath(of=of, part="fields", field=steps[0])
    if steps[0] == "input":
        return ChangePath(of=of, part="input", field=steps[1])
    return ChangePath(of=of, part="output", field=steps[1]) if steps[0] == "output" else None


def change_path(text: str) -> ChangePath:
    """The parts of a text that was validated as a path under `changes`."""
    found = parse_change_path(text)
    if found is None:
        raise ValueError(f"no path of a change: {text}")
    return found


def is_version(text: str) -> bool:
    """Whether a text is v1, v2, …"""
    return VERSION.fullmatch(text) is not None
