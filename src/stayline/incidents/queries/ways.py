"""By which ways the person can be reached, whether that is safe, and which were used (S3-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from stayline.incidents.events.record import WayUsed
from stayline.incidents.queries.around import RULES, callback_rule, safe_contact_known
from stayline.ledger.queries import entries

if TYPE_CHECKING:
    from stayline.incidents.models import Incident

WAYS: Final = {
    "voice": "By telephone",
    "sms": "By text message",
    "chat": "By chat",
    "email": "By email",
    "relay": "Through an interpreter or a relay service",
    "in_person": "In person, through somebody who is there",
}
"""Ways to reach somebody beside the contact they began, in words."""

OUTCOMES: Final = {
    "reached": "They were reached",
    "no_answer": "No answer",
    "declined": "They would rather not",
}
"""What came of one, in words."""


@dataclass(frozen=True, slots=True)
class WayTried:
    """One way that was used: when, which, and what came of it."""

    at: datetime
    way: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Which other ways there are. With `open` False none may be used now, and `says` why."""

    ways: tuple[tuple[str, str], ...]
    open: bool
    says: str
    tried: tuple[WayTried, ...]


def reach(row: Incident) -> Reach:
    """Return how else the person of an incident can be reached, by the rules for calling back.

    After a bomb threat nobody reaches out before police or telecoms security agreed; after a
    disclosure of abuse only by the way that is on record as safe.
    """
    own = row.contact.channel if row.contact is not None else ""
    rule = callback_rule(row)
    allowed = {
        "propose": True,
        "agreement": row.callbacks.filter(kind="agreed").exists(),
        "safe_contact": safe_contact_known(row),
    }[rule]
    said = entries(row.stream_id, kinds=[WayUsed.kind])
    return Reach(
        ways=tuple((way, words) for way, words in WAYS.items() if way != own),
        open=allowed,
        says="" if rule == "propose" else RULES[rule],
        tried=tuple(
            WayTried(one.at, WAYS[one.event.way], OUTCOMES[one.event.outcome])
            for one in said
            if isinstance(one.event, WayUsed)
        ),
    )
