"""Import blocks of generated modules: generous, since ruff removes what a module does not use."""

from collections.abc import Iterable

from blueprint import model as m
from generator.filters.needing import beside_inputs, is_answered
from generator.words.answers import answer_classes, has_own_items, record_of
from generator.words.named import Named


def _from(module: str, names: Iterable[str]) -> str:
    listed = sorted(set(names))
    return f"from {module} import {', '.join(listed)}" if listed else ""


def import_values(context: m.Context, module: str) -> str:
    """The enums and values of the context."""
    nodes: list[Named] = [*context.all_enums, *context.all_values]
    return _from(module, (node.name.pascal for node in nodes))


def import_enums(context: m.Context, module: str) -> str:
    """The enums of the context."""
    return _from(module, (node.name.pascal for node in context.all_enums))


def import_aggregates(context: m.Context, package: str) -> str:
    """Every aggregate with its entities and its status; *package* ends in a dot."""
    return "\n".join(
        _from(f"{package}{aggregate.name.snake}", _aggregate_names(aggregate))
        for aggregate in context.aggregates
    )


def _aggregate_names(aggregate: m.Aggregate) -> list[str]:
    name, entities = aggregate.name.pascal, [one.name.pascal for one in aggregate.entities]
    return [name, *entities, f"{name}Status"] if aggregate.lifecycle else [name, *entities]


def import_statuses(context: m.Context, package: str, but: m.Aggregate | None = None) -> str:
    """The states of every aggregate but one; *package* ends in a dot."""
    return "\n".join(
        _from(f"{package}{aggregate.name.snake}", [f"{aggregate.name.pascal}Status"])
        for aggregate in context.aggregates
        if aggregate.lifecycle and aggregate != but
    )


def import_aggregate_modules(context: m.Context, package: str) -> str:
    """The modules of the aggregates: their transitions are functions there."""
    return _from(package, (aggregate.name.snake for aggregate in context.aggregates))


def import_rules(context: m.Context, package: str) -> str:
    """The modules of the aggregates' rules, each as NAME_rules."""
    named = [a.name.snake for a in context.aggregates if a.invariants]
    return _from(package, (f"{name} as {name}_rules" for name in named))


def import_messages(context: m.Context, module: str) -> str:
    """Everything of the context's messages."""
    inputs = [f"{o.name.pascal}Input" for o in context.operations if o.has_input]
    results = [f"{o.name.pascal}Result" for o in context.operations if record_of(o)]
    answers = [f"{need.name.pascal}Answer" for need in context.translated_needs]
    answers += [
        f"{need.name.pascal}Item" for need in context.translated_needs if has_own_items(need)
    ]
    nodes: list[Named] = [*context.events, *context.views, *context.errors]
    return _from(module, inputs + results + answers + [node.name.pascal for node in nodes])


def import_scopes(context: m.Context, module: str) -> str:
    """The scope of every operation."""
    return _from(module, (f"{o.name.pascal}Scope" for o in context.operations))


def import_repositories(context: m.Context, module: str) -> str:
    """The repository of every aggregate and view."""
    nodes: list[Named] = [*context.aggregates, *context.views]
    return _from(module, (f"{node.name.pascal}Repository" for node in nodes))


def import_clients(context: m.Context, module: str) -> str:
    """The client of every need."""
    return _from(module, (f"{need.name.pascal}Client" for need in context.needs))


def import_fills(context: m.Context, package: str) -> str:
    """The function of every fill, under another name than the one it is wired as."""
    return "\n".join(
        f"from {package}.{name} import {name} as {name}_case"
        for name in (operation.name.snake for operation in context.fill_operations)
    )


def import_fill_modules(context: m.Context) -> str:
    """The modules that hold fills: one an operation, one an aggregate with rules."""
    operations = _from("..application", (o.name.snake for o in context.fill_operations))
    return "\n".join([operations, import_rules(context, "..domain")])


def fill_modules(context: m.Context) -> list[str]:
    """The names under which `import_fill_modules` imports, and the custom routes."""
    rules = [f"{a.name.snake}_rules" for a in context.aggregates if a.invariants]
    return [*(o.name.snake for o in context.fill_operations), *rules, "custom"]


def import_published(context: m.Context, system: m.System) -> str:
    """What other contexts publish and this one speaks of, each as a module by its name."""
    fields = [field.type for operation in context.operations for field in operation.input]
    fields += [field.type for aggregate in context.aggregates for field in aggregate.fields]
    fields += [field.type for entity in context.entities for field in entity.fields]
    fields += [field.type for value in context.all_values for field in value.fields]
    fields += [field.type for view in context.views for field in view.fields]
    fields += [field.type for event in context.events for field in event.fields]
    found = {part for kind in fields for part in m.parts(kind) if isinstance(part, m.PublishedRef)}
    names = {part.context.snake for part in found}
    names |= {need.endpoint.context.snake for need in context.needs if not need.endpoint.external}
    return "\n".join(_import_events(system, name) for name in sorted(names))


