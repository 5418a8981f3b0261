"""A system of many contexts that lean on each other, in the long style that people write."""

from itertools import pairwise
from pathlib import Path

_SYSTEM = """\
blueprint: 1
system:
  name: landscape
  title: Landscape
  about: A system that exists to be checked.
security:
  tokens:
    issuer: https://id.example.org/
    audience: landscape
    tenant: org_id
  roles:
    clerk: Takes requests and works on them.
    auditor: Reads everything and changes nothing.
defaults:
  storage: {engine: postgres, tenancy: row}
  broker: sql
  cache: memory
  page: 50
"""

_CONTEXT = """\
context: {name}
about: Context {number} of the landscape, from a request to its settlement.
subdomain: supporting
team: team_{team}
glossary:
  {own}Request: What somebody asked for.

enums:
  Urgency: [routine, urgent, immediate]
  Channel: [desk, phone, web]

values:
  Position:
    code: string(2..12)
    quantity: int min=1
    price: decimal(10.2)
  Address: {{street: string(1..80), city: string(1..60), country: string(2..2)}}

aggregates:
  {own}Request:
    about: What somebody asked for, until it is settled.
    owner: clerk_id
    fields:
      clerk_id: subject immutable
      customer_id: ref({name}.{own}Customer) immutable
{origin}      urgency: Urgency = routine
      channel: Channel = web
      positions: list(Position) min=1
      reference: string(4..20) unique immutable
      notes: text optional
    lifecycle:
      open:
        accept: accepted
        refuse: refused
      accepted:
        settle: settled
    invariants: {{priced: The prices of all positions are of one currency.}}
    indexes: [created_at, [status, urgency]]
  {own}Customer:
    about: Who asks.
    fields:
      name: string(1..80) pii
      email: email optional pii
      address: Address optional pii
      code: string(2..12) unique
    indexes: [name]
  {own}Settlement:
    about: What a request cost in the end.
    fields:
      request_id: ref({name}.{own}Request) unique immutable
      amount: decimal(12.2) immutable
      remark: string(0..200) optional

commands:
  Open{own}Request:
    about: A clerk takes a request.
    does: create {own}Request
    http: POST /requests
    allow: [clerk]
{needs}    emits: [{own}RequestOpened]
    errors:
      limit_reached: 409
{errors}  Accept{own}Request:
    about: A clerk accepts what was asked for.
    does: transition {own}Request.accept
    http: POST /requests/{{id}}/acceptance
    allow: [clerk own]
    emits: [{own}RequestAccepted]
    examples:
      - {{given: {{status: open}}, then: {{status: accepted}}, emits: [{own}RequestAccepted]}}
      - {{given: {{status: settled}}, then: refused}}
  Refuse{own}Request:
    about: A clerk refuses what was asked for, and says why.
    does: transition {own}Request.refuse
    http: POST /requests/{{id}}/refusal
    allow: [clerk own]
    input: {{reason: string(1..200)}}
    emits: [{own}RequestRefused]
  Settle{own}Request:
    about: The settlement is done.
    does: transition {own}Request.settle
    http: POST /requests/{{id}}/settlement
    allow: [clerk]
    emits: [{own}RequestSettled]
  Add{own}Customer:
    about: Somebody asks for the first time.
    does: create {own}Customer
    http: POST /customers
    allow: [clerk]
  Change{own}Customer:
    about: A customer has moved, or has another name.
    does: update {own}Customer
    http: PATCH /customers/{{id}}
    allow: [clerk]
{noting}
queries:
  Get{own}Request:
    about: One request with its positions.
    does: get {own}Request
    http: GET /requests/{{id}}
    allow: [clerk own, auditor]
    cache: 30s
  List{own}Requests:
    about: The requests, the newest last.
    does: list {own}Request
    http: GET /requests
    allow: [clerk own, auditor]
    filter: {{status: equals, customer_id: equals, created_at: range}}
    sort: [created_at]
  List{own}Customers:
    about: The customers by name.
    does: list {own}Customer
    http: GET /customers
    allow: [clerk, auditor]
    filter: {{name: prefix}}
    sort: [created_at]
  Get{own}Settlement:
    about: What one request cost.
    does: get {own}Settlement
    http: GET /settlements/{{id}}
    allow: [auditor]
  Board:
    about: What is open now.
    does: list Overview
    http: GET /board
    allow: [clerk]

events:
  {own}RequestOpened:
    of: {own}Request
    key: request_id
    payload:
      request_id: uuid from id
      urgency: Urgency
      positions: list(Position)
  {own}RequestAccepted:
    of: {own}Request
    key: request_id
    payload: {{request_id: uuid from id}}
  {own}RequestRefused:
    of: {own}Request
    key: request_id
    payload: {{request_id: uuid from id, reason: string(1..200) from input.reason}}
  {own}RequestSettled:
    of: {own}Request
    key: request_id
    payload: {{request_id: uuid from id, customer_id: uuid}}

{consumes}views:
  Overview:
    about: What the board shows.
    key: request_id
    fields:
      request_id: uuid
      urgency: Urgency
      state: {own}RequestStatus
    from:
      {own}RequestOpened@v1: {{state: = open}}
      {own}RequestAccepted@v1: {{state: = accepted}}
      {own}RequestRefused@v1: {{remove: true}}
      {own}RequestSettled@v1: {{remove: true}}
"""


