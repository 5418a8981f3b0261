"""Defaults: what a context says for itself, else the system for all, else the language."""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeVar

from blueprint.document import ContextWord
from blueprint.document.access import AllowWord
from blueprint.document.defaults import DefaultsWord, RetryWord, StorageWord
from blueprint.document.phrases import GrantWord
from blueprint.model import Retry, Storage

_T = TypeVar("_T")

TIMEOUT = 1.0
"""How long a need waits that says nothing, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Everything that holds in one context where a node says nothing."""

    storage: Storage
    broker: OneOf["sql"]
    cache: OneOf["memory", "none"]
    allow: AllowWord
    page: int | OneOf["all"]
    json: OneOf["snake", "camel"]
    base_path: str
    otherwise: OneOf["ignore", "dead"]
    missing: OneOf["retry", "ignore"]
    retry: Retry
    on_dead: OneOf["block", "skip"]


def resolve_defaults(name: str, context: ContextWord, system: DefaultsWord) -> Defaults:
    """What holds in the context *name*."""
    base = first(context.base, system.base, "/api/{context}")
    return Defaults(
        storage=_storage(context.storage or StorageWord(), system.storage or StorageWord()),
        broker=first(context.broker, system.broker, "sql"),
        cache=first(context.cache, system.cache, "memory"),
        allow=first(context.allow, system.allow, _AUTHENTICATED),
        page=first(context.page, system.page, 50),
        json=first(context.json_case, system.json_case, "snake"),
        base_path=base.replace("{context}", name),
        otherwise=first(context.otherwise, system.otherwise, "dead"),
        missing=first(context.missing, system.missing, "retry"),
        retry=retry(first(context.retry, system.retry, RetryWord())),
        on_dead=first(context.on_dead, system.on_dead, "block"),
    )


_AUTHENTICATED = AllowWord.model_construct(public=False, grants=[GrantWord(authenticated=True)])


def retry(word: RetryWord) -> Retry:
    """Attempts and pauses."""
    return Retry(attempts=word.attempts, first=word.backoff.first, most=word.backoff.most)


def first(nearer: _T | None, farther: _T | None, last: _T) -> _T:
    """The nearest that is said."""
    if nearer is not None:
        return nearer
    return last if farther is None else farther


def _storage(context: StorageWord, system: StorageWord) -> Storage:
    return Storage(
        engine=first(context.engine, system.engine, "postgres"),
        tenancy=first(context.tenancy, system.tenancy, "none"),
    )
