"""What changed between two states of a system's contracts, by rule: documents in, changes out."""

from generator.changes.change import Change, Contract
from generator.changes.compare import Comparison, Contracts
from generator.changes.rule import Compatibility, Rule, Severity

__all__ = [
    "Change",
    "Comparison",
    "Compatibility",
    "Contract",
    "Contracts",
    "Rule",
    "Severity",
]
