"""Which processes a deployed system runs as: those of its topology."""

from dataclasses import dataclass

from blueprint import model as m


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One container: its name, what it runs, and the port of the host where it serves, if it does.

    `url_of` is the context that others reach there by an address of its own, empty where they
    need none.
    """

    name: str
    command: tuple[str, ...]
    port: int | None = None
    url_of: str = ""


def processes(system: m.System) -> list[Process]:
    """The processes of *system*: two for each context, or one for all of them."""
    return _monolith() if system.topology == "modular-monolith" else _services(system)


def _monolith() -> list[Process]:
    command = ("uvicorn", "main:app", "--host=0.0.0.0", "--port=8000", "--no-access-log")
    drained = ("--no-server-header", "--timeout-graceful-shutdown=20")
    return [Process(name="app", command=("python", "-m", *command, *drained), port=8001)]


def _services(system: m.System) -> list[Process]:
    found: list[Process] = []
    for number, context in enumerate(system.contexts, start=1):
        package, name = system.package(context), context.name.kebab
        serve = ("python", "-m", f"{system.chassis}.serve", package)
        work = ("python", "-m", f"{system.chassis}.worker", package)
        url_of = context.name.screaming
        found.append(Process(name=name, command=serve, port=8000 + number, url_of=url_of))
        found.append(Process(name=f"{name}-worker", command=work))
    return found
