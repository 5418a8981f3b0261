"""What differs from one deployment to another; read from the environment and from `.env`."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEVELOPMENT_ISSUER = "development"


def _host(read: Mapping[str, object]) -> str:
    """Where requests are taken from where nobody says; *read* is what was read before it."""
    return "0.0.0.0" if read["env"] == "production" else "127.0.0.1"


class Settings(BaseSettings):
    """Settings of one process. Each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    env: Literal["development", "test", "production"] = "development"
    log_level: str = "INFO"
    data_dir: Path = Path(".run")  # SQLite files, development keys

    database_url: str = ""  # "": SQLite, a file per context in data_dir
    database_direct_url: str = ""  # past a pooler: leader locks and LISTEN need a session

    tokens_issuer: str = ""  # "": the blueprint's in production, the development issuer elsewhere
    tokens_audience: str = ""  # "": the blueprint's
    tokens_jwks_url: str = ""  # "": found through the issuer's discovery document
    service_keys_dir: Path | None = None  # None: data_dir/keys, made there when they are missing

    host: str = Field(default_factory=_host)  # anybody in production, else this machine alone
    port: int = 8000
    metrics_port: int = 0  # internal; 0: none
    body_limit: Annotated[int, Field(gt=0)] = 1024 * 1024  # bytes
    deadline: Annotated[float, Field(gt=0)] = 10.0  # seconds that a request may take
    drain: Annotated[float, Field(ge=0)] = 5.0  # seconds from SIGTERM until no new request is taken
    backoff_scale: Annotated[float, Field(gt=0)] = (
        1.0  # 0.01 makes all retries a hundred times quicker
    )
    accept_unwritten: Annotated[tuple[str, ...], NoDecode] = ()  # names, separated by commas

    otel_exporter_otlp_endpoint: str = ""  # "": spans are not recorded, only handed on
    trace_sampling: Annotated[float, Field(ge=0, le=1)] = 1.0  # the share of traces that begin here

    @field_validator("accept_unwritten", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @property
    def production(self) -> bool:
        """Whether this is the real thing: no development issuer, nothing unwritten."""
        return self.env == "production"

    @property
    def issues_tokens(self) -> bool:
        """Whether the development issuer is who makes the tokens."""
        return self.tokens_issuer == DEVELOPMENT_ISSUER or (
            not self.tokens_issuer and not self.production
        )

    @property
    def keys_dir(self) -> Path:
        """Where the keys lie with which contexts sign their calls to each other."""
        return self.service_keys_dir or self.data_dir / "keys"

    @cached_property
    def _others(self) -> dict[str, str]:
        found = {**dotenv_values(".env"), **os.environ}
        return {name.lower(): value for name, value in found.items() if value}

    def url_of(self, other: str) -> str | None:
        """Where another context or an external is, `ORDERING_URL`; None where nothing says."""
        return self._others.get(f"{other}_url")

    def secret_of(self, external: str) -> SecretStr | None:
        """What an external's `auth` sends, `DEVICES_SECRET`."""
        value = self._others.get(f"{external}_secret")
        return None if value is None else SecretStr(value)
