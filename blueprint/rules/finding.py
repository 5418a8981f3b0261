"""What a rule answers: a place in the document, and what to say about it."""

from dataclasses import dataclass

from blueprint.load import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule at *path*; `on_value` points at the value instead of the key."""

    path: Path
    message: str
    help: str = ""
    on_value: bool = False
