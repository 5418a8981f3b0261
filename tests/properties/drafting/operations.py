"""Commands and queries in drafts."""

from collections.abc import Iterator

from tests.properties.drafting.access import allow
from tests.properties.drafting.answering import declare_error, served
from tests.properties.drafting.crud import draft_crud
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import (
    AggregateDraft,
    ContextDraft,
    OperationDraft,
    SystemDraft,
    id_field,
)
from tests.properties.drafting.entities import draft_children
from tests.properties.drafting.fields import (
    FieldDraft,
    Group,
    Terms,
    Written,
    draft_fields,
    written,
)
from tests.properties.drafting.kinds import (
    DATETIME,
    INT,
    STRING,
    Kind,
    any_kind,
    enum_kind,
)
from tests.properties.drafting.needs import draft_needs
from tests.properties.drafting.pools import ERRORS, TEXTS, Taken

_WRITES = ("create", "put", "update", "transition")
_SPANS = ("300ms", "30s", "1.5s", "10m", "1h", "30d")
_CRONS = ("0 4 * * *", "*/15 * * * *", "0 4 * * 1-5", "5,35 0-6/2 1 1 *")


def draft_operations(system: SystemDraft, context: ContextDraft) -> None:
    """The operations of every aggregate of a context, and some that are about none."""
    dice = system.dice
    for aggregate in context.aggregates:
        if not draft_crud(dice, context, aggregate, system.roles):
            for verb in _verbs(dice, aggregate, system.roles):
                _draft_plain(system, aggregate, verb)
        draft_children(dice, aggregate)
        for move in aggregate.moves:
            _draft_move(system, aggregate, move)
        if dice.chance(25):
            _draft_custom(system, context, aggregate)
    if not context.aggregates or dice.chance(50):
        _draft_custom(system, context, None)
    if not context.operations or dice.chance(40):
        _draft_question(system, context)


def _verbs(dice: Dice, aggregate: AggregateDraft, roles: tuple[str, ...]) -> Iterator[str]:
    """The plain verbs of an aggregate; what makes one is always among them."""
    yield "create" if aggregate.natural == "" or dice.chance(60) else "put"
    shy = aggregate.is_personal and not aggregate.home.tenancy and not (roles or aggregate.owner)
    for verb, percent in (("update", 50), ("delete", 30), ("get", 70), ("list", 60)):
        if shy and verb in ("get", "list"):
            continue
        if dice.chance(percent) and (verb != "update" or aggregate.mutable):
            yield verb


_NAMES = {
    "create": "Add",
    "put": "Put",
    "update": "Change",
    "delete": "Drop",
    "get": "Get",
    "list": "List",
}
_METHODS = {
    "create": ("POST", ""),
    "put": ("PUT", "/{id}"),
    "update": ("PATCH", "/{id}"),
    "delete": ("DELETE", "/{id}"),
    "get": ("GET", "/{id}"),
    "list": ("GET", ""),
}


def _draft_plain(system: SystemDraft, aggregate: AggregateDraft, verb: str) -> None:
    context = aggregate.home
    name = f"{_NAMES[verb]}{aggregate.name}{'s' if verb == 'list' else ''}"
    operation = _begin(context, name, verb, aggregate)
    operation.on_one = verb in ("put", "update", "delete", "get")
    method, tail = _METHODS[verb]
    if verb == "update" and system.dice.chance(30) and aggregate.natural == "":
        method = "PUT"
    path = f"/{aggregate.plural}{tail}"
    if verb == "list":
        path = _narrow(system.dice, operation, path)
        fields = _listable(aggregate)
        operation.given = {n: one for n, one in fields.items() if path.endswith(f"/{{{n}}}")}
    _finish(system, operation, f"{verb} {aggregate.name}", method, path)


def _draft_move(system: SystemDraft, aggregate: AggregateDraft, move: str) -> None:
    dice, custom = system.dice, system.dice.chance(15)
    name = f"{move.capitalize()}{aggregate.name}"
    verb = "custom" if custom else "transition"
    operation = _begin(aggregate.home, name, verb, aggregate)
    operation.on_one = True
    if custom and dice.chance(50):  # the clock makes it, whichever ones it finds
        operation.on_one = operation.acting = False
        operation.written |= {"about": dice.pick(TEXTS), "does": f"custom {aggregate.name}.{move}"}
        operation.written["every"] = dice.pick((*_SPANS, *_CRONS))
        return
    path = f"/{aggregate.plural}/{{id}}/{move}"
    _finish(system, operation, f"{verb} {aggregate.name}.{move}", "POST", path)


