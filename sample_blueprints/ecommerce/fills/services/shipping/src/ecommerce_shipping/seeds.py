"""Data for development, and for tests that need some: `make seed`."""

from dataclasses import replace

from ecommerce_chassis.work import Work

from .model.parcel import Parcel, ParcelStatus


async def seed(work: Work) -> None:
    """Nothing: parcels come from orders."""


def parcel(made_up: Parcel) -> Parcel:
    """What is on its way has a number."""
    if made_up.status is ParcelStatus.PACKING:
        return made_up
    return replace(made_up, tracking=made_up.tracking or "1Z-42")
