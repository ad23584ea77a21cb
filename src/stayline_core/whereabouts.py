"""Where somebody is and what they do, when their screen and their telephone may disagree.

Each source is believed in what it can know. A screen knows that somebody sits before it; a
telephone knows whether a call runs, and whether its owner can be called; what somebody does is
their own word, wherever they said it, and the newest word counts. Contacts and what comes after
them are known here better than anywhere else. Why: `docs/explanation/adr/0036`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final


class Phone(StrEnum):
    """What a telephone platform says of somebody's line."""

    AVAILABLE = "available"
    ON_CALL = "on_call"
    NOT_AVAILABLE = "not_available"
    SIGNED_OUT = "signed_out"


class Seen(StrEnum):
    """Where somebody can be met now."""

    SCREEN = "screen"
    TELEPHONE = "telephone"
    NOWHERE = "nowhere"


CALLED_AWAY: Final = frozenset({"free", "away"})
"""What somebody may be marked as whom a call makes busy; all else stands above a call."""


def own_word(phone: Phone, *, at_screen: bool, pause: bool = False) -> str | None:
    """Return what somebody says of themselves by their line; None: nothing.

    A call is no word: it is over by itself. Whoever signs their telephone out while they sit at
    a screen is still there. `pause`: the platform calls it a break.
    """
    if phone is Phone.AVAILABLE:
        return "free"
    if phone is Phone.NOT_AVAILABLE:
        return "break" if pause else "away"
    return "away" if phone is Phone.SIGNED_OUT and not at_screen else None


def counts(happened_at: datetime, known_at: datetime | None) -> bool:
    """Return whether a word is newer than what is known: a repeated or a late one is not."""
    return known_at is None or happened_at > known_at


def doing(said: str, *, on_call: bool) -> str:
    """Return how somebody counts when it is decided who is rung: a call is never free."""
    return "on_contact" if on_call and said in CALLED_AWAY else said


def seen(*, at_screen: bool, phone: Phone | None, on_call: bool) -> Seen:
    """Return where somebody can be met: the screen first, which shows most.

    `phone` is what their line said lately; what it said long ago is None.
    """
    if at_screen:
        return Seen.SCREEN
    return Seen.TELEPHONE if on_call or phone is Phone.AVAILABLE else Seen.NOWHERE
