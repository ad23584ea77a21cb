"""What an incident is, owes and shows, read without changing anything."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Count, Min, Q

from stayline.contacts.models import PRACTICE_ROOM
from stayline.contacts.queries import window_lines
from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.events import LineKept, StepShown
from stayline.incidents.models import DRILL_ROOM, Incident, IncidentLine, Obligation, Run, Threat
from stayline.incidents.ports import plugged_ports
from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import entries, unseal
from stayline.library.queries import worded_protocol
from stayline.listening.queries import signals_of
from stayline.people.queries import names_by_pseudonym
from stayline_core.minimum import BUILT_IN, MINIMUM_SAFE
from stayline_core.protocol import Protocol, Screen, State, from_json
from stayline_core.protocol import screen as screen_of

if TYPE_CHECKING:
    from stayline.ledger.queries import EntryView

IncidentRow: TypeAlias = Incident
"""An incident, for the edge, which knows no tables."""

SHOWN_LINES: Final = 80
"""How many of a contact's last lines a screen shows."""

PRACTISED: Final = Q(contact__source=PRACTICE_ROOM, exercise=True)
"""Incidents of somebody's practice: they stand on nobody else's screens (S4-44)."""

DRILLED: Final = Q(contact__source=DRILL_ROOM, exercise=True)
"""Records of drills: nothing happened, so they stand on no board; whoever is rung is rung."""

STILL_OWED: Final = {
    "call_record": "The record of the call is not filed.",
    "people_at_risk": "Who is at risk, and whether they were told, is not recorded.",
}
"""What is missing, in words, by the form that is owed."""

