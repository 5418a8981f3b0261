"""The one layout of a blueprint: order, indentation, spaces and places of comments.

The round-trip loaders of YAML move or lose comments (after a flow mapping, after an empty value,
before the first item of a list), so the layout is made from the events of the parser that reads a
blueprint anyway, and what it made is read again before anybody gets it.
"""

import json
from dataclasses import dataclass

from blueprint.diagnostics import Diagnostic
from blueprint.layout.attaching import attach, comments_of
from blueprint.layout.nodes import Collection, Comment, Node
from blueprint.layout.order import ordered
from blueprint.layout.printing import printed
from blueprint.layout.reading import read_nodes
from blueprint.load.positions import Source
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
    said = _said(parsed.tree, comments)
    laid = _laid(root, comments)
    if _said_by(laid) != said:
        message = "this file cannot be laid out without losing something of it"
        hint = "write it more plainly: no key after '?', no comment inside a key or its value"
        return Laid("", [Diagnostic.at(source.mark(1, 1), "BP101", message, help=hint)])
    return Laid(laid.replace("\n", "\r\n") if b"\r\n" in content else laid, [])


def _not_ours(tree: Tree, source: Source) -> list[Diagnostic]:
    """What is said of a file that is neither a blueprint nor a context's."""
    if isinstance(tree, dict) and next(iter(tree), None) in ("blueprint", "context"):
        return []
    message = 'the first key is neither "blueprint" nor "context"'
    hint = "begin the file with blueprint: 1, or a context's own with context: NAME"
    return [Diagnostic.at(source.mark(1, 1), "BP109", message, help=hint)]


def _laid(root: Node, comments: list[Comment]) -> str:
    rest = attach(root, comments)
    if isinstance(root, Collection):
        ordered(root)
    return printed(root, rest)


def _said(tree: Tree, comments: list[Comment]) -> tuple[str, list[str]]:
    """What a file says, and its comments; the order in which either stands is not compared."""
    return json.dumps(tree, sort_keys=True), sorted(comment.text for comment in comments)


def _said_by(text: str) -> tuple[str, list[str]]:
    root = read_nodes(text)
    tree = parse(text, Source("", tuple(text.split("\n")))).tree
    return _said(tree, [] if root is None else comments_of(text, root))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
