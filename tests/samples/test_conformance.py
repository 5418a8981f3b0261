"""Each operation of a sample is seen to succeed for some role, or is listed as unwritten."""

import json

from tests.samples.workspaces import Workspace

PROBE = """\
import importlib.util, json, sys
from pathlib import Path

from {chassis}.testing.conformance import exercise

found = {{}}
for path in sorted(Path("services").glob("*/tests/test_api.py")):
    spec = importlib.util.spec_from_file_location(path.parts[1], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report = exercise(module.SERVICE, module.ROWS, roles={roles}, needs=module.NEEDS)
    found[path.parts[1]] = {{
        "operations": len(report.statuses),
        "breaches": report.breaches,
        "without success": sorted(report.without_success),
        "unwritten": sorted(report.unwritten),
    }}
Path(sys.argv[1]).write_text(json.dumps(found))
"""
ROLES = {
    "hello": (),
    "diagnostics": ("clinician", "technician", "accountant"),
    "ecommerce": ("customer", "merchandiser", "warehouse", "support"),
    "saas": ("owner", "member", "worker", "operator"),
}

# What made-up input cannot make succeed: nobody has subscribed there.
NEEDS_MORE = {"saas": ["SubmitJob"]}


def unwritten_operations(workspace: Workspace) -> list[str]:
    """What `make todo` lists, by the operations' names."""
    told = json.loads(workspace.run("main", "todo", "--json").stdout)
    names = [name.rpartition(".")[2] for left in told.values() for name in left]
    return sorted("".join(word.capitalize() for word in name.split("_")) for name in names)


def test_every_operation_succeeds_for_some_role_or_is_unwritten(
    workspace: Workspace, run_folder
) -> None:
    probe = PROBE.format(chassis=f"{workspace.sample}_chassis", roles=repr(ROLES[workspace.sample]))
    told = run_folder / f"{workspace.sample}-conformance.json"
    done = workspace.run_code(probe, str(told))
    assert done.returncode == 0, done.stderr[-4000:]

    found = json.loads(told.read_text())
    assert sorted(found) == workspace.contexts
    assert [breach for one in found.values() for breach in one["breaches"]] == []
    unwritten = [name for one in found.values() for name in one["unwritten"]]
    failing = [name for one in found.values() for name in one["without success"]]
    assert failing == unwritten + NEEDS_MORE.get(workspace.sample, [])
    assert unwritten == unwritten_operations(workspace)
    assert sum(one["operations"] for one in found.values()) > 4
