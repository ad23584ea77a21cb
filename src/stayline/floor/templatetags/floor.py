"""How it stands with somebody, as the top bar says it to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import template
from django.utils.translation import gettext as _

from stayline.people.queries.standing import OFF_DUTY, OWN_CHOICES

register = template.Library()


@dataclass(frozen=True, slots=True)
class OwnState:
    """What others see of somebody: words, the class and icon of its mark, and what they can say."""

    words: str
    state: str
    icon: str
    note: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()


SHOWN: Final = {
    "free": ("Free", "ok", "circle-check"),
    "break": ("On a break", "wait", "clock"),
    "away": ("Away", "idle", "circle"),
    OFF_DUTY: ("Off duty", "idle", "lock"),
    "on_contact": ("On a contact", "idle", "headset"),
    "in_crisis": ("In a crisis contact", "wait", "headset"),
    "off_queue": ("Off the queue", "idle", "heart-handshake"),
}
"""Each state in words, with the class and icon of its mark."""

PRESSED: Final = {
    "free": "I am free",
    "break": "I am on a break",
    "away": "I am away from my place",
    OFF_DUTY: "My working day is over",
}
"""What one says by a press."""

NOTES: Final = {
    "on_contact": "You are free again when the contact is over.",
    "in_crisis": "After this you are off the queue first, and you choose when to come back.",
    "off_queue": "You come back when you choose to, on your own page:",
}
"""What to know where the state follows from something else."""


@register.filter
def own_state(said: str) -> OwnState:
    """Return how the top bar shows a state, in the reader's language."""
    words, state, icon = SHOWN[said]
    offered = (OFF_DUTY,) if said == "off_queue" else OWN_CHOICES
    return OwnState(
        words=_(words),
        state=state,
        icon=icon,
        note=_(NOTES[said]) if said in NOTES else "",
        choices=tuple((one, _(PRESSED[one]), SHOWN[one][2]) for one in offered),
    )
