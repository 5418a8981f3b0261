"""What a command asks of the Python that it runs in."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


def leave_out_plugins() -> None:
    """Keeps pydantic from looking for plugins in every distribution that is installed.

    None may change how a blueprint is read, and the search takes 10 ms, more where much is
    installed.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for unused circles of objects within.

    A command makes hundreds of thousands of objects and keeps nearly all of them to its end, which
    is near: searching among them again and again takes a fifth of the time of `check`, and frees
    nothing worth it (`new` of 200 contexts peaks at 96 MiB with and without).
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what is there now is left out of the search that Python ends with, too
        if searched:
            gc.enable()
