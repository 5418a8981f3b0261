"""Blueprint: a compiler for backend architecture."""

__version__ = "0.1.0"
