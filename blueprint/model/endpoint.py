"""Endpoints: an operation as its callers over HTTP see it, ours or an external system's."""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from blueprint.model.types import Field, Type
from blueprint.names import Name

Method: TypeAlias = OneOf["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an operation answers: one method and path in one API version.

    `path` begins below the version, as `/orders/{id}`; `path_fields`, `query_fields` and
    `body_fields` part the input among them, each in written order. An `internal` route is in no
    contract and serves other contexts only.
    """

    version: str
    method: Method
    path: str
    status: int
    path_fields: tuple[Field, ...]
    query_fields: tuple[Field, ...]
    body_fields: tuple[Field, ...]
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A declared refusal, and the status that answers it."""

    name: Name
    status: int
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation in one version, as a caller sees it.

    `base` stands before the route's path: `/api/patients/v1`; it is empty for an external system,
    whose `version` is empty too. `errors` are those that a caller can name under `refused`:
    the declared ones, and `not_found`. `current` is false where another version is the current one.
    `timeout` is in seconds, and None where the callee says nothing.
    """

    context: Name
    name: Name
    about: str
    version: str
    base: str
    route: Route
    is_command: bool
    input: tuple[Field, ...]
    output: Type | None
    errors: tuple[Error, ...]
    external: bool = False
    current: bool = True
    timeout: float | None = None

    @property
    def published_name(self) -> Name:
        """The name of its function in the client, which others may call in several versions."""
        return self.name if self.current else Name(f"{self.name.pascal}{self.version.upper()}")

    @property
    def path(self) -> str:
        """The whole path, from the root of the service."""
        return self.base + self.route.path

    @property
    def label(self) -> str:
        """`patients.GetPatient`."""
        return f"{self.context}.{self.name}"
