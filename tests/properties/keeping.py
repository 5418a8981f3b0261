"""Blueprints that fail are kept, so that somebody can look at them."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from tests import txtar
from tests.properties.writing import Files

FOLDER = Path(os.environ.get("PROPERTIES_KEPT", Path(gettempdir()) / "blueprint-properties"))


@contextmanager
def kept(files: Files, name: str) -> Iterator[None]:
    """Writes the files of a blueprint into one text where what is done with them fails."""
    try:
        yield
    except Exception as error:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{re.sub(r'[^A-Za-z0-9]+', '-', name)}.txt"
        path.write_text(txtar.render("", files), encoding="utf-8")
        error.add_note(f"The blueprint is kept in {path}.")
        raise
