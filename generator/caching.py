"""What is kept from one run to the next beside a workspace, so that the next one is quicker.

It lies in the user's folder of caches and never in the workspace: git does not see it, a run that
changes nothing touches no file, and it may be deleted at any time. What is damaged is not there.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

SWITCH = "BLUEPRINT_CACHE"
"""The environment variable that names another folder, or says `off`."""
_OFF = "off"
_MOST = 200  # files of a kind, of which those that were not written for longest are forgotten


def kept_of(root: str, what: str) -> Mapping[str, object]:
    """What an earlier run kept of the workspace at *root*; nothing where none did.

    *what* tells apart things that are kept each by itself.
    """
    place = _place(root, what)
    if place is None:
        return {}
    try:
        with open(place, "rb") as file:
            seal, _, text = file.read().partition(b"\n")
    except OSError:
        return {}
    found: dict[str, object] = json.loads(text) if seal == _seal(text) else {}
    return found


def keep(root: str, what: str, kept: Mapping[str, object]) -> None:
    """Keeps something of the workspace at *root*; without a word where that cannot be done."""
    place = _place(root, what)
    if place is None:
        return
    with suppress(OSError):
        text = json.dumps(kept, separators=(",", ":")).encode("utf-8", errors="surrogatepass")
        _replace(os.path.dirname(place), place, _seal(text) + b"\n" + text)


def _seal(text: bytes) -> bytes:
    """What stands above a text, so that one which is damaged is told from a whole one."""
    return sha256(text).hexdigest().encode("ascii")


def _place(root: str, what: str) -> str | None:
    """The file for one workspace; None where nothing is to be kept."""
    folder = folder_of("workspaces")
    name = sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return os.path.join(folder, f"{name}.{what}.json") if folder else None


def folder_of(kind: str) -> str | None:
    """The folder for things of a kind, made if need be; None where nothing is to be kept.

    What was not written for longest is removed from it where there is too much.
    """
    top = _folder()
    if top is None:
        return None
    folder = os.path.join(top, kind)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        _forget_old(folder)
    except OSError:
        return None
    return folder


def _folder() -> str | None:
    said = os.environ.get(SWITCH, "")
    if said:
        return None if said == _OFF else said
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "blueprint") if os.path.isabs(home) else None


def _replace(folder: str, place: str, content: bytes) -> None:
    import tempfile  # whoever only reads need not wait for it

    descriptor, temporary = tempfile.mkstemp(dir=folder)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _forget_old(folder: str) -> None:
    """Removes what was not written for longest where there is too much."""
    paths = [entry.path for entry in os.scandir(folder)]
    if len(paths) <= _MOST:
        return
    for path in sorted(paths, key=os.path.getmtime)[:-_MOST]:
        with suppress(OSError):
            os.unlink(path)
