"""Each sample passes its own tests without Blueprint installed, on SQLite and on PostgreSQL."""

from tests.samples.workspaces import Workspace
from tests.servers import need_postgres


def test_blueprint_is_not_installed_where_workspaces_run(workspace: Workspace) -> None:
    done = workspace.run("pip", "show", "domain-blueprint")
    assert done.returncode != 0
    probe = workspace.run(
        "timeit",
        "-n1",
        "-r1",
        "import importlib.util as u; assert u.find_spec('blueprint') is None",
    )
    assert probe.returncode == 0, probe.stderr


def test_its_own_tests_pass_on_sqlite(workspace: Workspace) -> None:
    done = workspace.run("pytest", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_its_own_tests_pass_on_postgresql(workspace: Workspace) -> None:
    url = need_postgres()
    done = workspace.run("pytest", "-p", "no:cacheprovider", DATABASE_URL=url)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
