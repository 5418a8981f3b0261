"""The blueprint's examples as tests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from blueprint import model as m
from blueprint.names import Name
from generator.filters.declaring import quoted
from generator.words import python
from generator.words.filling import steps_of
from generator.words.made_up import made_up

SHORT = 24  # characters of a value that a docstring still repeats


@dataclass(frozen=True, slots=True)
class Trial:
    """One example as a test: its name, its docstring, and the lines of its body."""

    name: str
    docstring: str
    lines: list[str]
    mark: str = ""


def trials(operation: m.Operation) -> list[Trial]:
    """The examples of an operation, each as a test."""
    names = [_trial_name(operation, example) for example in operation.examples]
    return [
        Trial(
            name if names.count(name) == 1 else f"{name}_{number}",
            quoted(_told(example)),
            _lines(operation, example),
            _mark(operation),
        )
        for number, (name, example) in enumerate(zip(names, operation.examples, strict=True), 1)
    ]


def _mark(operation: m.Operation) -> str:
    """What leaves an example out while its fill is unwritten."""
    name = operation.name.snake
    if not operation.is_custom:
        return ""
    return f'@pytest.mark.skipif(is_unwritten({name}), reason="{name} is unwritten")'


def _trial_name(operation: m.Operation, example: m.Example) -> str:
    """The test as a sentence: `cancel_order_makes_a_placed_lab_order_cancelled`."""
    what, before, after = operation.name.snake, _status(example.given), _status(example.then)
    of = f"_of_{_noun(operation, before)}" if before else ""
    if example.outcome != "done":
        named = f"_with_{example.error.snake}" if example.error else ""
        return f"test_{what}{of}_is_refused{named}"
    if after is None:
        return f"test_{what}{of}_does_what_the_example_says"
    if before is None:
        return f"test_{what}_gives_{_noun(operation, after)}"
    return f"test_{what}_makes_{_noun(operation, before)}_{after}"


def _noun(operation: m.Operation, state: str) -> str:
    """The aggregate in a state, inside a name: `a_placed_lab_order`."""
    assert operation.aggregate is not None
    words = f"{Name(state).snake}_{operation.aggregate.name.snake}"
    return f"{'an' if words[0] in 'aeiou' else 'a'}_{words}"


def _status(assigned: Iterable[m.Assigned] | None) -> str | None:
    found = (str(one.value) for one in assigned or () if one.field.name.snake == "status")
    return next((Name(status).snake for status in found), None)


def _told(example: m.Example) -> str:
    """The example in words; values that are long stand in the test itself."""
    if example.about:
        return example.about
    parts = [("Given", example.given or ()), ("when", example.when), ("then", example.then)]
    told = [f"{label} {words}" for label, assigned in parts if (words := _words(assigned))]
    if example.outcome != "done":
        told.append(f"then refused{f' with {example.error}' if example.error else ''}")
    if example.emits:
        told.append(f"{' and '.join(map(str, example.emits))} emitted")
    text = ", ".join(told) or "As below"
    return f"{text[:1].upper()}{text[1:]}."


def _words(assigned: Iterable[m.Assigned]) -> str:
    """What is assigned, in words: the plain values that are short."""
    short = [one for one in assigned if isinstance(one.value, str | int) and _is_short(one.value)]
    return " and ".join(f"{one.field.name.phrase} {one.value}" for one in short)


def _is_short(value: m.Json) -> bool:
    return len(str(value)) <= SHORT


def _lines(operation: m.Operation, example: m.Example) -> list[str]:
    lines = list(_prepared(operation, example))
    called = _called(operation)
    if example.outcome != "done":
        error = example.error.pascal if example.error else "Refusal"
        return [
            *lines,
            f"with pytest.raises({error}):",
            f"    {called}",
            "assert not fakes.emitted",
        ]
    return [*lines, called, *_checked(operation, example)]


def _prepared(operation: m.Operation, example: m.Example) -> Iterator[str]:
    """The fakes with what is stored and what others answer, then the input."""
    aggregate, stored = operation.aggregate, list(_reached(operation, example))
    if aggregate is not None and example.given is not None:
        given = ", ".join(map(_keyword, example.given))
        yield f"given = {aggregate.name.snake}({given})"
        stored.insert(0, f"{aggregate.name.plural_snake}=[given]")
    yield f"fakes = Fakes({', '.join([*stored, *_refusing(operation, example)])})"
    if operation.has_input:
        yield f"data = {operation.name.pascal}Input({', '.join(_inputs(operation, example))})"


def _reached(operation: m.Operation, example: m.Example) -> Iterator[str]:
    """The rows at the end of a step, by the id that the example gives."""
    values = {one.field.name.snake: one for one in (*example.when, *(example.given or ()))}
    for step in {step.ref.name.snake: step for step in steps_of(operation)}.values():
        one = values.get(step.ref.name.snake)
        if one is not None:
            row = f"{step.aggregate.snake}(id={python.literal(one.field.type, one.value)})"
            yield f"{step.aggregate.plural_snake}=[{row}]"


def _refusing(operation: m.Operation, example: m.Example) -> Iterator[str]:
    """What others answer where the example expects the error that their refusal becomes."""
    for need in operation.needs:
        if any(refused.ours.name == example.error for refused in need.refused):
            assert example.error is not None
            yield f"{need.name.snake}={example.error.pascal}()"


def _inputs(operation: m.Operation, example: m.Example) -> Iterator[str]:
    """The input: what the example says, the ids of what is given, the rest made up."""
    said = {one.field.name.snake for one in example.when}
    named = {name: value for name, value in _given_ids(operation, example) if name not in said}
    yield from (f"{name}={value}" for name, value in named.items())
    yield from map(_keyword, example.when)
    for field in operation.input:
        known = field.name.snake in {*said, *named} or operation.patches(field)
        if field.required and not known:
            yield f"{field.name.snake}={made_up(field.type)}"


def _given_ids(operation: m.Operation, example: m.Example) -> Iterator[tuple[str, str]]:
    """The inputs that name what is given: the aggregate, and the first of its entities."""
    if operation.id is None or example.given is None:
        return
    yield operation.id.name.snake, "given.id"
    entity, reference = operation.entity, operation.reference
    if entity is not None and reference is not None:
        held = (one.value for one in example.given if one.field.name == entity.children)
        if any(held):
            yield reference.name.snake, f"given.{entity.children.snake}[0].id"


def _keyword(one: m.Assigned) -> str:
    return f"{one.field.name.snake}={python.literal(one.field.type, one.value)}"


def _called(operation: m.Operation) -> str:
    name = operation.name.snake
    function = f"operations.{name}" if operation.is_plain else name
    given = "given" if operation.preloads else ""
    data = ", data" if operation.has_input else ""
    return f"await {function}(fakes.{name}({given}){data})"


def _checked(operation: m.Operation, example: m.Example) -> Iterator[str]:
    if example.then and operation.aggregate is not None:
        yield f"after = fakes.{operation.aggregate.name.plural_snake}.written[-1]"
        for one in example.then:
            yield from _holds(f"after.{one.field.name.snake}", one.field.type, one.value)
    if example.emits is not None:
        events = ", ".join(name.pascal for name in example.emits)
        yield f"assert [type(event) for event in fakes.emitted] == [{events}]"


def _holds(what: str, kind: m.Type, value: m.Json) -> Iterator[str]:
    """Says that something has a value; of entities, what is said of each."""
    match kind, value:
        case m.ListOf(item=m.EntityRef(entity=entity)), tuple() | list():
            yield f"assert len({what}) == {len(value)}"
            known = {field.name.text: field for field in entity.all_fields}
            for number, child in enumerate(value):
                for name, held in child.items() if isinstance(child, Mapping) else ():
                    field = known[name]
                    yield from _holds(f"{what}[{number}].{field.name.snake}", field.type, held)
        case _:
            yield f"assert {what} == {python.literal(kind, value)}"
