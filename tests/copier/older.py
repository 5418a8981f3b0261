"""The templates as an earlier version might have had them: one change of each kind, undone."""

from pathlib import Path

SERVICE = "templates/services/_context_/src/_system___context_"

BINARY = bytes(range(256))

_NOTES = "# Notes\n\nWhat was decided, and when.\n"
_RULES = '"""What no blueprint says. Yours."""\n'
_STUB = '''

def {name}() -> bool:
    """Whether it holds."""
    return True
'''


STUBS = ("c3", "c4", "c0", "c1", "c2")
FORMER_STUBS = ("c0", "c1", "c2")


def extend(tree: Path, stubs: tuple[str, ...]) -> None:
    """Adds to a version's templates what Copier's own merge has lost edits in.

    That is a binary file, and a fill of equal *stubs*.
    """
    (tree / "templates" / "logo.bin").write_bytes(BINARY)
    _row(tree, "templates/plan.toml", 'template = "logo.bin"\nowner = "shared"')
    functions = "".join(_STUB.format(name=name) for name in stubs)
    (tree / SERVICE / "checks.py.jinja").write_text(f"{_RULES}{functions}")
    _row(tree, f"{SERVICE}/plan.toml", 'template = "checks.py.jinja"\nowner = "fill"')


def undo(tree: Path) -> None:
    """Turns a tree of this version into one of an earlier version."""
    _removed(tree)
    _renamed(tree)
    _shared(tree)
    _signature(tree)


def _removed(tree: Path) -> None:
    """Templates that are gone now, one of a fill and one of a shared file."""
    (tree / SERVICE / "rules.py.jinja").write_text(_RULES)
    _row(tree, f"{SERVICE}/plan.toml", 'template = "rules.py.jinja"\nowner = "fill"')
    (tree / "templates" / "NOTES.md.jinja").write_text(_NOTES)


def _renamed(tree: Path) -> None:
    """Templates that have another name now, one of a fill and one of a shared file."""
    service = tree / SERVICE
    (service / "seeds.py.jinja").rename(service / "seeding.py.jinja")
    _replace(tree, f"{SERVICE}/plan.toml", '"seeds.py.jinja"', '"seeding.py.jinja"')
    _replace(
        tree,
        f"{SERVICE}/testing.py.jinja",
        "from . import seeds",
        "from . import seeding as seeds",
    )
    _replace(
        tree,
        f"{SERVICE}/entrypoints/app.py.jinja",
        "from .. import extensions, seeds",
        "from .. import extensions\nfrom .. import seeding as seeds",
    )
    (tree / "templates" / ".env.example.jinja").rename(tree / "templates" / ".env.sample.jinja")


def _shared(tree: Path) -> None:
    """A shared file that has other lines now, at its beginning."""
    place = tree / "templates" / "Makefile.jinja"
    place.write_text("# Everything begins with `make help`.\n" + place.read_text())


def _signature(tree: Path) -> None:
    """A fill that is called otherwise now."""
    _replace(
        tree,
        f"{SERVICE}/extensions.py.jinja",
        "def configure(runtime: Runtime) -> Runtime:",
        "def configure(runtime: Runtime, context: str) -> Runtime:",
    )
    _replace(
        tree,
        f"{SERVICE}/entrypoints/app.py.jinja",
        "configure=extensions.configure,",
        'configure=lambda runtime: extensions.configure(runtime, "{{ context.name.snake }}"),',
    )


def _row(tree: Path, plan: str, row: str) -> None:
    place = tree / plan
    place.write_text(f"{place.read_text()}\n[[file]]\n{row}\n")


def _replace(tree: Path, path: str, now: str, then: str) -> None:
    """Puts the earlier text where the present one stands, once; a test fails where it does not."""
    text = (tree / path).read_text()
    assert text.count(now) == 1, f"{path}: {now}"
    (tree / path).write_text(text.replace(now, then))
