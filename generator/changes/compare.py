"""Compares all contracts of one state of a system with those of another."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from generator.changes.asyncapi import compare_async
from generator.changes.catalogue import catalogue
from generator.changes.change import Change, Contract, Promise, Said, gathered
from generator.changes.dates import has_passed
from generator.changes.events import Published, come, compare_event, gone, paired, published
from generator.changes.forms import Json
from generator.changes.http import compare_http
from generator.changes.openapi import mapping
from generator.changes.rule import Compatibility, Rule
from generator.changes.terms import Terms, compare_terms, terms_of

Contracts: TypeAlias = Mapping[str, Mapping[str, Json]]
"""Documents by their paths below contracts/: `ordering/openapi.v1.json`."""
TERMS = "terms.json"


class Comparison:
    """One comparison of contracts: on which day, what events promise, and by which rules."""

    def __init__(
        self,
        today: date,
        events: Compatibility = Compatibility.FULL,
        rules: Mapping[str, Rule] | None = None,
    ) -> None:
        self._today = today
        self._events = events
        self._rules = dict(catalogue() if rules is None else rules)

    def changes(self, old: Contracts, new: Contracts) -> list[Change]:
        """Every change, by context and contract, the worst first within each."""
        found = [
            *self._apis(old, new),
            *self._published(old, new),
            *self._channels(old, new),
        ]
        return sorted(found, key=_order)

    def _apis(self, old: Contracts, new: Contracts) -> Iterator[Change]:
        known, others = _having(old, "openapi"), _having(new, "openapi")
        for path in sorted(known.keys() | others.keys()):
            yield from self._api(path, old, new)

    def _api(self, path: str, old: Contracts, new: Contracts) -> list[Change]:
        before, after = old.get(path), new.get(path)
        version = str(mapping((after or before or {}).get("info")).get("version", ""))
        contract = Contract(context=_context(path), name=f"API {version}".strip(), path=path)
        terms = _terms(path, old, version), _terms(path, new, version)
        return self._gathered(
            _api_changes(before, after, terms, self._today),
            contract,
            draft=terms[0] is not None and terms[0].is_draft,
        )

    def _published(self, old: Contracts, new: Contracts) -> Iterator[Change]:
        for context in sorted({_context(path) for path in (*old, *new)}):
            before, after = _events(old, context), _events(new, context)
            names = frozenset(o.event for o in before), frozenset(o.event for o in after)
            for one, other in paired(before, after):
                shown = other or one
                if shown is None:
                    continue
                contract = Contract(context=context, name=shown.label, path=shown.path)
                yield from self._gathered(_event(one, other, names, self._today), contract)

    def _channels(self, old: Contracts, new: Contracts) -> Iterator[Change]:
        known, others = _having(old, "asyncapi"), _having(new, "asyncapi")
        for path in sorted(known.keys() | others.keys()):
            context = _context(path)
            with_schemas = bool(_events(old, context) or _events(new, context))
            said = compare_async(
                known.get(path, {}), others.get(path, {}), with_schemas=with_schemas
            )
            contract = Contract(context=context, name="events", path=path)
            yield from self._gathered(said, contract)

    def _gathered(
        self, said: Iterator[Said], contract: Contract, *, draft: bool = False
    ) -> list[Change]:
        promise = Promise(draft=draft, events=self._events)
        return gathered(said, contract, self._rules, promise)


def _order(change: Change) -> tuple[str, str, int, str, str]:
    severities = list(type(change.severity))
    contract = change.contract
    return (
        contract.context,
        contract.name,
        severities.index(change.severity),
        change.where,
        change.rule.id,
    )


def _having(contracts: Contracts, word: str) -> Contracts:
    return {path: document for path, document in contracts.items() if word in document}


def _context(path: str) -> str:
    return path.partition("/")[0] if "/" in path else ""


def _terms(path: str, contracts: Contracts, version: str) -> Terms | None:
    folder = path.rpartition("/")[0]
    return terms_of(contracts.get(f"{folder}/{TERMS}" if folder else TERMS, {}), version)


def _api_changes(
    old: Mapping[str, Json] | None,
    new: Mapping[str, Json] | None,
    terms: tuple[Terms | None, Terms | None],
    today: date,
) -> Iterator[Said]:
    before, after = terms
    if old is None:
        yield Said(rule="api-added", where="api", message="it is new")
    elif new is None:
        sunset = before.sunset if before else None
        passed = has_passed(sunset, today)
        rule = "api-removed-after-sunset" if passed else "api-removed"
        until = f"; it was to answer until {sunset}" if sunset and not passed else ""
        yield Said(rule=rule, where="api", message=f"it is not answered any more{until}")
    else:
        both = before is not None and after is not None
        yield from compare_http(old, new, today, whole_version=both)
        if before is not None and after is not None:
            yield from compare_terms(before, after)


def _events(contracts: Contracts, context: str) -> list[Published]:
    apart = {"openapi", "asyncapi", "versions"}
    return [
        published(path, document)
        for path, document in sorted(contracts.items())
        if _context(path) == context and apart.isdisjoint(document)
    ]


def _event(
    old: Published | None,
    new: Published | None,
    names: tuple[frozenset[str], frozenset[str]],
    today: date,
) -> Iterator[Said]:
    known, remaining = names
    if old is not None and new is not None:
        yield from compare_event(old, new)
    elif old is not None:
        yield gone(old, remaining, today)
    elif new is not None:
        yield come(new, known)
