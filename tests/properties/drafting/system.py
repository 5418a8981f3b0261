"""Whole systems in drafts, written as nested dicts and lists."""

from typing import Any

from hypothesis import strategies as st

from tests.properties.drafting import apis, hearing, operations
from tests.properties.drafting.access import default_allow
from tests.properties.drafting.aggregates import draft_aggregate, draft_types, value_body
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import (
    ContextDraft,
    ExternalDraft,
    OperationDraft,
    SystemDraft,
)
from tests.properties.drafting.events import draft_events
from tests.properties.drafting.fields import Terms, Written, draft_fields, written
from tests.properties.drafting.kinds import enum_kind, enum_words, value_kind
from tests.properties.drafting.pools import (
    CONTEXTS,
    ERRORS,
    EXTERNALS,
    KERNELS,
    ROLES,
    SYSTEMS,
    TEAMS,
    TEXTS,
    Taken,
)
from tests.properties.drafting.renames import rename

Blueprint = dict[str, Any]


@st.composite
def blueprints(draw: st.DrawFn, but: frozenset[str] = frozenset()) -> Blueprint:
    """A valid blueprint, of which nothing is to be said, as nested dicts and lists.

    No context, kernel or role of it is named like one of *but*.
    """
    return draft_system(Dice(draw), but)


def draft_system(dice: Dice, but: frozenset[str] = frozenset()) -> Blueprint:
    """A whole system, as *dice* decide."""
    contexts = [name for name in CONTEXTS if name not in but]
    roles = tuple(dice.some([name for name in ROLES if name not in but], 0, 3))
    system = SystemDraft(dice=dice, but=but, roles=roles, has_tenants=dice.chance(50))
    _name(system)
    names = dice.some(contexts, 1, 3)
    system.contexts = [ContextDraft(name=name) for name in names]
    if not but:
        _externals(system)
    _map(system)
    for context in system.contexts:  # whose modules stand beside those of its aggregates
        context.functions.take(*_leant_on(system, context))
    _kernels(system)
    for context in system.contexts:
        _draft_context(system, context)
    _serve(system)
    said = _assembled(system)
    rename(dice, said)
    return said


def _name(system: SystemDraft) -> None:
    dice, said = system.dice, system.written
    said["blueprint"] = 1
    said["system"] = {"name": dice.pick(SYSTEMS), "about": dice.pick(TEXTS)}
    if dice.chance(50):
        said["system"]["title"] = dice.pick(TEXTS).splitlines()[0]
    security: Written = {}
    if system.has_tenants or dice.chance(40):
        security["tokens"] = {"issuer": "https://id.example.org/", "audience": dice.pick(SYSTEMS)}
        if dice.chance(50):
            security["tokens"]["roles"] = "realm_access.roles"
        if system.has_tenants:
            security["tokens"]["tenant"] = "org_id"
    if dice.chance(30):
        security["cors"] = ["https://app.example.org", "https://b.example.org"][: dice.number(1, 2)]
    security["roles"] = {role: dice.pick(TEXTS) for role in system.roles}
    said["security"] = security
    if dice.chance(70):
        said["defaults"] = _defaults(system)


def _defaults(system: SystemDraft) -> Written:
    """What a system, or a context, says for what is within it."""
    dice = system.dice
    options: Written = {
        "storage": dice.pick(("postgres", "sqlite")),
        "broker": "sql",
        "cache": dice.pick(("memory", "none")),
        "allow": default_allow(dice, system.roles),
        "page": dice.number(1, 1000),
        "json": dice.pick(("snake", "camel")),
        "base": dice.pick(("/api/{context}", "/{context}", "/a/{context}/b")),
        "otherwise": dice.pick(("ignore", "dead")),
        "missing": dice.pick(("retry", "ignore")),
        "retry": hearing.retry(dice),
        "on_dead": dice.pick(("block", "skip")),
    }
    return {key: value for key, value in options.items() if dice.chance(50)}


def _externals(system: SystemDraft) -> None:
    dice = system.dice
    for name in dice.some(EXTERNALS, 1, 2) if dice.chance(80) else []:
        external = ExternalDraft(name=name)
        said = external.written
        said["external"] = dice.pick(("https://example.com/base", "by-address"))
        said["about"] = dice.pick(TEXTS)
        if dice.chance(90):
            said["auth"] = dice.pick(("header X-Key", "none", "bearer", "basic"))
        said["operations"] = {}
        for number in range(dice.number(1, 2)):
            operation = _external_operation(dice, external, ("Dispatch", "Fetch")[number])
            external.operations.append(operation)
            said["operations"][operation.name] = operation.written
        system.externals.append(external)


