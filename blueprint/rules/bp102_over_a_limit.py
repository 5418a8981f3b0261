"""A file is larger, deeper or fuller than is read.

## What it means
A file may have 1 MiB and 100,000 values, nested 64 levels deep.

## Why it matters
A few bytes of YAML can be made to fill any memory. Real blueprints stay far below these limits,
since each context may have a file of its own.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about:
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[  # BP102
      ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
      ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: {about: Sells.}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP102"
NAME = "over-a-limit"
SEVERITY = Severity.ERROR
