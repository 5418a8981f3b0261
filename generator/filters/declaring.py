"""Declarations of the model: fields, docstrings, members of enums."""

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint import model as m
from blueprint.names import Name
from generator.filters.finding import listing
from generator.filters.texts import doc
from generator.words import python
from generator.words.answers import answer_fields, foreign, has_own_items, record_of
from generator.words.named import Named


def annotation(field: m.Field) -> str:
    """The annotation of a field: `str | None`."""
    written = python.annotation(field.type)
    return python.optional(written) if field.optional else written


def declare(field: m.Field) -> str:
    """A field of a frozen dataclass: `notes: str | None = None`."""
    if field.default is not None and isinstance(field.type, m.MapOf):
        # A dataclass takes no dict for a default: it would be one for all.
        return f"{field.name.snake}: {annotation(field)} = dataclasses.field(default_factory=dict)"
    return f"{field.name.snake}: {annotation(field)}{_default(field)}"


def declare_published(field: m.Field) -> str:
    """A field of a published event or value, with its limits."""
    written = python.published_annotation(field.type)
    written = python.optional(written) if field.optional else written
    return f"{field.name.snake}: {written}{_default(field)}"


def _default(field: m.Field) -> str:
    if field.default is not None:
        return f" = {python.literal(field.type, field.default.value)}"
    return " = None" if field.optional else ""


def constant(name: object) -> str:
    """The name of an enum's member."""
    return python.constant(name)


def noun(node: Named) -> str:
    """The node's name with its article: `a lab order`, `an invoice`."""
    return _article(node.name.phrase)


def nouns(node: Named) -> str:
    """Several of the node, at the head of a sentence: `Lab orders`."""
    return _capital(" ".join(node.name.plural_words))


def docstring(node: object, indent: int = 4) -> str:
    """The node's own sentence as a docstring; what it says for itself where it says nothing."""
    return quoted(describe(node), indent)


def module_docstring(node: object) -> str:
    """The node's sentence as the docstring of its module, its name before it."""
    text = describe(node)
    name = getattr(node, "name", "")
    return quoted(f"{name}: {text[:1].lower()}{text[1:]}" if _is_sentence(text) else text, 0)


def _is_sentence(text: str) -> bool:
    return len(text) > 1 and text[0].isupper() and text[1] in " abcdefghijklmnopqrstuvwxyz"


def quoted(text: str, indent: int = 4) -> str:
    """The text as a docstring at *indent* columns."""
    body = doc(text, indent)
    closing = "\n" + " " * indent if "\n" in body else ""
    return f'"""{body}{closing}"""'


def opening(text: str, node: m.Context | m.External) -> str:
    """The docstring of a module: *text* with the node's name where it says `{}`."""
    return quoted(text.format(node.name), 0)


def describe(node: object) -> str:
    """What the blueprint says about a node, or what follows from its words."""
    about = str(getattr(node, "about", "")).strip()
    if about:
        return about
    match node:
        case m.Operation():
            return _operation(node)
        case m.Enum():
            return f"One of {', '.join(value.text for value in node.values)}."
        case m.Value():
            return f"{_capital(noun(node))}: {', '.join(f.name.phrase for f in node.fields)}."
        case m.View():
            return f"{_capital(noun(node))}, as the events made it."
        case m.Aggregate():
            return f"{_capital(noun(node))}."
        case m.Entity():
            return f"{_capital(noun(node))} of {_article(node.owner.phrase)}."
        case m.Need():
            return f"{node.title}, answered within {node.timeout:g} s."
    return f"{_capital(getattr(node, 'name', Name('it')).phrase)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _operation(operation: m.Operation) -> str:
    subject = operation.aggregate or operation.view
    if operation.transition and operation.aggregate:
        return moves(operation.transition, operation.aggregate)
    if operation.calls:
        return f"Asks {operation.calls.label}."
    if subject is None or operation.is_custom:
        return f"{_capital(operation.name.phrase)}."
    if operation.entity:
        verb, by = {"add": ("Adds", "to"), "update": ("Changes", "of")}.get(
            operation.kind, ("Removes", "from")
        )
        return f"{verb} {noun(operation.entity)} {by} {noun(subject)}."
    texts = {
        "create": f"Makes {noun(subject)}.",
        "put": f"Makes {noun(subject)}, or puts another in its place.",
        "update": f"Changes {noun(subject)}.",
        "delete": f"Deletes {noun(subject)}.",
        "get": f"Shows {noun(subject)}.",
        "list": f"Lists {' '.join(subject.name.plural_words)}.",
    }
    return texts[operation.kind]


def moves(transition: m.Transition, aggregate: m.Aggregate) -> str:
    """What a transition does: `A placed lab order becomes cancelled.`"""
    by_target: dict[str, list[str]] = {}
    for move in transition.moves:
        by_target.setdefault(move.to_state.phrase, []).append(move.from_state.phrase)
    parts = [
        f"{_article(' or '.join(sources))} {aggregate.name.phrase} becomes {target}"
        for target, sources in by_target.items()
    ]
    return f"{_capital('; '.join(parts))}."


