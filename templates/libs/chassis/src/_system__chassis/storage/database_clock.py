"""The database's own clock, so that workers whose clocks differ agree on what is due."""

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Epoch(FunctionElement[float]):
    """Seconds since 1970 by the database's clock, at the moment the row is looked at."""

    type = Double()
    inherit_cache = True


@compiles(Epoch, "postgresql")
def _on_postgresql(element: Epoch, compiler: SQLCompiler, **options: object) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


@compiles(Epoch, "sqlite")
def _on_sqlite(element: Epoch, compiler: SQLCompiler, **options: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


def now() -> Epoch:
    """An SQL expression: what time it is."""
    return Epoch()
