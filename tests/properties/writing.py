"""Blueprints as text: one file or several, in block and flow style, quoted one way and another."""

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

Files = dict[str, str]
MAIN = "blueprint.yaml"

_WORDS = re.compile(r"(?i:null|true|false)|~|[-+.0-9].*")
_PLAIN = re.compile(r"[A-Za-z_/=][^\n\t]*[^\s]|[A-Za-z_/]")
_INDICATORS = re.compile(r": |:$| #|[,\[\]{}]")
_WIDTH = 160


def plainly(blueprint: Mapping[str, Any]) -> Files:
    """One file in block style, each value as plain as it can be."""
    return {MAIN: _Writer(None).document(blueprint)}


def in_style(blueprint: Mapping[str, Any], seed: int) -> Files:
    """The files of a blueprint in the style that *seed* stands for; 0 is the plain one."""
    if seed == 0:
        return plainly(blueprint)
    random = Random(seed)
    writer = _Writer(random)
    contexts = dict(blueprint["contexts"])
    ours = [n for n, body in contexts.items() if isinstance(body, dict) and "external" not in body]
    own = [name for name in ours if random.random() < 0.4]
    files = {
        f"contexts/{name}.yaml": writer.document({"context": name, **contexts[name]})
        for name in own
    }
    merged = {
        name: f"contexts/{name}.yaml" if name in own else body for name, body in contexts.items()
    }
    return {MAIN: writer.document({**blueprint, "contexts": merged}), **files}


class Raw(str):
    """A text that stands in a file as it is."""


class _Writer:
    """Writes nodes; without *random* the plainest way that there is."""

    def __init__(self, random: Random | None) -> None:
        self._random = random
        self.indent = 2 if random is None else random.choice((2, 4))
        self._flow = 0.0 if random is None else random.choice((0.0, 0.3, 0.8))
        self._comments = 0.0 if random is None else random.choice((0.0, 0.1))

    def document(self, node: Mapping[str, Any]) -> str:
        """A whole file."""
        return "\n".join(self._mapping(node, 0)) + "\n"

    def entries(self, node: Mapping[str, Any] | list[Any]) -> list[str]:
        """The entries of a section, without its key."""
        if isinstance(node, list):
            return self._sequence(node, self.indent)
        return self._mapping(node, self.indent)

    def _chance(self, share: float) -> bool:
        return self._random is not None and self._random.random() < share

    def _mapping(self, node: Mapping[str, Any], depth: int) -> list[str]:
        lines = []
        for key, value in node.items():
            lines += self._between(depth)
            lines += self._entry(f"{' ' * depth}{self._key(key)}:", value, depth)
        return lines

    def _between(self, depth: int) -> list[str]:
        if not self._chance(self._comments):
            return []
        return ["", f"{' ' * depth}# a comment: {{with}} [signs]"]

    def _sequence(self, node: list[Any], depth: int) -> list[str]:
        return [line for item in node for line in self._entry(f"{' ' * depth}-", item, depth)]

    def _entry(self, start: str, value: Any, depth: int) -> list[str]:
        """The lines of a value after `KEY:` or a dash."""
        if not isinstance(value, dict | list):
            return self._scalar_after(start, value, depth)
        if not value or self._chance(self._flow):
            flow = self.flow(value)
            if not value or len(start) + len(flow) < _WIDTH:
                return [f"{start} {flow}"]
        below = depth + self.indent
        inner = (
            self._mapping(value, below) if isinstance(value, dict) else self._sequence(value, below)
        )
        if start.endswith("-") and isinstance(value, dict) and self.indent == 2:
            first = next(
                number
                for number, line in enumerate(inner)
                if line.strip() and not line.lstrip().startswith("#")
            )
            return [*inner[:first], f"{start} {inner[first].lstrip()}", *inner[first + 1 :]]
        return [start, *inner]

    def _scalar_after(self, start: str, value: Any, depth: int) -> list[str]:
        if isinstance(value, str) and _is_paragraph(value) and not self._chance(0.5):
            return [
                f"{start} |-",
                *(f"{' ' * (depth + self.indent)}{line}" for line in value.split("\n")),
            ]
        comment = "  # why" if self._chance(self._comments) else ""
        return [f"{start} {self.scalar(value, flow=False)}{comment}"]

    def flow(self, value: Any) -> str:
        """A value in one line."""
        if isinstance(value, dict):
            parts = (f"{self._key(key, flow=True)}: {self.flow(v)}" for key, v in value.items())
            return f"{{{', '.join(parts)}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.flow(item) for item in value)}]"
        return self.scalar(value, flow=True)

    def _key(self, key: str, *, flow: bool = False) -> str:
        return self.scalar(key, flow=flow)

    def scalar(self, value: Any, *, flow: bool) -> str:
        """A single value, quoted where it must be, and now and then where it need not."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str):
            return str(value)
        if isinstance(value, Raw):
            return str(value)
        if _is_plain(value, flow=flow) and not self._chance(0.1):
            return value
        if "\n" in value or self._chance(0.5):
            return quoted(value)
        return "'" + value.replace("'", "''") + "'"


def _is_paragraph(text: str) -> bool:
    return "\n" in text and text == text.strip()


def _is_plain(text: str, *, flow: bool) -> bool:
    found = _INDICATORS.search(text)
    while found and not flow and found.group() in ",[]{}":
        found = _INDICATORS.search(text, found.end())
    return bool(_PLAIN.fullmatch(text)) and not found and not _WORDS.fullmatch(text)


def quoted(text: str) -> str:
    """A text in double quotes."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'


def sections(blueprint: Mapping[str, Any], more: Mapping[str, list[str]], seed: int) -> str:
    """One file of which each section of *more* holds those lines, too, after its own."""
    writer = _Writer(Random(seed) if seed else None)
    lines: list[str] = []
    for key in dict.fromkeys([*blueprint, *more]):
        own = blueprint.get(key) or {}
        if key not in more:
            lines += writer.document({key: own}).splitlines()
            continue
        lines += [f"{key}:", *(writer.entries(own) if own else [])]
        lines += [f"{' ' * writer.indent}{line}" if line else "" for line in more[key]]
    return "\n".join(lines) + "\n"


def with_comments(files: Files, seed: int) -> Files:
    """The same with comments and empty lines between entries; their meaning is the same."""
    random = Random(seed)
    return {name: "\n".join(_commented(text, random)) + "\n" for name, text in files.items()}


def _commented(text: str, random: Random) -> Iterator[str]:
    literal = -1  # how deep the key stands whose text goes on below it
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if literal >= 0 and (not line.strip() or depth > literal):
            yield line
            continue
        literal = depth if line.endswith("|-") else -1
        if random.random() < 0.1:
            yield from ("", f"{' ' * depth}# {random.choice(('why', 'a: b', '[', '{{ x }}'))}")
        yield line
