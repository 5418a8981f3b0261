"""Nothing of yours is ever lost, over random histories; and the histories are worth something.

Whichever shard ends last says what all of them were made of, and fails where a step, a change or a
kind of edit never came.
"""

import sys
from pathlib import Path

import pytest

from tests.evolution import machine
from tests.evolution.budget import HISTORIES, REAL, SHARDS, live
from tests.evolution.counting import kept, lacking, table, together
from tests.evolution.machine import Machine, RealMachine
from tests.evolution.updating import repository

pytestmark = [pytest.mark.slow, pytest.mark.histories]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_through_a_random_history_nothing_is_lost_and_the_truth_is_told(
    shard: int, run_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.taken.clear()
    Machine.repository = repository(run_folder / "evolving")

    live(Machine, -(-HISTORIES // SHARDS), shard)

    kept(run_folder / "evolved", shard, machine.taken)
    if total := together(run_folder / "evolved", SHARDS):
        with capsys.disabled():  # on stderr, which the processes of a parallel run have in common
            print(f"\n{table(total)}", file=sys.stderr)
        assert HISTORIES < 50 or lacking(total) == []


@pytest.mark.parametrize("shard", range(REAL))
def test_so_it_is_with_our_own_templates(shard: int) -> None:
    live(RealMachine, 2, shard + SHARDS)
