"""A log read once as a story: which steps stood on the screen, what was said, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from stayline_core.scoring.values import Logged, Part
from stayline_core.wording import Remark, judge, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from stayline_core.protocol.language import Protocol, Step

OPENED: Final = "incidents.incident.opened"
IN_ERROR: Final = "incidents.incident.opened_in_error"
CLOSED: Final = "incidents.incident.closed"
THREAT: Final = "incidents.threat.recorded"
SIGNAL: Final = "incidents.signal.raised"
LINE: Final = "incidents.line.kept"
HELP: Final = "incidents.help.asked"
SHOWN: Final = "incidents.step.shown"
TAKEN: Final = "incidents.run.event_taken"
REFUSED: Final = "incidents.run.command_refused"
PHRASE: Final = "incidents.phrase.used"
CALLER_LEFT: Final = "incidents.contact.caller_left"
RELEASED: Final = "incidents.contact.released"
SAFETY: Final = "incidents.safety.recorded"
OWED: Final = "incidents.obligation.owed"
MET: Final = "incidents.obligation.met"
MISSED: Final = "incidents.obligation.missed"
RANG: Final = "escalation.rung.rang"
PAGED: Final = "escalation.people.paged"
LADDER: Final = "escalation.ladder.started"
NOBODY: Final = "escalation.nobody.on_duty"
ACCEPTED: Final = "escalation.rung.accepted"
SPOKE: Final = "escalation.receiver.spoke"
LATE: Final = "escalation.receiver.late"
LEFT: Final = "escalation.agent.left"
AGENT_GONE: Final = "contacts.line.agent_gone"
REPORT: Final = "reports.report.submitted"
AFTERCARE: Final = "care.aftercare.started"
"""The kinds that are read here, as the rooms that write them name them."""

NEED_OUT: Final = "I need out"
WORLD: Final = frozenset({"caller", "network", "platform"})
"""What ends a contact without anybody of the centre ending it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A step that stood on the screen, and how it was left: the word of the run's event."""

    step: Step
    opened: Logged
    left: Logged | None = None
    how: str = ""
    value: str = ""

    @property
    def done(self) -> bool:
        """Was it gone through: left by going on, or by an answer that somebody gave?"""
        return self.how == "next" or (self.how == "answer" and self.value != "not_asked")

    @property
    def passed_over(self) -> bool:
        """Was it left undone, by a press?"""
        return self.how == "skip" or (self.how == "answer" and self.value == "not_asked")

    @property
    def entries(self) -> tuple[int, ...]:
        """The entries it was read from."""
        return tuple(one.sequence for one in (self.opened, self.left) if one is not None)

    @property
    def seconds(self) -> int | None:
        """How long it was on the screen; None while it stands there."""
        return None if self.left is None else seconds_between(self.opened, self.left)


