"""What is personal stands in no reason that is kept, and in no text of a failed statement."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from _system__chassis.documents import parse
from _system__chassis.messaging.events import PublishedEvent
from _system__chassis.messaging.failures import fault_of
from _system__chassis.storage.database import Database
from _system__chassis.storage.engines import open_engine
from _system__chassis.web.schema import Answer
from pydantic import BaseModel, field_validator
from sqlalchemy import insert, text
from sqlalchemy.exc import StatementError

from tests.chassis.shop import orders

pytestmark = pytest.mark.anyio

SECRET = "Ada Lovelace"


class Patient(BaseModel):
    """Somebody."""

    born: int
    name: str

    @field_validator("name")
    @classmethod
    def _known(cls, value: str) -> str:
        raise ValueError(f"nobody is called {value}")


class PatientV1(PublishedEvent):
    """Somebody came."""

    patients: list[Patient]


class Named(BaseModel):
    """Somebody who may be anybody."""

    born: int


class NamedV1(PublishedEvent):
    """The same, published."""

    named: Named


class NamedAnswer(Answer):
    """The same, as clients see it."""

    born: int


@pytest.mark.parametrize(
    "read",
    [
        lambda: NamedV1.model_validate({"named": {"born": SECRET}}),
        lambda: NamedAnswer.model_of({"born": SECRET}),
        lambda: parse(Named, {"born": SECRET}),
    ],
)
def test_what_does_not_fit_is_not_in_the_text_of_the_error(read: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="born") as caught:
        read()
    assert SECRET not in str(caught.value)


def test_what_pydantic_refuses_is_told_by_its_place_and_kind() -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        PatientV1.model_validate({"patients": [{"born": SECRET, "name": SECRET}]})
    fault = fault_of(caught.value, "shop")
    assert fault.reason == (
        "ValidationError: patients.0.born: int_parsing; patients.0.name: value_error"
    )
    assert SECRET not in fault.fingerprint


async def provoked(database: Database, values: dict[str, object]) -> StatementError:
    """What the database says to an order with these values."""
    adding = insert(orders).values(buyer_id=SECRET, **values)
    async with database.engine.connect() as connection:
        if database.dialect == "postgresql":
            await connection.execute(text(f'SET search_path TO "{database.names.schema}"'))
        with pytest.raises(StatementError) as caught:
            await connection.execute(adding)
    return caught.value


@pytest.mark.parametrize("values", [{"id": uuid4()}, {"id": "no id"}])
async def test_what_a_database_refuses_is_told_without_what_it_was(
    database: Database, values: dict[str, object]
) -> None:
    error = await provoked(database, values)
    fault = fault_of(error, "shop")
    assert fault.reason.startswith(f"{type(error).__name__}: ")
    assert SECRET not in fault.reason + fault.fingerprint
    assert SECRET not in str(error), "as it would be logged"


async def test_a_statement_that_fails_does_not_show_its_values(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    engine = open_engine(url)
    try:
        with pytest.raises(StatementError) as caught:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT nothing WHERE 1 = :name"), {"name": SECRET})
    finally:
        await engine.dispose()
    assert SECRET not in str(caught.value)
