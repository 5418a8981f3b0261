"""The wrong example of a rule, grafted into a random blueprint beside what is there.

The example's right twin, grafted in the same way, must be valid: so the blueprint is broken where
the two differ, and the finding is expected in the line that the example marks with `# CODE`.
"""

import re
from dataclasses import dataclass

import yaml

from blueprint.rules.registry import Rule, rules
from tests.examples import blueprint_of
from tests.properties.breaking.breakage import Broken
from tests.properties.drafting.system import Blueprint
from tests.properties.writing import MAIN, sections

Sections = dict[str, list[str]]

_LISTS = ("relations", "decisions", "exceptions")
_MAPPINGS = ("contexts", "kernels")
_ALONE = frozenset({"BP311", "BP719"})
"""Rules that speak of the system as a whole: what else is in it would change what they say."""

_BESIDE = {"BP804": frozenset({"BP235"})}
"""What a wrong example says beside its own: an exception that ended lets a finding come back."""

_MARK = re.compile(r"# (B[PC]\d{3})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graft:
    """Both examples of a rule, by the entries of their sections; `names` are all of their words."""

    code: str
    wrong: Sections
    right: Sections
    names: frozenset[str]
    alone: bool

    def onto(self, blueprint: Blueprint, style: int) -> Broken:
        """The blueprint with the right example, and with the wrong one."""
        base = _without_contexts(blueprint) if self.alone else blueprint
        wrong = _joined(base, self.wrong, style)
        return Broken(
            whole={MAIN: _joined(base, self.right, style)},
            files={MAIN: wrong},
            beside=_BESIDE.get(self.code, frozenset()),
            places=frozenset(
                (MAIN, number)
                for number, line in enumerate(wrong.splitlines(), 1)
                if _marks(line, self.code)
            ),
        )


def graft_of(code: str) -> Graft | None:
    """The graft of a rule; None where its examples are no parts that could be joined to others."""
    rule = rules()[code]
    texts = [_example(rule, heading) for heading in ("Wrong", "Right")]
    if None in texts:
        return None
    wrong, right = (_entries(text) for text in texts if text is not None)
    if wrong is None or right is None or not _is_marked(code, wrong):
        return None
    words = re.findall(r"\w+", " ".join(text for text in texts if text))
    return Graft(code=code, wrong=wrong, right=right, names=frozenset(words), alone=code in _ALONE)


def _example(rule: Rule, heading: str) -> str | None:
    files = blueprint_of(rule.section(heading))
    return files[MAIN] if len(files) == 1 else None


def _is_marked(code: str, wrong: Sections) -> bool:
    return any(_marks(line, code) for lines in wrong.values() for line in lines)


def _marks(line: str, code: str) -> bool:
    found = _MARK.search(line)
    return bool(found) and found[1] == code


def _entries(text: str) -> Sections | None:
    """The entries of each section that can be joined; what a system says for all goes inside.

    None where a section is of another kind.
    """
    said = yaml.load(text, Loader=yaml.BaseLoader)
    if said.keys() - {"blueprint", "system", "security", "defaults", *_LISTS, *_MAPPINGS}:
        return None
    if any(_MARK.search(line) for line in _lines(text, "security") + _lines(text, "defaults")):
        return None
    found = {name: _lines(text, name) for name in (*_MAPPINGS, *_LISTS, "security", "defaults")}
    return {name: lines for name, lines in found.items() if lines}


def _lines(text: str, section: str) -> list[str]:
    """The entries of a section, each beginning in the first column."""
    node = yaml.compose(text)
    for key, value in node.value:
        if key.value == section:
            return _sliced(text, value)
    return []


def _sliced(text: str, node: yaml.Node) -> list[str]:
    if node.flow_style:
        return [line for entry in _parts(node) for line in _cut(text, *entry)]
    lines = text.splitlines()[node.start_mark.line : node.end_mark.line + 1]
    kept = [line for line in lines if line.startswith(" " * node.start_mark.column) or not line]
    column = node.start_mark.column
    return [line[column:] for line in kept]


def _parts(node: yaml.Node) -> list[tuple[str, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [("", key, value) for key, value in node.value]
    return [("- ", item, item) for item in node.value]


def _cut(text: str, start: str, first: yaml.Node, last: yaml.Node) -> list[str]:
    entry = text[first.start_mark.index : last.end_mark.index]
    rest = text[last.end_mark.index :].split("\n", 1)[0]
    mark = _MARK.search(rest)
    return [f"{start}{entry}{f'  {mark.group()}' if mark else ''}"]


def _without_contexts(blueprint: Blueprint) -> Blueprint:
    kept = {key: value for key, value in blueprint.items() if key in ("blueprint", "system", "own")}
    return {**kept, "contexts": {}}


def _joined(base: Blueprint, graft: Sections, style: int) -> str:
    """The text of a blueprint with the entries of a graft in its sections."""
    blueprint = _with_security(base, graft)
    own = dict(graft)
    own.pop("security", None)
    own["contexts"] = _with_defaults(own["contexts"], own.pop("defaults", []))
    return sections(blueprint, own, style)


def _with_security(base: Blueprint, graft: Sections) -> Blueprint:
    """The roles and tokens of the graft beside those of the base."""
    if "security" not in graft:
        return base
    said = yaml.safe_load("\n".join(graft["security"]))
    mine = base.get("security", {})
    both = {key: {**mine.get(key, {}), **said.get(key, {})} for key in ("tokens", "roles")}
    joined = {**mine, **said, **both}
    return {**base, "security": {key: value for key, value in joined.items() if value}}


def _with_defaults(contexts: list[str], defaults: list[str]) -> list[str]:
    """The contexts of a graft with its system's defaults in each, where it is in block style."""
    lines = []
    for number, line in enumerate(contexts):
        lines.append(line)
        following = contexts[number + 1] if number + 1 < len(contexts) else ""
        if re.fullmatch(r"\w+:(  # .*)?", line) and following.startswith("  "):
            indent = following[: len(following) - len(following.lstrip())]
            lines += [indent + said for said in defaults]
        elif defaults and (found := re.match(r"\w+: \{(?!external)", line)):
            lines[-1] = f"{found.group()}{', '.join(defaults)}, {line[found.end() :]}"
    return lines
