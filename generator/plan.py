"""Plan: which templates give which files for which nodes, and who owns them; read off plan.toml."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from blueprint.model import Context, System
from generator.guard import unguarded
from generator.nodes import EACH, Each, Scope, holds, snake
from generator.tree import Owner

SUFFIX = ".jinja"
ROWS = "plan.toml"
MACROS = "_macros"  # included by templates, never a file of its own

_PLACEHOLDER = re.compile(f"_({'|'.join(sorted({v for e in EACH.values() for v in e.gives}))})_")
_UNKNOWN = re.compile(r"(?<![a-z_])_([a-z]+)_(?![a-z_])")
_IGNORED = frozenset({"__pycache__", ".DS_Store", ".mypy_cache", ".ruff_cache"})


class PlanError(ValueError):
    """The template tree and its plan.toml files contradict each other: a mistake in the tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One `[[file]]` of a plan.toml: templates with one meaning, or an emitter.

    `templates` are paths below the template root; `emit` names a function of the generator; `was`
    are paths that its only template had in earlier versions, so that what people wrote in its files
    moves along.
    """

    place: str
    templates: tuple[str, ...]
    emit: str | None
    each: str
    owner: Owner
    when: str | None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One file to be: `scope` holds the variables that its template sees.

    `was` are its paths under former names of its nodes and of its template, the latest first.
    """

    template: str
    path: str
    owner: Owner
    node: str
    context: str | None
    scope: Scope
    was: tuple[str, ...] = ()

    @property
    def verbatim(self) -> bool:
        """Whether the template is copied byte for byte."""
        return not self.template.endswith(SUFFIX)


def read_rows(root: Path) -> list[Row]:
    """Every row of every plan.toml below *root*, in the order of their folders."""
    rows: list[Row] = []
    for file in sorted(root.rglob(ROWS)):
        folder = file.parent.relative_to(root).as_posix()
        try:
            written = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise PlanError(f"{folder}/{ROWS}: {error}") from error
        rows += [_row(root, file.parent, dict(entry)) for entry in written.get("file", [])]
    return rows


def _row(root: Path, folder: Path, entry: dict[str, object]) -> Row:
    place = f"{(folder / ROWS).relative_to(root).as_posix()}: {entry}"
    unknown = sorted(entry.keys() - {"template", "emit", "each", "owner", "when", "was"})
    if unknown or ("template" in entry) == ("emit" in entry):
        raise PlanError(f"{place}: a row has either template or emit, then each, owner, when, was")
    templates = _templates(root, folder, str(entry.get("template", "")), place)
    each = str(entry.get("each", _each(templates)))
    if each not in EACH:
        raise PlanError(f"{place}: each is one of {', '.join(sorted(EACH))}")
    when, emit = entry.get("when"), entry.get("emit")
    return Row(
        place=place,
        templates=templates,
        emit=None if emit is None else str(emit),
        each=each,
        owner=Owner(str(entry.get("owner", Owner.GENERATED))),
        when=None if when is None else str(when),
        was=_earlier(root, folder, entry.get("was"), templates, place),
    )


def _earlier(
    root: Path, folder: Path, written: object, templates: tuple[str, ...], place: str
) -> tuple[str, ...]:
    """The former paths of the row's template, from one path below *folder* or a list of them."""
    if written is None:
        return ()
    if len(templates) != 1:
        raise PlanError(f"{place}: was is for a row of one template")
    home = folder.relative_to(root)
    paths = written if isinstance(written, list) else [written]
    return tuple((home / str(path)).as_posix() for path in paths)


def _templates(root: Path, folder: Path, pattern: str, place: str) -> tuple[str, ...]:
    """The templates that *pattern*, a path or a glob below *folder*, stands for."""
    if not pattern:
        return ()
    found = tuple(path for path in template_files(root, folder, pattern))
    if not found:
        raise PlanError(f"{place}: no such template")
    return found


