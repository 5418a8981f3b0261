"""The rules of LabOrder: functions over its data."""

import re

from ..model.lab_order import LabOrder
from ..model.values import Priority

_CALL_BACK_NUMBER = re.compile(r"\d{3}[ -]?\d{3,}")


def stat_is_phoned(order: LabOrder) -> bool:
    """A stat order carries a call-back number in its notes."""
    return order.priority is not Priority.STAT or bool(_CALL_BACK_NUMBER.search(order.notes or ""))