def _import_events(system: m.System, name: str) -> str:
    """The events of a context by its name; ruff takes `events as events` to be used."""
    alias = "" if name == "events" else f" as {name}"
    return f"from {system.published}.{name} import events{alias}"


def import_own_events(context: m.Context, system: m.System) -> str:
    """The published classes of the context's own events, as `published`."""
    if not context.events:
        return ""
    return f"from {system.published}.{context.name.snake} import events as published"


def import_consumed_events(context: m.Context, system: m.System) -> str:
    """The published class of every event that the context consumes."""
    return "\n".join(
        f"from {system.published}.{sub.event.context.snake}.events import {sub.event.class_name}"
        for sub in context.subscriptions
    )


def import_answers(context: m.Context, system: m.System) -> str:
    """The published classes of every answer that use cases get untranslated."""
    return "\n".join(
        _client_import(
            need,
            system,
            f"{need.endpoint.published_name.pascal}{ending}",
            f"{need.name.pascal}{ending}",
        )
        for need in context.needs
        if is_answered(need, context) and need not in context.translated_needs
        for ending in answer_classes(need.endpoint)
    )


def import_needed_clients(context: m.Context, system: m.System) -> str:
    """The published function of every need."""
    return "\n".join(
        _client_import(
            need,
            system,
            need.endpoint.published_name.snake,
            beside_inputs(need.name.snake, context),
        )
        for need in context.needs
    )


def import_translated(context: m.Context, system: m.System) -> str:
    """The modules of the clients whose answers are translated, each by its context's name."""
    names = {need.endpoint.context.snake for need in context.translated_needs}
    return "\n".join(
        f"from {system.published}.{name} import client as {name}" for name in sorted(names)
    )


def _client_import(need: m.Need, system: m.System, theirs: str, ours: str) -> str:
    named = theirs if theirs == ours else f"{theirs} as {ours}"
    return f"from {system.published}.{need.endpoint.context.snake}.client import {named}"


def import_externals(context: m.Context, system: m.System) -> str:
    """The client module of every external system that the context calls, by its name."""
    return "\n".join(
        f"from {system.published}.{name} import client as {name}"
        for name in called_externals(context)
    )


def called_externals(context: m.Context) -> list[str]:
    """The names of the external systems that the context calls."""
    found = {n.endpoint.context.snake for n in context.needs if n.endpoint.external}
    return sorted(found)


def import_inputs(context: m.Context, module: str) -> str:
    """The input of every operation."""
    return _from(module, (f"{o.name.pascal}Input" for o in context.operations if o.has_input))


def import_builders(context: m.Context, module: str) -> str:
    """The fakes, and the builder of every aggregate and entity."""
    nodes: list[Named] = [*context.aggregates, *context.entities]
    return _from(module, ["Fakes", "SOMEBODY", "NOW", *(node.name.snake for node in nodes)])


def import_case_functions(context: m.Context, system: m.System) -> str:
    """The function of every fill, by its own name."""
    return "\n".join(
        f"from {system.package(context)}.application.{name} import {name}"
        for name in (operation.name.snake for operation in context.fill_operations)
    )


def import_published_words(context: m.Context, module: str) -> str:
    """The enums, values, entities and states that a context publishes."""
    nodes: list[Named] = [*context.published_enums, *context.published_values]
    nodes += context.published_entities
    statuses = [f"{aggregate.name.pascal}Status" for aggregate in context.published_statuses]
    return _from(module, [*statuses, *(node.name.pascal for node in nodes)])


def http_modules(context: m.Context) -> str:
    """The modules of the API's versions, a comma before each."""
    return "".join(f", http_{version.name}" for version in context.api.served)


def names_of_callers(context: m.Context) -> tuple[str, ...]:
    """The contexts that may call this one."""
    return tuple(name.text for name in context.callers)


def external_constants(context: m.Context) -> list[str]:
    """The external systems that the context calls, as their modules say what they are."""
    return [f"{name}.EXTERNAL" for name in called_externals(context)]


def items(names: Iterable[str]) -> str:
    """Names as the inside of a tuple, a comma after each."""
    return "".join(f"{name}, " for name in names)


def published_classes(event: m.Event) -> str:
    """Every version that an event is published as, a comma after each."""
    return items(f"published.{version.class_name}" for version in event.versions)
