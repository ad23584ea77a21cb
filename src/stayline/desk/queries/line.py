"""The line as it really is: held or kept back only where a telephone has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.escalation.ports import telephony

if TYPE_CHECKING:
    from stayline.contacts.models import Contact

LIVE = "live"
IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class LineCard:
    """What a telephone did about one line: `held` and `back` are confirmed, or they are not so.

    `asked`: it was asked to hold the line and has not said that it does; `failed`: it said that
    it does not, or nothing. `back` is the next call held back, `by_phone` whether there is a
    telephone that could be asked for any of it.
    """

    held: bool = False
    asked: bool = False
    failed: bool = False
    back: bool = False
    back_failed: bool = False
    by_phone: bool = False


def line_card(row: Contact) -> LineCard | None:
    """Return how the line of a contact stands; None: it has no line, such as a chat."""
    if row.channel_class != LIVE or row.channel == IN_PERSON:
        return None
    port = telephony()
    hold, back = port.hold_open(row), port.hold_back(row)
    return LineCard(
        held=hold.done,
        asked=hold.asked,
        failed=bool(hold.failed),
        back=back.done,
        back_failed=bool(back.failed),
        by_phone=port.acts(row),
    )
