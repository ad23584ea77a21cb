"""The record of one incident: what happened, what is owed, who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from stayline.command.queries import DispatchView, dispatches
from stayline.escalation.policies import may_follow
from stayline.escalation.queries import Coming, LadderView, coming, ladders
from stayline.floor.policies import may_see_record
from stayline.incidents.models import Incident, Obligation, Threat
from stayline.incidents.policies import may_decide, may_drive
from stayline.incidents.queries import (
    CallbackRule,
    Ending,
    LogLine,
    SaidWarning,
    StepTaken,
    banners,
    blocking_close,
    callback,
    ending,
    incident,
    laws_at_closing,
    laws_of,
    log,
    obligations,
    opener,
    screen,
    steps_taken,
    threats,
    warnings_given,
)
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import Law, form_in_force
from stayline.people.queries import names, people_of
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.queries import listed_people, why_excluded
from stayline.reports.models import Report
from stayline.reports.queries import CaseView, TaskView, cases_of, reports_of, tasks_of

SAID: Final = "said"
HELP: Final = "help"
DONE: Final = "done"

GROUPS: Final = ((SAID, "Said"), (HELP, "Help"), (DONE, "Done"))
SAID_KINDS: Final = ("incidents.line.", "incidents.signal.", "incidents.threat.")
HELP_KINDS: Final = ("escalation.", "command.", "incidents.help.", "incidents.contact.")

BECAUSE: Final = {
    "took_contact": "Took the contact",
    "rang": "Was rung: briefing alone",
    "accepted": "Accepted it",
    "supervises": "Supervises it",
    "opened": "Opened it",
    "pressed": "Pressed for help",
    "asked": "Was asked to approve an ending",
    "record": "Closes it, now that its record is in",
    "passed_on": "Something owed was passed on to them",
    "follows": "Follows it",
}

KEPT_OUT_WORDS: Final = {"implicated": "It is about them", "discloser": "They told of it"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log on the page, with the icon and group of its kind."""

    line: LogLine
    group: str
    icon: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A report of the incident: the form's own title, and the threat it is of, by its kind."""

    report: Report
    title: str
    threat: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may see the record, and why."""

    name: str
    because: str


class RecordPage:
    """Everything the incident's page may show, each part looked up at its first use."""

    def __init__(self, row: Incident, *, actor: Actor, at: datetime, show: str) -> None:
        """Keep the row; the caller has asked the policy."""
        self.incident = row
        self.actor = actor
        self.at = at
        self.show = show
        self.zone = row.site.zone
        self.live_topic = f"incident:{row.id}"

    @cached_property
    def decides(self) -> bool:
        """Whether the reader decides here: a supervisor of the site who handles it."""
        return may_decide(self.actor, self.incident)

    @property
    def may_follow(self) -> bool:
        """Whether the reader may be beside the contact, while it is live (S2-4)."""
        contact = self.incident.contact
        live = contact is not None and contact.released_at is None
        return live and not self.mine and bool(may_follow(self.actor, self.incident))

    @property
    def mine(self) -> bool:
        """Whether the run is the reader's."""
        return self.incident.state == "open" and may_drive(self.actor, self.incident)

    @cached_property
    def step(self) -> str:
        """The title of the current step, in words."""
        shown = screen(self.incident)
        if shown is None or shown[1].ended:
            return ""
        now = shown[1]
        return now.title or now.step.rsplit("/", 1)[-1].replace("_", " ").capitalize()

    @property
    def protocol(self) -> str:
        """Which protocol guides it."""
        shown = screen(self.incident)
        return shown[0].title if shown else ""

    @cached_property
    def laws(self) -> list[Law]:
        """The laws and policies that apply (S3-15)."""
        return laws_of(self.incident)

    @cached_property
    def closing_laws(self) -> list[Law]:
        """Those of them that whoever closes goes through."""
        return laws_at_closing(self.incident)

    @cached_property
    def standing(self) -> list[str]:
        """What is to be known of the procedure while it guides; the log keeps what was so then."""
        open_now = self.incident.state == "open"
        return banners(self.incident, self.actor, at=self.at) if open_now else []

    @cached_property
    def steps(self) -> list[StepTaken]:
        """The procedure as it went, each step with when it was shown and completed (S1-13)."""
        return steps_taken(self.incident)

    @cached_property
    def coming(self) -> Coming:
        """Who is coming."""
        return coming(self.incident)

    @cached_property
    def ladders(self) -> list[LadderView]:
        """Every ladder, the newest first."""
        return ladders(self.incident)

    @cached_property
    def _log(self) -> list[Entry]:
        return [_entry(line) for line in log(self.incident)]

    @property
    def log(self) -> list[Entry]:
        """The log, or the group that is asked for."""
        if self.show in {SAID, HELP, DONE}:
            return [entry for entry in self._log if entry.group == self.show]
        return self._log

    @property
    def groups(self) -> list[tuple[str, str, int]]:
        """The groups with how many entries each has."""
        counted = [(name, words, sum(e.group == name for e in self._log)) for name, words in GROUPS]
        return [("", "All", len(self._log)), *counted]

    @cached_property
    def obligations(self) -> list[Obligation]:
        """What is and was owed."""
        return obligations(self.incident)

    @cached_property
    def threats(self) -> list[Threat]:
        """The threats."""
        return threats(self.incident)

    @cached_property
    def reports(self) -> list[Paper]:
        """The reports, drafts included: of threats, of people at risk, of the call."""
        return [
            Paper(row, _title_of(row.form_id), row.threat.kind if row.threat else "")
            for row in reports_of(self.incident.id)
        ]

    @cached_property
    def callback(self) -> CallbackRule:
        """Whether a lost caller may be called back, and what the rule says (caller lost)."""
        return callback(self.incident)

    @property
    def decides_on_help(self) -> bool:
        """Whether somebody owes the decision to send help to a caller who was lost."""
        return any(
            one.do_kind == "decide" and one.do_target == "help" and one.state in {"owed", "missed"}
            for one in self.obligations
        )

    @cached_property
    def ending(self) -> Ending:
        """How it stands with ending the contact after its warnings."""
        return ending(self.incident)

    @property
    def ending_waits(self) -> bool:
        """Whether an agent waits to hear if the contact may end."""
        return self.ending.asked_at is not None and self.ending.approved is None

    @cached_property
    def warnings(self) -> list[SaidWarning]:
        """The warnings as they were said."""
        return warnings_given(self.incident)

    @cached_property
    def cases(self) -> list[CaseView]:
        """The cases."""
        return cases_of(self.incident.id)

    @cached_property
    def tasks(self) -> list[TaskView]:
        """What is still to do after a difficult call, with whose it is and by when (S2-40)."""
        return tasks_of(self.incident)

    @cached_property
    def dispatches(self) -> list[DispatchView]:
        """The calls for help from outside."""
        return dispatches(self.incident, speaker=self.actor)

    @cached_property
    def blocking(self) -> list[str]:
        """What stands in the way of closing, a sentence each."""
        return blocking_close(self.incident)

    @cached_property
    def readers(self) -> list[Reader]:
        """Who may see this record, and why."""
        listed = listed_people(self.incident.id)
        known = names(listed)
        return [
            Reader(known.get(one, "Somebody"), BECAUSE.get(why, why.replace("_", " ")))
            for one, why in listed.items()
        ]

    @cached_property
    def kept_out(self) -> list[tuple[UUID, str, str]]:
        """Who is kept out, with name and why (S0-35)."""
        why = why_excluded(self.incident.id)
        known = names(why)
        return [
            (one, known.get(one, "Somebody"), KEPT_OUT_WORDS.get(because, because))
            for one, because in why.items()
        ]

    @cached_property
    def colleagues(self) -> list[tuple[UUID, str]]:
        """Whom it could be about: everybody of the site who is not kept out already."""
        out = {one for one, _, _ in self.kept_out}
        return [(one.id, one.name) for one in people_of(self.incident.site_id) if one.id not in out]

    @cached_property
    def seconds(self) -> list[tuple[UUID, str]]:
        """Who can agree as the second named person of rule X-10."""
        people = people_of(self.incident.site_id)
        return [(one.id, one.name) for one in people if one.id != self.actor.id]

    @property
    def opener(self) -> UUID | None:
        """Who pressed for help, when a button opened it."""
        return opener(self.incident)


def record_page(incident_id: UUID, *, actor: Actor, at: datetime, show: str = "") -> RecordPage:
    """Return the page of an incident.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
    """
    row = incident(incident_id)
    if not may_see_record(actor, row):
        raise NotOnTheList
    return RecordPage(row, actor=actor, at=at, show=show)


def _title_of(form_id: str) -> str:
    try:
        return form_in_force(form_id)[1].title
    except DocumentNotFound:
        return form_id.replace("_", " ").capitalize()


ICONS: Final = (
    ("incidents.line.", "message-2"),
    ("incidents.signal.", "alert-triangle"),
    ("incidents.threat.", "alert-triangle"),
    ("incidents.contact.", "phone"),
    ("incidents.caller.", "phone"),
    ("escalation.", "bell-ringing"),
    ("command.", "ambulance"),
    ("reports.", "file-text"),
    ("privacy.", "eye"),
    ("care.", "heart-handshake"),
)


def _entry(line: LogLine) -> Entry:
    icon = next((name for start, name in ICONS if line.kind.startswith(start)), "pencil")
    if line.kind.startswith(SAID_KINDS):
        return Entry(line, SAID, icon)
    return Entry(line, HELP if line.kind.startswith(HELP_KINDS) else DONE, icon)
