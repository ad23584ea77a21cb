"""Where a shipped fact is from, when it was last checked, and how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

VERIFIED: Final = "verified"
OWN: Final = "own rule"
STATUSES: Final = (VERIFIED, "unverified", "own")
"""Checked against a published source; recalled or second-hand; our own, for a centre to adopt."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The source of a fact. `checked_on` is empty where nobody has compared it with its source."""

    text: str
    status: str
    checked_on: str
    review_by: str

    @property
    def unverified(self) -> bool:
        """Whether it was never checked against a published source; our own rules are not facts."""
        return self.status == "unverified"

    @property
    def words(self) -> str:
        """How far it can be relied on, in a few words for whoever reads it."""
        if self.status == VERIFIED:
            return f"checked on {self.checked_on}"
        return "unverified" if self.unverified else OWN

    def stale(self, today: date) -> bool:
        """Return whether its review date has come."""
        return date.fromisoformat(self.review_by) <= today


def parse_sources(body: Mapping[str, Any]) -> dict[str, Proof]:
    """Return the sources of a document by the name its lines give them.

    Raises:
        KeyError, TypeError, ValueError: one is incomplete; the text says which and why.
    """
    return {name: proof_of(entry, f"sources.{name}") for name, entry in body["sources"].items()}


def proof_of(entry: Mapping[str, Any], place: str) -> Proof:
    """Return the source that an entry states, under the key `text` or `source`.

    Raises:
        ValueError: something is missing, or no date; the text names the place.
    """
    text = entry.get("text", "") or entry.get("source", "")
    found = Proof(
        text=text,
        status=entry.get("status", ""),
        checked_on=entry.get("checked_on") or "",
        review_by=entry.get("review_by") or "",
    )
    if not text:
        raise ValueError(f"{place}: no source")
    if found.status not in STATUSES:
        raise ValueError(f"{place}: status is one of {', '.join(STATUSES)}")
    for name, day in (("checked_on", found.checked_on), ("review_by", found.review_by)):
        if name == "checked_on" and not day and found.status != VERIFIED:
            continue
        _date(day, f"{place}.{name}")
    return found


def cited(entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str) -> Proof:
    """Return the source that a line of a document names.

    Raises:
        ValueError: it names none, or one that the document does not have.
    """
    name = entry.get("source", "")
    if name not in sources:
        raise ValueError(f"{place}: no such source: {name or 'none is named'}")
    return sources[name]


def needed(entry: Mapping[str, Any], key: str, place: str) -> str:
    """Return the words under `key`.

    Raises:
        ValueError: there are none.
    """
    words = entry.get(key, "")
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{place}: no {key}")
    return words


def known(given: Sequence[str], names: Collection[str], place: str) -> tuple[str, ...]:
    """Return the names given, each of which is one of `names`.

    Raises:
        ValueError: one is not, or it is no list.
    """
    if isinstance(given, str):
        raise ValueError(f"{place}: a list is needed")  # noqa: TRY004  # the parsers of a playbook have one refusal
    if unknown := [one for one in given if one not in names]:
        raise ValueError(f"{place}: not known: {', '.join(unknown)}")
    return tuple(given)


def _date(day: str, place: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"{place}: a day as 2027-06-30 is needed") from None
