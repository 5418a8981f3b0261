"""A move to the templates of a later version: by the command, or through Copier."""

import shutil
from fcntl import LOCK_EX, flock
from pathlib import Path

from blueprint import __version__
from tests.copier.repositories import ANSWERS, SOURCE, Made, git, set_version, tagged, working_tree
from tests.evolution.command import Done
from tests.evolution.history import History
from tests.evolution.lines import files
from tests.evolution.versions import FORMER, NEW, TEMPLATES

_RENAMED = ("/extensions.py", "/replacing.py")


def update(history: History, repository: Made | None = None) -> None:
    """Moves the workspace to the later templates, through Copier where there is a *repository*."""
    history.move_to(NEW, _moved)
    history.note()
    before = files(history.root)
    done = _by_copier(history, repository) if repository else history.run("update")
    if done.status == 3 or (repository and history.edited()):
        assert files(history.root) == before, f"it stopped, and touched something\n{done}"
        assert history.edited(), f"nothing was in the way\n{done}"
        history.move_back()
        return
    history.judge_done(done)
    assert f"_commit: v{__version__}" in (history.root / ANSWERS).read_text()
    history.repeats(history.status)


def _moved(path: str) -> str:
    """Where a file goes whose template has another name."""
    return path.replace(*_RENAMED) if path.endswith(_RENAMED[0]) else path


def _by_copier(history: History, repository: Made) -> Done:
    done = repository.copier("update", "--trust", "--defaults", "--quiet", cwd=history.root)
    assert "Traceback" not in done.stderr, done.stderr
    history.log.append(f"copier update: {done.returncode}")
    history.before, history.status = files(history.root), done.returncode
    return Done(done.returncode, done.stdout, done.stderr)


def repository(folder: Path) -> Made:
    """A repository of this engine with the small templates of two versions."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "gitconfig").exists():
            _make(folder)
    return Made(folder)


def _make(folder: Path) -> None:
    source = folder / "repository"
    source.mkdir()
    git(source, "init", "--quiet", "--initial-branch=main")
    for name, tag in (("one", FORMER), ("two", f"v{__version__}")):
        tree = folder / tag
        working_tree(tree)
        set_version(tree, tag)
        shutil.rmtree(tree / "templates")
        shutil.copytree(TEMPLATES / name, tree / "templates")
        tagged(source, tree, tag)
    (folder / "gitconfig").write_text(
        "[user]\n\tname = Somebody\n\temail = somebody@example.org\n"
        f'[url "{source}"]\n\tinsteadOf = {SOURCE}\n'
    )
