"""The whole system: everything that the blueprint says, resolved."""

from dataclasses import dataclass
from typing import Literal as OneOf

from blueprint.model.context import Context
from blueprint.model.external import External
from blueprint.model.relation import Relation
from blueprint.model.security import Security
from blueprint.model.types import Kernel
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An architecture decision."""

    id: int
    title: str
    status: OneOf["proposed", "accepted", "superseded", "rejected"]
    because: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The root of the model; `own` are the files that the generator hands over for good."""

    name: Name
    title: str
    about: str
    contexts: tuple[Context, ...]
    externals: tuple[External, ...]
    kernels: tuple[Kernel, ...]
    relations: tuple[Relation, ...]
    security: Security
    topology: OneOf["services", "modular-monolith"]
    decisions: tuple[Decision, ...]
    own: tuple[str, ...]

    @property
    def chassis(self) -> str:
        """The package of the vendored runtime."""
        return f"{self.name.snake}_chassis"

    @property
    def published(self) -> str:
        """The package of what contexts publish."""
        return f"{self.name.snake}_published"

    def package(self, context: Context) -> str:
        """The package of a context's service."""
        return f"{self.name.snake}_{context.name.snake}"

    def context(self, name: Name | str) -> Context | None:
        """The context of this name, or None."""
        return next((c for c in self.contexts if c.name.text == str(name)), None)

    def external(self, name: Name | str) -> External | None:
        """The external system of this name, or None."""
        return next((e for e in self.externals if e.name.text == str(name)), None)
