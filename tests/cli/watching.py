"""The command, with every change to the file system watched: who asked for it?

`python -m tests.cli.watching new …` prints what was changed by anything but generator/write/,
a line each, and the programs that were started, as `started NAME`.
"""

import os
import sys
from pathlib import Path

from blueprint.cli import main
from generator import write
from tests.cli.small import use_small_templates

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
    *("os.symlink", "os.truncate", "os.utime", "os.setxattr", "os.removexattr"),
}
WRITE = f"{os.path.dirname(write.__file__)}{os.sep}"
seen: list[str] = []
writes = 0


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: keeps what is no business of whoever asks."""
    global writes
    if event == "subprocess.Popen":
        seen.append(f"started {Path(str(arguments[0])).name}")
    elif event in CHANGES or (event == "open" and is_writing(arguments)):
        if asked_by_write():
            writes += 1
        else:
            seen.append(f"{event} {arguments}")


def is_writing(arguments: tuple[object, ...]) -> bool:
    """Whether a file is opened for more than reading; a descriptor was seen when it was opened."""
    place, _, flags = arguments
    return not isinstance(place, int) and isinstance(flags, int) and bool(flags & WRITING)


def asked_by_write() -> bool:
    """Whether something of generator/write/ is among the callers."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        if frame.f_code.co_filename.startswith(WRITE):
            return True
    return False


if __name__ == "__main__":
    use_small_templates()
    sys.addaudithook(watch)
    status = main()
    print("\n".join(seen))
    print(f"written {writes}")
    sys.exit(status)
