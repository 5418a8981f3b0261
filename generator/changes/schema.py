"""Compares two JSON Schemas: does a reader of one accept all that a writer of the other writes?

A writer writes what its schema declares, and nothing beside it; a reader reads what its schema
lets through. Where no difference is `backward`, whoever reads by the new schema reads everything
that was written by the old one; where none is `forward`, the other way round. What is not
understood counts as broken both ways unless it stayed as it was.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.changes.difference import Aspect, Difference, Step
from generator.changes.forms import (
    Document,
    Form,
    Json,
    expanded,
    forms,
    is_anything,
    last_name,
    reference_of,
)
from generator.changes.limits import admits, allows, compare_formats, compare_limits

MOST_STEPS = 40
MOST_COMPARISONS = 20_000


def compare_schemas(
    old: Json, new: Json, old_document: Document, new_document: Document
) -> list[Difference]:
    """Every difference between two schemas, each of its own document."""
    comparison = _Comparison(old_document, new_document)
    return list(comparison.schemas(old, new, _Here(None, ())))


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a walk stands: in which component, and how far below it."""

    anchor: str | None
    steps: tuple[Step, ...]

    def to(self, text: str, pointer: str) -> "_Here":
        return _Here(self.anchor, (*self.steps, Step(text, pointer)))

    def say(
        self, aspect: Aspect, message: str, *, backward: bool = False, forward: bool = False
    ) -> Difference:
        return Difference(
            aspect=aspect,
            message=message,
            backward=backward,
            forward=forward,
            anchor=self.anchor,
            steps=self.steps,
        )


