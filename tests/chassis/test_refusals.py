"""Refusals have a name, a status and a title; transitions refuse what the state forbids."""

import pytest
from _system__chassis import errors
from _system__chassis.lifecycle import moved

STATUSES = {
    "Conflict": 409,
    "DuplicateValue": 409,
    "InvalidInput": 422,
    "InvariantBroken": 422,
    "KeyInFlight": 409,
    "KeyReused": 422,
    "NotAllowed": 403,
    "NotFound": 404,
    "PreconditionFailed": 412,
    "TooManyChildren": 422,
    "TooManyRequests": 429,
    "TransitionRefused": 409,
    "Unauthenticated": 401,
}


def test_every_refusal_has_the_status_that_clients_know() -> None:
    found = {cls.__name__: cls.status for cls in _refusals()}
    assert found == STATUSES


def test_names_tell_refusals_apart() -> None:
    names = [cls.name for cls in _refusals()]
    assert len(set(names)) == len(names)


def test_a_refusal_says_its_title_where_it_has_no_detail() -> None:
    class PatientUnknown(errors.Refusal):
        name = "patient_unknown"
        status = 404

    assert (str(PatientUnknown()), PatientUnknown().detail) == ("Patient unknown", None)
    assert str(PatientUnknown("ask the ward")) == "ask the ward"


def test_faults_are_no_refusals() -> None:
    for fault in (errors.Unwritten, errors.Unavailable, errors.DeadlineExceeded):
        assert not issubclass(fault, errors.Refusal)


def test_a_transition_leads_on_or_refuses() -> None:
    moves = {"open": "paid"}
    assert moved("Order.pay", "open", moves) == "paid"
    with pytest.raises(
        errors.TransitionRefused, match=r"Order\.pay is not possible in the state paid"
    ):
        moved("Order.pay", "paid", moves)


def _refusals() -> list[type[errors.Refusal]]:
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type)
        and issubclass(value, errors.Refusal)
        and value is not errors.Refusal
    ]
