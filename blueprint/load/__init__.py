"""From text to a document tree that knows the line and column of each of its nodes."""

from blueprint.load.positions import Path, Positions
from blueprint.load.project import Loaded, UnreadableError, load, load_by, load_text
from blueprint.load.tree import Tree

__all__ = ["Loaded", "Path", "Positions", "Tree", "UnreadableError", "load", "load_by", "load_text"]