def _draft_custom(
    system: SystemDraft, context: ContextDraft, aggregate: AggregateDraft | None
) -> None:
    """A command that is written by hand: called, or run by the clock."""
    dice = system.dice
    about = aggregate.name if aggregate else ""
    name = context.functions.new(
        dice, [f"{verb}{about}" for verb in ("Dispatch", "Count", "Note")], "Do"
    )
    operation = _begin(context, name, "custom", aggregate)
    does = f"custom {about}".strip()
    if dice.chance(25):
        operation.acting = False
        operation.written |= {"about": dice.pick(TEXTS), "does": does}
        operation.written["every"] = dice.pick((*_SPANS, *_CRONS))
        draft_needs(dice, operation)
        return
    operation.on_one = aggregate is not None and dice.chance(50)
    path = (
        f"/{aggregate.plural}/{{id}}/{name.lower()}"
        if aggregate and operation.on_one
        else f"/{name.lower()}"
    )
    _finish(system, operation, does, dice.pick(("POST", "PUT", "PATCH", "DELETE")), path)


def _draft_question(system: SystemDraft, context: ContextDraft) -> None:
    """A query that is written by hand."""
    dice = system.dice
    about = dice.maybe(50, context.aggregates)
    name = context.functions.new(dice, ("Find", "Search", "Tell", "Report"), "Ask")
    operation = _begin(context, name, "custom", about, is_command=False)
    does = f"custom {about.name}" if about else "custom"
    _finish(system, operation, does, dice.pick(("GET", "POST")), f"/{name.lower()}")


def _begin(
    context: ContextDraft,
    name: str,
    verb: str,
    subject: AggregateDraft | None,
    *,
    is_command: bool = True,
) -> OperationDraft:
    is_command = is_command and verb not in ("get", "list")
    operation = OperationDraft(
        name=name, home=context, verb=verb, subject=subject, is_command=is_command
    )
    context.functions.take(name)
    context.classes.take(f"{name}Input")
    context.operations.append(operation)
    context.family("commands" if is_command else "queries")[name] = operation.written
    return operation


def _finish(
    system: SystemDraft, operation: OperationDraft, does: str, method: str, path: str
) -> None:
    """What is said of an operation, in the order in which the parts depend on each other."""
    dice, said = system.dice, operation.written
    if operation.verb == "custom" or dice.chance(40):
        said["about"] = dice.pick(TEXTS)
    said["does"] = does
    if (who := allow(dice, operation, system.roles)) is not None:
        said["allow"] = who
    if (who or operation.home.default_allow) == "public":
        operation.acting = False
    _errors(dice, operation)
    if operation.verb in _WRITES:
        _set(dice, operation)
    path = _input(dice, operation, method, path)
    draft_needs(dice, operation)
    _route(dice, operation, method, path)
    _output(dice, operation)
    _extras(dice, operation)


def _errors(dice: Dice, operation: OperationDraft) -> None:
    if operation.is_command and dice.chance(25):
        for name, status in dice.some(ERRORS, 1, 2):
            declare_error(dice, operation, name, status)


def _set(dice: Dice, operation: OperationDraft) -> None:
    aggregate = operation.subject
    if aggregate is None or not dice.chance(25):
        return
    creates = operation.verb in ("create", "put")
    free = aggregate.fields if creates else aggregate.mutable
    said = {
        name: source
        for name, one in free.items()
        if name not in (aggregate.owner, aggregate.natural) and (source := _literal(operation, one))
    }
    if chosen := dice.some(list(said), 1, 2):
        operation.written["set"] = {name: said[name] for name in chosen}


def _literal(operation: OperationDraft, target: FieldDraft) -> str:
    """What may be set without asking anybody, empty where nothing may."""
    if target.kind.text in ("datetime", "date"):
        return "now"
    if target.kind.text == "subject":
        return "caller" if operation.acting else ""
    return f"= {target.kind.literal}" if target.kind.literal and target.kind.made != "list" else ""


