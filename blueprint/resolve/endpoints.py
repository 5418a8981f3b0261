"""Endpoints: what each call between contexts, and each call to an external system, reaches."""

from collections.abc import Mapping

from blueprint.document import Document
from blueprint.document.external import ExternalOperationWord, ExternalWord
from blueprint.document.phrases import NamedVersion
from blueprint.model import Auth, Endpoint, External
from blueprint.names import Name
from blueprint.resolve.fields import Reader
from blueprint.resolve.outputs import resolve_output
from blueprint.resolve.place import Place
from blueprint.resolve.routes import route
from blueprint.resolve.signatures import (
    Signature,
    callable_errors,
    endpoints,
    errors,
    passing_on,
    signature,
)
from blueprint.resolve.types import Types
from blueprint.resolve.written import (
    calls,
    externals,
    operations,
    passed_on,
)


class Endpoints:
    """Every operation that can be called, and the signatures of our own."""

    def __init__(self, document: Document, places: Mapping[str, Place], types: Types) -> None:
        self.externals = tuple(
            _external(name, word, types) for name, word in externals(document).items()
        )
        self._places = places
        self._words = {
            (context, name): word
            for context, place in places.items()
            for name, word in operations(place.word).items()
        }
        self._calls = frozenset(calls(document))
        self._reached = {(call.context or "", call.name) for call in self._calls}
        self._signatures = {
            key: signature(places[key[0]], key[1], word, reached=key in self._reached)
            for key, word in self._words.items()
        }
        # What passes its input on takes what its callee takes, and no callee passes on itself.
        self._signatures |= {
            key: passing_on(
                places[key[0]], key[1], word, self.find(called), reached=key in self._reached
            )
            for key, word in self._words.items()
            if (called := passed_on(word)) is not None
        }

    def find(self, name: NamedVersion) -> Endpoint:
        """What a call reaches: the version that it names, else the one that is current."""
        context = name.context or ""
        if context not in self._places:
            found = next(e for e in self.externals if e.name.text == context)
            return next(e for e in found.operations if e.name.text == name.name)
        made = self._signatures[context, name.name]
        return _choose(made, name.version)

    def signatures(self, context: str) -> tuple[Signature, ...]:
        """Those of a context, in written order."""
        return tuple(self._signatures[key] for key in self._words if key[0] == context)

    def of(self, context: str) -> tuple[Endpoint, ...]:
        """The operations of a context that answer, each in the version that is current."""
        found = self.signatures(context)
        return tuple(_choose(made, None) for made in found if made.routes)

    def called(self, context: str) -> tuple[Endpoint, ...]:
        """What others call of a context, in written order, each version that they call."""
        found = {self.find(call) for call in self._calls if call.context == context}
        made = (endpoint for one in self.signatures(context) for endpoint in endpoints(one))
        return tuple(endpoint for endpoint in made if endpoint in found)


def _choose(made: Signature, version: str | None) -> Endpoint:
    """The endpoint in a version; where there is none, the one that is current."""
    found = endpoints(made)
    return next((e for e in found if e.version == version), next(e for e in found if e.current))


def _external(name: str, word: ExternalWord, types: Types) -> External:
    reader = Reader(types=types, home=name)
    return External(
        name=Name(name),
        about=word.about,
        url=None if word.external == "by-address" else word.external,
        auth=Auth(kind=word.auth.kind, header=word.auth.header),
        operations=tuple(
            _external_endpoint(name, key, operation, reader)
            for key, operation in word.operations.items()
        ),
    )


def _external_endpoint(
    context: str, name: str, word: ExternalOperationWord, reader: Reader
) -> Endpoint:
    fields = reader.fields(word.input or {})
    return Endpoint(
        context=Name(context),
        name=Name(name),
        about=word.about,
        version="",
        base="",
        route=route(word.http, fields, 200, ""),
        is_command=word.http.method != "GET",
        input=fields,
        output=resolve_output(name, "custom", word.output, None, reader),
        errors=callable_errors(errors(word.errors)),
        external=True,
        timeout=word.timeout,
    )
