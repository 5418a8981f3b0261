"""A context stays small enough to be read: its files, its lines, what one write steps through."""

import json
from pathlib import Path

import pytest

from tests.samples.workspaces import Workspace, new

BLUEPRINT = Path(__file__).parent / "shop.yaml"

STEPPING = """\
import asyncio, json, sys
from pathlib import Path
from shop_chassis.testing import running
from shop_sales.entrypoints.app import SERVICE

root = Path.cwd()
touched = set()

def step(frame, event, argument):
    name = frame.f_code.co_filename
    if name.startswith(str(root)) and "_chassis" not in name and frame.f_code.co_name != "<module>":
        touched.add(str(Path(name).relative_to(root)))
    return step

async def main():
    async with running(SERVICE) as system:
        clerk = system.as_role("clerk")
        order = {"customer": "Ada", "lines": [{"sku": "a", "quantity": 1}]}
        sys.settrace(step)
        answer = await clerk.post("/api/sales/v1/orders", json=order)
        sys.settrace(None)
        assert answer.status_code == 201, answer.text
    print(json.dumps(sorted(touched - {"<string>", "probe.py"})))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of one context: two aggregates, six operations, three events."""
    folder = tmp_path_factory.mktemp("shop")
    new(str(BLUEPRINT), folder / "shop")
    return Workspace("shop", folder / "shop")


def own_files(shop: Workspace) -> list[Path]:
    """The context's files and its share of the published library, empty ones left out."""
    folders = (
        shop.path / "services" / "sales",
        shop.path / "libs/published/src/shop_published/sales",
    )
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path for path in sorted(found) if path.stat().st_size]


def test_it_is_at_most_26_files(shop: Workspace) -> None:
    assert len(own_files(shop)) <= 26, own_files(shop)


def test_it_is_at_most_1400_lines_of_python_of_100_columns_no_module_over_300(
    shop: Workspace,
) -> None:
    lines = {
        path: path.read_text().splitlines() for path in own_files(shop) if path.suffix == ".py"
    }
    assert sum(map(len, lines.values())) <= 1400
    assert [path for path, text in lines.items() if len(text) > 300] == []
    assert [path for path, text in lines.items() if any(len(line) > 100 for line in text)] == []


def test_one_write_steps_through_at_most_five_files_outside_the_chassis(shop: Workspace) -> None:
    (shop.path / "probe.py").write_text(STEPPING)
    done = shop.run("probe")
    assert done.returncode == 0, done.stderr
    touched = json.loads(done.stdout.splitlines()[-1])
    assert 1 < len(touched) <= 5, touched
