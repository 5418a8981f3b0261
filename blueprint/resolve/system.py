"""The system: every pass in its order, each over what the one before it made."""

from blueprint.document import Document
from blueprint.document.system import DecisionWord
from blueprint.model import Decision, Kernel, System
from blueprint.names import Name
from blueprint.resolve.context import Whole, resolve_context, resolve_places
from blueprint.resolve.endpoints import Endpoints
from blueprint.resolve.former import FormerNames, former_names, with_former_names
from blueprint.resolve.named import kernel_home, resolve_types
from blueprint.resolve.relations import relation
from blueprint.resolve.security import resolve_security
from blueprint.resolve.types import Types


def resolve(
    document: Document,
    ejected: frozenset[str] = frozenset(),
    known: FormerNames | None = None,
) -> System:
    """The model of a document in which no error was found.

    *ejected* are the plain operations that were made somebody's own, as `context.Operation`;
    *known* the former names of nodes, those that the document says among them, or None where
    nobody knows more than the document.
    """
    document = with_former_names(document, former_names(document, {}) if known is None else known)
    types = resolve_types(document)
    places = resolve_places(document, types)
    whole = Whole(
        types=types,
        endpoints=Endpoints(document, places, types),
        relations=tuple(map(relation, document.relations)),
        ejected=ejected,
        names=tuple(places),
    )
    return System(
        name=Name(document.system.name),
        title=document.system.title or Name(document.system.name).title,
        about=document.system.about,
        contexts=tuple(resolve_context(place, whole) for place in places.values()),
        externals=whole.endpoints.externals,
        kernels=_kernels(document, types),
        relations=whole.relations,
        security=resolve_security(document.security),
        topology=document.deploy.topology,
        decisions=tuple(map(_decision, document.decisions)),
        own=tuple(document.own),
    )


def _kernels(document: Document, types: Types) -> tuple[Kernel, ...]:
    return tuple(
        Kernel(
            name=Name(name),
            about=word.about,
            owners=tuple(map(Name, word.owners)),
            enums=tuple(e for key, e in types.enums.items() if key[0] == kernel_home(name)),
            values=tuple(v for key, v in types.values.items() if key[0] == kernel_home(name)),
        )
        for name, word in document.kernels.items()
    )


def _decision(word: DecisionWord) -> Decision:
    return Decision(
        id=word.id, title=word.title, status=word.status, because=word.because, about=word.about
    )
