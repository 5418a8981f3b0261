"""Render: planned files to text; same input, same bytes. The only importer of Jinja."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

import generator.filters as filters
from generator import caching
from generator.guard import unguarded, unguarded_module
from generator.plan import SUFFIX, Planned
from generator.tree import File

Filter = Callable[..., object]


class RenderError(RuntimeError):
    """A template failed: says template, line and why. A mistake in the tool or in a fork of it."""


def render(planned: Iterable[Planned], root: Path) -> list[File]:
    """The text of every planned file, unformatted; templates are compiled once a process."""
    environment = _environment(root)
    verbatim = _Verbatim(root)
    return [_file(one, environment, verbatim) for one in planned]


def _file(planned: Planned, environment: Environment, verbatim: "_Verbatim") -> File:
    content = (
        verbatim.read(planned.template)
        if planned.verbatim
        else _text(planned, environment).encode("utf-8")
    )
    return File(
        path=planned.path,
        content=content,
        owner=planned.owner,
        node=planned.node,
        context=planned.context,
        verbatim=planned.verbatim,
        was=planned.was,
    )


def _text(planned: Planned, environment: Environment) -> str:
    try:
        text = environment.get_template(planned.template).render(planned.scope)
    except TemplateSyntaxError as error:
        raise RenderError(f"templates/{error.name}:{error.lineno}: {error.message}") from error
    except Exception as error:
        place = _place(sys.exc_info()[2]) or planned.template
        why = f"{type(error).__name__}: {error}"
        raise RenderError(f"templates/{place}: for {planned.node}: {why}") from error
    return unguarded_module(text) if planned.path.endswith(".py") else unguarded(text)


def _place(trace: TracebackType | None) -> str | None:
    """The innermost template among the frames, with its line; None where no frame is one's."""
    found = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(SUFFIX):
            found = f"{file.rpartition('/templates/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


class _Verbatim:
    """Bytes of templates that are copied as they are, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, bytes] = {}

    def read(self, template: str) -> bytes:
        if template not in self._read:
            self._read[template] = (self._root / template).read_bytes()
        return self._read[template]


@lru_cache(maxsize=4)
def _environment(root: Path) -> Environment:
    # Nothing here is HTML: what must not escape into code goes through an emitter (filters/).
    environment = Environment(
        loader=FileSystemLoader(root, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        auto_reload=False,
        cache_size=-1,
        optimized=False,  # which takes longer than it saves in one run
        bytecode_cache=_bytecode(),
    )
    environment.filters.update(find_filters())
    return environment


class _Bytecode(FileSystemBytecodeCache):
    """Templates as they were compiled, for as long as their text is the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads what is kept of a template; nothing where it is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # it is not ours, and says nothing of the template
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template; without a word where that cannot be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _bytecode() -> _Bytecode | None:
    folder = caching.folder_of("templates")
    return _Bytecode(folder, "%s") if folder else None


def find_filters() -> dict[str, Filter]:
    """Every public function of every module of `generator.filters`, by its name.

    Raises ValueError where two modules define one name.
    """
    found: dict[str, Filter] = {}
    for module in pkgutil.iter_modules(filters.__path__):
        for name, function in _functions(f"{filters.__name__}.{module.name}").items():
            if name in found:
                raise ValueError(f"two filters are called {name}: {module.name} has the second")
            found[name] = function
    return found


def _functions(module_name: str) -> dict[str, Filter]:
    module = importlib.import_module(module_name)
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value)
        and not name.startswith("_")
        and not isinstance(value, type)
        and getattr(value, "__module__", None) == module_name
    }
