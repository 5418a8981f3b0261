"""A change of a contract, as it is told: which rule, where, what, and how much it matters."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.changes.rule import Compatibility, Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract that changes: an API version, or an event version, of a context.

    `context` is empty where a document stands alone; `name` is `API v1` or `OrderPlaced@v1`;
    `path` is the document's below contracts/.
    """

    context: str
    name: str
    path: str

    @property
    def label(self) -> str:
        """`ordering, API v1`."""
        return f"{self.context}, {self.name}" if self.context else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a comparison says: the rule's identity, the place, and the change in words.

    `pointer` leads to the place in the document that still has it; `operation` is the one that it
    was seen in, or empty.
    """

    rule: str
    where: str
    message: str
    pointer: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, with every operation that it was seen in."""

    rule: Rule
    severity: Severity
    contract: Contract
    where: str
    message: str
    pointer: str
    operations: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells a change apart from any other, so that it can be accepted."""
        contract = self.contract
        return (self.rule.id, contract.context, contract.name, self.where, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What holds for a comparison: whether a draft may change freely, and what events promise."""

    draft: bool = False
    events: Compatibility = Compatibility.FULL

    def severity(self, rule: Rule) -> Severity:
        """How much a change by this rule matters under the promise."""
        unpromised = rule.breaks is not None and not self.events.promises(rule.breaks)
        return Severity.COMPATIBLE if self.draft or unpromised else rule.severity


def gathered(
    said: Iterable[Said], contract: Contract, rules: dict[str, Rule], promise: Promise
) -> list[Change]:
    """The changes of one contract, each once however many operations it was seen in."""
    first: dict[tuple[str, str, str], Said] = {}
    seen: dict[tuple[str, str, str], list[str]] = {}
    for one in said:
        key = (one.rule, one.where, one.message)
        first.setdefault(key, one)
        seen.setdefault(key, []).append(one.operation)
    return [
        Change(
            rule=rules[one.rule],
            severity=promise.severity(rules[one.rule]),
            contract=contract,
            where=one.where,
            message=one.message,
            pointer=one.pointer,
            operations=tuple(dict.fromkeys(name for name in seen[key] if name)),
        )
        for key, one in first.items()
        if one.rule in rules
    ]
