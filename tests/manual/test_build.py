"""The manual is built, its links lead somewhere, and nothing that it must explain is missing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from blueprint.rules.registry import rules
from docs.generated import pages
from tests.samples.workspaces import ROOT


def _build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docs", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual as it is read."""
    folder = tmp_path_factory.mktemp("manual")
    built = _build(folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def test_every_page_is_a_page_of_the_site_and_stands_in_its_table_of_contents(site: Path) -> None:
    written = {page.stem for page in (ROOT / "docs" / "pages").glob("*.md")}
    made = written | {name.removesuffix(".md") for name in pages()}
    contents = (site / "index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="(?:\./)?([\w-]+)\.html', contents))
    assert made == {page.stem for page in site.glob("*.html")} - {"404"}
    assert {name for name in made if not name.startswith("rules-")} <= linked


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    told = [page.read_text(encoding="utf-8") for page in site.glob("*.html")]
    fetched = [
        re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)', one) for one in told
    ]
    assert [url for urls in fetched for url in urls] == []


def test_every_rule_is_explained() -> None:
    told = "".join(text for name, text in pages().items() if name.startswith("rules-"))
    assert set(re.findall(r"^## (BP\d{3}) ", told, re.MULTILINE)) == set(rules())


def test_a_link_that_leads_nowhere_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docs.__main__ as manual

    monkeypatch.setattr(manual, "pages", lambda: pages() | {"extra.md": "# E\n\n[x](gone.md)\n"})
    assert manual.build(tmp_path / "manual") != 0
