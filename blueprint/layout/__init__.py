"""The one layout of a blueprint: order, indentation, spaces and places of comments.

The round-trip loaders of YAML move or lose comments (after a flow mapping, after an empty value,
before the first item of a list), so the layout is made from the events of the parser that reads a
blueprint anyway, and what it made is read again before anybody gets it.
"""

import json
from dataclasses import dataclass

from yaml import YAMLError

from blueprint.diagnostics import Diagnostic
from blueprint.layout.attaching import attach, comments_of, texts_of_comments
from blueprint.layout.nodes import Collection, Comment, Node, Scalar
from blueprint.layout.order import KINDS, kind_of, ordered
from blueprint.layout.printing import printed
from blueprint.layout.reading import read_nodes
from blueprint.load.positions import Source
from blueprint.load.scalars import resolve
from blueprint.load.text import decode
from blueprint.load.tree import Tree, parse

__all__ = ["Laid", "lay_out"]


@dataclass(frozen=True, slots=True)
class Laid:
    """A file's text in the one layout; empty where the file cannot be read, as is said then."""

    text: str
    diagnostics: list[Diagnostic]


def lay_out(content: bytes, name: str) -> Laid:
    """The blueprint or the context's file *content*, called *name*, in the one layout.

    A file that ends its lines as Windows does keeps that.
    """
    text, _, found = decode(content, name)
    text = _with_plain_ends(text)
    source = Source(name, tuple(text.split("\n")))
    parsed = parse(text, source)
    if found := found or parsed.diagnostics or _not_ours(parsed.tree, source):
        return Laid("", found)
    root = read_nodes(text)
    if root is None:
        return Laid(text, [])
    comments = comments_of(text, root)
    said = _said(root, [comment.text for comment in comments])
    laid = _laid(root, comments)
    if not _says(laid, said):
        message = "this file cannot be laid out without losing something of it"
        hint = "write it more plainly: no key after '?', no comment inside a key or its value"
        return Laid("", [Diagnostic.at(source.mark(1, 1), "BP101", message, help=hint)])
    return Laid(laid.replace("\n", "\r\n") if b"\r\n" in content else laid, [])


def _not_ours(tree: Tree, source: Source) -> list[Diagnostic]:
    """What is said of a file that is neither a blueprint nor a context's.

    It is one where its first key says so, or another key does and the rest could be of one: then
    that key is put first.
    """
    if isinstance(tree, dict) and (next(iter(tree), None) in KINDS or kind_of(list(tree))):
        return []
    message = 'the first key is neither "blueprint" nor "context"'
    hint = "begin the file with blueprint: 1, or a context's own with context: NAME"
    return [Diagnostic.at(source.mark(1, 1), "BP109", message, help=hint)]


def _laid(root: Node, comments: list[Comment]) -> str:
    rest = attach(root, comments)
    if isinstance(root, Collection):
        ordered(root)
    return printed(root, rest)


def _said(root: Node, comments: list[str]) -> tuple[str, list[str]]:
    """What a file says, and its comments; the order in which either stands is not compared."""
    return json.dumps(_tree(root), sort_keys=True), sorted(comments)


def _tree(node: Node) -> Tree:
    """The plain values of a node, as reading a blueprint gives them."""
    if isinstance(node, Scalar):
        return node.value if node.style else resolve(node.value)
    if node.mapping:
        return {e.key.value if e.key else "": _tree(e.value) for e in node.entries}
    return [_tree(entry.value) for entry in node.entries]


def _says(text: str, said: tuple[str, list[str]]) -> bool:
    """Whether a text says this; one that is no YAML, as with a key of 1,025 letters, does not."""
    try:
        root = read_nodes(text)
    except YAMLError:
        return False
    return root is not None and _said(root, texts_of_comments(text, root)) == said


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
