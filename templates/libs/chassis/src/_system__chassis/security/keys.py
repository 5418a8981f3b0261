"""The keys with which contexts sign their calls to each other: one pair a context, Ed25519."""

import os
import time
from functools import lru_cache
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ..caller import Caller

LIFETIME = 60  # seconds


class ServiceKeys:
    """Signs as one context, and knows the public keys of all.

    A key lies in `<folder>/<context>.pem`, its public half in `<context>.pub.pem`; where *make* is
    true a missing pair is made, which is for development.
    """

    def __init__(self, folder: Path, system: str, context: str, *, make: bool) -> None:
        self._folder = folder
        self.system = system
        self.context = context
        if make and not (folder / f"{context}.pem").exists():
            _make(folder, context)

    @property
    def complete(self) -> bool:
        """Whether both halves of this context's own pair are there."""
        own = (f"{self.context}.pem", f"{self.context}.pub.pem")
        return all((self._folder / name).exists() for name in own)

    def token(self, audience: str, caller: Caller) -> str:
        """A token of *caller* for a call to *audience*, good for a minute."""
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.system,
            "sub": f"service:{self.context}",
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME,
            "tenant": caller.tenant,
        }
        if caller.acting:
            claims["acting"] = {"sub": caller.subject, "roles": sorted(caller.roles)}
        headers = {"kid": self.context}
        return jwt.encode(claims, self._private(), algorithm="EdDSA", headers=headers)

    def public(self, context: str) -> str | None:
        """The public key of *context* in PEM; None where it has none."""
        path = self._folder / f"{context}.pub.pem"
        return _read(path, path.stat().st_mtime_ns) if path.exists() else None

    def _private(self) -> Ed25519PrivateKey:
        path = self._folder / f"{self.context}.pem"
        return _load(path, path.stat().st_mtime_ns)


@lru_cache(64)
def _load(path: Path, changed: int) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is not an Ed25519 key")
    return key


@lru_cache(256)
def _read(path: Path, changed: int) -> str:
    return path.read_text(encoding="ascii")


def _make(folder: Path, context: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secret = folder / f"{context}.pem"
    try:
        descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process of this context was quicker
    with open(descriptor, "wb") as file:
        file.write(private)
    (folder / f"{context}.pub.pem").write_bytes(public)
