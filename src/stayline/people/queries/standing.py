"""How it stands with somebody, as they would say it themselves."""

from __future__ import annotations

from typing import Final

from stayline.people.models import Availability

OFF_DUTY: Final = "off_duty"
"""What somebody says whose working day is over; it is no availability of its own."""

OWN_CHOICES: Final = (
    Availability.FREE.value,
    Availability.BREAK.value,
    Availability.AWAY.value,
    OFF_DUTY,
)
"""What a person says of themselves; everything else follows from contacts and aftercare."""

_SAID: Final = frozenset({Availability.FREE, Availability.BREAK, Availability.AWAY})


def said_of(availability: str, *, on_duty: bool) -> str:
    """Return how it stands with somebody as they would say it: off duty beats being away."""
    return OFF_DUTY if not on_duty and availability in _SAID else str(availability)
