"""Calls to others: the port of a need, its client, its translation; what the callee publishes."""

import re
from collections.abc import Sequence

from blueprint import model as m
from blueprint.names import Name
from generator.filters.declaring import describe, quoted
from generator.words import python
from generator.words.answers import (
    answer_class,
    answer_classes,
    answer_fields,
    fields_of,
    foreign,
    has_own_items,
    published_answer,
)
from generator.words.hidden import unlike

_BRACES = re.compile(r"\{(\w+)\}")


def need_parameters(need: m.Need) -> str:
    """The parameters of a call, as the use case gives them."""
    return _parameters(need.endpoint)


def _parameters(endpoint: m.Endpoint) -> str:
    given = ", ".join(_parameter(field, endpoint) for field in endpoint.input)
    return f", *, {given}" if given else ""


def _parameter(field: m.Field, endpoint: m.Endpoint) -> str:
    written = foreign(field.type, endpoint.context)
    if field.required:
        return f"{field.name.snake}: {written}"
    value = "None" if field.default is None else python.literal(field.type, field.default.value)
    if isinstance(field.type, m.EnumRef | m.StatusRef) and value != "None":
        value = f"{endpoint.context.snake}.{value}"
    return f"{field.name.snake}: {written}{' | None' if field.optional else ''} = {value}"


def is_answered(need: m.Need, context: m.Context) -> bool:
    """Whether the use cases get what the call answers."""
    named = ((op, n) for op in context.operations for n in op.needs if n.name == need.name)
    return any(op.uses_answer(n) for op, n in named)


def need_answer(need: m.Need, context: m.Context) -> str:
    """What the use case gets: None where nobody needs the answer."""
    return answer_class(need) if is_answered(need, context) else "None"


def need_refusals(need: m.Need) -> str:
    """The docstring of the call: which refusals it may raise."""
    names = sorted({refused.ours.name.pascal for refused in need.refused})
    text = f"Raises {', '.join(names)}." if names else "Raises nothing that is ours."
    return quoted(text, 8)


def need_body(need: m.Need, context: m.Context) -> str:
    """The body of the call, for eight columns of indent; refusals become ours."""
    asked = _asked(need, context)
    if not need.refused:
        return asked
    refused = unlike("refused", need.endpoint.input)
    lines = ["try:", f"    {asked}", f"except Refused as {refused}:"]
    for one in need.refused:
        lines.append(f'    if {refused}.name == "{one.theirs.snake}":')
        lines.append(f"        raise {one.ours.name.pascal} from {refused}")
    return "\n        ".join([*lines, "    raise"])


def _asked(need: m.Need, context: m.Context) -> str:
    given = "".join(f", {f.name.snake}={f.name.snake}" for f in need.endpoint.input)
    asked = f"await {beside_inputs(need.name.snake, context)}(self._send{given})"
    if not is_answered(need, context):
        return asked
    if need in context.translated_needs:
        return f"return {beside_inputs('translation', context)}.{need.name.snake}({asked})"
    return f"return {asked}"


def beside_inputs(name: str, context: m.Context) -> str:
    """A name in the module of the clients, where no parameter of a call hides it."""
    return unlike(name, (field for need in context.needs for field in need.endpoint.input))


def import_translation(context: m.Context) -> str:
    """The anticorruption layer, as the clients call it."""
    name = beside_inputs("translation", context)
    return f"from .. import {'translation' if name == 'translation' else f'translation as {name}'}"


def translated_fields(need: m.Need) -> str:
    """Our class of the answer, field by field out of theirs."""
    if not isinstance(need.endpoint.output, m.PageOf):
        return _translated(need, "answer")
    items = "answer.items"
    if has_own_items(need):
        items = f"tuple({need.name.pascal}Item({_translated(need, 'item')}) for item in {items})"
    return f"items={items}, next=answer.next"


def _translated(need: m.Need, theirs: str) -> str:
    return ", ".join(f"{f.name.snake}={theirs}.{f.name.snake}" for f in answer_fields(need))


def answer_base(context: m.Context) -> str:
    """The chassis' class that answers derive from: their keys may be in camel case."""
    return "CamelAnswer" if context.json == "camel" else "Answer"


def answer_docstring(kind: m.Type, endpoint: m.Endpoint) -> str:
    """What one of the classes of an answer says of itself."""
    match kind:
        case m.AggregateRef(aggregate=node) | m.EntityRef(entity=node) | m.ViewRef(view=node):
            return quoted(describe(node))
    return quoted(f"What {endpoint.label} answers.")


def answers(endpoint: m.Endpoint) -> list[tuple[str, m.Type]]:
    """The classes of an endpoint's answer, parts before wholes, each with what it holds."""
    name = endpoint.published_name.pascal
    return [(f"{name}{ending}", kind) for ending, kind in answer_classes(endpoint).items()]


def answer_lines(kind: m.Type, endpoint: m.Endpoint) -> list[str]:
    """The fields of one of these classes."""
    if isinstance(kind, m.PageOf):
        item = published_answer(kind.item, endpoint)
        return [f"items: tuple[{item}, ...]", "next: str | None = None"]
    return [_answer_line(field, endpoint) for field in fields_of(kind)]


