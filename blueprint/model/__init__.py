"""The model: a blueprint with every default filled and every reference an object.

How templates and rules read it:

- `system.contexts`, `.externals`, `.relations`, `.security`, `.decisions`; `system.chassis` and
  `system.published` are the packages' names. Every name is a `Name`: `.snake`, `.pascal`, …
- `context.aggregates`, `.operations`, `.events`, `.subscriptions`, `.views`, `.api`; for what a
  file is about: `.plain_operations`, `.fill_operations`, `.needs`, `.errors`, `.all_values`.
- A `Field` has a `type`, of the closed union `Type`: `match field.type: case ListOf(item=item)`.
- An aggregate's written `fields` stand beside `id`, `version`, `created_at`, `updated_at`,
  `status`, `tenant`; `all_fields` has them all, `shown_fields` what a contract may show.
- An aggregate's `entities` are its kinds of children; its fields `children` hold them.
- An operation says `input`, `output`, `routes` (one a version: its fields parted among path,
  query, body), `writes`, `emits`, `needs`, `uses`, `lock`, `reads_sql`; where its plain body gets
  things is a `Fill`.
- A `Fill` is a `target` field and a `source`, of the closed union `Source`: FromInput(field), …
- `emission.fills` fill `event.fields`, the union over its versions; `version.fields` are one's.
- A subscription is an `EventVersion` and what it `does`: Run(operation), Feed(view), Drop(cache).
- A `Need` holds the `Endpoint` that it calls: its route, input, output, errors.
- Where an object would be a cycle (a reference's aggregate, an event's context), a `Name` stands.
"""

from blueprint.model.aggregate import (
    Aggregate,
    Index,
    Invariant,
    Lifecycle,
    Move,
    Owner,
    Transition,
)
from blueprint.model.api import (
    Added,
    Api,
    ApiVersion,
    Change,
    ChangedValues,
    RateLimit,
    Removed,
    Renamed,
)
from blueprint.model.context import Context, Storage, Word
from blueprint.model.endpoint import Endpoint, Error, Method, Route
from blueprint.model.entity import Entity
from blueprint.model.event import Event, EventVersion
from blueprint.model.example import Assigned, Example
from blueprint.model.external import Auth, External
from blueprint.model.fill import (
    Before,
    Caller,
    Fill,
    FromAggregate,
    FromAnswer,
    FromEntity,
    FromEvent,
    FromInput,
    FromItem,
    NewId,
    Now,
    Rebuilt,
    Source,
    Step,
    Tenant,
)
from blueprint.model.operation import (
    Cache,
    Comparison,
    Cron,
    Emission,
    Filter,
    Interval,
    Kind,
    Need,
    Operation,
    Refused,
)
from blueprint.model.reach import parts
from blueprint.model.relation import Relation
from blueprint.model.scalars import (
    BigInt,
    Bool,
    Bytes,
    Date,
    DateTime,
    Decimal,
    Duration,
    Email,
    Float,
    InlineEnum,
    Int,
    JsonDocument,
    Money,
    Scalar,
    String,
    Subject,
    Text,
    Time,
    Url,
    Uuid,
)
from blueprint.model.security import Access, Grant, Role, Security, Tokens
from blueprint.model.subscription import Drop, Feed, Retry, Run, Subscription
from blueprint.model.system import Decision, System
from blueprint.model.types import (
    AggregateRef,
    AnswerRef,
    EntityRef,
    Enum,
    EnumRef,
    Field,
    Json,
    Kernel,
    ListOf,
    Literal,
    MapOf,
    PageOf,
    PublishedRef,
    Record,
    Ref,
    StatusRef,
    Type,
    Value,
    ValueRef,
    ViewRef,
)
from blueprint.model.view import View

__all__ = [
    "Access",
    "Added",
    "Aggregate",
    "AggregateRef",
    "AnswerRef",
    "Api",
    "ApiVersion",
    "Assigned",
    "Auth",
    "Before",
    "BigInt",
    "Bool",
    "Bytes",
    "Cache",
    "Caller",
    "Change",
    "ChangedValues",
    "Comparison",
    "Context",
    "Cron",
    "Date",
    "DateTime",
    "Decimal",
    "Decision",
    "Drop",
    "Duration",
    "Email",
    "Emission",
    "Endpoint",
    "Entity",
    "EntityRef",
    "Enum",
    "EnumRef",
    "Error",
    "Event",
    "EventVersion",
    "Example",
    "External",
    "Feed",
    "Field",
    "Fill",
    "Filter",
    "Float",
    "FromAggregate",
    "FromAnswer",
    "FromEntity",
    "FromEvent",
    "FromInput",
    "FromItem",
    "Grant",
    "Index",
    "InlineEnum",
    "Int",
    "Interval",
    "Invariant",
    "Json",
    "JsonDocument",
    "Kernel",
    "Kind",
    "Lifecycle",
    "ListOf",
    "Literal",
    "MapOf",
    "Method",
    "Money",
    "Move",
    "Need",
    "NewId",
    "Now",
    "Operation",
    "Owner",
    "PageOf",
    "PublishedRef",
    "RateLimit",
    "Rebuilt",
    "Record",
    "Ref",
    "Refused",
    "Relation",
    "Removed",
    "Renamed",
    "Retry",
    "Role",
    "Route",
    "Run",
    "Scalar",
    "Security",
    "Source",
    "StatusRef",
    "Step",
    "Storage",
    "String",
    "Subject",
    "Subscription",
    "System",
    "Tenant",
    "Text",
    "Time",
    "Tokens",
    "Transition",
    "Type",
    "Url",
    "Uuid",
    "Value",
    "ValueRef",
    "View",
    "ViewRef",
    "Word",
    "parts",
]