def _input(dice: Dice, operation: OperationDraft, method: str, path: str) -> str:
    """What an operation takes; answers its path, which may name some of it."""
    if operation.verb in _WRITES:
        operation.given = _implied(operation)
        if dice.chance(35) or _must_take(operation):
            operation.given = _declared(dice, operation)
            operation.written["input"] = written(operation.given.values())
    elif operation.verb == "custom" and dice.chance(65):
        terms = Terms(
            flags=("optional", "pii", "secret"),
            named=tuple(operation.home.kinds),
            carried=method in ("GET", "DELETE"),
        )
        taken = Taken(["id"])
        operation.given = draft_fields(dice, taken, terms, 1, 3)
        path = _with_placeholder(dice, operation, path)
        operation.written["input"] = written(operation.given.values())
    return path


def _must_take(operation: OperationDraft) -> bool:
    """Whether it would otherwise change nothing."""
    loops = operation.subject.loops if operation.subject else []
    does = str(operation.written["does"])
    return operation.verb == "transition" and does.rpartition(".")[2] in loops


def _implied(operation: OperationDraft) -> Group:
    """What a plain operation takes where it says nothing."""
    aggregate = operation.subject
    if aggregate is None or operation.verb == "transition":
        return {}
    filled = {aggregate.owner, *_filled(operation)}
    if operation.verb != "create":
        filled.add(aggregate.natural)
    return {
        name: one
        for name, one in aggregate.fields.items()
        if name not in filled
        and "internal" not in one.words
        and (operation.verb != "update" or "immutable" not in one.words)
    }


def _filled(operation: OperationDraft) -> set[str]:
    """The fields that `set` and `keep` fill."""
    said = operation.written.get("set", {})
    names = set(said) if isinstance(said, dict) else set()
    needs = operation.written.get("needs", {})
    for need in needs.values() if isinstance(needs, dict) else ():
        names |= set(need.get("keep", ()))
    return names


def _declared(dice: Dice, operation: OperationDraft) -> Group:
    """An `input:` that holds what must be there, some of what may, and something of its own."""
    creates = operation.verb in ("create", "put")
    aggregate = operation.subject
    shown = _implied(operation)
    if operation.verb == "transition" and aggregate is not None:
        filled = _filled(operation)
        shown = {name: one for name, one in aggregate.mutable.items() if name not in filled}
    chosen = {
        name: _as_input(one)
        for name, one in shown.items()
        if (creates and one.required) or dice.chance(50)
    }
    if operation.verb == "update" and not chosen and not _filled(operation):
        chosen = {name: _as_input(one) for name, one in list(shown.items())[:1]}
    if dice.chance(40) or not chosen:
        implicit = ("id", "version", "created_at", "updated_at", "status", "tenant")
        taken = Taken([*implicit, *(aggregate.fields if aggregate else ())])
        terms = Terms(flags=("optional", "pii"), named=tuple(operation.home.kinds))
        chosen |= draft_fields(dice, taken, terms, 1, 1)
    return chosen


def _as_input(one: FieldDraft) -> FieldDraft:
    words = [word for word in one.words if word in ("optional", "pii", "secret")]
    return FieldDraft(name=one.name, kind=one.kind, words=words, more=dict(one.more), long=one.long)


def _with_placeholder(dice: Dice, operation: OperationDraft, path: str) -> str:
    single = [
        name
        for name, one in operation.given.items()
        if one.required and one.kind.is_key and not one.is_hidden
    ]
    return f"{path}/{{{dice.pick(single)}}}" if single and dice.chance(40) else path


def _narrow(dice: Dice, operation: OperationDraft, path: str) -> str:
    """What a list is narrowed and sorted by; answers its path, which may name one of it."""
    aggregate, said = operation.subject, operation.written
    if aggregate is None:
        return path
    fields = _listable(aggregate)
    return narrow(dice, said, fields, path)


def _listable(aggregate: AggregateDraft) -> Group:
    """The fields of an aggregate with those that it has by itself."""
    fields = {**aggregate.fields, "created_at": FieldDraft(name="created_at", kind=DATETIME)}
    if aggregate.lifecycle:
        states = enum_kind(f"{aggregate.name}Status", aggregate.home.name, aggregate.states)
        fields["status"] = FieldDraft(name="status", kind=states)
    return fields


