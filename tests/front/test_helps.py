"""What a message says to write instead fits what was written."""

import pytest

from tests.examples import diagnose

HEAD = """\
blueprint: 1
system: {name: shop, about: Sells things.}
defaults: {allow: public}
contexts:
  stock: {about: Keeps things., aggregates: {Part: {fields: {code: string}}}}
  sales:
    about: Sells.
"""


def helps(body: str) -> list[tuple[str, str]]:
    text = HEAD + "".join(f"    {line}\n" for line in body.splitlines())
    return [(found.code, found.help) for found in diagnose({"blueprint.yaml": text})]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("storage: [postgres]", "write storage: {engine: …}"),
        ("storage: mysql", "write postgres, sqlite or none for now"),
        ("storage: postgre", 'did you mean "postgres"?'),
        ("broker: kafka", "write sql for now; nats, rabbitmq, kafka and redis come later"),
        ("storage: oracle", "known here: none, postgres, sqlite"),
        ("aggregates: [Order]", "write aggregates: {Order: …}"),
        ("commands: {Sell: [create]}", "write Sell: {does: …}"),
        (
            "commands: {Sell: {about: Sells., does: custom, every: 15 minutes}}",
            "write 15m",
        ),
        (
            "commands: {Sell: {about: Sells., does: custom, http: /sales}}",
            "write GET /sales, or another method before it",
        ),
        (
            "commands: {Sell: {about: Sells., does: custom, http: 'POST /sales/{saleId}'}}",
            "write {sale_id}",
        ),
        ("commands: {Sell: {does: create sale, http: POST /sales}}", "write create Sale"),
        ("aggregates: {Bin: {fields: {part_id: ref(stock.part)}}}", "write ref(stock.Part)"),
        ("aggregates: {Bin: {fields: {code: [string]}}}", "write list(string)"),
        ("aggregates: {Bin: {fields: {code: varchar(20)}}}", "write string(1..20)"),
        ("aggregates: {Bin: {fields: {size: int min 0}}}", "write min=NUMBER"),
        (
            "aggregates: {Bin: {fields: {code: string}}}\ncommands:\n  Sell:",
            "write Sell: {does: …}",
        ),
        ("description: Sells.", 'did you mean "about"?'),
        ("team: 5", 'write team: "5", in quotes'),
        (
            "aggregates: {Bin: {fields: {row: {is: int, optional: 1}}}}",
            "write optional: true, or false, without quotes",
        ),
        ("retry: {attempts: '3'}", "write attempts: 3, in digits without quotes"),
        ("aggregates: {Bin: {fields: {part_id: ref(Part)}}}", "write ref(stock.Part)"),
        ("aggregates: {Bin: {fields: {way: enum(in, out)}}}", "write enum(in | out)"),
    ],
)
def test_the_help_shows_that_very_key(written: str, instead: str) -> None:
    assert [said for _, said in helps(written)] == [instead]


def test_a_letter_that_only_looks_like_one_is_named() -> None:
    [(code, help_)] = helps("enums: {C\u043elour: [red, blue]}")

    assert code == "BP118"
    assert help_ == "\u043e is U+043E and only looks like o: write o"


def test_a_value_that_is_taken_for_a_path_gets_its_sign() -> None:
    body = """\
aggregates: {Bin: {fields: {kind: enum(old | new)}}}
commands: {AddBin: {does: create Bin, http: POST /bins, set: {kind: new}}}"""

    assert helps(body) == [("BP505", "write = new: a value has = before it")]


def test_a_misspelt_side_of_a_relation_is_said_once() -> None:
    text = (
        HEAD
        + """\
    aggregates: {Bin: {fields: {part_id: ref(stock.Part)}}}
    commands: {Ask: {about: Asks., does: custom, http: POST /n, needs: {stock.AddPart: {}}}}
relations:
  - {upstream: stok, downstream: sales}
"""
    )
    text = text.replace("{code: string}}}}", "{code: string}}}, commands: {AddPart: ADD}}", 1)
    text = text.replace("ADD", "{does: create Part, http: POST /parts}")

    found = diagnose({"blueprint.yaml": text})

    assert [(one.code, one.help) for one in found] == [("BP201", 'did you mean "stock"?')]


@pytest.mark.parametrize("sort", ["code desc", "code ASC", "-code", "'code: desc'"])
def test_a_direction_of_a_sort_is_the_callers(sort: str) -> None:
    body = f"""\
aggregates: {{Bin: {{fields: {{code: string}}}}}}
queries: {{ListBins: {{does: list Bin, http: GET /bins, sort: [{sort}]}}}}"""

    said = "write code: whoever calls says sort=code, or sort=-code for the other way"
    assert helps(body) == [("BP118", said)]


def test_a_text_that_is_taken_for_a_path_gets_its_sign() -> None:
    body = """\
commands: {Sell: {about: Sells., does: custom, http: POST /sales, emits: [Sold]}}
events: {Sold: {key: code, payload: {code: string}}}
views:
  Sale:
    key: code
    fields: {code: string, state: text, size: int}
    from: {Sold@v1: {state: created}}"""

    assert helps(body) == [("BP505", "write = created: a value has = before it")]


def test_a_slip_of_a_path_to_a_text_is_no_value() -> None:
    body = """\
commands: {Sell: {about: Sells., does: custom, http: POST /sales, emits: [Sold]}}
events: {Sold: {key: code, payload: {code: string}}}
views:
  Sale:
    key: code
    fields: {code: string, state: text, size: int}
    from: {Sold@v1: {state: cdoe}}"""

    assert helps(body) == [("BP505", 'did you mean "code"?')]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("conformist", "write downstream_as: conformist"),
        ("open-host", "write upstream_as: [open-host]"),
    ],
)
def test_what_one_side_of_a_relation_is_has_a_key_of_its_own(written: str, instead: str) -> None:
    relation = f"relations:\n  - {{upstream: stock, downstream: sales, as: {written}}}\n"

    found = diagnose({"blueprint.yaml": f"{HEAD}{relation}"})

    assert [(one.code, one.help) for one in found] == [("BP117", instead)]


def test_a_wrong_name_in_a_path_is_not_written_again() -> None:
    body = """\
aggregates: {Bin: {fields: {code: string}}}
commands: {AddBin: {does: create Bin, http: "PUT /bins/{id}"}}"""

    assert [help_ for code, help_ in helps(body) if code == "BP403"] == [
        "write POST before the path"
    ]
