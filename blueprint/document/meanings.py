"""What each key of the language is for: one sentence, as an editor shows it, and what to write.

Under "" stands what the short form of a word is. A test finds a key that has none.
"""

from typing import TypeAlias

Meaning: TypeAlias = str | tuple[str, *tuple[str, ...]]
"""A sentence, or a sentence and examples, which an editor offers as completions."""

_ABOUT = "What it is, in a sentence or more; it becomes docstring, description and brief."
_TYPES = (
    "string(1..80)", "text", "int", "bigint", "decimal(12.2)", "float", "bool", "uuid", "date",
    "datetime", "time", "duration", "email", "url", "json", "bytes", "money", "subject",
    "enum(small | large)", "list(string(1..20))", "map(int)", "ref(context.Aggregate)",
    "text optional", "date optional", "string(1..80) unique", "email pii", "subject immutable",
)  # fmt: skip
_STORAGE = "Where data is kept: an engine, or an engine and whether each row has a tenant."
_ALLOW = ("Who may call: everybody, or whoever has one of these.", "public", "authenticated")
_SPANS = ("300ms", "1s", "30s", "10m", "1h", "30d")
_CRON = "0 4 * * *"

_DEFAULTS: dict[str, Meaning] = {
    "storage": _STORAGE,
    "broker": "What carries events.",
    "cache": "Where answers of queries are kept that say `cache`.",
    "allow": _ALLOW,
    "page": ("How many items a list answers at most where it says nothing.", "50", "all"),
    "json": "How the keys of JSON are written.",
    "base": ("Below which path a context answers.", "/api/{context}"),
    "otherwise": "What becomes of an event whose command refuses it.",
    "missing": "What becomes of an event whose aggregate is not there.",
    "retry": "How often a fault is tried again.",
    "on_dead": "Whether a dead event holds up what waits behind it under the same key.",
}
_OPERATION: dict[str, Meaning] = {
    "about": "What it does, in a sentence; required where it is custom, for whoever writes it.",
    "http": (
        "A method and a path, or {v1: …, v2: …} where versions differ; without it nobody calls "
        "it from outside.",
        "POST /orders", "GET /orders", "GET /orders/{id}", "PATCH /orders/{id}",
        "PUT /orders/{id}", "DELETE /orders/{id}", "POST /orders/{id}/cancellation",
    ),
    "allow": _ALLOW,
    "input": "What the caller sends: {FIELD: TYPE, …}; without it what `does` implies.",
    "output": "What is answered: {FIELD: TYPE, …}, a type, or a list of one.",
    "needs": "Calls to other contexts, made first: {context.Operation: {with: …, timeout: 1s}}.",
    "errors": "What it may refuse, with the status of the answer: {patient_unknown: 404}.",
    "status": ("The status of a success, where it is not that of the verb.", "201", "202"),
    "versions": "The versions of the API that have it, where not all do: [v1].",
    "examples": "What happens when, as tests: {given: …, when: …, then: …, emits: […]}.",
    "uses": "Further aggregates of this context that custom code finds, and in a command writes.",
    "lock": "The aggregate whose row custom code locks while it runs.",
    "reads": "Whether a custom query may ask its own tables in SQL, one statement at a time.",
}  # fmt: skip