def narrow(dice: Dice, said: Written, fields: Group, path: str) -> str:
    """`filter`, `sort` and `page` of a list; answers its path."""
    open_ = {
        name: one
        for name, one in fields.items()
        if "secret" not in one.words and name not in ("limit", "cursor", "sort")
    }
    filters = {}
    for name in dice.some(list(open_), 0, 4):
        how = dice.pick(_ways(dice, open_[name]) or ("",))
        if how:
            filters[name] = how
    if filters:
        said["filter"] = filters
    ordered = [name for name, one in open_.items() if one.kind.is_ordered]
    if ordered and dice.chance(40):
        said["sort"] = dice.some(ordered, 1, 2)
    if dice.chance(25):
        said["page"] = dice.pick((100, 1, 1000))
    named = [name for name, how in filters.items() if how == "equals" and open_[name].kind.is_key]
    return (
        f"{path}/by-{dice.pick(('it', 'key'))}/{{{dice.pick(named)}}}"
        if named and dice.chance(40)
        else path
    )


def _ways(dice: Dice, one: FieldDraft) -> list[str]:
    if one.kind.made == "text" and dice.chance(65):
        return ["prefix", "contains"]
    ways = ["present"] if one.optional else []
    if one.kind.is_ordered:
        ways = ["equals", "in", *ways]
        if one.kind.made == "text":
            ways += ["prefix", "contains"]
        if one.kind.has_range:
            ways.append("range")
    return ways


def _route(dice: Dice, operation: OperationDraft, method: str, path: str) -> None:
    context, said = operation.home, operation.written
    if len(context.versions) > 1 and dice.chance(30):
        said["http"] = {
            version: f"{method} {path}" if number == 0 else f"{method} /{version}x{path}"
            for number, version in enumerate(context.versions)
        }
        return
    said["http"] = f"{method} {path}"
    served = [name for name, status in context.versions.items() if status == "active"]
    if served and dice.chance(20):
        said["versions"] = [
            served[-1],
            *dice.some([v for v in context.versions if v != served[-1]], 0, 1),
        ]


def _output(dice: Dice, operation: OperationDraft) -> None:
    aggregate, verb = operation.subject, operation.verb
    if verb == "custom":
        _custom_output(dice, operation)
    elif verb in (*_WRITES, "get") and aggregate is not None:
        operation.answers = dict(aggregate.fields)
        if dice.chance(20):
            operation.answers = _chosen_output(dice, operation, aggregate)
            operation.written["output"] = written(operation.answers.values())


def _chosen_output(dice: Dice, operation: OperationDraft, aggregate: AggregateDraft) -> Group:
    shown = [
        one for one in aggregate.fields.values() if not {"secret", "internal"} & set(one.words)
    ]
    group = {
        one.name: FieldDraft(name=one.name, kind=one.kind, words=_optional(one))
        for one in dice.some(shown, 0, 3)
    }
    group["id"] = id_field(aggregate)
    if operation.acting and dice.chance(40):
        group["by"] = FieldDraft(name="by", kind=STRING, more={"from": "caller"})
    for path, kind, optional in steps(aggregate):
        if dice.chance(30):
            words = ["optional"] if optional else []
            group["far"] = FieldDraft(name="far", kind=kind, words=words, more={"from": path})
    return group


def _optional(one: FieldDraft) -> list[str]:
    return ["optional"] if one.optional else []


def steps(aggregate: AggregateDraft) -> Iterator[tuple[str, Kind, bool]]:
    """The paths one step through a reference within the context, and whether they may be absent."""
    for name, one in aggregate.fields.items():
        for other in aggregate.home.aggregates:
            if one.kind.text != f"ref({other.name})":
                continue
            for far in other.fields.values():
                if not far.is_hidden:
                    yield f"{name}.{far.name}", far.kind, one.optional or far.optional


def _custom_output(dice: Dice, operation: OperationDraft) -> None:
    hidden = operation.subject.fields.values() if operation.subject else ()
    taken = Taken(one.name for one in hidden if one.is_hidden)  # what has its name would tell it
    named, subject = tuple(operation.home.kinds), operation.subject
    roll = dice.number(0, 99)
    if operation.is_command and roll < 40:
        return
    if roll >= 82:
        whole = [one.name for one in operation.home.aggregates if not one.is_personal]
        operation.written["output"] = dice.pick(
            [f"page({name})" for name in whole] or ["list(int)"]
        )
    elif roll >= 77:
        shown = subject if subject and not subject.is_personal else None
        operation.written["output"] = shown.name if shown else any_kind(dice, named).text
    elif roll >= 70:
        terms = Terms(flags=("optional",), named=named, defaults=False)
        operation.written["output"] = [written(draft_fields(dice, taken, terms, 1, 2).values())]
    elif roll >= 62:
        operation.written["output"] = [any_kind(dice, named).text]
    else:
        flags = ("optional", "pii") if operation.is_command else ("optional",)
        terms = Terms(flags=flags, named=named, defaults=False)
        operation.answers = draft_fields(dice, taken, terms, 1, 3)
        operation.written["output"] = written(operation.answers.values())


