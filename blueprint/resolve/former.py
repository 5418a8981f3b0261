"""Former names: what each node of a document was called before, by its own word and by a record.

A record is what a workspace remembers of renames, so that `was:` need not stand for good. Between
both nothing is lost: what only one of them knows is kept, in the order in which each says it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias, TypeVar

from blueprint.document import ContextWord, Document
from blueprint.document.aggregate import AggregateWord, EntityWord
from blueprint.document.event import EventVersionWord, EventWord
from blueprint.document.fields import FieldWord
from blueprint.document.operation import OperationWord
from blueprint.document.shared import KernelWord, ValueWord
from blueprint.document.view import ViewWord
from blueprint.document.word import Word

Kind: TypeAlias = OneOf["context", "aggregate", "entity", "view", "operation", "event", "field"]


class Node(NamedTuple):
    """A node that may be renamed, as people write it: `ordering.LabOrder.priority`.

    A field stands below its aggregate, entity, view, value or `kernels.KERNEL.VALUE`, below
    `EVENT.v1`, or below `OPERATION.input` and `OPERATION.output`.
    """

    kind: Kind
    name: str


FormerNames: TypeAlias = Mapping[Node, tuple[str, ...]]
"""The names that nodes had before, each without what it stands below, the oldest first.

A node that has got an old name back has it among them, too.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node where it stands in a document: below `parent`, after what is in between.

    `said` is what its own word says; of what `crud` stands for, `crud_of` is the aggregate.
    """

    kind: Kind
    name: str
    said: tuple[str, ...]
    parent: "Placed | None" = None
    between: str = ""
    crud_of: str = ""

    @property
    def node(self) -> Node:
        """The node by its full name."""
        before = f"{self.parent.node.name}." if self.parent else ""
        return Node(self.kind, f"{before}{self.between}{self.name}")


def former_names(document: Document, record: FormerNames) -> FormerNames:
    """The former names of all nodes that have any, by the document and by a *record*."""
    if not record and not _says_any(document):
        return {}
    placed = list(nodes(document))
    living = {one.node for one in placed}
    found: dict[Node, tuple[str, ...]] = {}
    places: dict[Node, tuple[str, ...]] = {}
    for one in placed:
        node = one.node
        before = _before(one, places)
        said = (*one.said, *_by_crud(one, found, living))
        steps = [(*_recorded(n, node, before, record, living), n) for n in said]
        written = tuple(name for step in steps for name in step)
        names = _merged(_recorded(one.name, node, before, record, living), written)
        if names:
            found[node] = names
        places[node] = _places(one, names, before)
    return found


def _says_any(part: object) -> bool:
    """Whether a part of a document says a former name anywhere; found out before all is walked."""
    if isinstance(part, dict):
        return any(map(_says_any, part.values()))
    if not isinstance(part, Word):
        return False
    parts = vars(part)
    return bool(parts.get("was")) or any(map(_says_any, parts.values()))


def _before(one: Placed, places: Mapping[Node, tuple[str, ...]]) -> tuple[str, ...]:
    """What the node's full name may have begun with, the present one first."""
    if one.parent is None:
        return (one.between,)
    return tuple(f"{place}.{one.between}" for place in places[one.parent.node])