MEANINGS: dict[str, dict[str, Meaning]] = {
    "AggregateWord": {
        "about": _ABOUT,
        "id": ("What tells one from another: uuid, int, or the field that does.", "uuid", "int"),
        "owner": "The field that `own` in allow compares with the caller; one step away at most.",
        "fields": "What it holds: {NAME: TYPE}; id, version and the like come by themselves.",
        "entities": "Children that live inside it: {Pet: {in: pets, fields: {…}}}.",
        "lifecycle": "States with what leads out of each: {placed: {cancel: cancelled}}; starts in "
        "the first.",
        "invariants": "What is always true of it: {NAME: SENTENCE}, each a function to be written.",
        "indexes": "What is found and sorted by: [created_at, [status, priority]].",
        "examples": "What is true of it when, as tests: {given: …, then: …}.",
        "crud": ("Short for the plain operations below one path.", "/products"),
    },
    "ApiVersionWord": {
        "status": "Where the version stands in its life.",
        "sunset": ("The day on which a deprecated version ends.", "2030-12-31"),
    },
    "ApiWord": {
        "versions": "The versions of the API: {v1: {status: active}}; else v1 alone.",
        "rate_limit": (
            "How often one caller may call.",
            "100/min per token", "20/s per address", "1000/h per tenant",
        ),
        "changes": "What older clients still see: {v2: {LabOrder.priority: {values: {…}}}}.",
    },
    "CacheWord": {
        "": ("How long an answer is kept.", *_SPANS),
        "ttl": ("How long an answer is kept.", *_SPANS),
        "until": "Events that drop it before that, beside every write to the aggregate.",
    },
    "ChangeWord": {
        "values": "For each new word of an enum the older one that stands for it.",
        "renamed_from": "What the field was called before.",
        "added": "The value of a new field when an older client writes.",
        "removed": "The value that an older client sees of a field that is gone.",
        "is": ("A field that is gone, as it was written, with the words after its type.", *_TYPES),
    },
    "ChangedWord": {"when_changed": "The event goes out when one of these fields has a new value."},
    "CommandWord": {
        **_OPERATION,
        "does": (
            "What it does: a verb and what for.",
            "create AGGREGATE", "put AGGREGATE", "update AGGREGATE", "delete AGGREGATE",
            "transition AGGREGATE.NAME", "add AGGREGATE.ENTITIES", "remove AGGREGATE.ENTITIES",
            "call CONTEXT.OPERATION", "custom", "custom AGGREGATE", "custom AGGREGATE.TRANSITION",
        ),
        "set": "Fields that it fills beside its input: {shipped_at: now}.",
        "emits": "Events that go out with it: [NAME], {may: […]}, {one_of: […]}, {NAME: "
        "{when_changed: […]}}.",
        "every": ("How often it runs by itself: an interval, or a cron line.", "1h", "10m", _CRON),
    },
    "ConsumptionWord": {
        "run": "The command that the event runs.",
        "with": "What fills the command's input beside equal names: {id: order_id}.",
        "otherwise": _DEFAULTS["otherwise"],
        "missing": _DEFAULTS["missing"],
        "retry": _DEFAULTS["retry"],
        "on_dead": _DEFAULTS["on_dead"],
    },
    "ContextWord": {
        **_DEFAULTS,
        "about": _ABOUT,
        "subdomain": "How much it matters: what sets us apart, what that needs, what all have.",
        "team": "Who is responsible for it.",
        "glossary": "Words that mean something of their own here: {WORD: SENTENCE}.",
        "enums": "Named sets of words: {Priority: [routine, urgent]}.",
        "values": "Value objects: {OrderedTest: {code: string(2..12)}}.",
        "aggregates": "What it keeps: {LabOrder: {fields: {…}}}.",
        "commands": "What changes something: {PlaceOrder: {does: create LabOrder, http: …}}.",
        "queries": "What only reads: {GetOrder: {does: get LabOrder, http: …}}.",
        "events": "Facts that it publishes: {OrderPlaced: {of: LabOrder, key: …, payload: {…}}}.",
        "consumes": "Events for which it runs a command: {laboratory.ResultReported@v1: {run: …}}.",
        "views": "Read models, fed by events: {Board: {key: …, fields: {…}, from: {…}}}.",
        "api": "Versions of its API, a limit on calls, and what older clients still see.",
    },
    "CrudWord": {
        "at": ("The path below which they stand.", "/products"),
        "only": "Which of create, get, list, update and delete; all where it says nothing.",
        "allow": _ALLOW,
    },
    "DecisionWord": {
        "id": "Its number.",
        "title": "What was decided.",
        "status": "Whether it holds.",
        "because": "The reason, in a sentence.",
        "about": _ABOUT,
    },
    "DefaultsWord": _DEFAULTS,
    "DeployWord": {"topology": "A process for each context, or all of them in one."},
    "Document": {
        "blueprint": "The version of the language: 1.",
        "system": "Who we are.",
        "security": "Tokens, roles, and origins that browsers may call from.",
        "defaults": "What holds in every context that does not say otherwise.",
        "contexts": "The parts, each with words of its own: {NAME: contexts/NAME.yaml}, or inline.",
        "kernels": "Shared kernels: types only, owned by several contexts together.",
        "relations": "The context map: which context may depend on which, and how.",
        "deploy": "How it runs.",
        "decisions": "Architecture decisions, each with its reason.",
        "exceptions": "Findings that are accepted, each with reason, owner and end.",
        "own": "Files that the generator hands over for good, by their paths.",
    },
    "EmitsWord": {
        "may": "Events that the code may send.",
        "one_of": "Events of which the code sends one.",
    },
    "EntityWord": {
        "about": _ABOUT,
        "in": "The aggregate's field that holds them.",
        "fields": "What each holds: {NAME: TYPE}.",
        "max": "How many there may be.",
    },
    "EnumerationWord": {"values": "The words.", "about": _ABOUT},
    "ErrorWord": {
        "": ("The status that answers it.", "404", "409", "422"),
        "status": ("The status that answers it.", "404", "409", "422"),
        "about": "When it is refused, in a sentence.",
    },
    "EventVersionWord": {
        "payload": "What it tells: {order_id: uuid from id, …}.",
        "sunset": ("The day after which it is not published any more.", "2030-12-31"),
    },
    "EventWord": {
        "about": "What has happened, in a sentence.",
        "of": "The aggregate that fills it by equal names; none where only code can.",
        "key": "The field by which order is kept.",
        "versions": "The fields of each version: {v1: {…}, v2: {…}}.",
        "payload": "What it tells, short for versions: {v1: …}: {order_id: uuid from id, …}.",
    },
    "ExampleWord": {
        "about": "What it shows, in a sentence.",
        "given": "Fields of the aggregate before; the rest is built.",
        "when": "The input.",
        "then": ("Fields afterwards, or an error's name.", "refused"),
        "emits": "The events that go out.",
    },
    "ExceptionWord": {
        "rule": ("The rule whose finding is accepted.", "BP431"),
        "at": "The node of the finding: CONTEXT.NAME.",
        "because": "The reason, in a sentence.",
        "owner": "Who answers for it.",
        "until": ("The day on which it ends.", "2030-12-31"),
    },
    "ExternalOperationWord": {
        "about": "What it does, in a sentence.",
        "http": ("A method and a path.", "POST /runs", "GET /runs/{id}"),
        "input": "What is sent: {FIELD: TYPE, …}.",
        "output": "What it answers: {FIELD: TYPE, …}, a type, or a list of one.",
        "errors": "What it may refuse, with the status: {unknown: 404}.",
        "timeout": ("How long to wait for it.", *_SPANS),
    },
    "ExternalWord": {
        "external": ("Where it is; by-address where that is data.", "https://", "by-address"),
        "about": _ABOUT,
        "auth": (
            "How we say who we are; the secret is a setting.",
            "none", "bearer", "basic", "header X-Api-Key",
        ),
        "operations": "What is called: {StartRun: {http: POST /runs, input: {…}}}.",
    },
    "FeedWord": {
        "where": "Which rows are changed, where not the one of the key: {field: event field}.",
        "remove": "Whether the rows are deleted.",
    },
    "FieldWord": {
        "": ("A type, and words after it; or {is: TYPE, …}.", *_TYPES),
        "is": ("Its type, and words after it.", *_TYPES),
        "about": "What it means, in a sentence.",
        "default": "The value that it has when none is given.",
        "optional": "Whether it may be absent.",
        "unique": "Whether no two have the same value.",
        "index": "Whether it is found by.",
        "immutable": "Whether it keeps its first value.",
        "internal": "Whether it is in no contract.",
        "pii": "Whether it is about a person: redacted in logs, listed in the data inventory.",
        "secret": "Whether it is never returned.",
        "min": "The least value, or the least number of items.",
        "max": "The greatest value, or the greatest number of items.",
        "pattern": "The regular expression that it fits.",
        "from": "Where its value comes from, in payloads, views and outputs: id, input.reason.",
    },
    "KernelWord": {
        "about": _ABOUT,
        "owners": "The contexts that own it together, two at least.",
        "enums": "Named sets of words: {Kind: [street, box]}.",
        "values": "Value objects: {Address: {street: string(1..80)}}.",
    },
    "NeedWord": {
        "with": "What fills the input of what is called: {id: patient_id}.",
        "refused": "What its errors become here: {not_found: patient_unknown}.",
        "keep": "Answers that go into fields: {full_name: name}.",
        "timeout": ("How long to wait for it; 1s where it says nothing.", *_SPANS),
        "retry": ("How often it is called again after a fault.", "1", "2", "3"),
    },
    "QueryWord": {
        **_OPERATION,
        "does": (
            "What it reads: a verb and what.",
            "get AGGREGATE", "list AGGREGATE", "get VIEW", "list VIEW", "call CONTEXT.OPERATION",
            "custom", "custom AGGREGATE",
        ),
        "cache": ("How long an answer is kept: a time span, or {ttl: …, until: [EVENT]}.", *_SPANS),
        "filter": "By what a list is narrowed: {status: equals, created_at: range}.",
        "sort": "The fields that it may be sorted by, by the first where nobody says.",
        "page": ("How many items an answer holds at most.", "20", "50", "all"),
    },
    "RelationWord": {
        "upstream": "The context that others depend on.",
        "downstream": "The context that depends on it.",
        "between": "Two contexts that depend on each other: [ONE, OTHER], with `as`.",
        "as": "What the two are to each other.",
        "upstream_as": "How the upstream serves: open to all, or by events with a contract.",
        "downstream_as": "Whether the downstream takes its words as they are, or translates them.",
        "about": _ABOUT,
    },
    "RetryWord": {
        "attempts": ("How often it is tried in all.", "3", "8"),
        "backoff": ("The first and the longest pause.", "1s..10m", "500ms..1h"),
    },
    "SecurityWord": {
        "tokens": "Where tokens come from, and where their claims stand.",
        "cors": "Origins that browsers may call from; localhost in development.",
        "roles": "Who there is: {clinician: What they do.}.",
    },
    "StorageWord": {
        "engine": "What keeps the data.",
        "tenancy": "Whether each row belongs to a tenant.",
    },
    "SystemWord": {
        "name": "Its name, which packages carry.",
        "title": "Its name for people.",
        "about": "What it is for, in a sentence.",
    },
    "TokensWord": {
        "issuer": ("Who signs tokens.", "https://id.example.org/"),
        "audience": "Whom tokens are for.",
        "roles": ("The claim that holds the roles.", "roles", "realm_access.roles"),
        "tenant": ("The claim that holds the tenant.", "tenant", "org_id"),
    },
    "ValueWord": {"fields": "What it holds: {NAME: TYPE}.", "about": _ABOUT},
    "ViewWord": {
        "about": "What it shows, in a sentence.",
        "key": "The field that tells its rows apart.",
        "fields": "What it holds: {NAME: TYPE}.",
        "from": "What each event does to it: {OrderPlaced@v2: {state: = placed}}.",
    },
}  # fmt: skip

