"""A blueprint and the files of its contexts, as one document."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from types import MappingProxyType

from blueprint.diagnostics import Diagnostic, has_errors, sort
from blueprint.load.positions import Path, Positions, Source
from blueprint.load.text import MAX_BYTES, decode
from blueprint.load.tree import Parsed, Tree, parse

_NO_FILES: Mapping[str, str] = MappingProxyType({})


class UnreadableError(Exception):
    """A file that cannot be read; its text says why."""


Read = Callable[[str], bytes]
"""Gives the bytes of a file by its path in the project; raises UnreadableError."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A blueprint as plain values, its contexts' files merged in under contexts.NAME.

    `data` is None where nothing could be read; `complete` is False where a part is missing.
    `files` holds the text of each file read, by its path in the project.
    """

    data: dict[str, Tree] | None
    positions: Positions
    diagnostics: list[Diagnostic]
    files: dict[str, str]
    complete: bool


def load(path: FilePath) -> Loaded:
    """Loads the blueprint at *path*, a file or the folder of a blueprint.yaml; never raises."""
    main = path / "blueprint.yaml" if os.path.isdir(path) else path
    root = main.parent

    def read(name: str) -> bytes:
        return _read_file(root, name)

    return _Project(read).load(main.name)


def load_text(
    text: str, name: str = "blueprint.yaml", files: Mapping[str, str] = _NO_FILES
) -> Loaded:
    """Loads a blueprint from *text*, its contexts from *files* by their paths."""
    texts = {**files, name: text}

    def read(name: str) -> bytes:
        if name not in texts:
            raise UnreadableError("there is no such file")
        return texts[name].encode("utf-8", errors="surrogatepass")

    return _Project(read).load(name)


def load_by(read: Read, name: str = "blueprint.yaml") -> Loaded:
    """Loads the blueprint *name* of a project whose files *read* gives."""
    return _Project(read).load(name)


def _read_file(root: FilePath, name: str) -> bytes:
    """The bytes of a file below *root*, at most one more than are allowed."""
    try:
        home, target = root.resolve(strict=True), (root / name).resolve(strict=True)
        if not target.is_relative_to(home):
            raise UnreadableError("a link leads out of the project")
        if not target.is_file():
            raise UnreadableError("this is no file")
        with target.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError("there is no such file") from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        raise UnreadableError(f"the file cannot be read: {reason}") from None


@dataclass(slots=True)
class _Project:
    read: Read
    files: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    complete: bool = True

    def load(self, name: str) -> Loaded:
        positions = Positions(Source(name, ()))
        try:
            source, parsed = self._parse(name, ())
        except UnreadableError as error:
            self._report(positions, (), "BP108", f"{error}", "say where blueprint.yaml stands")
            return Loaded(None, positions, sort(self.diagnostics), self.files, complete=False)
        positions = Positions(source, parsed.spans)
        data = self._system(parsed.tree, positions)
        return Loaded(data, positions, sort(self.diagnostics), self.files, self.complete)

    def _parse(self, name: str, prefix: Path) -> tuple[Source, Parsed]:
        text, source, found = decode(self.read(name), name)
        self.files[name] = text
        parsed = Parsed(diagnostics=found, complete=False) if found else parse(text, source, prefix)
        self.diagnostics += parsed.diagnostics
        self.complete = self.complete and parsed.complete
        return source, parsed

    def _system(self, tree: Tree, positions: Positions) -> dict[str, Tree] | None:
        if not isinstance(tree, dict):
            if not has_errors(self.diagnostics):
                self._not_a_blueprint(positions, "this is no mapping")
            self.complete = False
            return None
        if next(iter(tree), None) != "blueprint":
            self._not_a_blueprint(positions, 'the first key is not "blueprint"')
        elif type(tree["blueprint"]) is not int or tree["blueprint"] != 1:
            hint = "write blueprint: 1"
            self._report(positions, ("blueprint",), "BP109", "an unknown language version", hint)
        contexts = tree.get("contexts")
        if isinstance(contexts, dict):
            tree["contexts"] = self._contexts(contexts, positions)
        return tree

    def _contexts(self, contexts: dict[str, Tree], positions: Positions) -> Tree:
        merged = {
            name: self._included(name, entry, positions) if isinstance(entry, str) else entry
            for name, entry in contexts.items()
        }
        return {name: entry for name, entry in merged.items() if entry is not _MISSING}

    def _included(self, name: str, file: str, positions: Positions) -> Tree:
        """The context *name* from its own file; _MISSING where it cannot be read."""
        path: Path = ("contexts", name)
        try:
            _refuse_outside(file)
            source, parsed = self._parse(str(PurePosixPath(file)), path)
        except UnreadableError as error:
            hint = f"write a path below this file, such as contexts/{name}.yaml"
            self._report(positions, path, "BP108", f'"{file}": {error}', hint)
            self.complete = False
            return _MISSING
        positions.spans.update(parsed.spans)
        if first := parsed.spans.get((*path, "context")):
            positions.spans[path] = first  # what the file lacks is said where it begins
        return self._context(name, parsed, Positions(source, parsed.spans))

    def _context(self, name: str, parsed: Parsed, positions: Positions) -> Tree:
        if not isinstance(parsed.tree, dict):
            if parsed.complete:
                self._report(positions, (), "BP110", *_wrong_start(name, "it is no mapping"))
            self.complete = False
            return _MISSING
        if next(iter(parsed.tree), None) != "context":
            why = 'its first key is not "context"'
            self._report(positions, (), "BP110", *_wrong_start(name, why))
        elif parsed.tree["context"] != name:
            path: Path = ("contexts", name, "context")
            why = f'it says "{parsed.tree["context"]}"'
            self._report(positions, path, "BP110", *_wrong_start(name, why))
        return {key: value for key, value in parsed.tree.items() if key != "context"}

    def _not_a_blueprint(self, positions: Positions, why: str) -> None:
        self._report(positions, (), "BP109", why, "begin the file with blueprint: 1")

    def _report(self, positions: Positions, path: Path, code: str, message: str, help: str) -> None:
        mark = positions.value(path)
        self.diagnostics.append(Diagnostic.at(mark, code, message, help=help))


_MISSING: Tree = {}
"""Stands for a context whose file could not be read; compared by identity."""


def _wrong_start(name: str, why: str) -> tuple[str, str]:
    return f"this is not the file of the context {name}: {why}", f"begin it with context: {name}"


def _refuse_outside(file: str) -> None:
    parts = PurePosixPath(file).parts
    outside = not parts or PurePosixPath(file).is_absolute() or ".." in parts
    if outside or "\\" in file or ":" in file or "\0" in file:
        raise UnreadableError("the path leads out of the project")
    if not file.endswith((".yaml", ".yml")):
        raise UnreadableError("a context's file ends in .yaml")
