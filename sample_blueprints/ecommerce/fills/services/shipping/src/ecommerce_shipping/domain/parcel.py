"""The rules of Parcel: functions over its data."""

from ..model.parcel import Parcel, ParcelStatus


def dispatched_can_be_traced(parcel: Parcel) -> bool:
    """What is on its way has a number to follow it by."""
    return parcel.status is ParcelStatus.PACKING or parcel.tracking is not None