_ORIGIN = """\
      origin_id: ref({before}.{theirs}Request) immutable
"""

_NEEDS = """\
    needs:
      {before}.Get{theirs}Request:
        with: {{id: origin_id}}
        refused: {{not_found: origin_unknown}}
        timeout: 300ms
        retry: 2
"""

_ERRORS = """\
      origin_unknown: 404
"""

_NOTING = """\
  Note{own}Settlement:
    about: What a request cost is written down.
    does: custom {own}Settlement
    input: {{request_id: uuid}}
"""

_CONSUMES = """\
consumes:
  {before}.{theirs}RequestSettled@v1:
    run: Note{own}Settlement
    otherwise: ignore
    retry: {{attempts: 8, backoff: 1s..10m}}

"""

_LEANING = {
    "origin": _ORIGIN,
    "needs": _NEEDS,
    "errors": _ERRORS,
    "noting": _NOTING,
    "consumes": _CONSUMES,
}
"""The parts of a context that lean on the one before it."""


def write_landscape(folder: Path, contexts: int) -> Path:
    """Writes a system of *contexts* contexts into *folder*, a file each; answers blueprint.yaml.

    Each context calls and hears the one before it. It has about 180 lines.
    """
    (folder / "contexts").mkdir(parents=True)
    names = [_name(number) for number in range(contexts)]
    for number, name in enumerate(names):
        (folder / "contexts" / f"{name}.yaml").write_text(_context(number), encoding="utf-8")
    blueprint = folder / "blueprint.yaml"
    blueprint.write_text(_SYSTEM + _contexts(names) + _relations(names), encoding="utf-8")
    return blueprint


def _name(number: int) -> str:
    return f"area_{number}"


def _context(number: int) -> str:
    said = {
        "number": number,
        "team": number % 7,
        "name": _name(number),
        "own": f"Area{number}",
        "before": _name(number - 1),
        "theirs": f"Area{number - 1}",
    }
    leaning = {key: text.format(**said) if number else "" for key, text in _LEANING.items()}
    return _CONTEXT.format(**said, **leaning)


def _contexts(names: list[str]) -> str:
    return "contexts:\n" + "".join(f"  {name}: contexts/{name}.yaml\n" for name in names)


def _relations(names: list[str]) -> str:
    lines = [
        f"  - {{upstream: {upstream}, downstream: {downstream}, upstream_as: [open-host], "
        f"downstream_as: anticorruption-layer}}\n"
        for upstream, downstream in pairwise(names)
    ]
    return "relations:\n" + "".join(lines)
