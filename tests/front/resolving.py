"""Blueprints of a few lines, resolved, and the names of what came out."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from blueprint.diagnostics import render_all
from blueprint.model import (
    Aggregate,
    Before,
    Context,
    Feed,
    Field,
    Fill,
    FromAggregate,
    FromAnswer,
    FromEvent,
    FromInput,
    FromItem,
    Literal,
    Operation,
    Route,
    Run,
    Source,
    Step,
    Subscription,
    System,
    View,
)
from blueprint.read import read, read_text
from blueprint.resolve import resolve

SAMPLES = Path(__file__).parents[2] / "sample_blueprints"

HEAD = """\
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org, audience: shop, tenant: org}
  roles: {clerk: Sells.}
"""


@cache
def sample(name: str) -> System:
    """A sample blueprint, resolved."""
    reading = read(SAMPLES / name)
    assert reading.valid, render_all(reading.diagnostics)
    assert reading.document is not None
    return resolve(reading.document)


def resolved(text: str, ejected: frozenset[str] = frozenset()) -> System:
    """The system of a blueprint's text from `defaults` or `contexts` on, in which no error is."""
    reading = read_text(HEAD + text)
    assert reading.valid, render_all(reading.diagnostics)
    assert reading.document is not None
    return resolve(reading.document, ejected)


def sales(body: str) -> Context:
    """The one context of a system, from the lines below its name."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").split("\n"))
    return context(resolved(f"contexts:\n  sales:\n    about: Sells.\n{lines}"), "sales")


def context(system: System, name: str) -> Context:
    """The context of that name."""
    found = system.context(name)
    assert found is not None
    return found


def operation(home: Context, name: str) -> Operation:
    """The operation of that name."""
    found = home.operation(name)
    assert found is not None
    return found


def aggregate(home: Context, name: str) -> Aggregate:
    """The aggregate of that name."""
    found = home.aggregate(name)
    assert found is not None
    return found


def view(home: Context, name: str) -> View:
    """The view of that name."""
    found = home.view(name)
    assert found is not None
    return found


def route(found: Operation, version: str = "v1") -> Route:
    """Where an operation answers in a version."""
    there = found.route(version)
    assert there is not None
    return there


def feed(subscription: Subscription) -> Feed:
    """What a subscription does to its view."""
    assert isinstance(subscription.does, Feed)
    return subscription.does


def run(subscription: Subscription) -> Run:
    """How a subscription runs its command."""
    assert isinstance(subscription.does, Run)
    return subscription.does


def names(fields: Iterable[Field]) -> list[str]:
    """The names of fields."""
    return [field.name.text for field in fields]


def optional(fields: Iterable[Field]) -> list[str]:
    """The names of those that may be absent."""
    return [field.name.text for field in fields if field.optional]


def shown(fills: Iterable[Fill]) -> dict[str, str]:
    """Fills as `{target: source}`, each source in words."""
    return {fill.target.name.text: _words(fill.source) for fill in fills}


def _words(source: Source) -> str:
    match source:
        case FromInput(field=field):
            return f"input.{field.name}"
        case FromEvent(field=field):
            return f"event.{field.name}"
        case FromAnswer(need=need, field=field):
            return f"{need}.{field.name}"
        case Literal(value=value):
            return f"= {value}"
        case FromAggregate(field=field) | Before(field=field) | FromItem(field=field):
            return f"{type(source).__name__}.{field.name}"
        case Step(ref=ref, field=field):
            return f"{ref.name}.{field.name}"
        case _:
            return type(source).__name__
