"""The rules, from their own explanations: a page of all of them, and one a family."""

from collections.abc import Iterator

from blueprint.rules.registry import Rule, rules

FAMILIES = {
    "BP1": "Reading",
    "BP2": "Names and references",
    "BP3": "Contexts",
    "BP4": "APIs",
    "BP5": "Events",
    "BP6": "Storage and scale",
    "BP7": "Security",
    "BP8": "Operations",
}

_INTRODUCTION = """\
# The rules

Each message of `blueprint check` carries a code. `blueprint rule BP301` explains it in the
terminal; these pages say the same. An **error** cannot be right, and nothing is generated while one
is left. A **warning** is what an architect would object to; it is a finding, and can be accepted
under [`exceptions:`](language.md#exceptions) with a reason, an owner and an end. A **note** is
worth knowing and never changes the exit status.

| code | what it says | severity |
|---|---|---|
"""


def rule_pages() -> dict[str, str]:
    """Markdown by the name of its file: `rules.md`, then `rules-bp1.md` and so on."""
    families = {family: _family(family) for family in FAMILIES}
    table = "".join(_row(rule) for rules_of in families.values() for rule in rules_of)
    found = {"rules.md": _INTRODUCTION + table}
    for family, rules_of in families.items():
        told = "\n".join(_told(rule) for rule in rules_of)
        found[_page(family)] = f"# {family}xx: {FAMILIES[family].lower()}\n\n{told}"
    return found


def _family(family: str) -> list[Rule]:
    return [rule for code, rule in rules().items() if code.startswith(family)]


def _page(family: str) -> str:
    return f"rules-{family.lower()}.md"


def _row(rule: Rule) -> str:
    link = f"{_page(rule.code[:3])}#{rule.code.lower()}"
    return f"| [{rule.code}]({link}) | {_title(rule)} | {rule.severity} |\n"


def _told(rule: Rule) -> str:
    """One rule under a heading of its own, its sections one level down."""
    heading = f"## {rule.code} {rule.name} {{ #{rule.code.lower()} }}"
    return "\n".join(
        [heading, "", f"*{rule.severity}*", "", *_one_level_down(rule.explanation), ""]
    )


def _one_level_down(explanation: str) -> Iterator[str]:
    fenced = False
    for line in explanation.splitlines():
        fenced ^= line.startswith("```")
        yield f"#{line}" if line.startswith("#") and not fenced else line


def _title(rule: Rule) -> str:
    return rule.explanation.partition("\n")[0].rstrip(".")