def _article(phrase: str) -> str:
    return f"{'an' if phrase[:1] in 'aeiou' else 'a'} {phrase}"


def status_docstring(aggregate: m.Aggregate) -> str:
    """The docstring of a lifecycle's states."""
    lifecycle = aggregate.lifecycle
    assert lifecycle is not None
    return quoted(states_text(m.StatusRef(aggregate=aggregate.name, states=lifecycle.states)))


def states_text(status: m.StatusRef) -> str:
    """What a lifecycle's states say; it starts in the first of them."""
    return f"Where {_article(status.aggregate.phrase)} stands; it starts as {status.states[0]}."


def transition_docstring(transition: m.Transition, aggregate: m.Aggregate) -> str:
    """What a transition does, from which states."""
    return quoted(f"{moves(transition, aggregate)[:-1]}; from any other state it is refused.")


def steps(transition: m.Transition, aggregate: m.Aggregate) -> str:
    """The moves of a transition as items of a dict."""
    status = f"{aggregate.name.pascal}Status"
    return ", ".join(
        f"{status}.{constant(move.from_state)}: {status}.{constant(move.to_state)}"
        for move in transition.moves
    )


def input_lines(operation: m.Operation) -> Sequence[str]:
    """The fields of an operation's input; those of a patch may be absent."""
    if operation.is_list:
        given = {field.name.snake: declare(field) for field in operation.input}
        filters = {one.name: one.parameter for one in listing([operation])}
        return list((filters | given).values())
    return [_input_line(operation, field) for field in operation.input]


def _input_line(operation: m.Operation, field: m.Field) -> str:
    if operation.patches(field) and field.name.snake not in _path_names(operation):
        return f"{field.name.snake}: {annotation(field)} | Absent = ABSENT"
    return declare(field)


def _path_names(operation: m.Operation) -> set[str]:
    named = {field.name.snake for route in operation.routes for field in route.path_fields}
    return named | ({operation.id.name.snake} if operation.id else set())


def input_docstring(operation: m.Operation) -> str:
    """The docstring of an operation's input."""
    more = "; what is absent stays as it is" if operation.patch else ""
    if operation.is_list:
        more = ": a page, and what narrows it" if operation.filters else ": a page"
    return quoted(f"What {operation.name.pascal} takes{more}.")


@dataclass(frozen=True, slots=True)
class Message:
    """One class of the messages; `name` has its base, where it has one."""

    name: str
    docstring: str
    lines: Sequence[str]


def messages(context: m.Context) -> list[Message]:
    """Everything that goes in and out: inputs, results, answers of others, events, views."""
    return [
        *(_input(operation) for operation in context.operations if operation.has_input),
        *(_result(record) for record in map(record_of, context.operations) if record),
        *(part for need in context.translated_needs for part in _answer(need)),
        *(_whole(event, event.fields) for event in context.events),
        *(_whole(view, view.fields) for view in context.views),
    ]


def _input(operation: m.Operation) -> Message:
    base = "(Listing)" if operation.is_list else ""
    name = f"{operation.name.pascal}Input{base}"
    return Message(name, input_docstring(operation), input_lines(operation))


def _result(record: m.Record) -> Message:
    name = record.name.pascal
    text = quoted(f"What {name} answers.")
    return Message(f"{name}Result", text, [declare(field) for field in record.fields])


def _answer(need: m.Need) -> list[Message]:
    name, output = need.name.pascal, need.endpoint.output
    lines = [declare(field) for field in answer_fields(need)]
    whole = quoted(f"What {need.title} answers, in our words.")
    if not isinstance(output, m.PageOf):
        return [Message(f"{name}Answer", whole, lines)]
    own = has_own_items(need)
    item = f"{name}Item" if own else foreign(output.item, need.endpoint.context)
    page = [f"items: tuple[{item}, ...]", "next: str | None = None"]
    one = Message(f"{name}Item", quoted(f"One of what {need.title} answers, in our words."), lines)
    return [*([one] if own else []), Message(f"{name}Answer", whole, page)]


def _whole(node: m.Event | m.View, fields: Sequence[m.Field]) -> Message:
    return Message(node.name.pascal, docstring(node), [declare(field) for field in fields])


def model_fields(aggregate: m.Aggregate) -> list[str]:
    """The fields of an aggregate's class: its own, then those that the blueprint writes."""
    return [_counted(field, aggregate) for field in aggregate.all_fields]


def _counted(field: m.Field, aggregate: m.Aggregate) -> str:
    if field in aggregate.children:
        return f"{declare(field)} = ()"
    # The repository counts: it is 1 once it is stored.
    return "version: int = 0" if field is aggregate.version else declare(field)
