"""The rules of Analysis: functions over its data."""

from ..model.analysis import Analysis


def no_test_twice(analysis: Analysis) -> bool:
    """No test has two findings."""
    codes = [finding.code for finding in analysis.findings or ()]
    return len(codes) == len(set(codes))
