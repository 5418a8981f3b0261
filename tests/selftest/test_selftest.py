"""A rule that is broken is noticed: by its examples or by its cases."""

import pytest

from blueprint.rules.registry import rules
from tests.selftest.breaking import WAYS, broken, fallen


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", rules())
def test_a_broken_rule_makes_a_test_fall(code, way):
    whole = fallen(code)

    with broken(code, way):
        assert set(fallen(code)) > set(whole)

    assert fallen(code) == whole