class Story:
    """One incident's log with what its procedures mean, each question answered once."""

    def __init__(
        self,
        log: Sequence[Logged],
        protocol: Protocol,
        people: Mapping[str, Part],
        runs: Mapping[str, Protocol],
    ) -> None:
        """Take a whole log, oldest first; `runs` names the procedure of each run by its id."""
        self.log = tuple(log)
        self.protocol = protocol
        self.people = people
        self.runs = runs

    def of(self, *kinds: str) -> list[Logged]:
        """The entries of these kinds, oldest first."""
        return [one for one in self.log if one.kind in kinds]

    def first(self, *kinds: str) -> Logged | None:
        """The first entry of these kinds, if there is one."""
        return next(iter(self.of(*kinds)), None)

    @cached_property
    def protocols(self) -> tuple[Protocol, ...]:
        """Every procedure that guided the contact, each once, in no order."""
        found = {one.id: one for one in (self.protocol, *self.runs.values())}
        return tuple(found.values())

    @property
    def urgent(self) -> bool:
        """Is it about a threat or a disclosure, and nobody said that it was none (X-10)?"""
        said = bool(self.first(THREAT)) or any(one.urgent for one in self.protocols)
        return said and self.first(IN_ERROR) is None

    @property
    def cut_short(self) -> bool:
        """Did the caller leave, so that what was still to come could not come?"""
        return self.first(CALLER_LEFT) is not None

    @property
    def over(self) -> bool:
        """Is the contact over?"""
        return self.first(RELEASED) is not None

    @property
    def stepped_away(self) -> Logged | None:
        """Somebody asked out: always allowed, and never held against anyone."""
        return next((one for one in self.of(HELP) if one.fields.get("how") == NEED_OUT), None)

    def part(self, entry: Logged) -> str:
        """What whoever acted was in this contact; `other` for anybody else."""
        return self.people.get(entry.who, "other")

    # ── steps ──

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """The steps in the order in which they stood on the screen."""
        found: list[Shown] = []
        for entry in self.of(SHOWN, TAKEN):
            if entry.kind == SHOWN:
                step = self._step(entry.fields.get("run"), entry.fields.get("step"))
                found += [Shown(step, entry)] if step is not None else []
            elif found and found[-1].left is None:
                found[-1] = self._left(found[-1], entry)
        return tuple(found)

    def _step(self, run: object, name: object) -> Step | None:
        return self.runs.get(str(run), self.protocol).steps.get(str(name))

    @staticmethod
    def _left(shown: Shown, entry: Logged) -> Shown:
        before, after = entry.fields.get("step_before"), entry.fields.get("step_after")
        if before != shown.step.name or after == before:
            return shown
        event = entry.fields.get("event", {})
        return Shown(
            shown.step, shown.opened, entry, str(event["event"]), str(event.get("value", ""))
        )

    def covering(self, aspect: str) -> list[Shown]:
        """The steps with this aspect that stood on the screen."""
        return [one for one in self.shown if aspect in one.step.covers]

    def knows(self, aspect: str) -> bool:
        """Does any of the procedures have a step with this aspect?"""
        return any(aspect in step.covers for one in self.protocols for step in one.steps.values())

    def commands(self, *words: str) -> Iterator[tuple[Logged, Mapping[str, Any]]]:
        """The run's events of these words, with what was in them."""
        for entry in self.of(TAKEN):
            event = entry.fields.get("event", {})
            if event.get("event") in words:
                yield entry, event

    # ── words ──

    def lines(self, who: str) -> list[Logged]:
        """What one side said, as far as it is on record and was not erased."""
        return [
            one for one in self.of(LINE) if one.fields.get("who") == who and one.fields.get("text")
        ]

    @cached_property
    def began(self) -> datetime | None:
        """When the words were said, or the press was made, that began it."""
        marked = {one.fields.get("line") for one in self.of(SIGNAL)}
        times = [one.at for one in self.of(LINE) if one.fields.get("line") in marked]
        times += [one.at for one in self.of(OPENED)]
        return min(times, default=None)

    @cached_property
    def language(self) -> str | None:
        """The language whose rules of wording are asked; None where there are none for it."""
        return self.protocol.locale if language_of(self.protocol.locale) is not None else None

    @cached_property
    def remarks(self) -> tuple[tuple[Logged, Remark], ...]:
        """What the rules of wording say of the agent's lines."""
        return tuple(
            (line, remark)
            for line in self.lines("agent")
            for remark in judge(line.fields["text"], language=self.protocol.locale)
        )

    # ── what is owed ──

    def reports_owed(self) -> set[str]:
        """The obligations that are a threat's report, by id."""
        return {one.fields["obligation"] for one in self.of(OWED) if one.fields.get("threat")}

    def missed(self) -> list[Logged]:
        """What was not done in time."""
        return self.of(MISSED)


def seconds_between(first: Logged, second: Logged) -> int:
    """Whole seconds from one entry to another, never fewer than none."""
    return max(0, round((second.at - first.at).total_seconds()))


def spell(seconds: int) -> str:
    """A length of time in words."""
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"  # noqa: PLR2004 - two minutes read well in seconds
