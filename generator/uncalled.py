"""Code of operations that nothing calls: it lies where only an ejected operation has its own."""

from collections.abc import Iterable, Iterator

from blueprint.model import System
from generator.guard import unguarded
from generator.manifest import Manifest
from generator.plan import Row, target
from generator.tree import Tree
from generator.workspace import Reader

_EACH = "fill_operation"
_UNCALLED = (
    "{operation} is plain as far as is recorded, and nothing calls this: `blueprint eject "
    "{operation}` lets it be called again; or delete it"
)


def uncalled(
    system: System, rows: Iterable[Row], tree: Tree, manifest: Manifest, reader: Reader
) -> Iterator[tuple[str, str]]:
    """The files at places of fills of plain operations, as a lost record leaves them, and why.

    Raises UnsafePathError, InTheWayError.
    """
    places = dict(_places(system, rows))
    listed = {path for path in places if path in tree or path in manifest.files}
    # Folders are looked through, so that what comes there later is noticed by the next run.
    folders = sorted({path.rpartition("/")[0] for path in places})
    for path in (path for folder in folders for path in reader.below(folder)):
        if path in places and path not in listed:
            yield path, _UNCALLED.format(operation=places[path])


def _places(system: System, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Where the fill of each plain operation would lie, and the operation."""
    templates = [template for row in rows if row.each == _EACH for template in row.templates]
    for context in system.contexts:
        for operation in context.plain_operations:
            scope = {"system": system, "context": context, "operation": operation}
            for template in templates:
                yield unguarded(target(template, scope)), f"{context.name}.{operation.name}"
