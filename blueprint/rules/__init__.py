"""The rules of the blueprint language, one a module; the only step that complains about meaning.

BP1xx  reading                  BP5xx  events
BP2xx  names and references     BP6xx  storage and scale
BP3xx  contexts                 BP7xx  security
BP4xx  APIs                     BP8xx  operations
"""
