"""The runtime that every service stands on: vendored, readable, yours to patch.

A request goes through `web` (the middleware, the policy, the call), an event from the outbox over
the bus into an inbox (`messaging`); both end in `work`, the unit of work, which reads and writes
through `storage`. At the top lie the words that services speak in, and what a process is started
with; `calls` leads to other contexts, `security` says who is who, `observability` what happened.
"""
