"""Blueprints as people leave them: more spaces, empty lines, broken braces, comments anywhere."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [
        *sorted((ROOT / "sample_blueprints").glob("*/**/*.yaml")),
        ROOT / "tests" / "front" / "whole.yaml",
        ROOT / "tests" / "generator" / "every_type.yaml",
    ]
    if "fills" not in path.parts
}


def gaps_of(text: str) -> list[int]:
    """The offsets before and behind each token, where white space may stand, and at each line."""
    places = {0, len(text)}
    inside: set[int] = set()
    depth = 0
    for token in yaml.scan(text, Loader=yaml.CLoader):
        start, end = token.start_mark.index, token.end_mark.index
        if isinstance(token, yaml.ScalarToken):
            inside |= set(range(start + 1, end))
        depth -= isinstance(token, (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken))
        if depth:
            places |= {start, end}
        depth += isinstance(token, (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken))
        if isinstance(token, (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)):
            places.add(end)
    places |= {place for place, character in enumerate(text) if character == "\n"}
    return sorted(places - inside)


_SPACES = st.integers(0, 14).map(lambda number: " " * number)
_WORDS = st.sampled_from(["why", "{not: [a, b}", "see: #12", 'it\'s "so"', "- x", "ü 日本", "|"])


@st.composite
def _inserted(draw, number: int) -> str:
    """White space, or a comment that no other is like."""
    comment = f"#{draw(st.sampled_from(['', ' ']))}{number} {draw(_WORDS)}"
    form = draw(st.sampled_from(["spaces", "blank", "beside", "alone", "two"]))
    spaces = draw(_SPACES)
    return {
        "spaces": spaces,
        "blank": f"\n\n\n{spaces}",
        "beside": f" {spaces}{comment}\n{spaces}",
        "alone": f"\n{spaces}{comment}\n{spaces}",
        "two": f" {comment}\n\n{spaces}{comment} again\n{spaces}",
    }[form]


@st.composite
def disturbed(draw, texts: Sequence[str] = tuple(TEXTS.values())) -> str:
    """A text with some of its gaps widened; it is not YAML any more where a key was torn off."""
    text = draw(st.sampled_from(texts))
    gaps = gaps_of(text)
    chosen = draw(st.lists(st.sampled_from(gaps), max_size=6, unique=True))
    for number, place in enumerate(sorted(chosen, reverse=True)):
        text = text[:place] + draw(_inserted(number)) + text[place:]
    return text
