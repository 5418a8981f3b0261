"""Where a node stands in a text: by PyYAML's own marks, not by Blueprint's loader."""

from collections.abc import Mapping

import yaml

from tests.properties.writing import MAIN

Path = tuple[str | int, ...]


def line_of(files: Mapping[str, str], path: Path, *, on_value: bool = False) -> tuple[str, int]:
    """The file and the line of the key at *path* (of the item in a list), or of its value."""
    file, rest = _file_of(files, path)
    node: yaml.Node = yaml.compose(files[file], Loader=yaml.CSafeLoader)
    line = node.start_mark.line
    for step in rest:
        key, node = _child(node, step)
        line = node.start_mark.line if on_value else key.start_mark.line
    return file, line + 1


def _file_of(files: Mapping[str, str], path: Path) -> tuple[str, Path]:
    """The file that holds *path*, and the path in it."""
    if path[:1] == ("contexts",) and len(path) > 1:
        own = f"contexts/{path[1]}.yaml"
        if own in files:
            return own, path[2:] or ("context",)
    return MAIN, path


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return next((key, value) for key, value in node.value if key.value == step)
    item = node.value[step]
    return item, item