def _extras(dice: Dice, operation: OperationDraft) -> None:
    said = operation.written
    if operation.is_command and dice.chance(15):
        bodies = {"create": (201, 200, 202), "delete": (204,)}
        said["status"] = dice.pick(bodies.get(operation.verb, (200, 202)))
    if operation.verb == "custom":
        _reach(dice, operation)
    if _may_lock(operation) and dice.chance(20):
        said["lock"] = operation.subject.name if operation.subject else ""
    if not operation.is_command and dice.chance(35):
        said["cache"] = dice.pick(_SPANS)


def _reach(dice: Dice, operation: OperationDraft) -> None:
    """Further aggregates of the context that custom code gets at, and its tables."""
    subject = operation.subject.name if operation.subject else ""
    others = [one.name for one in operation.home.aggregates if one.name != subject]
    if others and dice.chance(50):
        operation.written["uses"] = dice.some(others, 1, 2)
    if not operation.is_command and operation.home.storage != "none" and dice.chance(50):
        operation.written["reads"] = "sql"


def _may_lock(operation: OperationDraft) -> bool:
    verbs = ("update", "transition", "delete", "put", "custom")
    subject = operation.subject is not None and operation.verb in verbs
    return operation.is_command and subject and "needs" not in operation.written


def draft_examples(dice: Dice, context: ContextDraft) -> None:
    """What operations are seen to do: what is given, what is asked, what comes of it."""
    for operation in context.operations:
        aggregate, said = operation.subject, operation.written
        if aggregate is None or operation.verb not in (*_WRITES, "delete") or "crud" in said:
            continue
        if dice.chance(30):
            said["examples"] = [_example(dice, operation, aggregate)]


def _example(dice: Dice, operation: OperationDraft, aggregate: AggregateDraft) -> Written:
    taken = [one for one in operation.given.values() if one.required or dice.chance(30)]
    example: Written = {"about": dice.pick(TEXTS)} if dice.chance(40) else {}
    if operation.on_one and dice.chance(60):
        example["given"] = {one.name: one.kind.value for one in dice.some(_open(aggregate), 0, 2)}
    if taken:
        example["when"] = {one.name: one.kind.value for one in taken}
    if dice.chance(40):
        example["then"] = dice.pick(("refused", *operation.errors))
    emits = operation.written.get("emits")
    if isinstance(emits, list) and "then" not in example and dice.chance(90):
        example["emits"] = emits
    return example or {"then": "refused"}


def _open(aggregate: AggregateDraft) -> list[FieldDraft]:
    return [one for one in aggregate.fields.values() if "secret" not in one.words]


def draft_calls(system: SystemDraft, context: ContextDraft) -> None:
    """Queries that pass on to another context."""
    dice = system.dice
    free = [
        one
        for home in context.upstream
        for one in home.operations
        if not one.is_command
        and one.verb in ("get", "custom")
        and "http" in one.written
        and served(one)
        and not (one.subject and one.subject.is_personal)
    ]
    for called in dice.some(free, 1, 1) if free else []:
        name = context.functions.new(dice, [f"Ask{called.name}", f"Pass{called.name}"], "Call")
        operation = _begin(context, name, "call", None, is_command=False)
        operation.written["does"] = f"call {called.home.name}.{called.name}"
        taken = {
            **called.given,
            **({"id": FieldDraft(name="id", kind=INT)} if called.on_one else {}),
        }
        http = called.written["http"]
        phrase = http if isinstance(http, str) else str(next(iter(http.values())))  # type: ignore[attr-defined]
        method = phrase.split(" ")[0]
        names = [n for n in taken if f"{{{n}}}" in phrase]
        tail = "".join(f"/{{{n}}}" for n in names)
        operation.written["http"] = f"{method} /passed/{name.lower()}{tail}"