def _external_operation(dice: Dice, external: ExternalDraft, name: str) -> OperationDraft:
    operation = OperationDraft(
        name=name, home=external, verb="custom", is_command=True, external=True
    )
    said = operation.written
    if dice.chance(30):
        said["about"] = dice.pick(TEXTS)
    said["http"] = f"{dice.pick(('POST', 'GET', 'PUT'))} /{name.lower()}"
    terms = Terms(flags=("optional",), carried=str(said["http"]).startswith("GET"))
    if dice.chance(70):
        operation.given = draft_fields(dice, Taken(), terms, 1, 2)
        said["input"] = written(operation.given.values())
    if dice.chance(60):
        operation.answers = draft_fields(dice, Taken(), Terms(defaults=False), 1, 2)
        said["output"] = written(operation.answers.values())
    if dice.chance(40):
        name, status = dice.pick(ERRORS)
        said["errors"] = {name: status}
        operation.errors.append(name)
    if dice.chance(40):
        said["timeout"] = "2s"
    return operation


def _map(system: SystemDraft) -> None:
    """The context map: each context may depend on those before it, and on externals."""
    dice, lines = system.dice, []
    for number, context in enumerate(system.contexts):
        for other in system.contexts[:number]:
            if dice.chance(75):
                context.upstream.append(other)
                lines.append(_line(dice, context, other))
        for external in system.externals:
            if dice.chance(85) or len(system.contexts) == 1:
                context.externals.append(external)
                lines.append({"upstream": external.name, "downstream": context.name})
                if dice.chance(60):
                    lines[-1]["downstream_as"] = "anticorruption-layer"
    if lines:
        system.written["relations"] = lines


def _leant_on(system: SystemDraft, context: ContextDraft) -> list[str]:
    """The names of all on whom the map lets *context* depend, both ways where it says between."""
    lines = system.written.get("relations", [])
    names = [line["upstream"] for line in lines if line.get("downstream") == context.name]
    between = [line["between"] for line in lines if context.name in line.get("between", [])]
    return names + [name for pair in between for name in pair if name != context.name]


def _line(dice: Dice, context: ContextDraft, other: ContextDraft) -> Written:
    if dice.chance(40):
        word = dice.pick(("partnership", "shared-kernel"))
        line: Written = {"between": [other.name, context.name], "as": word}
    else:
        line = {"upstream": other.name, "downstream": context.name}
        if dice.chance(45):
            line["as"] = "customer-supplier"
        if dice.chance(50):
            line["upstream_as"] = dice.some(("open-host", "published-language"), 1, 2)
        if dice.chance(75):
            line["downstream_as"] = dice.pick(("conformist", "anticorruption-layer"))
        if line.get("downstream_as") == "conformist":
            context.conformist_of.append(other)
            _keep_core(context, other)
    if dice.chance(35):
        line["about"] = dice.pick(TEXTS)
    return line


def _keep_core(context: ContextDraft, other: ContextDraft) -> None:
    """A core context conforms to none that is generic."""
    context.subdomains = ("supporting", "generic")
    other.subdomains = other.subdomains[:2]


def _kernels(system: SystemDraft) -> None:
    dice = system.dice
    if len(system.contexts) < 2 or not dice.chance(65):  # its types are to be shared
        return
    owners = dice.some(system.contexts, 2, 3)
    name = dice.pick([name for name in KERNELS if name not in system.but])
    kernel: Written = {"about": dice.pick(TEXTS)} if dice.chance(50) else {}
    kernel["owners"] = [owner.name for owner in owners]
    kinds = []
    if dice.chance(75):
        enum, words = dice.pick(("Kind", "Channel")), enum_words(dice)
        kernel["enums"] = {enum: list(words)}
        kinds.append(enum_kind(enum, name, words))
    value = dice.pick(("Parcel", "Contact"))
    body, example = value_body(dice, tuple(kinds))
    kernel["values"] = {value: body}
    kinds.append(value_kind(value, name, example))
    for owner in owners:
        owner.kinds += kinds
        owner.shared = kinds
        owner.classes.take(*(kind.text for kind in kinds))
    system.written["kernels"] = {name: kernel}


def _draft_context(system: SystemDraft, context: ContextDraft) -> None:
    dice, said = system.dice, context.written
    said["about"] = dice.pick(TEXTS)
    _describe(dice, context)
    _settle(system, context)
    apis.draft_versions(dice, context, has_tenants=system.has_tenants)
    draft_types(dice, context)
    for _ in range(dice.number(1, 2) if context.storage != "none" else 0):
        draft_aggregate(dice, context, system.nouns, system.but)
    if context.aggregates:
        said["aggregates"] = {one.name: one.written for one in context.aggregates}
    operations.draft_operations(system, context)
    operations.draft_calls(system, context)
    draft_events(dice, context)
    operations.draft_examples(dice, context)
    hearing.draft_consumes(dice, context)
    hearing.draft_views(dice, context, system.roles)
    hearing.draft_caches(dice, context)
    apis.answer_everywhere(context)
    _show_all(dice, context)
    apis.draft_changes(dice, context)