@dataclass(slots=True)
class _Comparison:
    """One walk over a pair of schemas; each pair of named ones is walked once.

    `within` are the pairs that the walk is inside of, so that recursive schemas end.
    """

    old: Document
    new: Document
    done: set[tuple[str, str]] = field(default_factory=set)
    within: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def schemas(self, a: Json, b: Json, here: _Here) -> Iterator[Difference]:
        yield from _annotations(a, b, here)  # what stands beside a reference, too
        one, other = reference_of(a), reference_of(b)
        if one is None or other is None:
            yield from self._pair(a, b, here)
        elif (one, other) not in self.done:
            self.done.add((one, other))
            self.within.append((one, other))
            if last_name(one) == last_name(other):
                here = _Here(last_name(one), ())
                targets = self.old.target(one), self.new.target(other)
                yield from _annotations(*targets, here)
            yield from self._pair(a, b, here)
            self.within.pop()

    def _pair(self, a: Json, b: Json, here: _Here) -> Iterator[Difference]:
        self.count += 1
        if len(here.steps) > MOST_STEPS or self.count > MOST_COMPARISONS:
            said = "it is too large to be compared"
            yield here.say(Aspect.COMPOSITION_CHANGED, said, backward=True, forward=True)
            return
        if is_anything(a) and is_anything(b):
            return  # which also ends what would look into itself for ever
        yield from self._unions(forms(a, self.old), forms(b, self.new), here)

    def _unions(self, old: list[Form], new: list[Form], here: _Here) -> Iterator[Difference]:
        kinds, others = _by_type(old), _by_type(new)
        yield from _types(kinds, others, here)
        for kind in kinds:
            if kind in others:
                yield from self._alternatives(kinds[kind], others[kind], here)

    def _alternatives(self, old: list[Form], new: list[Form], here: _Here) -> Iterator[Difference]:
        if len(old) == len(new) == 1:
            yield from self._forms(old[0], new[0], here)
            return
        tried = [[self._tried(a, b, here) for b in new] for a in old]
        for a, row in zip(old, tried, strict=True):
            if not any(all(not found.backward for found in each) for each in row):
                said = f"{_describe(a)} is no variant any more"
                yield here.say(Aspect.VARIANT_REMOVED, said, backward=True)
        for at, b in enumerate(new):
            if not any(all(not found.forward for found in row[at]) for row in tried):
                said = f"{_describe(b)} is a new variant"
                yield here.say(Aspect.VARIANT_ADDED, said, forward=True)

    def _tried(self, a: Form, b: Form, here: _Here) -> list[Difference]:
        """The differences of two variants, without an effect on the walk that asks."""
        trial = _Comparison(self.old, self.new, set(self.within), list(self.within), self.count)
        found = list(trial._forms(a, b, here))
        self.count = trial.count
        return found

    def _forms(self, a: Form, b: Form, here: _Here) -> Iterator[Difference]:
        """The differences of two forms of one JSON type."""
        yield from self._opaque(a, b, here)
        if a.whole != b.whole:
            if b.whole:
                said = "it must be a whole number now"
                yield here.say(Aspect.TYPE_NARROWED, said, backward=True)
            else:
                said = "it may have a fraction now"
                yield here.say(Aspect.TYPE_WIDENED, said, forward=True)
        if a.values is not None or b.values is not None:
            yield from _values(a, b, here)
        free = a.values is None and b.values is None
        named = a.values is not None and b.values is not None
        found = compare_limits(a, b) if free else compare_formats(a, b) if named else ()
        for aspect, message, backward, forward in found:
            yield here.say(aspect, message, backward=backward, forward=forward)
        if a.type == "array":
            yield from self.schemas(a.items, b.items, here.to("[]", "/items"))
        if a.type == "object":
            yield from self._objects(a, b, here)

    def _opaque(self, a: Form, b: Form, here: _Here) -> Iterator[Difference]:
        if not (a.opaque or b.opaque):
            return
        before, after = expanded(a.opaque, self.old), expanded(b.opaque, self.new)
        if before != after:
            words = {word for word, _ in a.opaque} ^ {word for word, _ in b.opaque}
            words = words or {word for word, _ in a.opaque}
            said = f"{', '.join(sorted(words))} changed, which is not understood further"
            yield here.say(Aspect.COMPOSITION_CHANGED, said, backward=True, forward=True)

    def _objects(self, a: Form, b: Form, here: _Here) -> Iterator[Difference]:
        for name in sorted(a.declared | b.declared):
            at = here.to(f".{name}", f"/properties/{_escaped(name)}")
            if name in a.declared and name in b.declared:
                yield from self._kept(a, b, name, at)
            elif name in b.declared:
                yield from self._added(a, b, name, at)
            else:
                yield from self._removed(a, b, name, at)
        yield from self._further(a, b, here)

    def _kept(self, a: Form, b: Form, name: str, at: _Here) -> Iterator[Difference]:
        """A property that both have; that it is required now says enough of null and a default."""
        implied: set[Aspect] = set()
        if name in b.required and name not in a.required:
            implied = {Aspect.BECAME_NOT_NULLABLE, Aspect.DEFAULT_CHANGED}
            yield at.say(Aspect.BECAME_REQUIRED, f"{name} is required now", backward=True)
        if name in a.required and name not in b.required:
            implied = {Aspect.BECAME_NULLABLE}
            yield at.say(Aspect.BECAME_OPTIONAL, f"{name} may be absent now", forward=True)
        for found in self.schemas(a.part(name), b.part(name), at):
            here = found.anchor == at.anchor and found.steps == at.steps
            if not (here and found.aspect in implied):
                yield found

    def _added(self, a: Form, b: Form, name: str, at: _Here) -> Iterator[Difference]:
        required = name in b.required
        aspect = Aspect.REQUIRED_ADDED if required else Aspect.OPTIONAL_ADDED
        unread = self._unread(b.part(name), a.further, self.new, self.old, at)
        free = a.is_map and self._unread(a.further, b.part(name), self.old, self.new, at)
        said = f"{name} is new" + (", and required" if required else "")
        yield at.say(aspect, said, backward=required or free, forward=unread)

    def _removed(self, a: Form, b: Form, name: str, at: _Here) -> Iterator[Difference]:
        required = name in a.required
        aspect = Aspect.REQUIRED_REMOVED if required else Aspect.OPTIONAL_REMOVED
        unread = self._unread(a.part(name), b.further, self.old, self.new, at)
        free = b.is_map and self._unread(b.further, a.part(name), self.new, self.old, at)
        yield at.say(aspect, f"{name} is gone", backward=unread, forward=required or free)

    def _unread(
        self, written: Json, read: Json, writer: Document, reader: Document, at: _Here
    ) -> bool:
        """Whether a reader refuses something of what a writer writes in one place."""
        if isinstance(read, bool):
            return not read
        trial = _Comparison(writer, reader, count=self.count)
        refused = any(found.backward for found in trial.schemas(written, read, at))
        self.count = trial.count
        return refused

    def _further(self, a: Form, b: Form, here: _Here) -> Iterator[Difference]:
        """What is said of properties that no name declares."""
        if a.is_map and b.is_map:
            yield from self.schemas(a.further, b.further, here.to(".*", "/additionalProperties"))
        elif a.is_map and b.further is False:
            yield here.say(Aspect.TYPE_NARROWED, "it is a map no more", backward=True)
        elif b.is_map and a.further is False:
            yield here.say(Aspect.TYPE_WIDENED, "it is a map now", forward=True)
        elif a.further is not False and b.further is False:
            yield here.say(Aspect.CLOSED, "what it does not name is refused now")
        elif a.further is False and b.further is not False:
            yield here.say(Aspect.OPENED, "what it does not name is allowed now")


