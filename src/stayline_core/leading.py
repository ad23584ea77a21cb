"""What leaders owe to staff and to the people who called: the list, as a document says it.

A duty says to whom, by which role, for what (each person of an incident, the incident, or each
month) and within how long. It ends by being met, or by a reason of the list. Requirement S4-52.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KIND: Final = "duties"

TOWARDS: Final = {"staff": "To staff", "customers": "To the people who called"}
OWNERS: Final = ("supervisor", "manager")
EACH: Final = ("person", "incident", "month")
STATUSES: Final = ("verified", "unverified", "own")


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that a leader owes. `levels` are those of incidents it is for; none: all."""

    id: str
    words: str
    how: str
    towards: str
    owner: str
    each: str
    within: timedelta
    levels: tuple[int, ...]
    source: str
    status: str

    @property
    def unverified(self) -> bool:
        """Whether nobody has compared it with its source: a rule of law may not hold here."""
        return self.status == "unverified"

    def for_level(self, level: int) -> bool:
        """Return whether an incident of this level brings it."""
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True)
class Duties:
    """The list, and for what reasons one of it may be waived: id and words."""

    id: str
    title: str
    duties: tuple[Duty, ...]
    reasons: Mapping[str, str]
    review_by: str

    def duty(self, duty_id: str) -> Duty | None:
        """Return the duty of this id; None where the list has none any more."""
        return next((one for one in self.duties if one.id == duty_id), None)


def parse_duties(body: Mapping[str, Any]) -> Duties:
    """Return the list that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is none; the text says what is wrong.
    """
    if body.get("kind") != KIND:
        raise ValueError(f"kind: {KIND} is needed")
    found = tuple(
        _duty(one, body["sources"], f"duties[{number}]")
        for number, one in enumerate(body["duties"], start=1)
    )
    faults = list(_faults(found, body["waived_because"]))
    if faults:
        raise ValueError("; ".join(faults))
    return Duties(
        id=_words(body, "id", KIND),
        title=_words(body, "title", KIND),
        duties=found,
        reasons={
            _words(one, "id", "waived_because"): one["words"] for one in body["waived_because"]
        },
        review_by=date.fromisoformat(body["review_by"]).isoformat(),
    )


def _faults(found: Sequence[Duty], reasons: Sequence[Any]) -> Iterator[str]:
    ids = [one.id for one in found]
    yield from (f"two duties are called {one}" for one in sorted(set(ids)) if ids.count(one) > 1)
    yield from (
        f"nothing is owed {words.lower()}"
        for key, words in TOWARDS.items()
        if all(one.towards != key for one in found)
    )
    if not reasons:
        yield "waived_because: at least one reason"


def _duty(body: Mapping[str, Any], sources: Mapping[str, Any], place: str) -> Duty:
    source = sources[body["source"]]
    return Duty(
        id=_words(body, "id", place),
        words=_words(body, "words", place),
        how=body.get("how", ""),
        towards=_of(body["towards"], TOWARDS, f"{place}.towards"),
        owner=_of(body["by"], OWNERS, f"{place}.by"),
        each=_of(body["each"], EACH, f"{place}.each"),
        within=_hours(body["within"], f"{place}.within"),
        levels=tuple(int(one) for one in body.get("levels", ())),
        source=_words(source, "text", "sources"),
        status=_of(source.get("status", ""), STATUSES, "sources"),
    )


def _hours(text: str, place: str) -> timedelta:
    """Return `24 h` or `7 d` as a time."""
    number, _, unit = str(text).partition(" ")
    if not number.isdecimal() or int(number) == 0 or unit not in {"h", "d"}:
        raise ValueError(f"{place}: such as 24 h or 7 d")
    return timedelta(hours=int(number)) if unit == "h" else timedelta(days=int(number))


def _words(body: Mapping[str, Any], key: str, place: str) -> str:
    words = body.get(key)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{place}: no {key}")
    return words


def _of(given: str, names: Sequence[str] | Mapping[str, str], place: str) -> str:
    if given not in names:
        raise ValueError(f"{place}: one of {', '.join(names)}")
    return given
