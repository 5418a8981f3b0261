"""The runtime that every service stands on: vendored, readable, yours to patch.

A request goes through `web` (the middleware), `policy` (who may), `call` (idempotency, answer) and
`work` (one unit of work: reads while the use case runs, writes in one transaction after it).
An event goes from `outbox` by `relay` to the `bus`, and from there by `inbox` and `dispatcher`
into another context's `work`.
"""
