"""JSON as a file holds it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.json_text import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("sort_keys", [True, False])
@given(document=st.dictionaries(st.text(), VALUES))
def test_it_is_what_python_writes(document: dict[str, object], *, sort_keys: bool) -> None:
    expected = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=sort_keys)

    assert json_text(document, sort_keys=sort_keys) == f"{expected}\n"
