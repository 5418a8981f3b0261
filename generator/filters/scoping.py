"""What each use case may reach: the members of its scope, how they are made, how they are faked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint import model as m
from generator.filters.coding import steps_through
from generator.filters.declaring import quoted
from generator.filters.needing import is_answered, need_answer
from generator.words import python
from generator.words.made_up import made_up_answer
from generator.words.named import Named


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a scope; `made` makes the real one from a `work`, `fake` the one in memory."""

    name: str
    annotation: str
    made: str
    fake: str


SQL = Member("sql", "Sql", "SqlReader(work)", "self.sql")


def scope_members(operation: m.Operation, context: m.Context) -> list[Member]:
    """All that an operation may reach."""
    return [
        Member("now", "dt.datetime", "work.now", "self.now"),
        Member("caller", "Caller", "work.caller", "self.caller"),
        *_repositories(operation),
        *(_reader(view) for view in _views(operation, context)),
        *map(_need, operation.needs),
        *_emit(operation),
        *([SQL] if operation.reads_sql else []),
    ]


def _repositories(operation: m.Operation) -> Iterator[Member]:
    aggregate = operation.aggregate
    if aggregate is not None:
        name, things = aggregate.name, aggregate.name.plural_snake
        port = f"{name.pascal}{'Writer' if operation.is_command else 'Reader'}"
        made = things if operation.preloads else repository(operation, aggregate)
        yield Member(things, port, made, f"self.{things}")
        if operation.preloads:
            got = f"await {things}.get(data.id)"
            yield Member(preloaded(operation), name.pascal, got, preloaded(operation))
    for used in operation.uses:
        yield _used(operation, used)
    there = {one.name for one in (aggregate, *operation.uses) if one is not None}
    for other in steps_through(operation):
        if other not in there:
            made = f"{other.pascal}Repository(work)"
            things = other.plural_snake
            yield Member(things, f"{other.pascal}Reader", made, f"self.{things}")


def _used(operation: m.Operation, used: m.Aggregate) -> Member:
    """The repository of an aggregate that stands under `uses`."""
    things = used.name.plural_snake
    port = f"{used.name.pascal}{'Writer' if operation.is_command else 'Reader'}"
    return Member(things, port, repository(operation, used), f"self.{things}")


def repository(operation: m.Operation, aggregate: m.Aggregate) -> str:
    """A repository as the operation gets it: of transitions a custom one makes its own alone."""
    more = _moves(operation, aggregate)
    if operation.locks(aggregate):
        more += ", locks=True"
    return f"{aggregate.name.pascal}Repository(work{more})"


def _moves(operation: m.Operation, aggregate: m.Aggregate) -> str:
    own = operation.aggregate is not None and operation.aggregate.name == aggregate.name
    if aggregate.lifecycle is None or not operation.is_command:
        return ""
    if own and not operation.is_custom:
        return ""
    names = [operation.transition.name.snake] if own and operation.transition else []
    return f", moves={tuple(names)!r}"


def preloaded(operation: m.Operation) -> str:
    """The name of the aggregate that is found before the use case runs."""
    assert operation.aggregate is not None
    name = operation.aggregate.name
    return name.snake if name.snake != name.plural_snake else f"this_{name.snake}"


def _views(operation: m.Operation, context: m.Context) -> Iterable[m.View]:
    if operation.view is not None:
        return [operation.view]
    return context.views if operation.is_custom else []


def _reader(view: m.View) -> Member:
    things, name = view.name.plural_snake, view.name.pascal
    return Member(things, f"{name}Reader", f"{name}Repository(work)", f"self.{things}")


def _need(need: m.Need) -> Member:
    name = need.name.snake
    return Member(name, need.name.pascal, f"{need.name.pascal}Client(work)", f"self.{name}_call")


def _emit(operation: m.Operation) -> Iterator[Member]:
    if operation.emits:
        events = " | ".join(emission.event.name.pascal for emission in operation.emits)
        kind = f"Callable[[{events}], None]"
        yield Member("emit", kind, "work.emitter(PUBLISHED)", "self.emitted.append")


