"""What adherence is made of: entries of a log as plain values, verdicts, departures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from stayline_core.protocol.language import frozen_map

if TYPE_CHECKING:
    from collections.abc import Mapping

Part: TypeAlias = Literal["agent", "receiver", "supervisor", "system"]
"""What somebody was in a contact: its agent, who took it over, who decided, or no person."""


class Verdict(StrEnum):
    """How an item stands. `UNSURE` says that a machine cannot know it; a person judges."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNSURE = "unsure"

    @property
    def words(self) -> str:
        """The verdict as screens show it."""
        return _WORDS[self]


_WORDS: Final[Mapping[Verdict, str]] = {
    Verdict.MET: "Met",
    Verdict.PARTLY: "Partly met",
    Verdict.NOT_MET: "Not met",
    Verdict.NOT_APPLICABLE: "Does not apply",
    Verdict.UNSURE: "Not known to the log",
}

ITEMS: Final[Mapping[str, str]] = frozen_map(
    {
        "safety_first": "Safety came first",
        "recognised": "Recognised and acted on",
        "stayed": "Stayed on the line",
        "acknowledged": "Acknowledged what was said",
        "no_secrecy": "Promised no secrecy",
        "only_needed": "Asked only what was needed",
        "exact_words": "Kept the exact words",
        "observed_not_asked": "Noticed, and did not ask, what is only noticed",
        "escalated_in_time": "Brought in help in time",
        "help_offered": "Offered help from outside",
        "report_complete": "Reported, whole and in time",
        "words_that_help": "Used words that help",
        "record_kept": "Kept the record",
        "aftercare_offered": "Aftercare was offered",
    }
)
"""What a crisis contact is judged by (`domain.md` section 16), with how screens name it.

Neither the length of the contact nor anybody's tone is among them.
"""

MUST_NOT: Final[Mapping[str, str]] = frozen_map(
    {
        "ended_threat_contact": "Ended a contact while a threat stood",
        "no_report": "Made no report of a threat",
        "promise_of_secrecy": "Promised secrecy",
        "cold_transfer": "Passed a person at risk on and left",
    }
)
"""The four things that are never done, whatever else was good: there are no others."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of an incident's log: `who` is the pseudonym of whoever acted.

    `fields` is empty where the content was erased; what would have to be read in it is `UNSURE`.
    """

    sequence: int
    at: datetime
    kind: str
    who: str
    fields: Mapping[str, Any] = field(default_factory=frozen_map)


@dataclass(frozen=True, slots=True)
class Judged:
    """One item with its verdict, a sentence why, and the entries it was read from.

    In `Adherence.must_not` a verdict of `NOT_MET` says that the thing was done.
    """

    item: str
    verdict: Verdict
    because: str
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a contact left its procedure: at which step, what happened, and after how long.

    `what` is `skipped`, `not_asked`, `late`, `went_back`, `refused`, `left_for`, `not_reached`,
    `ladder_late` or `overdue`. `because` holds no words of the contact. `seconds` is how long
    the step had been shown, where that is known. A departure is no fault: it is what the
    document's owner looks at.
    """

    step: str
    what: str
    because: str
    seconds: int | None = None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Adherence:
    """What the log shows of how a contact was handled. A reviewer's word stands above it."""

    items: tuple[Judged, ...]
    must_not: tuple[Judged, ...]
    departures: tuple[Departure, ...]

    def item(self, name: str) -> Judged:
        """One of the items or of what must not be, by its name.

        Raises:
            KeyError: there is none of that name.
        """
        return {one.item: one for one in (*self.items, *self.must_not)}[name]