def _annotations(a: Json, b: Json, here: _Here) -> Iterator[Difference]:
    """What is said beside the type, and refuses nothing."""
    old, new = (one if isinstance(one, Mapping) else {} for one in (a, b))
    if _text(old.get("default")) != _text(new.get("default")):
        before, after = (_text(x["default"]) if "default" in x else "none" for x in (old, new))
        yield here.say(Aspect.DEFAULT_CHANGED, f"the default is {after}, was {before}")
    if bool(old.get("x-pii")) != bool(new.get("x-pii")):
        personal = Aspect.BECAME_PERSONAL, "it says something of a person now"
        neutral = Aspect.NO_LONGER_PERSONAL, "it says nothing of a person any more"
        yield here.say(*(personal if new.get("x-pii") else neutral))
    if new.get("deprecated") is True and old.get("deprecated") is not True:
        yield here.say(Aspect.DEPRECATED, "it is deprecated")


def _types(
    old: Mapping[str, list[Form]], new: Mapping[str, list[Form]], here: _Here
) -> Iterator[Difference]:
    """Types that came and went; null is told apart, since it means that nothing is there."""
    gone, come = old.keys() - new.keys() - {"null"}, new.keys() - old.keys() - {"null"}
    said = f"it is {_named(new)} now, was {_named(old)}"
    if gone and come:
        yield here.say(Aspect.TYPE_CHANGED, said, backward=True, forward=True)
    elif gone:
        yield here.say(Aspect.TYPE_NARROWED, said, backward=True)
    elif come:
        yield here.say(Aspect.TYPE_WIDENED, said, forward=True)
    if "null" in old.keys() - new.keys():
        yield here.say(Aspect.BECAME_NOT_NULLABLE, "it may not be null any more", backward=True)
    if "null" in new.keys() - old.keys():
        yield here.say(Aspect.BECAME_NULLABLE, "it may be null now", forward=True)


def _values(a: Form, b: Form, here: _Here) -> Iterator[Difference]:
    old, new = _possible(a), _possible(b)
    if old is None:
        said = f"it must be one of {_listed(new or {})} now"
        yield here.say(Aspect.BECAME_ENUM, said, backward=True)
        unknown = [text for text, value in (new or {}).items() if not admits(a, b, value)]
        yield from (_come(text, here) for text in unknown)
        return
    if new is None:
        refused = [text for text, value in old.items() if not admits(b, a, value)]
        yield from (_gone(text, here) for text in refused)
        said = f"it may be more than one of {_listed(old)} now"
        yield here.say(Aspect.NO_LONGER_ENUM, said, forward=True)
        return
    yield from (_gone(text, here) for text in old if text not in new)
    yield from (_come(text, here) for text in new if text not in old)


def _come(text: str, here: _Here) -> Difference:
    return here.say(Aspect.VALUE_ADDED, f"{text} is a new value", forward=True)


def _gone(text: str, here: _Here) -> Difference:
    return here.say(Aspect.VALUE_REMOVED, f"{text} is no value any more", backward=True)


def _possible(form: Form) -> dict[str, Json] | None:
    """The values of a form that its limits leave, by their text."""
    if form.values is None:
        return None
    return {_text(value): value for value in form.values if allows(form, value)}


def _by_type(found: list[Form]) -> dict[str, list[Form]]:
    kinds: dict[str, list[Form]] = {}
    for form in found:
        kinds.setdefault(form.type, []).append(form)
    return kinds


def _named(kinds: Mapping[str, list[Form]]) -> str:
    names = [
        "integer" if kind == "number" and all(f.whole for f in found) else kind
        for kind, found in kinds.items()
        if kind != "null"
    ]
    return " or ".join(names) or "nothing"


def _describe(form: Form) -> str:
    """A variant, by what tells it apart."""
    title = form.schema.get("title")
    if isinstance(title, str):
        return title
    inside = ", ".join(sorted(form.declared))
    return f"{form.type} {{{inside}}}" if form.type == "object" else form.type


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _listed(values: Mapping[str, Json]) -> str:
    return ", ".join(values)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
