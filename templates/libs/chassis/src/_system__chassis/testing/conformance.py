"""Whether a service keeps its contract: schemathesis over every operation, as each role."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeAlias

import httpx2
import schemathesis
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, CheckFunction
from schemathesis.core.adapter import OperationParameter, ResponsesContainer
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ..documents import dump
from ..errors import DuplicateValue
from ..service import Service
from ..values import Json
from ..web import contract
from ..work import Work
from . import Needs, System, running

EXAMPLES = 10  # requests to one operation by one role
CHECKED: list[CheckFunction] = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


_Operation: TypeAlias = APIOperation[
    OperationParameter, ResponsesContainer[object], object, BaseSchema
]


Store: TypeAlias = Callable[[Work], object]
"""Stores something of the work's caller; answers its id or key, or several by their parameters."""


@dataclass(frozen=True, slots=True)
class Row:
    """What an operation works on: how it is put in place, and the path parameter that names it.

    `store` gets a unit of work of the caller who will ask, and answers the parameter's value, or
    those of several parameters; it is None where the path names nothing. `given` are inputs that
    must name something stored, too.
    """

    store: Store | None = None
    parameter: str = "id"
    given: Mapping[str, Store] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What was seen: statuses by operation, in whatever version, and what broke the contract."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)

    @property
    def without_success(self) -> set[str]:
        """The operations that nobody saw succeed."""
        return {
            name
            for name, seen in self.statuses.items()
            if not any(200 <= status < 300 for status in seen)
        }

    @property
    def unwritten(self) -> set[str]:
        """The operations that answered 501."""
        return {name for name, seen in self.statuses.items() if HTTPStatus.NOT_IMPLEMENTED in seen}


def exercise(
    service: Service,
    rows: Mapping[str, Row],
    *,
    roles: Sequence[str] = (),
    needs: Needs = MappingProxyType({}),
) -> Report:
    """Sends generated requests to every operation in every version, as each role and as nobody.

    *rows* says by operation what its path is to lead to, *needs* what other contexts answer.
    """
    report = Report()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running(service, needs=needs, seeded=True)) as system,
    ):
        for version in service.versions:
            schema = schemathesis.openapi.from_dict(contract.openapi(service, version.name))
            for found in schema.get_all_operations():
                if isinstance(found, Err):
                    raise found.err()
                for role in (*roles, None):
                    _Probe(system, portal, found.ok(), rows, report).send(role)
    return report


@dataclass(frozen=True, slots=True)
class _Probe:
    """One operation, asked some times by one role."""

    system: System
    portal: BlockingPortal
    operation: _Operation
    rows: Mapping[str, Row]
    report: Report

    @property
    def name(self) -> str:
        return str(self.operation.definition.raw["operationId"])

    def send(self, role: str | None) -> None:
        client = self.system.as_role(role) if role else self.system.anonymous()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=self.operation.as_strategy())
        def ask(case: Case[_Operation]) -> None:
            self._ask(case, client)

        ask()

    def _ask(self, case: Case[_Operation], client: httpx2.AsyncClient) -> None:
        self._fill(case, self.rows.get(self.name, Row()))
        sent = case.as_transport_kwargs(base_url=str(client.base_url))
        sent.pop("cookies", None)
        sent["headers"] = {  # schemathesis makes up a token; the client has a real one, or none
            name: value
            for name, value in sent["headers"].items()
            if name.lower() != "authorization"
        }
        answer = self.portal.call(partial(client.request, **sent))
        self.report.statuses.setdefault(self.name, Counter())[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKED)
        except FailureGroup as failed:
            self.report.breaches += [f"{self.name}: {one}" for one in failed.exceptions]

    def _fill(self, case: Case[_Operation], row: Row) -> None:
        """Lets the request name what is there."""
        if row.store is not None:
            found = self.portal.call(self._stored, row.store)
            named = found if isinstance(found, dict) else {row.parameter: found}
            texts = {name: str(value) for name, value in named.items()}
            case.path_parameters = {**case.path_parameters, **texts}
        for name, store in row.given.items():
            value = self.portal.call(self._stored, store)
            if name in case.path_parameters:
                case.path_parameters[name] = str(value)
            elif isinstance(case.body, dict):
                case.body[name] = value
            else:
                case.query[name] = value

    async def _stored(self, store: Store) -> Json:
        with suppress(DuplicateValue):  # made up like one before it, which serves as well
            async with self.system.work() as work:
                value = store(work)
        return dump(value)
