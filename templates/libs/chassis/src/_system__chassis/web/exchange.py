"""What the middleware, the policy and the call know together of one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.types import Scope

if TYPE_CHECKING:
    from ..runtime import Runtime
    from .call import Call

_KEY = "chassis.exchange"


@dataclass(slots=True)
class Exchange:
    """One request under way; *headers* are added to its answer, whatever that will be."""

    runtime: Runtime
    request_id: str
    headers: dict[str, str] = field(default_factory=dict)
    operation: str = ""
    version: str = ""
    prefix: str = ""  # of the version: `/api/ordering/v2`
    call: Call | None = None
    status: int = 0

    @classmethod
    def of(cls, scope: Scope) -> Exchange:
        """The exchange of the request whose *scope* this is."""
        found = scope[_KEY]
        assert isinstance(found, cls)
        return found

    def attach(self, scope: Scope) -> None:
        """Makes this the exchange of *scope*."""
        scope[_KEY] = self
