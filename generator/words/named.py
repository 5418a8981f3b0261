"""Whatever has a name: most nodes of the model."""

from typing import Protocol

from blueprint.names import Name


class Named(Protocol):
    """A node with a name."""

    @property
    def name(self) -> Name:
        """Its name in all its forms."""
