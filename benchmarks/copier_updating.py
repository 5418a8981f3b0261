"""`copier update` of a pure Copier template whose two versions give what two of ours do."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from benchmarks.copier_rendering import write_template
from benchmarks.processes import Ran, git, python

_ANSWERS = "{{ _copier_conf.answers_file }}.jinja"
_OLD, _NEW = "1.0.0", "2.0.0"

Files = Mapping[str, bytes]


class Updating:
    """A project of the older version, committed, which is updated again and again."""

    def __init__(
        self, folder: Path, old: Files, new: Files, environment: Mapping[str, str]
    ) -> None:
        self._folder = folder
        self._environment = environment
        self._template = folder / "template"
        self._version(old, _OLD)
        self._version(new, _NEW)
        self._project = folder / "project"
        self._copier("copy", f"--vcs-ref={_OLD}", str(self._template), str(self._project))
        self._git(self._project, "init", "--quiet")
        self._commit(self._project)

    def run(self) -> Ran:
        """One `copier update` of a fresh copy of the project."""
        copy = self._folder / "updated"
        shutil.copytree(self._project, copy, symlinks=True)
        ran = self._copier("update", str(copy))
        shutil.rmtree(copy)
        return ran

    def _version(self, files: Files, tag: str) -> None:
        repository, kept = self._template / ".git", self._folder / "kept"
        if repository.exists():
            repository.rename(kept)
            shutil.rmtree(self._template)
        write_template(self._template, files)
        if kept.exists():
            kept.rename(repository)
        else:
            self._git(self._template, "init", "--quiet")
        answers = "{{ _copier_answers|to_nice_yaml -}}\n"
        (self._template / _ANSWERS).write_text(answers, encoding="utf-8")
        self._commit(self._template)
        self._git(self._template, "tag", tag)

    def _commit(self, folder: Path) -> None:
        self._git(folder, "add", "--all", "--force")
        self._git(folder, "commit", "--quiet", "--message=as it is")

    def _copier(self, command: str, *arguments: str) -> Ran:
        call = ["-m", "copier", command, "--defaults", "--quiet", *arguments]
        return python(call, self._folder, self._environment)

    def _git(self, folder: Path, *arguments: str) -> None:
        git(folder, self._environment, *arguments)
