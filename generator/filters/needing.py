"""Calls to others: the port of a need, its client, its translation; what the callee publishes."""

import re
from collections.abc import Sequence

from blueprint import model as m
from generator.filters.declaring import describe, quoted
from generator.words import python
from generator.words.answers import answer_class, answer_fields, fields_of, foreign, has_class

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
    return any(op.uses_answer(n) for op in context.operations for n in op.needs if n == need)


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
    lines = ["try:", f"    {asked}", "except Refused as refused:"]
    for one in need.refused:
        lines.append(f'    if refused.name == "{one.theirs.snake}":')
        lines.append(f"        raise {one.ours.name.pascal} from refused")
    return "\n        ".join([*lines, "    raise"])


def _asked(need: m.Need, context: m.Context) -> str:
    given = "".join(f", {f.name.snake}={f.name.snake}" for f in need.endpoint.input)
    asked = f"await {need.name.snake}(self._send{given})"
    if not is_answered(need, context):
        return asked
    if need in context.translated_needs:
        return f"return translation.{need.name.snake}({asked})"
    return f"return {asked}"


def translated_fields(need: m.Need) -> str:
    """Our class of the answer, field by field out of theirs."""
    return ", ".join(f"{f.name.snake}=answer.{f.name.snake}" for f in answer_fields(need))


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
    name, output = endpoint.name.pascal, endpoint.output
    if isinstance(output, m.PageOf):
        return [(f"{name}Item", output.item), (f"{name}Answer", output)]
    return [(f"{name}Answer", output)] if output is not None and fields_of(output) else []


def answer_lines(kind: m.Type, endpoint: m.Endpoint) -> list[str]:
    """The fields of one of these classes."""
    if isinstance(kind, m.PageOf):
        return [f"items: tuple[{endpoint.name.pascal}Item, ...]", "next: str | None = None"]
    return [_answer_line(field) for field in fields_of(kind)]


def _answer_line(field: m.Field) -> str:
    # Limits are the callee's business, and it may loosen them without asking us.
    written = python.annotation(field.type)
    return f"{field.name.snake}: {written}{' | None = None' if field.optional else ''}"


def client_answer(endpoint: m.Endpoint) -> str:
    """What a client's function answers."""
    if endpoint.output is None:
        return "None"
    if has_class(endpoint):
        return f"{endpoint.name.pascal}Answer"
    return python.annotation(endpoint.output)


def client_parameters(endpoint: m.Endpoint) -> str:
    """The parameters of a client's function after `send`."""
    given = ", ".join(_client_parameter(field) for field in endpoint.input)
    return f", *, {given}" if given else ""


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


def client_call(endpoint: m.Endpoint, context: m.Context | None = None) -> str:
    """The statements that send a request and read its answer."""
    route = endpoint.route
    path = _BRACES.sub(_segment, endpoint.path)
    quote = "f" if path != endpoint.path else ""
    sent = [f'"{route.method}"', f'{quote}"{path}"']
    camel = context is not None and context.json == "camel"
    if route.query_fields:
        sent.append(f"query={_sent(route.query_fields, camel=False)}")
    if route.body_fields:
        sent.append(f"body={_sent(route.body_fields, camel=camel)}")
    asked = f"await send({', '.join(sent)})"
    answer = client_answer(endpoint)
    if answer == "None":
        return f"({asked}).accepted()"
    return f"reply = {asked}\n    return parse({answer}, reply.accepted())"


def _segment(found: re.Match[str]) -> str:
    return f"{{segment({found[1]})}}"


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
