"""The machine is broken on purpose: each mutation of the engine has to fail within the histories.

`python -m tests.evolution.mutations [NAME …]` says for each which assertion saw it, and after how
many histories; it ends with 1 where one lived.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import blueprint.cli.following
import generator
import generator.kept_fills
import generator.merge as merging
import generator.moving
import generator.syncing
import generator.write.applying
import generator.write.finishing
from blueprint.cli.status import Status
from generator.additions import add_missing
from generator.decision import Action, Decision, Known
from generator.evidence import nobody
from generator.write import staging
from tests.evolution.budget import HISTORIES, SHARDS, live
from tests.evolution.machine import Machine

Mutation = Callable[[], contextlib.AbstractContextManager[object]]
MUTATIONS: dict[str, Mutation] = {}


def mutation(make: Mutation) -> Mutation:
    """Takes down a way to break the engine."""
    MUTATIONS[make.__name__] = make
    return make


@mutation
def the_merge_is_dropped_and_the_new_text_taken() -> Any:
    def merged(known: Known, yours: bytes, new: Any) -> Decision:
        return merging._write(known, Action.REPLACE)

    return patch.object(merging, "_merged", merged)


@mutation
def a_conflict_is_settled_for_the_user() -> Any:
    real = merging._merged

    def merged(known: Known, yours: bytes, new: Any) -> Decision:
        found = real(known, yours, new)
        if found.action is not Action.CONFLICT:
            return found
        return replace(found, action=Action.MERGE, content=yours, findings=())

    return patch.object(merging, "_merged", merged)


@mutation
def an_orphan_is_forgotten() -> Any:
    real = merging._gone

    def gone(known: Known, owner: Any) -> Decision:
        found = real(known, owner)
        if found.action is not Action.ORPHAN:
            return found
        return replace(found, action=Action.REMOVE, findings=())

    return patch.object(merging, "_gone", gone)


@mutation
def an_orphan_is_not_told_of_again() -> Any:
    return patch.object(generator.syncing, "_waiting", lambda *_: iter(()))


@mutation
def a_function_is_added_twice() -> Any:
    def twice(*arguments: Any) -> Any:
        found = add_missing(*arguments)
        if not found.added:
            return found
        lines = found.text.splitlines(keepends=True)
        start = max(i for i, line in enumerate(lines) if line.startswith(("def ", "async def ")))
        return replace(found, text=found.text + "\n\n" + "".join(lines[start:]))

    return patch.object(generator.kept_fills, "add_missing", twice)


@mutation
def a_missing_function_is_not_added() -> Any:
    def nothing(yours: str, *others: Any) -> Any:
        return replace(add_missing(yours, *others), text=yours, added=())

    return patch.object(generator.kept_fills, "add_missing", nothing)


@mutation
def a_fill_is_rendered_anew_though_edited() -> Any:
    def fill(known: Known, new: Any) -> Decision:
        return merging._write(known, Action.REPLACE)

    return patch.object(merging, "kept_fill", fill)


@mutation
def an_edited_generated_file_is_written_over() -> Any:
    real = merging._refuse

    def refuse(known: Known, why: str) -> Decision:
        if known.new is None or why is not merging._EDITED:
            return real(known, why)
        return merging._write(known, Action.REPLACE)

    return patch.object(merging, "_refuse", refuse)


@mutation
def findings_end_with_status_0() -> Any:
    return patch.object(blueprint.cli.following, "tell_findings", lambda _: Status.DONE)


@mutation
def nobody_asks_what_git_merged() -> Any:
    return patch("generator.evidence.witness_of", lambda _: nobody)


@mutation
def renames_move_nothing() -> Any:
    return patch.object(generator.syncing, "moves", lambda *_: {})


@mutation
def texts_are_merged_without_what_is_not_utf_8() -> Any:
    real = merging.merge

    def merge(base: Any, yours: bytes, new: bytes) -> Any:
        return real(base, yours.decode("utf-8", "ignore").encode(), new)

    return patch.object(merging, "merge", merge)


@mutation
def records_are_written_first() -> Any:
    real = generator.write.applying.Journal

    def journal(*, changes: Any, **others: Any) -> Any:
        return real(changes=tuple(reversed(changes)), **others)

    # Without the journal's recovery, or the order of changes would not show.
    return contextlib_all(
        patch.object(generator.write.applying, "Journal", journal),
        patch.object(generator.write.finishing, "read", lambda _: None),
    )


@mutation
def a_killed_run_is_thrown_away() -> Any:
    return patch.object(generator.write.finishing, "read", lambda _: None)


@mutation
def a_recovery_writes_over_later_edits() -> Any:
    real = generator.write.finishing._make

    def make(root: Any, change: Any) -> str | None:
        why = real(root, change)
        if why and change.staged:
            staged = root / generator.write.finishing.RUN / change.staged
            if staged.exists():
                os.replace(staged, root / change.path)
                return None
        return why

    return patch.object(generator.write.finishing, "_make", make)


@mutation
def modes_are_lost() -> Any:
    real = staging.stage

    def stage(root: Any, contents: Any, modes: Any) -> None:
        real(root, contents, dict.fromkeys(modes, 0o644))

    return contextlib_all(
        patch.object(staging, "stage", stage),
        patch("generator.write.finishing.shutil.copymode", lambda *_: None),
    )


@mutation
def every_run_writes_something() -> Any:
    real, runs = generator.syncing.prepare, iter(range(10**6))

    def prepare(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        return replace(found, state={**found.state, ".blueprint/last": b"%d" % next(runs)})

    return patch.object(generator.syncing, "prepare", prepare)


@mutation
def what_is_rendered_depends_on_the_run() -> Any:
    real = generator.generate
    runs = iter(range(10**6))

    def generate(*arguments: Any, **named: Any) -> Any:
        tree, number = real(*arguments, **named), next(runs)
        made = b"# made in run %d\n" % (number % 3)
        return tree.with_contents({"AGENTS.md": tree["AGENTS.md"].content + made})

    return patch.object(generator, "generate", generate)


def contextlib_all(*managers: Any) -> Any:
    """Several patches as one."""

    @contextlib.contextmanager
    def entered() -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            for manager in managers:
                stack.enter_context(manager)
            yield

    return entered()


def seen(make: Mutation) -> str:
    """Which assertion saw a mutation; empty where it lived through all histories."""
    for shard in range(SHARDS):
        try:
            with make():
                live(Machine, -(-HISTORIES // SHARDS), shard)
        except Exception as error:
            lines = str(error).splitlines() or [""]
            return f"shard {shard}: {type(error).__name__} {lines[0][:120]}"
    return ""


def main(names: list[str]) -> int:
    """1 where a mutation lived."""
    lived = 0
    for name in names or MUTATIONS:
        found = seen(MUTATIONS[name])
        print(f"{name}: {found or 'LIVED'}", flush=True)
        lived += not found
    return int(lived > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
