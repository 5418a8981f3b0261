"""Needs: the calls to others that an operation makes before it writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from blueprint.document import ContextWord
from blueprint.document.need import NeedWord
from blueprint.document.phrases import named
from blueprint.model import Endpoint, Error, Fill, FromAnswer, Need, Refused, Relation
from blueprint.names import Name
from blueprint.resolve.defaults import TIMEOUT
from blueprint.resolve.endpoints import Endpoints
from blueprint.resolve.fields import by_name
from blueprint.resolve.fills import Findings, Found, Sources, fill
from blueprint.resolve.outputs import answered
from blueprint.resolve.relations import is_translated
from blueprint.resolve.signatures import Signature
from blueprint.resolve.writes import sources
from blueprint.resolve.written import AnyOperation, operations, passed_on

NeedNames = Mapping[tuple[str, str], Name]
"""The name of each need, by its operation and what it calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callees:
    """What can be called, by which lines of the map, and how one context names its needs."""

    endpoints: Endpoints
    relations: tuple[Relation, ...]
    names: NeedNames


def need_names(context: ContextWord) -> dict[tuple[str, str], Name]:
    """A name for each need of a context; two that differ in more than their fills get two."""
    taken: dict[str, object] = {}
    found: dict[tuple[str, str], Name] = {}
    for operation, word in operations(context).items():
        for called, need in needed(word):
            settings = (called, need.timeout, need.retry, tuple(need.refused.items()))
            where = named(called)
            names = (where.name, f"{where.name}For{operation}", _longest(called, operation))
            free = (name for name in names if taken.setdefault(name, settings) == settings)
            found[operation, called] = Name(next(free, names[-1]))
    return found


def _longest(called: str, operation: str) -> str:
    where = named(called)
    return f"{Name(where.context or '').pascal}{where.name}For{operation}"


def needed(word: AnyOperation) -> Iterator[tuple[str, NeedWord]]:
    """The calls that an operation makes, in their order: of `call`, the one that it passes on."""
    called = passed_on(word)
    yield from word.needs.items() if called is None else [(str(called), NeedWord())]


def resolve_needs(
    made: Signature, callees: Callees, names: Findings
) -> tuple[tuple[Need, ...], dict[str, Found]]:
    """The needs in the order of their calls; and *names* with the answers that are kept."""
    known, needs = dict(names), []
    for called, word in needed(made.word):
        name = callees.names[made.name.text, called]
        need = _need(made, name, called, word, callees, known)
        needs.append(need)
        known |= {f.target.name.text: Found(source=f.source, field=f.target) for f in need.keep}
    return tuple(needs), known


def _need(
    made: Signature,
    name: Name,
    called: str,
    word: NeedWord,
    callees: Callees,
    known: Findings,
) -> Need:
    endpoint = callees.endpoints.find(named(called))
    here, there = made.place.name.text, endpoint.context.text
    return Need(
        name=name,
        endpoint=endpoint,
        fills=fill(endpoint.input, sources(made, known), word.with_, endpoint.context),
        refused=_refused(word, made.errors),
        keep=_keep(made, name, endpoint, word),
        timeout=TIMEOUT if word.timeout is None else word.timeout,
        retry=word.retry,
        translated=endpoint.external or is_translated(here, there, callees.relations),
    )


def _refused(word: NeedWord, errors: tuple[Error, ...]) -> tuple[Refused, ...]:
    declared = {error.name.text: error for error in errors}
    return tuple(
        Refused(theirs=Name(theirs), ours=declared[ours])
        for theirs, ours in word.refused.items()
        if ours in declared
    )


def _keep(made: Signature, name: Name, endpoint: Endpoint, word: NeedWord) -> tuple[Fill, ...]:
    """The fields of what is written that the answer fills; only those that are said."""
    answers = {
        key: Found(
            source=FromAnswer(need=name, field=field), field=field, publisher=endpoint.context
        )
        for key, field in answered(endpoint.output).items()
    }
    known = by_name(made.written.fields) if made.written else {}
    targets = (known[key] for key in word.keep if key in known)
    return fill(targets, Sources(names=answers, home=endpoint.context), word.keep)
