"""The log of an incident, read once for its briefs, and its entries as timed lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from stayline.command.queries.briefs_words import moment_in
from stayline.incidents.events import RunEventTaken
from stayline.ledger.queries import entries
from stayline_core.briefs import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stayline.incidents.models import Incident
    from stayline.ledger.events import Event
    from stayline.ledger.queries import EntryView

    E = TypeVar("E", bound=Event)

NOTABLE: Final = (
    "command.",
    "escalation.rung.accepted",
    "escalation.receiver.spoke",
    "escalation.hand_over.completed",
    "incidents.incident.opened",
    "incidents.incident.closed",
    "incidents.level.",
    "incidents.situation.",
    "incidents.help.",
    "incidents.contact.",
    "incidents.obligation.met",
    "reports.report.submitted",
    "reports.case.opened",
)
"""Entries that a log of activities names; reading, clocks and the caller's words are not."""

NOT_NOTABLE: Final = (
    "command.brief.",
    "command.prompt.",
    "command.signpost.",
    "command.message.left",
    "command.deployment.link_renewed",
)


@dataclass(slots=True)
class Read:
    """The log of one incident: every entry that still has its content, and the last answers.

    `answers` holds value, words and entry by field; `zone` is the zone that times are told in.
    """

    zone: str
    log: list[EntryView] = field(default_factory=list)
    answers: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def of(self, kind: type[E]) -> list[tuple[EntryView, E]]:
        """Return the entries of a kind with what they say, oldest first."""
        return [(one, one.event) for one in self.log if isinstance(one.event, kind)]

    def last(self, *kinds: type[Event]) -> EntryView | None:
        """Return the newest entry of these kinds."""
        return next((one for one in reversed(self.log) if isinstance(one.event, kinds)), None)

    def chosen(self, words: Mapping[tuple[str, str], str]) -> tuple[Said, ...]:
        """Return the words for what was answered, in the order of `words`."""
        return tuple(
            Said(said, (self.answers[name][2],))
            for (name, value), said in words.items()
            if self.answers.get(name, ("", "", 0))[0] == value
        )

    def clock(self, entry: EntryView) -> str:
        """Return when an entry was made, as `14:16 GMT`."""
        return moment_in(entry.at, self.zone)


def read_log(incident: Incident) -> Read:
    """Read the log of an incident once; what was erased is left out."""
    read = Read(incident.site.zone)
    for entry in entries(incident.stream_id):
        if entry.event is not None:
            read.log.append(entry)
            if isinstance(entry.event, RunEventTaken):
                _take_answer(read, entry.event.event, entry.sequence)
    return read


def _take_answer(read: Read, told: Mapping[str, object], sequence: int) -> None:
    if told.get("event") != "answer":
        return
    name, value = str(told.get("field")), str(told.get("value"))
    if value != "not_asked" or name not in read.answers:
        read.answers[name] = (value, str(told.get("text") or ""), sequence)


def notable(entry: EntryView) -> bool:
    """Return whether a log of activities names this entry."""
    return entry.kind.startswith(NOTABLE) and not entry.kind.startswith(NOT_NOTABLE)


def timed(found: Iterable[EntryView], zone: str, known: Mapping[str, str]) -> tuple[Said, ...]:
    """Return entries as lines: date and time, who where `known` names them, and what."""
    return tuple(
        Said(
            f"{moment_in(one.at, zone, day=True)} {_by(known.get(one.actor, ''))}"
            f"{one.event.describe()}",
            (one.sequence,),
        )
        for one in found
        if one.event is not None
    )


def _by(who: str) -> str:
    return f"{who}: " if who else ""
