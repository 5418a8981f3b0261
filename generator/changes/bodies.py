"""Compares what two versions of an operation take in the body, and what they answer."""

from collections.abc import Iterator

from generator.changes.change import Said
from generator.changes.forms import Document, Schema
from generator.changes.openapi import Pair, followed, mapping
from generator.changes.parameters import COMPONENTS
from generator.changes.positions import Naming, of_request, of_response, said
from generator.changes.schema import compare_schemas

_OF_LIFETIMES = frozenset({"deprecation", "sunset"})
"""Headers that only say what is told of the lifetime of the operation."""


def compare_request(pair: Pair) -> Iterator[Said]:
    """Every change of the body that an operation takes."""
    old = followed(pair.old.content.get("requestBody"), pair.before)
    new = followed(pair.new.content.get("requestBody"), pair.after)
    required = new.get("required") is True
    if new and not old:
        rule = f"request-body-added-{'required' if required else 'optional'}"
        yield _said(pair, rule, "body", "a body is " + ("required now" if required else "read now"))
    elif old and not new:
        yield _said(pair, "request-body-removed", "body", "no body is read any more")
    elif old and new:
        if required and old.get("required") is not True:
            yield _said(pair, "request-body-became-required", "body", "a body is required now")
        if old.get("required") is True and not required:
            yield _said(pair, "request-body-became-optional", "body", "the body may be left out")
        pointer = f"{pair.new.pointer}/requestBody"
        yield from _contents(pair, old, new, "request", "body", pointer)


def compare_responses(pair: Pair) -> Iterator[Said]:
    """Every change of the answers of an operation."""
    old, new = _answers(pair.old.content, pair.before), _answers(pair.new.content, pair.after)
    for status in old:
        if status not in new:
            kind = "success" if _is_success(status) else "error"
            yield _said(pair, f"{kind}-status-removed", f"answer {status}", f"{status} is gone")
    for status, answer in new.items():
        if status not in old:
            kind = "success" if _is_success(status) else "error"
            yield _said(pair, f"{kind}-status-added", f"answer {status}", f"{status} is new")
        else:
            yield from _answer(pair, old[status], answer, status)


def _answers(content: Schema, document: Document) -> dict[str, Schema]:
    found = mapping(content.get("responses"))
    return {str(status): followed(answer, document) for status, answer in found.items()}


def _is_success(status: str) -> bool:
    return status[:1] in "23"


def _answer(pair: Pair, old: Schema, new: Schema, status: str) -> Iterator[Said]:
    place, pointer = f"answer {status}", f"{pair.new.pointer}/responses/{status}"
    before, after = mapping(old.get("content")), mapping(new.get("content"))
    if after and not before:
        yield _said(pair, "response-body-added", place, f"{status} has a body now")
    elif before and not after:
        yield _said(pair, "response-body-removed", place, f"{status} has no body any more")
    else:
        yield from _contents(pair, old, new, "response", place, pointer)
    yield from _headers(pair, old, new, place)


def _contents(
    pair: Pair, old: Schema, new: Schema, side: str, place: str, pointer: str
) -> Iterator[Said]:
    """The media types of one body, and what stands in those that stayed."""
    before, after = _media_types(old), _media_types(new)
    naming: Naming = of_request if side == "request" else of_response
    for media in before:
        if media not in after:
            yield _said(pair, f"{side}-media-type-removed", place, f"{media} is gone")
    for media, content in after.items():
        if media not in before:
            yield _said(pair, f"{side}-media-type-added", place, f"{media} is new")
            continue
        schemas = before[media].get("schema", {}), content.get("schema", {})
        for found in compare_schemas(*schemas, pair.before, pair.after):
            yield from said(
                found,
                naming,
                base=COMPONENTS,
                place=f"{pair.new.label} {place}",
                pointer=f"{pointer}/content/{media.replace('/', '~1')}/schema",
                operation=pair.new.label,
            )


def _media_types(body: Schema) -> dict[str, Schema]:
    """The media types of a body without their parameters, which are free to change."""
    found = mapping(body.get("content"))
    return {str(name).partition(";")[0].strip().lower(): mapping(c) for name, c in found.items()}


def _headers(pair: Pair, old: Schema, new: Schema, place: str) -> Iterator[Said]:
    before, after = _named_headers(old, pair.before), _named_headers(new, pair.after)
    for key, (name, _) in before.items():
        if key not in after:
            told = f"the header {name} is gone"
            yield _said(pair, "response-header-removed", f"{place} header {name}", told)
    for key, (name, header) in after.items():
        at = f"{place} header {name}"
        if key not in before:
            yield _said(pair, "response-header-added", at, f"the header {name} is new")
            continue
        was, now = before[key][1].get("required") is True, header.get("required") is True
        if was and not now:
            yield _said(pair, "response-header-became-optional", at, f"{name} may be missing now")
        if now and not was:
            yield _said(pair, "response-header-became-required", at, f"{name} is always there now")
        schemas = before[key][1].get("schema", {}), header.get("schema", {})
        for found in compare_schemas(*schemas, pair.before, pair.after):
            yield from said(
                found,
                of_response,
                base=COMPONENTS,
                place=f"{pair.new.label} {at}",
                pointer=f"{pair.new.pointer}/responses",
                operation=pair.new.label,
            )


def _named_headers(answer: Schema, document: Document) -> dict[str, tuple[str, Schema]]:
    """The headers of an answer by their names, whose case does not matter."""
    found = mapping(answer.get("headers"))
    return {
        str(name).lower(): (str(name), followed(header, document))
        for name, header in found.items()
        if str(name).lower() not in _OF_LIFETIMES
    }


def _said(pair: Pair, rule: str, place: str, message: str) -> Said:
    return Said(
        rule=rule,
        where=f"{pair.new.label} {place}",
        message=message,
        pointer=pair.new.pointer,
        operation=pair.new.label,
    )