def scope_docstring(operation: m.Operation) -> str:
    """What the scope's docstring says."""
    more = ""
    if operation.is_custom and operation.transition:
        more = f"; of the transitions, `{operation.transition.name}` alone"
    if operation.lock is not None:
        things = " ".join(operation.lock.name.plural_words)
        more += f"; {things} that it gets are nobody else's until it is done"
    if operation.reads_sql:
        more += "; `sql` asks the tables of this context, and no other"
    return quoted(f"What {operation.name.pascal} may reach{more}.")


def use_case(operation: m.Operation) -> str:
    """The call of the function that does the operation's work."""
    name = operation.name.snake
    function = f"operations.{name}" if operation.is_plain else f"{name}_case"
    data = ", data" if operation.has_input else ""
    returned = "" if operation.output is None else "return "
    return f"{returned}await {function}(scope{data})"


def fake_parameters(operation: m.Operation) -> str:
    """The parameters of the method that makes a fake scope."""
    if not operation.preloads or operation.aggregate is None:
        return "self"
    return f"self, {preloaded(operation)}: {operation.aggregate.name.pascal}"


def scope_made(operation: m.Operation, context: m.Context) -> str:
    """The statements that make the scope, for four columns of indent."""
    members = scope_members(operation, context)
    given = ", ".join(f"{member.name}={member.made}" for member in members)
    lines = [f"scope = {operation.name.pascal}Scope({given})"]
    if operation.preloads and operation.aggregate is not None:
        aggregate = operation.aggregate
        lines.insert(0, f"{aggregate.name.plural_snake} = {repository(operation, aggregate)}")
    if operation.lock is not None:
        lines.insert(0, "await work.begin()")
    return "\n    ".join(lines)


def faked_members(operation: m.Operation, context: m.Context) -> str:
    """The same scope out of fakes."""
    return ", ".join(f"{m.name}={m.fake}" for m in scope_members(operation, context))


def fakes_parameters(context: m.Context) -> str:
    """What the fakes are given: what is stored, what others answer, who asks and when."""
    stored: list[Named] = [*context.aggregates, *context.views]
    return ", ".join(
        [
            "self, *",
            *(f"{n.name.plural_snake}: Iterable[{n.name.pascal}] = ()" for n in stored),
            *(f"{need.name.snake}: {_faked_answer(need, context)}" for need in context.needs),
            *(["sql: Iterable[Row] = ()"] if context.reads_sql else []),
            "now: dt.datetime = NOW",
            "caller: Caller = SOMEBODY",
        ]
    )


def _faked_answer(need: m.Need, context: m.Context) -> str:
    answer = f"{need_answer(need, context)} | " if is_answered(need, context) else ""
    return f"{answer}Refusal | None = None"


def fakes_made(context: m.Context) -> list[str]:
    """The fakes, one assignment a line."""
    return [
        *map(_fake_repository, context.aggregates),
        *map(_fake_views, context.views),
        *(_fake_call(need, context) for need in context.needs),
        *(["self.sql = FakeSql(sql)"] if context.reads_sql else []),
    ]


def _fake_repository(aggregate: m.Aggregate) -> str:
    name, things = aggregate.name, aggregate.name.plural_snake
    rules = "".join(f"{name.snake}_rules.{rule.name.snake}, " for rule in aggregate.invariants)
    more = f", invariants=({rules})" if rules else ""
    if aggregate.lifecycle is not None:
        first = python.constant(aggregate.lifecycle.initial)
        more += f", first={name.pascal}Status.{first}"
    if aggregate.entities:
        most = ", ".join(f'"{one.children.snake}": {one.most}' for one in aggregate.entities)
        more += f", most={{{most}}}"
    return f'self.{things} = FakeRepository("{name.pascal}", {things}{more})'


def _fake_views(view: m.View) -> str:
    name, things = view.name, view.name.plural_snake
    return f'self.{things} = FakeViews("{name.pascal}", "{view.key.name.snake}", {things})'


def _fake_call(need: m.Need, context: m.Context) -> str:
    name = need.name.snake
    if not is_answered(need, context):
        return f"self.{name}_call = FakeCall[None]({name})"
    answer, translated = need_answer(need, context), need in context.translated_needs
    made = made_up_answer(need, answer, translated=translated)
    return f"self.{name}_call = FakeCall[{answer}]({name} or {made})"