def template_files(root: Path, folder: Path, pattern: str = "**/*") -> Iterator[str]:
    """The paths below *root* of every template in *folder* that matches *pattern*."""
    for path in sorted(folder.glob(pattern)):
        parts = path.relative_to(root).parts
        ours = path.name == ROWS or path.suffix == ".pyc" or MACROS in parts
        if path.is_file() and not ours and _IGNORED.isdisjoint(parts):
            yield "/".join(parts)


def _each(templates: tuple[str, ...]) -> str:
    return "context" if all("_context_" in path for path in templates) and templates else "system"


def orphans(root: Path) -> list[str]:
    """What the rows and the tree disagree on: templates without a row, or with two."""
    named = [template for row in read_rows(root) for template in row.templates]
    without = [f"{path}: no row" for path in template_files(root, root) if path not in named]
    return without + sorted({f"{path}: two rows" for path in named if named.count(path) > 1})


def plan(system: System, root: Path, rows: list[Row]) -> list[Planned]:
    """Every file that the templates below *root* give for *system*, less those of emitters."""
    parts = [plan_part(system, context, rows) for context in (None, *system.contexts)]
    return [one for part in parts for one in part]


def plan_part(system: System, context: Context | None, rows: Iterable[Row]) -> list[Planned]:
    """The files of one context, as its templates see the system, or of the system as a whole."""
    return [
        _planned(template, row, scope)
        for row in rows
        for scope in _scopes(EACH[row.each], system, context)
        if row.when is None or holds(scope, row.when)
        for template in row.templates
    ]


def _scopes(each: Each, system: System, context: Context | None) -> Iterable[Scope]:
    return each.find(system) if context is None else each.within(system, context)


def _planned(template: str, row: Row, scope: Scope) -> Planned:
    context = scope.get("context")
    return Planned(
        template=template,
        path=unguarded(target(template, scope)),
        owner=row.owner,
        node=_node(scope),
        context=None if context is None else unguarded(snake(context)),
        scope=scope,
        was=tuple(_former(template, row.was, scope)),
    )


def _former(template: str, earlier: tuple[str, ...], scope: Scope) -> Iterator[str]:
    """The paths of the file under former names of its template and of the nodes of *scope*."""
    known = {key: _names(node) for key, node in scope.items()}
    if not earlier and all(len(names) == 1 for names in known.values()):
        return
    present = target(template, scope)
    for one, *names in product((template, *earlier), *known.values()):
        path = _filled(one, dict(zip(known, names, strict=True)))
        if path != present:
            yield unguarded(path)


def _names(node: object) -> list[str]:
    """The node's name as it stands in a path, then its former names, the latest first."""
    former = [name.snake for name in reversed(getattr(node, "was", ()))]
    return list(dict.fromkeys([snake(node), *former]))


def _node(scope: Scope) -> str:
    """The node as people write it: `ordering.PlaceOrder`; the last variable is the innermost."""
    inner = [str(getattr(node, "name", node)) for key, node in scope.items() if key != "system"]
    return ".".join(inner) or "system"


def target(template: str, scope: Scope) -> str:
    """The path that *template* gives for the nodes of *scope*.

    Raises PlanError for a placeholder that the row's `each` does not give.
    """
    return _filled(template, {key: snake(node) for key, node in scope.items()})


def _filled(template: str, names: Mapping[str, str]) -> str:
    def filled(found: re.Match[str]) -> str:
        if found[1] not in names:
            raise PlanError(f"{template}: nothing here is called _{found[1]}_")
        return names[found[1]]

    bare = template.removesuffix(SUFFIX)
    unknown = [word for word in _UNKNOWN.findall(bare) if f"_{word}_" not in _known()]
    if unknown:
        raise PlanError(f"{template}: _{unknown[0]}_ is none of {', '.join(sorted(_known()))}")
    return _PLACEHOLDER.sub(filled, bare)


@cache
def _known() -> frozenset[str]:
    return frozenset(f"_{variable}_" for each in EACH.values() for variable in each.gives)