WORDS: dict[str, str] = {
    "core": "What sets us apart.",
    "supporting": "What the core needs, and nobody sells.",
    "generic": "What everybody has, and others sell.",
    "postgres": "PostgreSQL.",
    "sqlite": "A file, without a server.",
    "row": "Each row has a tenant, and the database keeps them apart.",
    "sql": "On the database itself.",
    "memory": "In the process.",
    "snake": "patient_id.",
    "camel": "patientId.",
    "ignore": "It is done with.",
    "dead": "It is put aside, to be looked at and replayed.",
    "retry": "It is tried again.",
    "block": "It waits until the dead one is dealt with.",
    "skip": "It goes on.",
    "draft": "Nobody may count on it yet.",
    "active": "In use.",
    "deprecated": "In use, but not for long.",
    "retired": "Gone.",
    "equals": "One value.",
    "in": "One of several values.",
    "range": "From and to.",
    "prefix": "Texts that begin so.",
    "contains": "Texts that hold it.",
    "present": "Whether there is a value.",
    "customer-supplier": "The downstream has a say in what the upstream does.",
    "partnership": "They succeed or fail together.",
    "shared-kernel": "They own types together.",
    "open-host": "An API for whoever comes.",
    "published-language": "Events and types with a contract.",
    "anticorruption-layer": "It translates them in one place.",
    "conformist": "It takes them as they are.",
    "services": "A process for each context.",
    "modular-monolith": "The same code, all in one process.",
    "proposed": "Not decided yet.",
    "accepted": "It holds.",
    "superseded": "A later one holds.",
    "rejected": "It was decided against.",
    "public": "Everybody.",
    "authenticated": "Whoever has a token.",
}
"""What closed words mean, where an editor offers them."""
