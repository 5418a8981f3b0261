"""Resolves a document that checked without error: every default filled, every reference an object.

The passes, in their order: enums, lifecycles and ids; values; aggregates; events; views; what each
operation takes and answers, and where; operations; subscriptions; contexts; the system. None of
them can fail: what could is what the rules look for. Nothing that one has made is changed by
another; where an object would close a circle, a name stands.
"""

from blueprint.resolve.former import FormerNames, Node, former_names
from blueprint.resolve.system import resolve

__all__ = ["FormerNames", "Node", "former_names", "resolve"]
