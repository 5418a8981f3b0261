"""Signatures: an operation as its callers see it, before anything is known of its body."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from blueprint.document.operation import CommandWord, ErrorWord
from blueprint.model import (
    Aggregate,
    AnswerRef,
    Endpoint,
    Entity,
    Error,
    Field,
    Route,
    Transition,
    Type,
    View,
)
from blueprint.names import Name
from blueprint.resolve.inputs import resolve_input
from blueprint.resolve.outputs import resolve_output
from blueprint.resolve.place import Place
from blueprint.resolve.routes import resolve_routes
from blueprint.resolve.types import foreign
from blueprint.resolve.written import AnyOperation, rising

NOT_FOUND = Error(name=Name("not_found"), status=404, about="It is not there.")
"""What every called operation may answer, whether it declares it or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What an operation takes and answers, and where."""

    place: Place
    name: Name
    word: AnyOperation
    aggregate: Aggregate | None
    entity: Entity | None
    view: View | None
    calls: Endpoint | None
    input: tuple[Field, ...]
    output: Type | None
    routes: tuple[Route, ...]
    errors: tuple[Error, ...]

    @property
    def subject(self) -> Aggregate | View | None:
        """What it is about."""
        return self.aggregate or self.view

    @property
    def written(self) -> Aggregate | Entity | None:
        """What its writes are fields of: the entity that it adds or updates, else the aggregate."""
        return self.entity or self.aggregate

    @property
    def acting(self) -> bool:
        """Whether somebody is known to call: never where an event or the clock may run it."""
        allow = self.word.allow or self.place.defaults.allow
        every = self.word.every if isinstance(self.word, CommandWord) else None
        runs = {word.run for word in self.place.word.consumes.values()}
        return not (allow.public or every or self.name.text in runs)

    @property
    def transition(self) -> Transition | None:
        """The transition that it makes, or may make."""
        lifecycle = self.aggregate.lifecycle if self.aggregate else None
        found = lifecycle.transitions if lifecycle else ()
        return next((t for t in found if t.name.text == self.word.does.move), None)


def signature(place: Place, name: str, word: AnyOperation, *, reached: bool) -> Signature:
    """The signature of an operation that does something by itself."""
    does = word.does
    view = place.views.get(does.name or "") if does.verb in ("get", "list") else None
    aggregate = None if view else place.aggregates.get(does.name or "")
    entity = aggregate.entity(does.children) if aggregate and does.children else None
    fields = resolve_input(word, view or aggregate, entity, place.reader)
    about = entity or view or aggregate
    output = resolve_output(name, does.verb, word.output, about, place.answers)
    answers = output is not None
    return Signature(
        place=place,
        name=Name(name),
        word=word,
        aggregate=aggregate,
        entity=entity,
        view=view,
        calls=None,
        input=fields,
        output=output,
        routes=resolve_routes(name, word, fields, place.api, answers=answers, reached=reached),
        errors=errors(word.errors),
    )


def passing_on(
    place: Place, name: str, word: AnyOperation, called: Endpoint, *, reached: bool
) -> Signature:
    """The signature of an operation that passes its input on, and the answer back."""
    fields = tuple(_from_outside(field, called) for field in called.input)
    answers = called.output is not None
    return Signature(
        place=place,
        name=Name(name),
        word=word,
        aggregate=None,
        entity=None,
        view=None,
        calls=called,
        input=fields,
        output=AnswerRef(endpoint=called) if answers else None,
        routes=resolve_routes(name, word, fields, place.api, answers=answers, reached=reached),
        errors=errors(word.errors),
    )


def _from_outside(field: Field, called: Endpoint) -> Field:
    return replace(field, type=foreign(field.type, called.context))


def errors(words: Mapping[str, ErrorWord]) -> tuple[Error, ...]:
    """The refusals that are declared."""
    return tuple(
        Error(name=Name(name), status=word.status, about=word.about) for name, word in words.items()
    )


def endpoints(made: Signature) -> tuple[Endpoint, ...]:
    """The operation as others call it, once for each version in which it answers."""
    current = _current(made)
    return tuple(_endpoint(made, route, current=route.version == current) for route in made.routes)


def _current(made: Signature) -> str:
    """The version that is current; of an operation that is not in it, the highest that has it."""
    known = rising({route.version: route for route in made.routes})
    current = made.place.api.current.name
    return current if current in known else "".join(known[-1:])


def _endpoint(made: Signature, route: Route, *, current: bool) -> Endpoint:
    place = made.place
    return Endpoint(
        context=place.name,
        name=made.name,
        about=made.word.about,
        version=route.version,
        base=f"{place.defaults.base_path}/{route.version}",
        route=route,
        is_command=isinstance(made.word, CommandWord),
        input=made.input,
        output=made.output,
        errors=callable_errors(made.errors),
        current=current,
    )


def callable_errors(declared: tuple[Error, ...]) -> tuple[Error, ...]:
    """The errors that a caller can name: those declared, and that the thing is not there."""
    if any(error.name.text == NOT_FOUND.name.text for error in declared):
        return declared
    return (*declared, NOT_FOUND)
