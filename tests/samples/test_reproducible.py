"""The same blueprint gives the same bytes, wherever and whenever it is compiled."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.samples.workspaces import SAMPLES, new

ANOTHER_DAY = '''\
"""Python starts here with another date: 2031-12-31, eleven at night."""
import datetime
import time

_SHIFT = 1956524400 - time.time()
_time, _datetime, _date = time.time, datetime.datetime, datetime.date


class Datetime(_datetime):
    @classmethod
    def now(cls, tz=None):
        return _datetime.fromtimestamp(_time() + _SHIFT, tz)


class Date(_date):
    @classmethod
    def today(cls):
        return _date.fromtimestamp(_time() + _SHIFT)


time.time = lambda: _time() + _SHIFT
datetime.datetime, datetime.date = Datetime, Date
'''


def fingerprint(root: Path) -> dict[str, str]:
    """Every file's path, mode and content below *root*, git's own folder left out."""
    return {
        path.relative_to(root).as_posix(): f"{path.stat().st_mode:o} "
        + sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


@pytest.mark.parametrize("sample", SAMPLES)
def test_another_hash_seed_locale_zone_folder_and_date_change_no_byte(
    sample: str, tmp_path: Path
) -> None:
    here, there = tmp_path / "here" / "ws", tmp_path / "an other" / "place" / "ws"
    here.parent.mkdir()
    there.parent.mkdir(parents=True)
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY)
    root = str(Path(__file__).parents[2])

    new(sample, here, PYTHONHASHSEED="1", LC_ALL="C.UTF-8", TZ="UTC")
    new(
        sample,
        there,
        PYTHONHASHSEED="4242",
        LC_ALL="C",
        TZ="Asia/Kathmandu",
        PYTHONPATH=f"{clock}:{root}",
    )

    first, second = fingerprint(here), fingerprint(there)
    assert first == second
    assert len(first) > 50
