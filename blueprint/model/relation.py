"""The context map: what may depend on what, and how."""

from dataclasses import dataclass
from typing import Literal as OneOf

from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One line of the map; in a partnership and a shared kernel each may depend on the other."""

    upstream: Name
    downstream: Name
    kind: OneOf["upstream-downstream", "customer-supplier", "partnership", "shared-kernel"]
    upstream_as: tuple[str, ...] = ()
    downstream_as: str | None = None
    about: str = ""

    @property
    def mutual(self) -> bool:
        """Whether neither is upstream."""
        return self.kind in ("partnership", "shared-kernel")

    @property
    def words(self) -> str:
        """The relation in words, for people: `open-host, published-language → conformist`."""
        if self.mutual:
            return self.kind
        left = ", ".join(self.upstream_as) or ("supplier" if self.kind[0] == "c" else "upstream")
        right = self.downstream_as or ("customer" if self.kind[0] == "c" else "downstream")
        return f"{left} → {right}"

    def permits(self, who: str, whom: str) -> bool:
        """Whether *who* may call and listen to *whom* by this relation."""
        forward = (self.downstream.text, self.upstream.text) == (who, whom)
        return forward or (
            self.mutual and (self.upstream.text, self.downstream.text) == (who, whom)
        )
