"""Names with a context and a version, as `patients.GetPatient@v1`, where the blueprint uses one."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from blueprint.document.phrases import parse_change_path, parse_named
from blueprint.document.word import wrong

_NAME = r"[A-Z][A-Za-z0-9]*"
_CONTEXT = r"[a-z][a-z0-9_]*\."
_VERSION = r"(@v[1-9][0-9]*)?"


def _operation(text: str) -> str:
    found = parse_named(text)
    if found is None or found.context is None:
        hint = "write CONTEXT.OPERATION, such as patients.GetPatient"
        raise wrong("BP119", f'"{text}" names no operation of another context', hint, on_key=True)
    return text


def _event(text: str, *, on_key: bool) -> str:
    if parse_named(text) is None:
        hint = "write EVENT@v1, or CONTEXT.EVENT@v1 for another context's"
        raise wrong("BP119", f'"{text}" names no event', hint, on_key=on_key)
    return text


def _change(text: str) -> str:
    if parse_change_path(text) is None:
        hint = "write NAME.FIELD, OPERATION.input.FIELD or OPERATION.output.FIELD"
        raise wrong("BP119", f'"{text}" names no field', hint, on_key=True)
    return text


OperationKey: TypeAlias = Annotated[
    str,
    AfterValidator(_operation),
    WithJsonSchema({"type": "string", "pattern": f"^{_CONTEXT}{_NAME}{_VERSION}$"}),
]
"""`context.Operation`, perhaps with `@v1`; phrases.named() gives its parts."""

_EVENT_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^({_CONTEXT})?{_NAME}{_VERSION}$"})

EventKey: TypeAlias = Annotated[
    str, AfterValidator(lambda text: _event(text, on_key=True)), _EVENT_SCHEMA
]
"""`Event@v1` or `context.Event@v1`; phrases.named() gives its parts."""

EventName: TypeAlias = Annotated[
    str, AfterValidator(lambda text: _event(text, on_key=False)), _EVENT_SCHEMA
]
"""The same where it is no key."""

ChangeKey: TypeAlias = Annotated[
    str,
    AfterValidator(_change),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^{_NAME}\.((input|output)\.)?[a-z][a-z0-9_]*$"}
    ),
]
"""`LabOrder.priority`, `PlaceOrder.input.patient_id`; phrases.change_path() gives its parts."""
