"""An issuer's keys: fetched when they are needed, and not more often than that."""

import json

import httpx2
import pytest
from _system__chassis.errors import Unavailable
from _system__chassis.security.jwks import COOL_DOWN, LIFETIME, Jwks, fetching
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from tests.chassis.answering import answering

pytestmark = pytest.mark.anyio


class Issuer:
    """An issuer whose keys change, and that may be down."""

    def __init__(self, *kids: str) -> None:
        self.kids = list(kids)
        self.down = False
        self.asked = 0

    async def __call__(self) -> object:
        self.asked += 1
        if self.down:
            raise httpx2.ConnectError("down")
        public = ec.generate_private_key(ec.SECP256R1()).public_key()
        key = json.loads(ECAlgorithm.to_jwk(public))
        return {"keys": [{**key, "kid": kid, "alg": "ES256"} for kid in self.kids]}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_keys_are_fetched_once_and_kept() -> None:
    issuer, clock = Issuer("a"), Clock()
    jwks = Jwks(issuer, clock)
    assert await jwks.find("a") is not None
    clock.now += LIFETIME - 1
    assert await jwks.find("a") is not None
    assert issuer.asked == 1


async def test_a_new_key_is_found_at_once_but_strangers_cannot_make_us_ask_on_and_on() -> None:
    issuer, clock = Issuer("a"), Clock()
    jwks = Jwks(issuer, clock)
    await jwks.find("a")
    clock.now += COOL_DOWN
    issuer.kids.append("b")
    assert await jwks.find("b") is not None
    for number in range(50):
        assert await jwks.find(f"stranger-{number}") is None
    assert issuer.asked == 2


async def test_a_key_that_was_withdrawn_is_gone_after_the_lifetime() -> None:
    issuer, clock = Issuer("a", "b"), Clock()
    jwks = Jwks(issuer, clock)
    await jwks.find("b")
    issuer.kids.remove("b")
    clock.now += LIFETIME
    assert await jwks.find("b") is None


async def test_the_old_keys_stay_while_the_issuer_is_down() -> None:
    issuer, clock = Issuer("a"), Clock()
    jwks = Jwks(issuer, clock)
    await jwks.find("a")
    issuer.down = True
    clock.now += 10 * LIFETIME
    assert await jwks.find("a") is not None


async def test_without_any_keys_it_is_our_fault_and_not_the_tokens() -> None:
    issuer, clock = Issuer("a"), Clock()
    issuer.down = True
    jwks = Jwks(issuer, clock)
    with pytest.raises(Unavailable):
        await jwks.find("a")
    issuer.down = False
    clock.now += COOL_DOWN
    assert await jwks.find("a") is not None


@pytest.mark.parametrize(
    "told",
    [{}, {"jwks_uri": None}, {"jwks_uri": "http://a:b/"}, {"jwks_uri": "no address"}, [], "x"],
)
async def test_a_discovery_document_that_leads_nowhere_is_the_issuers_fault(told: object) -> None:
    async with answering(told) as issuer:
        with pytest.raises(Unavailable):
            await Jwks(fetching(issuer, "")).find("a")


@pytest.mark.parametrize("told", [{}, {"keys": 5}, {"keys": [5]}, {"keys": [{"kty": 5}]}, "x"])
async def test_a_document_that_has_no_keys_is_the_issuers_fault(told: object) -> None:
    async with answering(told) as issuer:
        with pytest.raises(Unavailable):
            await Jwks(fetching("", issuer)).find("a")


async def test_an_issuer_whose_address_is_none_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await Jwks(fetching("http://a:b", "")).find("a")
