"""What a context's things are called in the database, which may hold other contexts too."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import MetaData

from .columns import AnyTable, short_name


class Stored(Protocol):
    """What must be known of a service to keep its data."""

    @property
    def system(self) -> str: ...
    @property
    def stored(self) -> str: ...
    @property
    def package(self) -> str: ...
    @property
    def metadata(self) -> MetaData: ...
    @property
    def tenant_tables(self) -> tuple[AnyTable, ...]: ...


@dataclass(frozen=True, slots=True)
class Names:
    """The schema and the roles of one context on PostgreSQL."""

    schema: str
    app: str
    """The role of use cases: sees the rows of its transaction's tenant."""
    system: str
    """The role of the runtime: sees the runtime's tables, those of all tenants, and no other."""
    reader: str
    """The role of queries that ask in SQL: sees what `app` sees of the context's own tables."""

    @property
    def roles(self) -> tuple[str, str, str]:
        """All of them."""
        return self.app, self.system, self.reader

    @classmethod
    def of(cls, service: Stored) -> "Names":
        """The names for *service*, none so long that the server would cut it."""
        prefix = f"{service.system}_{service.stored}"
        return cls(
            schema=short_name(service.stored),
            app=short_name(f"{prefix}_app"),
            system=short_name(f"{prefix}_system"),
            reader=short_name(f"{prefix}_reader"),
        )
