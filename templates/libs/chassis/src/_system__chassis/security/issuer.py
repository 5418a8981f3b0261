"""The development issuer: hands a token to whoever asks. Never where ENV is production."""

import json
import os
import time
import uuid
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..values import Json
from ..web.problems import invalid
from .tokens import Tokens

ISSUER = "urn:development"
LIFETIME = 8 * 60 * 60  # seconds: a working day
KID = "development"


class Wanted(BaseModel):
    """Whose token somebody wants."""

    model_config = ConfigDict(extra="forbid")

    role: str | None = None
    roles: tuple[str, ...] = ()
    subject: str = "someone"
    tenant: str = ""


class DevelopmentIssuer:
    """Signs tokens with a key of its own, kept in a folder so that restarts do not end sessions."""

    def __init__(self, folder: Path, tokens: Tokens) -> None:
        self._key = _key(folder / "issuer.pem")
        self._tokens = tokens

    def token(self, wanted: Wanted) -> str:
        """A token for *wanted*, shaped as the real issuer's are."""
        now = int(time.time())
        roles = sorted({*wanted.roles, *([wanted.role] if wanted.role else [])})
        claims: dict[str, Json] = {
            "iss": ISSUER,
            "aud": self._tokens.audience,
            "sub": wanted.subject,
            "iat": now,
            "exp": now + LIFETIME,
            "jti": uuid.uuid4().hex,
        }
        _put(claims, self._tokens.roles, [*roles])
        if wanted.tenant:
            _put(claims, self._tokens.tenant, wanted.tenant)
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": KID})

    def jwks(self) -> Json:
        """The public half, as a JWKS document."""
        found: Json = json.loads(ECAlgorithm.to_jwk(self._key.public_key()))
        assert isinstance(found, dict)
        return {"keys": [{**found, "kid": KID, "alg": "ES256", "use": "sig"}]}

    def routes(self) -> list[Route]:
        """`POST /dev/token` and `GET /dev/jwks`."""

        async def token(request: Request) -> Response:
            try:
                wanted = Wanted.model_validate_json(await request.body() or b"{}")
            except ValidationError as error:
                return invalid(request, error.errors())
            granted = {"access_token": self.token(wanted), "token_type": "Bearer"}
            return JSONResponse({**granted, "expires_in": LIFETIME})

        async def jwks(request: Request) -> Response:
            return JSONResponse(self.jwks())

        return [
            Route("/dev/token", token, methods=["POST"]),
            Route("/dev/jwks", jwks, methods=["GET"]),
        ]


def _put(claims: dict[str, Json], path: str, value: Json) -> None:
    *outer, last = path.split(".")
    place = claims
    for name in outer:
        inner = place.setdefault(name, {})
        assert isinstance(inner, dict)
        place = inner
    place[last] = value


def _key(path: Path) -> EllipticCurvePrivateKey:
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError(f"{path} is not an elliptic curve key")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    fresh = path.with_suffix(f".{os.getpid()}.{uuid.uuid4().hex}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(text)
    try:
        os.link(fresh, path)  # the first of several processes wins, and the file is whole
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