def _show_all(dice: Dice, context: ContextDraft) -> None:
    """A context whose lists are whole where they say nothing; and each of them says something."""
    if any("crud" in one.written for one in context.aggregates) or not dice.chance(25):
        return
    context.written["page"] = "all"
    for query in context.written.get("queries", {}).values():
        if query["does"].startswith("list "):
            query.setdefault("page", 20)


def _describe(dice: Dice, context: ContextDraft) -> None:
    said = context.written
    if dice.chance(40):
        said["subdomain"] = dice.pick(context.subdomains)
    if dice.chance(30):
        said["team"] = dice.pick(TEAMS)
    if dice.chance(30):
        terms = dice.some(("Stat", "A word: with a colon", "yes", "größer"), 1, 2)
        said["glossary"] = {term: dice.pick(TEXTS) for term in terms}


def _settle(system: SystemDraft, context: ContextDraft) -> None:
    """Storage, tenancy, and what else a context says for itself."""
    dice, said = system.dice, context.written
    defaults = system.written.get("defaults", {})
    said |= {key: value for key, value in _defaults(system).items() if dice.chance(30)}
    said.pop("storage", None)
    if dice.chance(25) and not context.shared:
        context.storage = said["storage"] = "none"
    elif system.has_tenants and dice.chance(60):
        context.tenancy = True
        said["storage"] = {"engine": dice.pick(("postgres", "sqlite")), "tenancy": "row"}
    elif dice.chance(60):
        said["storage"] = dice.pick(({"tenancy": "none"}, "sqlite", "postgres"))
    context.default_allow = said.get("allow", defaults.get("allow"))


def _serve(system: SystemDraft) -> None:
    """Lets each context in that calls without a user, and leaves out the roles nobody names."""
    for context in system.contexts:
        for operation in context.operations:
            needs = operation.written.get("needs", {})
            if not operation.acting and isinstance(needs, dict):
                for name in needs:
                    _let_in(system, name.partition("@")[0], context.name)
    used = repr([one.written for one in system.contexts]) + repr(system.written.get("defaults"))
    security = system.written["security"]
    security["roles"] = {
        r: t for r, t in security["roles"].items() if f"'{r}'" in used or f"'{r} own'" in used
    }
    system.written["security"] = {key: value for key, value in security.items() if value}


def _let_in(system: SystemDraft, called: str, caller: str) -> None:
    for context in system.contexts:
        for operation in context.operations:
            if f"{context.name}.{operation.name}" == called:
                allowed = operation.allow or context.default_allow
                if isinstance(allowed, list):
                    operation.written["allow"] = list(
                        dict.fromkeys([*allowed, f"service:{caller}"])
                    )


def _assembled(system: SystemDraft) -> Blueprint:
    dice, said = system.dice, system.written
    said["contexts"] = {
        **{one.name: one.written for one in system.contexts},
        **{one.name: one.written for one in system.externals if _is_used(system, one)},
    }
    said["relations"] = [
        line
        for line in said.get("relations", [])
        if line.get("upstream", "") in ("", *said["contexts"])
    ]
    if not said["relations"]:
        del said["relations"]
    if dice.chance(70):
        said["deploy"] = {"topology": dice.pick(("modular-monolith", "services"))}
    if dice.chance(60):
        said["decisions"] = [_decision(dice, number) for number in range(1, dice.number(3, 5))]
    if dice.chance(25):
        said["own"] = ["Makefile", "docs/notes.md"][: dice.number(1, 2)]
    if dice.chance(45):
        _except(dice, said)
    order = [*said]
    return {key: said[key] for key in order if said[key] != {} or key == "contexts"}


def _is_used(system: SystemDraft, external: ExternalDraft) -> bool:
    return any(external in context.externals for context in system.contexts)


def _decision(dice: Dice, number: int) -> Written:
    said: Written = {"id": number, "title": dice.pick(TEXTS).splitlines()[0]}
    if dice.chance(75):
        said["status"] = dice.pick(("proposed", "accepted", "superseded", "rejected"))
    said["because"] = dice.pick(TEXTS)
    if dice.chance(40):
        said["about"] = dice.pick(TEXTS)
    return said


def _except(dice: Dice, said: Blueprint) -> None:
    """A list that is shown whole, with the exception that accepts it."""
    lists = [
        (context, name, query)
        for context, body in said["contexts"].items()
        for name, query in body.get("queries", {}).items()
        if query["does"].startswith("list ")
    ]
    if lists:
        context, name, query = dice.pick(lists)
        query["page"] = "all"
        said["exceptions"] = [
            {
                "rule": "BP431",
                "at": f"{context}.{name}",
                "because": dice.pick(TEXTS),
                "owner": dice.pick(TEAMS),
                "until": "2031-01-31",
            }
        ]
