"""Finds every rule of this package: a module whose name begins with its code."""

import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from types import ModuleType

import blueprint.rules
from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

Check = Callable[[Index], Iterator[Finding]]

_MODULE = re.compile(r"b[pc]\d{3}_\w+")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; `check` is None where the loader or the document's models find it."""

    code: str
    name: str
    severity: Severity
    explanation: str
    check: Check | None

    @property
    def title(self) -> str:
        """What it is about, in a line without a full stop."""
        return self.explanation.partition("\n")[0].rstrip(".")

    def section(self, heading: str) -> str:
        """The text below one heading of the explanation, empty where there is none."""
        parts = _HEADING.split(self.explanation)
        sections = dict(zip(parts[1::2], parts[2::2], strict=True))
        return sections.get(heading, "").strip("\n")


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    modules = pkgutil.iter_modules(blueprint.rules.__path__, "blueprint.rules.")
    names = sorted(m.name for m in modules if _MODULE.fullmatch(m.name.rpartition(".")[2]))
    found = [_rule(import_module(name)) for name in names]
    return {rule.code: rule for rule in found}


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        name=module.NAME,
        severity=module.SEVERITY,
        explanation=cleandoc(module.__doc__ or ""),
        check=getattr(module, "check", None),
    )


def explain(code: str) -> str | None:
    """The explanation of one rule, as Markdown; None where there is no such rule."""
    rule = rules().get(code.upper())
    if rule is None:
        return None
    return f"# {rule.code} {rule.name} ({rule.severity})\n\n{rule.explanation}\n"
