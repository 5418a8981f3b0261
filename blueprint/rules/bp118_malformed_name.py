"""A name of the wrong form.

## What it means
Contexts, fields, states, transitions, roles and errors are in snake_case; aggregates, operations,
events, values, enums and views in CamelCase. Names have at most 40 characters, all of them ASCII
letters and digits, or underscores between them.

## Why it matters
A name becomes modules, classes, tables, paths and topics. Letters that only look alike make two
names that no reader can tell apart.

## Wrong
```yaml
aggregates:
  sales_order: {fields: {code: string}}  # BP118
```

## Right
```yaml
aggregates:
  SalesOrder: {fields: {code: string}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP118"
NAME = "malformed-name"
SEVERITY = Severity.ERROR
