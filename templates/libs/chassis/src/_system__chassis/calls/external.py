"""Systems that are not ours: where they are, how they are asked in, and what they answer."""

import base64
from dataclasses import dataclass

from ..settings import Settings

FAKES = "development"  # what a fake is let in with: it asks nobody for a secret


@dataclass(frozen=True, slots=True)
class ExternalOperation:
    """One operation of an external: *path* with names in braces, *answer* the model of its body."""

    name: str
    method: str
    path: str
    answer: type | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class External:
    """A system that is not ours. *auth*: `none`, `bearer`, `basic`, or `header NAME`.

    Without a *url* its address is data: each call names a whole URL, which must lead out of here.
    """

    name: str
    url: str | None
    auth: str = "none"
    operations: tuple[ExternalOperation, ...] = ()

    def headers(self, settings: Settings) -> dict[str, str]:
        """What lets us in; raises ValueError where production needs a secret that is not set."""
        if self.auth == "none":
            return {}
        secret = settings.secret_of(self.name)
        if secret is None and settings.production:
            raise ValueError(f"{self.name.upper()}_SECRET is not set")
        value = secret.get_secret_value() if secret else FAKES
        match self.auth.split():
            case ["bearer"]:
                return {"Authorization": f"Bearer {value}"}
            case ["basic"]:
                return {"Authorization": f"Basic {base64.b64encode(value.encode()).decode()}"}
            case ["header", name]:
                return {name: value}
        raise ValueError(f"{self.auth!r} is no way to be let in")
