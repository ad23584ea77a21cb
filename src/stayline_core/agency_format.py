"""What each kind of agency has to be told, in which order, as a document says it (S3-20).

A format belongs to one kind of agency. Its items are said in their order, by voice first; an
item that is `required` has to be said, were it only that nobody knows. Nothing here decides
whether to call: a message that is incomplete can still be told, with a reason.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

KIND: Final = "agency_formats"
CHANNELS: Final = ("voice", "email", "form")
TERMS: Final = frozenset(
    {
        "at_risk",
        "callback_number",
        "caller_number",
        "centre_name",
        "contact_state",
        "happening",
        "incident_number",
        "location_clue",
        "means_at_hand",
        "place",
    }
)
"""What the words of an item may be filled from: the facts of the incident."""


@dataclass(frozen=True, slots=True)
class FormatItem:
    """One thing to say: its heading, whether it has to be said, and the fact that fills it."""

    id: str
    label: str
    required: bool
    fact: str
    says: str


@dataclass(frozen=True, slots=True)
class AgencyFormat:
    """The procedure of one kind of agency, and what it has to be told in which order."""

    agency: str
    title: str
    channel: str
    procedure: tuple[str, ...]
    items: tuple[FormatItem, ...]
    asks: tuple[str, ...]

    def filled(self, facts: Mapping[str, str]) -> tuple[tuple[FormatItem, str], ...]:
        """Return each item with its words, as far as its fact is known; else empty words."""
        return tuple(
            (one, one.says.format_map(facts) if facts.get(one.fact, "") else "")
            for one in self.items
        )

    def missing(self, said: Mapping[str, str]) -> tuple[FormatItem, ...]:
        """Return the required items of which nothing was said, in their order."""
        return tuple(one for one in self.items if one.required and not said.get(one.id, "").strip())


def parse_formats(body: Mapping[str, Any]) -> tuple[AgencyFormat, ...]:
    """Return the formats of a document.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text names field and mend.
    """
    found = tuple(
        _format(entry, f"formats[{number}]") for number, entry in enumerate(body["formats"], 1)
    )
    names = [one.agency for one in found]
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise ValueError(f"formats: twice: {', '.join(twice)}. Keep one for each agency.")
    return found


def _format(entry: Mapping[str, Any], place: str) -> AgencyFormat:
    channel = entry.get("channel", "voice")
    if channel not in CHANNELS:
        raise ValueError(f"{place}.channel: {channel}. Choose one of {', '.join(CHANNELS)}.")
    items = tuple(
        _item(one, f"{place}.items[{number}]") for number, one in enumerate(entry["items"], 1)
    )
    if len({one.id for one in items}) < len(items):
        raise ValueError(f"{place}.items: an id stands there twice. Give each its own.")
    if not any(one.required for one in items):
        raise ValueError(f"{place}.items: none is required. Mark what has to be said.")
    return AgencyFormat(
        agency=entry["agency"],
        title=entry["title"],
        channel=channel,
        procedure=tuple(entry.get("procedure", ())),
        items=items,
        asks=tuple(entry.get("asks", ())),
    )


def _item(entry: Mapping[str, Any], place: str) -> FormatItem:
    says, fact = entry.get("says", ""), entry.get("fact", "")
    named = {name for _, name, _, _ in string.Formatter().parse(says) if name}
    if unknown := sorted((named | ({fact} - {""})) - TERMS):
        raise ValueError(
            f"{place}: not known: {', '.join(unknown)}. Use {', '.join(sorted(TERMS))}."
        )
    if bool(says) != bool(fact):
        raise ValueError(f"{place}: `says` and `fact` stand together. Give both, or neither.")
    return FormatItem(entry["id"], entry["label"], bool(entry.get("required")), fact, says)
