"""Systems of real contexts on a real database, for tests of what goes between contexts."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from _system__chassis.messaging.inbox import Subscription
from _system__chassis.messaging.schedule import Schedule
from _system__chassis.runtime import Parts, Runtime, open_runtime
from _system__chassis.service import Service
from _system__chassis.settings import Settings
from _system__chassis.storage import migrations
from _system__chassis.storage.names import Names
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chassis import counting


@dataclass
class Bench:
    """A system to which a test adds contexts; *url* is "" on SQLite."""

    system: str
    folder: Path
    url: str
    stack: AsyncExitStack
    services: dict[str, Service] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """As tests want it: retries a hundred times quicker."""
        return Settings(
            _env_file=None,
            env="test",
            data_dir=self.folder / "data",
            database_url=self.url,
            backoff_scale=0.01,
        )

    async def context(
        self,
        name: str,
        *subscriptions: Subscription,
        schedules: Sequence[Schedule] = (),
        tenancy: bool = False,
    ) -> Runtime:
        """A context of the system, migrated and open until the test ends."""
        self.services[name] = counting.service(
            self.folder,
            self.system,
            f"{self.system}_{name}",  # the name of a schema in a database that tests share
            subscriptions=subscriptions,
            schedules=schedules,
            tenancy=tenancy,
        )
        runtime = await self.another(name)
        await migrations.upgrade(runtime.service, runtime.database)
        return runtime

    async def another(self, name: str, parts: Parts | None = None) -> Runtime:
        """One more process of a context, as far as it can be one within this process."""
        opening = open_runtime(self.services[name], self.settings, parts)
        return await self.stack.enter_async_context(opening)


@asynccontextmanager
async def bench(system: str, folder: Path, url: str) -> AsyncIterator[Bench]:
    """A bench; what it made on PostgreSQL is dropped at the end."""
    async with AsyncExitStack() as stack:
        made = Bench(system, folder, url, stack)
        if url:
            stack.push_async_callback(_drop, made)
        yield made


async def _drop(made: Bench) -> None:
    engine = create_async_engine(made.url)
    async with engine.begin() as connection:
        await connection.execute(text(f'DROP SCHEMA IF EXISTS "{made.system}_bus" CASCADE'))
        await connection.execute(text(f'DROP ROLE IF EXISTS "{made.system}_bus"'))
        for one in map(Names.of, made.services.values()):
            await connection.execute(text(f'DROP SCHEMA IF EXISTS "{one.schema}" CASCADE'))
            for role in one.roles:
                await connection.execute(text(f'DROP ROLE IF EXISTS "{role}"'))
    await engine.dispose()
