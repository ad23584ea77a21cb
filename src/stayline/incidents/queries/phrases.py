"""Which phrases were said in an incident, and which techniques were used (S2-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.incidents.events import PhraseUsed, TechniqueNoted
from stayline.ledger.queries import entries

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident


@dataclass(frozen=True, slots=True)
class SaidPhrase:
    """A phrase of the library as it was said, and when."""

    key: str
    words: str
    purpose: str
    at: datetime


def phrases_used(row: Incident) -> list[SaidPhrase]:
    """Return the phrases that were said, in order, in the words they had then."""
    return [
        SaidPhrase(one.event.phrase, one.event.words, one.event.purpose, one.at)
        for one in entries(row.stream_id, kinds=[PhraseUsed.kind])
        if isinstance(one.event, PhraseUsed)
    ]


def techniques_used(row: Incident) -> tuple[str, ...]:
    """Return the techniques of de-escalation that were used, in the order they first were.

    A phrase that was said marks the technique it belongs to; whoever handles the incident marks
    the others, and may take any mark back.
    """
    used: dict[str, None] = {}
    for one in entries(row.stream_id, kinds=[PhraseUsed.kind, TechniqueNoted.kind]):
        if isinstance(one.event, PhraseUsed) and one.event.technique:
            used.setdefault(one.event.technique)
        elif isinstance(one.event, TechniqueNoted):
            used.pop(one.event.technique, None)
            if one.event.what == "used":
                used[one.event.technique] = None
    return tuple(used)


def spoken_language(row: Incident) -> str:
    """Return the language of the words said in an incident: the caller's, else the site's."""
    return (row.contact.language if row.contact else "") or row.site.language