def _places(one: Placed, names: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """The full names that the node may have had, the present one first."""
    return tuple(dict.fromkeys(f"{b}{name}" for name in (one.name, *names) for b in before))


def _by_crud(one: Placed, found: FormerNames, living: set[Node]) -> Iterator[str]:
    """What `crud` called an operation while its aggregate was called otherwise."""
    if one.crud_of and one.parent is not None:
        home, verb = one.parent.name, one.name.removesuffix(one.crud_of)
        for name in found.get(Node("aggregate", f"{home}.{one.crud_of}"), ()):
            if Node("operation", f"{home}.{verb}{name}") not in living:
                yield f"{verb}{name}"


def _recorded(
    name: str, node: Node, before: Sequence[str], record: FormerNames, living: set[Node]
) -> tuple[str, ...]:
    """What is recorded of the node by a *name* of it; what is another's by now is not its."""
    names: tuple[str, ...] = ()
    for place in before:
        known = Node(node.kind, f"{place}{name}")
        if known == node or known not in living:
            names = _merged(names, record.get(known, ()))
    return names


def _merged(names: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Both in one; the order of *names* holds, and where that is silent the order of *others*."""
    found, rest = list(dict.fromkeys(names)), list(dict.fromkeys(others))
    for place, name in enumerate(rest):
        if name not in found:
            following = [found.index(n) for n in rest[place + 1 :] if n in found]
            found.insert(min(following, default=len(found)), name)
    return tuple(found)


def present_nodes(document: Document, known: FormerNames) -> Mapping[Node, Node]:
    """Every node as it may have been called before, with what it is called now.

    An old name that another node has now is that one's.
    """
    placed = list(nodes(document))
    living = {one.node for one in placed}
    found: dict[Node, Node] = {}
    places: dict[Node, tuple[str, ...]] = {}
    for one in placed:
        node = one.node
        places[node] = _places(one, known.get(node, ()), _before(one, places))
        for name in places[node]:
            if (old := Node(node.kind, name)) not in living:
                found.setdefault(old, node)
    return found


def nodes(document: Document) -> Iterator[Placed]:
    """Every node that may be renamed, what others stand below before them."""
    found: list[Placed] = []

    def said(one: Placed) -> tuple[str, ...]:
        found.append(one)
        return one.said

    _walked(document, said)
    yield from found


def with_former_names(document: Document, known: FormerNames) -> Document:
    """The document in which each node says of itself what is *known* of it."""
    return _walked(document, lambda one: known.get(one.node, one.said)) if known else document


Saying: TypeAlias = Callable[[Placed], tuple[str, ...]]
"""What a node is to say of its former names."""

W = TypeVar("W", bound=Word)


def _walked(document: Document, say: Saying) -> Document:
    """The document with *say* asked of each node; what it stands below is asked before it."""
    contexts = {
        name: _context(name, word, say) if isinstance(word, ContextWord) else word
        for name, word in document.contexts.items()
    }
    kernels = {name: _kernel(name, word, say) for name, word in document.kernels.items()}
    return _with(document, contexts=contexts, kernels=kernels)


def _context(name: str, word: ContextWord, say: Saying) -> ContextWord:
    one = Placed(kind="context", name=name, said=tuple(word.was))
    return _with(
        word,
        was=say(one),
        values={n: _value(n, w, one, say) for n, w in word.values.items()},
        aggregates={n: _aggregate(n, w, one, say) for n, w in word.aggregates.items()},
        commands={n: _operation(n, w, one, say) for n, w in word.commands.items()},
        queries={n: _operation(n, w, one, say) for n, w in word.queries.items()},
        events={n: _event(n, w, one, say) for n, w in word.events.items()},
        views={n: _view(n, w, one, say) for n, w in word.views.items()},
    )


def _kernel(name: str, word: KernelWord, say: Saying) -> KernelWord:
    values = {
        value: _with(w, fields=_fields(w.fields, None, f"kernels.{name}.{value}.", say))
        for value, w in word.values.items()
    }
    return _with(word, values=values)


def _value(name: str, word: ValueWord, parent: Placed, say: Saying) -> ValueWord:
    return _with(word, fields=_fields(word.fields, parent, f"{name}.", say))


def _aggregate(name: str, word: AggregateWord, parent: Placed, say: Saying) -> AggregateWord:
    one = Placed(kind="aggregate", name=name, said=tuple(word.was), parent=parent)
    return _with(
        word,
        was=say(one),
        fields=_fields(word.fields, one, "", say),
        entities={n: _entity(n, w, parent, say) for n, w in word.entities.items()},
    )


def _entity(name: str, word: EntityWord, parent: Placed, say: Saying) -> EntityWord:
    """An entity, which has its name within the context."""
    one = Placed(kind="entity", name=name, said=tuple(word.was), parent=parent)
    return _with(word, was=say(one), fields=_fields(word.fields, one, "", say))


def _view(name: str, word: ViewWord, parent: Placed, say: Saying) -> ViewWord:
    one = Placed(kind="view", name=name, said=tuple(word.was), parent=parent)
    return _with(word, was=say(one), fields=_fields(word.fields, one, "", say))


def _event(name: str, word: EventWord, parent: Placed, say: Saying) -> EventWord:
    one = Placed(kind="event", name=name, said=tuple(word.was), parent=parent)

    def version(name: str, word: EventVersionWord) -> EventVersionWord:
        return _with(word, payload=_fields(word.payload, one, f"{name}.", say))

    return _with(word, was=say(one), versions={n: version(n, w) for n, w in word.versions.items()})


Op = TypeVar("Op", bound=OperationWord)


def _operation(name: str, word: Op, parent: Placed, say: Saying) -> Op:
    said = tuple(word.was)
    one = Placed(kind="operation", name=name, said=said, parent=parent, crud_of=word.crud_of)
    was, output = say(one), word.output
    if output is not None and output.fields is not None:
        output = _with(output, fields=_fields(output.fields, one, "output.", say))
    given = None if word.input is None else _fields(word.input, one, "input.", say)
    return _with(word, was=was, input=given, output=output)


def _fields(
    words: Mapping[str, FieldWord], parent: Placed | None, between: str, say: Saying
) -> dict[str, FieldWord]:
    def one(name: str, word: FieldWord) -> FieldWord:
        said = tuple(word.was)
        placed = Placed(kind="field", name=name, said=said, parent=parent, between=between)
        return _with(word, was=say(placed))

    return {name: one(name, word) for name, word in words.items()}


def _with(word: W, **parts: object) -> W:
    """The word with other *parts*; itself where they are what it has."""
    changed = {name: _as_kept(part) for name, part in parts.items()}
    changed = {n: p for n, p in changed.items() if not _is(getattr(word, n), p)}
    return word.model_copy(update=changed) if changed else word


def _as_kept(part: object) -> object:
    return list(part) if isinstance(part, tuple) else part


def _is(old: object, new: object) -> bool:
    """Whether two parts are one: of mappings, whether they hold the same objects."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(old[name] is new[name] for name in new)
    return old is new if not isinstance(old, list) else old == new
