"""One side of a text that git left with the marks of conflicts in it."""

_OURS, _BASE, _MIDDLE, _THEIRS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")


def one_side(content: bytes) -> bytes:
    """The text as the first side of each conflict has it; as it is where there is none."""
    kept: list[bytes] = []
    inside, dropping = False, False
    for line in content.splitlines(keepends=True):
        if line.startswith(_OURS):
            inside = True
        elif inside and (line.startswith(_BASE) or line.rstrip(b"\r\n") == _MIDDLE):
            dropping = True
        elif inside and line.startswith(_THEIRS):
            inside = dropping = False
        elif not dropping:
            kept.append(line)
    return b"".join(kept)
