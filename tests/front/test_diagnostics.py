"""Diagnostics as people and tools see them."""

import json

from blueprint.diagnostics import (
    Diagnostic,
    Mark,
    Severity,
    as_json,
    has_errors,
    has_findings,
    render,
    sort,
)

LINE = "        needs: {patients.GetPatient: {timeout: 300ms}}"
MARK = Mark(file="contexts/ordering.yaml", line=41, column=17, length=19, source_line=LINE)
MESSAGE = (
    "PlaceOrder needs patients.GetPatient, "
    "but the context map has no relation from patients to ordering"
)
HELP = "add to relations: {upstream: patients, downstream: ordering}"


def at(line=1, column=1, code="BP201", file="a.yaml", **more):
    mark = Mark(file=file, line=line, column=column, **more)
    return Diagnostic.at(mark, code, "wrong")


def test_a_diagnostic_is_framed_as_in_the_language_paper():
    assert (
        render(Diagnostic.at(MARK, "BP301", MESSAGE, help=HELP))
        == f"""\
contexts/ordering.yaml:41:17: BP301 {MESSAGE}
   |
41 | {LINE}
   |                 ^^^^^^^^^^^^^^^^^^^
   = help: {HELP}"""
    )


def test_only_what_is_no_error_says_its_severity():
    noted = Diagnostic.at(MARK, "BP301", "quiet", severity=Severity.NOTE)

    assert render(noted).startswith("contexts/ordering.yaml:41:17: BP301 note: quiet")


def test_control_characters_are_shown_and_never_obeyed():
    text = render(at(source_line="a\x1b[31m\u202eb", column=2, length=1))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "a\\u001b[31m\\u202eb" in text


def test_carets_stand_below_wide_characters_and_tabs():
    wide = render(at(source_line="\t検: x", column=3, length=1)).splitlines()

    assert wide[2].removeprefix("1 | ") == "\t検: x"
    assert wide[3].removeprefix("  | ") == "\t  ^"


def test_a_long_line_is_shown_in_part():
    lines = render(at(source_line="x" * 5000, column=2500)).splitlines()

    assert max(len(line) for line in lines) < 200
    assert lines[2].index("x" * 20) < lines[3].index("^") < len(lines[2])


def test_diagnostics_are_sorted_by_place_and_said_once():
    found = [at(2), at(1, 5), at(1, 2, "BP301"), at(1, 2), at(9, file="0.yaml"), at(2)]

    assert [(d.file, d.line, d.column, d.code) for d in sort(found)] == [
        ("0.yaml", 9, 1, "BP201"),
        ("a.yaml", 1, 2, "BP201"),
        ("a.yaml", 1, 2, "BP301"),
        ("a.yaml", 1, 5, "BP201"),
        ("a.yaml", 2, 1, "BP201"),
    ]


def test_a_note_is_no_finding_and_a_warning_is_no_error():
    note = Diagnostic.at(MARK, "BP502", "quiet", severity=Severity.NOTE)
    warning = Diagnostic.at(MARK, "BP431", "loud", severity=Severity.WARNING)

    assert (has_findings([note]), has_findings([warning])) == (False, True)
    assert (has_errors([warning]), has_errors([at()])) == (False, True)


def test_the_json_form_is_json():
    assert json.loads(json.dumps(as_json(at())))["severity"] == "error"