def _answer_line(field: m.Field, endpoint: m.Endpoint) -> str:
    # Limits are the callee's business, and it may loosen them without asking us.
    written = published_answer(field.type, endpoint)
    return f"{field.name.snake}: {written}{' | None = None' if field.optional else ''}"


def client_answer(endpoint: m.Endpoint) -> str:
    """What a client's function answers."""
    if endpoint.output is None:
        return "None"
    return published_answer(endpoint.output, endpoint)


def client_parameters(endpoint: m.Endpoint) -> str:
    """The parameters of a client's function: what sends, then what is sent."""
    given = ", ".join(_client_parameter(field) for field in endpoint.input)
    return f"{unlike('send', endpoint.input)}: Send{f', *, {given}' if given else ''}"


def _client_parameter(field: m.Field) -> str:
    written = f"{field.name.snake}: {python.annotation(field.type)}"
    if field.required:
        return written
    value = "None" if field.default is None else python.literal(field.type, field.default.value)
    return f"{written}{' | None' if field.optional else ''} = {value}"


def client_docstring(endpoint: m.Endpoint) -> str:
    """What a client's function does, and how it may be refused."""
    about = endpoint.about or f"Asks {endpoint.label}."
    names = sorted({error.name.snake for error in endpoint.errors})
    return quoted(f"{about}\n\nRaises Refused: {', '.join(names)}." if names else about)


def client_call(endpoint: m.Endpoint, home: m.Context | m.External) -> str:
    """The statements that send a request to *home* and read its answer."""
    route = endpoint.route
    path = _added_path(endpoint) if _speaks_of_segments(home) else _path(endpoint)
    sent = [f'"{route.method}"', path]
    camel = isinstance(home, m.Context) and home.json == "camel"
    if route.query_fields:
        sent.append(f"query={_sent(route.query_fields, camel=False)}")
    if route.body_fields:
        sent.append(f"body={_sent(route.body_fields, camel=camel)}")
    asked = f"await {unlike('send', endpoint.input)}({', '.join(sent)})"
    answer, reply = client_answer(endpoint), unlike("reply", endpoint.input)
    if answer == "None":
        return f"({asked}).accepted()"
    if isinstance(endpoint.output, m.JsonDocument):
        return f"return ({asked}).accepted()"
    return (
        f"{reply} = {asked}\n    return {_parsed(endpoint.output, answer, f'{reply}.accepted()')}"
    )


def _parsed(kind: m.Type | None, answer: str, value: str) -> str:
    """What reads an answer: of words, which are no class, as the only one of a tuple."""
    if isinstance(kind, m.InlineEnum):
        return f"parse(tuple[{answer}], [{value}])[0]"
    # A class to make, not one to promise: an abstract Mapping cannot be made.
    return f"parse({answer.replace('Mapping[', 'dict[')}, {value})"


def _path(endpoint: m.Endpoint) -> str:
    """The path with its parameters in their places."""
    path = _BRACES.sub(r"{segment(\1)}", endpoint.path)
    return f'f"{path}"' if path != endpoint.path else f'"{path}"'


def _added_path(endpoint: m.Endpoint) -> str:
    """The same without a name inside a text, where no guard would see it."""
    named = {Name(field.name.text).snake: field.name.snake for field in endpoint.route.path_fields}
    parts = _BRACES.split(endpoint.path)
    written = (f"segment({named[p]})" if at % 2 else f'"{p}"' for at, p in enumerate(parts) if p)
    return " + ".join(written)


def _speaks_of_segments(home: m.Context | m.External) -> bool:
    """Whether anything in a client's module is called as what its paths are made with."""
    endpoints = home.called if isinstance(home, m.Context) else home.operations
    names = [endpoint.name for endpoint in endpoints]
    names += [field.name for endpoint in endpoints for field in endpoint.input]
    return any(Name(name.text).snake == "segment" for name in names)


def _sent(fields: Sequence[m.Field], *, camel: bool) -> str:
    pairs = (f'"{f.name.camel if camel else f.name.snake}": {_dumped(f)}' for f in fields)
    return f"{{{', '.join(pairs)}}}"


def _dumped(field: m.Field) -> str:
    plain = isinstance(field.type, m.String | m.Text | m.Int | m.BigInt | m.Bool | m.Subject)
    return field.name.snake if plain else f"dump({field.name.snake})"


def external_operation(endpoint: m.Endpoint) -> str:
    """An external's operation, as its development fake answers it."""
    route = endpoint.route
    said = [f'"{endpoint.name.pascal}"', f'"{route.method}"', f'"{route.path}"']
    answer = client_answer(endpoint)
    if answer != "None":
        said.append(f"answer={answer}")
    if route.status != 200:
        said.append(f"status={route.status}")
    return f"ExternalOperation({', '.join(said)})"


def auth(kind: m.Auth) -> str:
    """How an external is told who we are: `bearer`, `header X-Key`."""
    return f"header {kind.header}" if kind.header else kind.kind


def published_versions(context: m.Context) -> list[m.EventVersion]:
    """Every version of every event."""
    return [version for event in context.events for version in event.versions]


def event_docstring(version: m.EventVersion) -> str:
    """What a published event says of itself."""
    return quoted(version.about or f"{version.event.phrase.capitalize()}.")
