"""Finds every rule about changes: the constants of the modules in `generator.changes.rules`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

import generator.changes.rules
from generator.changes.rule import Rule


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule by its identity, by subject; raises ValueError where two share one."""
    found: dict[str, Rule] = {}
    for rules in subjects().values():
        for rule in rules:
            if rule.id in found:
                raise ValueError(f"two rules are called {rule.id}")
            found[rule.id] = rule
    return found


@cache
def subjects() -> Mapping[str, tuple[Rule, ...]]:
    """The rules of each subject, in the order in which they are written."""
    package = generator.changes.rules
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name: _rules(import_module(f"{package.__name__}.{name}")) for name in names}


def _rules(module: ModuleType) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = module.RULES
    return rules


def as_markdown() -> str:
    """The whole catalogue for the manual: a table for each subject."""
    return "\n".join(_section(name, rules) for name, rules in subjects().items())


def _section(name: str, rules: tuple[Rule, ...]) -> str:
    lines = [
        f"## {name.replace('_', ' ').capitalize()}",
        "",
        "| rule | severity | for whom | why | instead |",
        "|---|---|---|---|---|",
        *(f"| `{r.id}` | {_severity(r)} | {r.whom} | {r.why} | {r.instead} |" for r in rules),
        "",
    ]
    return "\n".join(lines)


def _severity(rule: Rule) -> str:
    return f"{rule.severity} ({rule.breaks.upper()})" if rule.breaks else str(rule.severity)
