"""Which tokens let somebody in: one that is right in everything, and none that is wrong in one."""

import asyncio
import base64
import hashlib
import hmac
import json
import tempfile
import time
from pathlib import Path

import jwt
import pytest
from _system__chassis.caller import Caller
from _system__chassis.errors import Unauthenticated
from _system__chassis.security.auth import Tokens, Verifier
from _system__chassis.security.jwks import FixedKeys
from _system__chassis.security.keys import ServiceKeys
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from jwt import PyJWK
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

pytestmark = pytest.mark.anyio

ISSUER, AUDIENCE = "https://id.example.org/", "shop"
TOKENS = Tokens(issuer=ISSUER, audience=AUDIENCE)
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = b"a secret that the issuer shares with everybody who asks for its keys"
JWKS = {
    "keys": [
        {
            "kty": "oct",
            "k": base64.urlsafe_b64encode(SECRET).rstrip(b"=").decode(),
            "kid": "shared",
            "alg": "HS256",
        },
        {**json.loads(RSAAlgorithm.to_jwk(RSA.public_key())), "kid": "rsa", "alg": "RS256"},
        {**json.loads(ECAlgorithm.to_jwk(EC.public_key())), "kid": "ec", "alg": "ES256"},
    ]
}


def claims(**changes: object) -> dict[str, object]:
    """Good claims, with changes; one of None is left out."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "dr-grey",
        "iat": now,
        "exp": now + 300,
        "org_id": "st-mary",
        "realm_access": {"roles": ["clinician"]},
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(
    said: dict[str, object], key: object = RSA, algorithm: str = "RS256", **header: object
) -> str:
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": "rsa", **header})


@pytest.fixture
def verifier(tmp_path: Path) -> Verifier:
    return Verifier(TOKENS, FixedKeys(JWKS), ServiceKeys(tmp_path, "shop", "orders", make=True))


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda: signed(claims()), id="RS256"),
        pytest.param(lambda: signed(claims(), EC, "ES256", kid="ec"), id="ES256"),
        pytest.param(lambda: signed(claims(), typ="at+jwt"), id="access token type"),
        pytest.param(lambda: signed(claims(aud=["other", AUDIENCE])), id="one of its audiences"),
        pytest.param(lambda: signed(claims(exp=int(time.time()) - 5)), id="expired within leeway"),
    ],
)
async def test_a_good_token_says_who_calls(verifier: Verifier, token: object) -> None:
    assert await verifier.caller(token()) == Caller(
        subject="dr-grey", tenant="st-mary", roles=frozenset({"clinician"})
    )


def unsigned() -> str:
    return jwt.encode(claims(), None, algorithm="none", headers={"kid": "rsa"})


def signed_with_the_public_key() -> str:
    """HS256, the secret being what everybody may know: the oldest trick there is."""
    pem = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return by_hand({"alg": "HS256", "kid": "rsa", "typ": "JWT"}, claims(), pem)


def by_hand(header: dict[str, object], said: dict[str, object], secret: bytes) -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    start = f"{part(json.dumps(header).encode())}.{part(json.dumps(said).encode())}"
    return f"{start}.{part(hmac.new(secret, start.encode(), hashlib.sha256).digest())}"


BAD = {
    "no algorithm": unsigned,
    "HS256 with the public key": signed_with_the_public_key,
    "HS256 with a key of the issuer's own": lambda: by_hand(
        {"alg": "HS256", "kid": "shared", "typ": "JWT"}, claims(), SECRET
    ),
    "another audience": lambda: signed(claims(aud="other")),
    "no audience": lambda: signed(claims(aud=None)),
    "another issuer": lambda: signed(claims(iss="https://evil.example.org/")),
    "no issuer": lambda: signed(claims(iss=None)),
    "no expiry": lambda: signed(claims(exp=None)),
    "expired": lambda: signed(claims(exp=int(time.time()) - 60)),
    "no time of issue": lambda: signed(claims(iat=None)),
    "not yet valid": lambda: signed(claims(nbf=int(time.time()) + 60)),
    "no subject": lambda: signed(claims(sub=None)),
    "an empty subject": lambda: signed(claims(sub="")),
    "a tenant that is too long": lambda: signed(claims(org_id="x" * 65)),
    "an unknown key": lambda: signed(claims(), kid="other"),
    "no key id": lambda: jwt.encode(claims(), RSA, algorithm="RS256"),
    "a stranger's key under our id": lambda: signed(claims(), STRANGER),
    "our id, another algorithm": lambda: signed(claims(), RSA, "RS512"),
    "an id token of another type": lambda: signed(claims(), typ="logout+jwt"),
    "the system as issuer": lambda: signed(claims(iss="shop")),
    "a key of the header's own": lambda: signed(
        claims(), STRANGER, kid="theirs", jku="https://evil.example.org/jwks"
    ),
    "a key in the header": lambda: signed(
        claims(), STRANGER, jwk=json.loads(RSAAlgorithm.to_jwk(STRANGER.public_key()))
    ),
    "no token at all": lambda: "abc",
    "nothing": lambda: "",
}


@pytest.mark.parametrize("token", BAD.values(), ids=BAD.keys())
async def test_a_token_that_is_wrong_in_one_thing_lets_nobody_in(
    verifier: Verifier, token: object
) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await verifier.caller(token())
    assert refused.value.detail == "the token is not valid"


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_token_with_one_bit_changed_lets_nobody_in(position: int, bit: int) -> None:
    token = bytearray(signed(claims()).encode())
    start = token.index(b".") + 1
    place = start + position % (len(token) - start)
    token[place] ^= 1 << bit
    changed = token.decode("latin-1")
    with tempfile.TemporaryDirectory() as folder:
        services = ServiceKeys(Path(folder), "shop", "orders", make=False)
        verifier = Verifier(TOKENS, FixedKeys(JWKS), services)
        try:
            caller = asyncio.run(verifier.caller(changed))
        except Unauthenticated:
            return
    # The last character of a base64 text holds bits that stand for nothing.
    assert caller.subject == "dr-grey"
    assert place == len(token) - 1


class Counted(FixedKeys):
    """Keys that count how often somebody asks for one."""

    asked = 0

    async def find(self, kid: str) -> PyJWK | None:
        self.asked += 1
        return await super().find(kid)


async def test_a_verified_token_is_remembered_but_not_past_its_end(tmp_path: Path) -> None:
    keys, now = Counted(JWKS), time.time()
    services = ServiceKeys(tmp_path, "shop", "orders", make=True)
    verifier = Verifier(TOKENS, keys, services, clock=lambda: now)
    token = signed(claims(exp=int(now) - 20))  # good by its leeway, for ten seconds
    for _ in range(3):
        await verifier.caller(token)
    assert keys.asked == 1
    now += 11
    await verifier.caller(token)
    assert keys.asked == 2


async def test_a_context_calls_in_its_own_name_or_for_a_user(tmp_path: Path) -> None:
    orders = ServiceKeys(tmp_path, "shop", "orders", make=True)
    billing = ServiceKeys(tmp_path, "shop", "billing", make=True)
    verifier = Verifier(TOKENS, FixedKeys(JWKS), orders)
    user = Caller(subject="dr-grey", tenant="st-mary", roles=frozenset({"clinician"}))
    seen = await verifier.caller(billing.token("orders", user))
    assert seen == Caller(
        subject="dr-grey", tenant="st-mary", roles=frozenset({"clinician"}), service="billing"
    )
    alone = Caller(subject="service:billing", tenant="st-mary", service="billing", acting=False)
    assert await verifier.caller(billing.token("orders", alone)) == alone


async def test_a_contexts_token_is_good_for_whom_it_was_made_and_by_whom(tmp_path: Path) -> None:
    orders = ServiceKeys(tmp_path / "a", "shop", "orders", make=True)
    billing = ServiceKeys(tmp_path / "a", "shop", "billing", make=True)
    forger = ServiceKeys(tmp_path / "b", "shop", "billing", make=True)
    verifier = Verifier(TOKENS, FixedKeys(JWKS), orders)
    user = Caller(subject="dr-grey", tenant="st-mary")
    for token in (
        billing.token("patients", user),
        forger.token("orders", user),
        jwt.encode(
            {**claims(), "iss": "shop", "aud": "orders", "sub": "service:orders"},
            billing._private(),
            algorithm="EdDSA",
            headers={"kid": "billing"},
        ),
    ):
        with pytest.raises(Unauthenticated):
            await verifier.caller(token)


async def test_the_name_of_a_service_key_leads_nowhere_else(tmp_path: Path) -> None:
    verifier = Verifier(
        TOKENS, FixedKeys(JWKS), ServiceKeys(tmp_path / "keys", "shop", "orders", make=True)
    )
    outside = ServiceKeys(tmp_path, "shop", "outside", make=True)
    token = jwt.encode(
        {**claims(), "iss": "shop", "aud": "orders", "sub": "service:../outside"},
        outside._private(),
        algorithm="EdDSA",
        headers={"kid": "../outside"},
    )
    with pytest.raises(Unauthenticated):
        await verifier.caller(token)


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ({"realm_access": {"roles": ["a", "b", 3]}}, {"a", "b"}),
        ({"realm_access.roles": ["a"]}, {"a"}),
        ({"realm_access": {"roles": "a b"}}, {"a", "b"}),
        ({"realm_access": "a"}, set()),
        ({}, set()),
    ],
)
def test_roles_are_found_where_the_blueprint_says(said: dict[str, object], roles: set[str]) -> None:
    assert TOKENS.roles_of(said) == roles