LEVEL_WORDS: Final = {
    0: "Life in danger now",
    1: "Threat or disclosure",
    2: "Implied or past",
    3: "Abusive, no threat",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words of a line: where, which harm, and why."""

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as screens show it."""

    line_id: str
    who: str
    at: datetime
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the log as a sentence, with who and when."""

    sequence: int
    at: datetime
    who: str
    kind: str
    sentence: str
    before_previous: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the procedure as it was gone through: what it asked for, shown and completed when.

    `completed_at` is when the run left it; None while it is on the screen.
    """

    title: str
    action: str
    shown_at: datetime
    completed_at: datetime | None = None


def incident(incident_id: UUID) -> Incident:
    """Return the incident of this id.

    Raises:
        IncidentNotFound: none has it.
    """
    return _one(id=incident_id)


def by_number(number: str) -> Incident:
    """Return the incident of this number.

    Raises:
        IncidentNotFound: none has it.
    """
    return _one(number=number.strip().upper())


def by_stream(stream_id: UUID) -> Incident | None:
    """Return the incident whose stream this is."""
    return Incident.objects.filter(stream_id=stream_id).first()


def incident_id_of(contact_id: UUID) -> UUID | None:
    """Return the id of a contact's incident, if it has one: the cheap question."""
    found = Incident.objects.filter(contact_id=contact_id).values_list("id", flat=True)
    return next(iter(found[:1]), None)


def incident_ids_of(contact_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the incident of each of these contacts that has one: the cheap question, of many."""
    found = Incident.objects.filter(contact_id__in=list(contact_ids))
    return dict(found.values_list("contact_id", "id"))


def said_in(row: Incident, *, limit: int) -> list[LineView]:
    """Return the last lines that an incident's record holds, without their marks."""
    return _lines_of(row, limit)


def by_contact(contact_id: UUID) -> Incident | None:
    """Return the incident of a contact, if it has one."""
    rows = Incident.objects.filter(contact_id=contact_id)
    return rows.select_related("site", "contact", "owner").first()


def open_incidents(site_ids: Collection[UUID]) -> list[Incident]:
    """Return the open incidents of these sites, danger to life first, then the oldest (S0-17).

    The floor puts them in the whole order of `stayline_core.triage.Priority` (S3-9).
    """
    rows = Incident.objects.filter(~PRACTISED, ~DRILLED, site_id__in=list(site_ids), state="open")
    return list(rows.select_related("site", "contact", "owner").order_by("level", "opened_at"))


def closed_incidents(site_ids: Collection[UUID], *, limit: int = 50) -> list[Incident]:
    """Return the incidents of these sites that were closed last."""
    rows = Incident.objects.filter(~PRACTISED, site_id__in=list(site_ids), state="closed")
    return list(rows.select_related("site").order_by("-closed_at")[:limit])


def opener(row: Incident) -> UUID | None:
    """Return the person who pressed for help; None where a signal opened the incident."""
    return row.opened_by if row.opened_how == "button" else None


def current_run(incident_id: UUID, *, for_update: bool = False) -> Run | None:
    """Return the run that guides an incident now."""
    rows = Run.objects.filter(incident_id=incident_id, parked_at=None, ended_at=None)
    if for_update:
        rows = rows.select_for_update(of=("self",))
    return rows.select_related("incident__contact").first()


def last_run(incident_id: UUID) -> Run | None:
    """Return the run that guided an incident last, ended or not."""
    return (
        Run.objects.filter(incident_id=incident_id, parked_at=None).order_by("-started_at").first()
    )


def protocol_of(run: Run) -> Protocol:
    """Return the protocol version a run began with, in its words; it keeps both (S0-3)."""
    if run.protocol_digest:
        return worded_protocol(run.protocol_digest, run.wording_digest)
    return BUILT_IN.get(run.protocol_id, MINIMUM_SAFE)


def state_of(run: Run) -> State:
    """Return where a run stands, with what was answered opened; erased answers are left out."""
    return from_json(run.state | {"answers": answers_of(run)})


def answers_of(run: Run) -> dict[str, dict[str, Any]]:
    """Return what was answered in a run by field, unsealed; nothing where it was erased."""
    sealed = bytes(run.answers_sealed)
    if not sealed:
        return {}
    try:
        plain = unseal(run.incident.stream_id, subject_of(run.incident), sealed)
    except ContentErased:
        return {}
    answers: dict[str, dict[str, Any]] = json.loads(plain)
    return answers


def runs_of(incident_id: UUID) -> list[Run]:
    """Return every run of an incident, in the order they began."""
    rows = Run.objects.filter(incident_id=incident_id).select_related("incident__contact")
    return list(rows.order_by("started_at"))


def subject_of(row: Incident) -> str:
    """Return whose data the words of an incident are: its caller's, or nobody's."""
    return row.contact.subject if row.contact else ""


def screen(row: Incident) -> tuple[Protocol, Screen] | None:
    """Return the protocol and what its current step puts on the desk; None without a run."""
    run = last_run(row.id)
    if run is None:
        return None
    protocol = protocol_of(run)
    return protocol, screen_of(protocol, state_of(run))


def steps_taken(row: Incident) -> list[StepTaken]:
    """Return the procedure as it went: its steps in order, each with its times (S1-13)."""
    protocols = {str(run.id): protocol_of(run) for run in runs_of(row.id)}
    taken: list[StepTaken] = []
    for one in entries(row.stream_id, kinds=[StepShown.kind]):
        if taken and taken[-1].completed_at is None:
            taken[-1] = replace(taken[-1], completed_at=one.at)
        if isinstance(one.event, StepShown) and one.event.run in protocols:
            step = protocols[one.event.run].steps[one.event.step]
            said = [*step.say, *(ask.question or "" for ask in step.asks), *step.note]
            words = [one for one in said if "{" not in one] + [""]
            title = step.title or step.name.rsplit("/", 1)[-1].replace("_", " ").capitalize()
            ended = one.at if step.end else None
            taken.append(StepTaken(title, words[0], one.at, ended))
    return taken


def threats(row: Incident) -> list[Threat]:
    """Return the threats of an incident, in the order they were made."""
    return list(row.threats.order_by("at"))


def obligations(row: Incident) -> list[Obligation]:
    """Return everything that is or was owed, the open ones first, the earliest due first."""
    rows = list(Obligation.objects.filter(incident=row).select_related("owner", "threat"))
    done = {"met": 1, "waived": 1, "void": 2}
    return sorted(
        rows,
        key=lambda one: (done.get(one.state, 0), one.due_at is None, one.due_at or row.opened_at),
    )


def blocking_close(row: Incident) -> list[str]:
    """Return what stands in the way of closing, a sentence each (S1-19, S0-5)."""
    blocking = []
    unreported = row.threats.filter(void_at=None, report_number="").count()
    if unreported:
        blocking.append(
            f"{unreported} threat report is not filed."
            if unreported == 1
            else f"{unreported} threat reports are not filed."
        )
    if row.safety_recorded_at is None and not difficult_call_only(row):
        blocking.append("What was done for the caller's safety is not recorded.")
    if row.contact is not None and row.contact.released_at is None:
        blocking.append("The contact is still open.")
    owed = Obligation.objects.filter(incident=row, state__in=("owed", "missed", "waiting"))
    others = owed.exclude(do_kind="file", do_target="security_threat")
    blocking.extend(
        STILL_OWED.get(target, f"Still owed: {name}.")
        for name, target in others.values_list("name", "do_target")
    )
    for port in plugged_ports():
        blocking.extend(port.blocking(row))
    return blocking


def difficult_call_only(row: Incident) -> bool:
    """Return whether this was a difficult call from first to last: no threat, no crisis (L3)."""
    if row.threats.filter(void_at=None).exists():
        return False
    runs = runs_of(row.id)
    return bool(runs) and not any(protocol_of(run).urgent for run in runs)


def overdue(incident_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many things of each incident were not done in time; none where none was."""
    rows = Obligation.objects.filter(incident_id__in=list(incident_ids), state="missed")
    return dict(rows.values_list("incident_id").annotate(late=Count("id")))


def obligations_due(at: datetime, limit: int) -> list[UUID]:
    """Return the obligations whose time is up by `at`, the earliest first."""
    rows = Obligation.objects.filter(state="owed", due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_obligation_due() -> datetime | None:
    """Return when the next obligation's time is up."""
    rows = Obligation.objects.filter(state="owed", due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def runs_due(at: datetime, limit: int) -> list[UUID]:
    """Return the runs with a step's clock, or a ladder that waits, run out by `at`."""
    past = Q(step_due_at__lte=at) | Q(ring_due_at__lte=at)
    rows = Run.objects.filter(past, parked_at=None, ended_at=None)
    return list(rows.order_by("step_due_at").values_list("id", flat=True)[:limit])


def next_run_due() -> datetime | None:
    """Return when the next clock of a run runs out."""
    rows = Run.objects.filter(parked_at=None, ended_at=None)
    found = rows.aggregate(step=Min("step_due_at"), ring=Min("ring_due_at"))
    return min((one for one in found.values() if one is not None), default=None)


def lines(contact_id: UUID, *, limit: int = SHOWN_LINES) -> list[LineView]:
    """Return the last lines of a contact with their marks, from the ledger or the window."""
    marks: dict[str, list[Mark]] = {}
    for signal in signals_of(contact_id):
        mark = Mark(signal.start, signal.end, signal.kind, signal.reason)
        marks.setdefault(signal.line_id, []).append(mark)
    row = by_contact(contact_id)
    kept = _lines_of(row, limit) if row is not None else []
    known = {one.line_id for one in kept}
    waiting = [
        LineView(one.line_id, one.who, one.at, one.text)
        for one in window_lines(contact_id, limit=limit)
        if one.line_id not in known
    ]
    shown = sorted([*kept, *waiting], key=lambda one: one.at)[-limit:]
    return [
        LineView(one.line_id, one.who, one.at, one.text, tuple(marks.get(one.line_id, ())))
        for one in shown
    ]


def log(row: Incident, *, after: int = 0) -> list[LogLine]:
    """Return the log of an incident as sentences, oldest first."""
    found = entries(row.stream_id, after=after)
    names = names_by_pseudonym({one.actor for one in found})
    return [
        LogLine(
            sequence=one.sequence,
            at=one.at,
            who=names.get(one.actor, "somebody who was forgotten"),
            kind=one.kind,
            sentence=_sentence(one),
            before_previous=one.before_previous,
            erased=one.event is None,
        )
        for one in found
    ]


def actors_of(row: Incident) -> set[str]:
    """Return the pseudonyms of everyone who acted in an incident."""
    return {one.actor for one in entries(row.stream_id)}


def _sentence(entry: EntryView) -> str:
    if entry.event is None:
        return "The content was erased at the request of the person it speaks of."
    return entry.event.describe()


def _lines_of(row: Incident, limit: int) -> list[LineView]:
    places = list(
        IncidentLine.objects.filter(incident=row)
        .order_by("-sequence")
        .values_list("sequence", flat=True)[:limit]
    )
    if not places:
        return []
    found: Sequence[EntryView] = entries(row.stream_id, after=places[-1] - 1, kinds=[LineKept.kind])
    return [
        LineView(one.event.line, one.event.who, one.at, one.event.text)
        for one in found
        if isinstance(one.event, LineKept)
    ]


def _one(**which: object) -> Incident:
    row = Incident.objects.filter(**which).select_related("site", "contact", "owner").first()
    if row is None:
        raise IncidentNotFound(**{name: str(value) for name, value in which.items()})
    return row
