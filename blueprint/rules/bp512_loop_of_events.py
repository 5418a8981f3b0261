"""Events that bring forth themselves.

## What it means
An event runs a command that always emits an event that runs a command, and so on, back to the
first.

## Why it matters
One message at the start, and the system is busy with itself until somebody stops it.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, emits: [Sold]}
  Book: {about: Books it., does: custom, emits: [Booked]}
events:
  Sold: {key: code, payload: {code: string}}
  Booked: {key: code, payload: {code: string}}
consumes:
  Sold@v1: Book  # BP512
  Booked@v1: Sell  # BP512
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
  Book: {about: Books it., does: custom, emits: [Booked]}
  Note: {about: Notes it., does: custom}
events:
  Sold: {key: code, payload: {code: string}}
  Booked: {key: code, payload: {code: string}}
consumes:
  Sold@v1: Book
  Booked@v1: Note
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Consumption
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.rings import in_rings

CODE = "BP512"
NAME = "loop-of-events"
SEVERITY = Severity.WARNING

Step = tuple[str, str]  # a context, and the name of its event or command


def check(index: Index) -> Iterator[Finding]:
    """Every consumption that is a part of a circle."""
    heard = [(each, event) for each in index.consumptions if (event := _event(index, each))]
    next_: dict[Step, set[Step]] = {}
    for consumption, event in heard:
        command = (consumption.context, consumption.run)
        next_.setdefault(event, set()).add(command)
        next_.setdefault(command, set()).update(_emitted(index, consumption))
    rings = in_rings(next_)
    for consumption, event in heard:
        if {event, (consumption.context, consumption.run)} <= rings:
            message = f"{consumption.run}, which {event[1]} runs, leads to {event[1]} again"
            help_ = "emit one of the events only in a case: emits: {may: […]}, or end the circle"
            yield Finding(consumption.path, message, help_)


def _event(index: Index, consumption: Consumption) -> Step | None:
    event = index.event(consumption.event, consumption.context)
    return (event.context, event.name) if event else None


def _emitted(index: Index, consumption: Consumption) -> set[Step]:
    """The events that the command of a consumption emits in every case."""
    context = index.context(consumption.context)
    command = context.operations.get(consumption.run) if context else None
    emissions = command.emits if command else ()
    return {(consumption.context, e.event) for e in emissions if e.certain and not e.when_changed}
