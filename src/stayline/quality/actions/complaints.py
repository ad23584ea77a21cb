"""Raise a query or complaint, take it, pass it on, answer it within limits (S3-24, S3-47)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.incidents.actions import next_number_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.actions import (
    append_in_transaction,
    lock_head_in_transaction,
    open_stream_in_transaction,
    seal_in_transaction,
)
from stayline.people.models import Person, Site
from stayline.people.queries import system_actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.policies import is_excluded
from stayline.quality.errors.complaints import (
    AboveAuthority,
    ComplaintClosed,
    ComplaintInvalid,
    ComplaintNotFound,
    NobodyAbove,
)
from stayline.quality.events.complaints import (
    ComplaintAnswered,
    ComplaintLate,
    ComplaintMoved,
    ComplaintRaised,
    ComplaintTaken,
)
from stayline.quality.models import Complaint, ComplaintMove
from stayline.quality.policies.complaints import able, may_answer
from stayline.quality.queries.complaints import UPHELD, subject_of
from stayline.quality.queries.limits import complaint_form, limits_in_force
from stayline.reports.models import Report
from stayline_core.authority import begins_at, exceeds, who_may
from stayline_core.forms import Answer, answers_to_json, completeness, validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor
    from stayline_core.authority import Level, Limits

LONGEST: Final = 4000
SHORT: Final = 300
KINDS: Final = frozenset({"query", "complaint"})
NO_INCIDENT: Final = "No incident of this site has this number."
NO_REPORT: Final = "No report of this site has this number."


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What somebody raises. `incident` and `report` are numbers as they were given.

    Raised again with one `id` it is kept once.
    """

    kind: str
    topic: str
    site_id: UUID
    answers: Mapping[str, Answer] = field(repr=False)
    incident: str = ""
    report: str = ""
    subject_id: UUID | None = None
    on_behalf: bool = False
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class _About:
    """What it is about, found: rows of the site, and nothing that is kept from who raises it."""

    incident: Incident | None
    report: Report | None
    subject: Person | None


@action
def raise_complaint(new: NewComplaint, *, actor: Actor, at: datetime) -> Complaint:
    """Keep a query or complaint with a number, and lay it before whoever may answer it.

    Anybody may raise one, for themselves or for a caller. It begins with the authority of its
    topic, above everybody it is about; where nobody there is free of it, it goes up at once.

    Raises:
        ComplaintInvalid: something typed cannot be kept; it names each field.
    """
    known = Complaint.objects.filter(id=new.id).first()
    if known is not None:
        if known.raised_by != actor.id:
            raise ComplaintInvalid({"id": "Give it an id of its own."})
        return known
    site = Site.objects.get(id=new.site_id)
    form_digest, form = complaint_form()
    _, limits = limits_in_force()
    about = _about(new, site, limits, actor)
    faults = {one.field: one.mend for one in validate(form, new.answers)}
    for name in completeness(form, new.answers).missing:
        faults.setdefault(name, "Write it in a sentence or two.")
    if faults:
        raise ComplaintInvalid(faults)
    exercise = about.incident.exercise if about.incident else site.exercise
    stream = open_stream_in_transaction(
        kind="document", subject_id=new.id, exercise=exercise, at=at
    )
    row = Complaint(
        id=new.id,
        stream_id=stream,
        exercise=exercise,
        site=site,
        kind=new.kind,
        topic=new.topic,
        incident=about.incident,
        report=about.report,
        subject=about.subject,
        form_id=form.id,
        form_digest=form_digest,
        on_behalf=new.on_behalf,
        raised_by=actor.id,
        raiser_id=actor.id if actor.kind == "person" else None,
        raised_at=at,
        level="",
    )
    plain = answers_to_json(new.answers)
    row.body_sealed = seal_in_transaction(
        stream, subject_of(row), json.dumps(plain, ensure_ascii=False).encode()
    )
    roles = {one.role for one in about.subject.roles.all()} if about.subject else set()
    way = _first_free(row, begins_at(limits, new.topic, roles), limits)
    row.level, row.due_at = way[-1].id, at + timedelta(hours=way[-1].hours)
    row.number = next_number_in_transaction("SLK", exercise=exercise, at=at)
    row.save(force_insert=True)
    for was, now in pairwise(way):
        _keep_move(row, was.id, now.id, "nobody", actor=actor, at=at)
    _log(
        row,
        ComplaintRaised(
            number=row.number,
            what=row.kind,
            topic=row.topic,
            level=row.level,
            due=row.due_at.isoformat(timespec="minutes"),
            on_behalf=row.on_behalf,
            form=form_digest,
            answers=plain,
            subject=subject_of(row),
        ),
        actor,
        at,
    )
    _tell(row, limits)
    return row


@action
def take_complaint(*, complaint_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that one is on it; whoever may answer too sees that, and may still do it.

    Raises:
        ComplaintNotFound: there is none, or `actor` may not answer it: both look the same.
        ComplaintClosed: it was answered.
    """
    row, limits = _mine_in_transaction(complaint_id, actor)
    row.handler_id = actor.id
    row.save(update_fields=["handler"])
    _log(row, ComplaintTaken(number=row.number, subject=subject_of(row)), actor, at)
    _tell(row, limits)


@action
def pass_on_complaint(*, complaint_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Pass it to the next authority, with what was written and a reason (S3-47).

    Raises:
        ComplaintNotFound: there is none, or `actor` may not answer it.
        ComplaintClosed: it was answered.
        ComplaintInvalid: no reason was given.
        NobodyAbove: this is the highest authority, or nobody above is free of it.
    """
    row, limits = _mine_in_transaction(complaint_id, actor)
    told = _told(reason, "reason", SHORT)
    if not _up(row, limits, "asked", told, actor=actor, at=at):
        raise NobodyAbove
    _tell(row, limits)


@action
def answer_complaint(
    *,
    complaint_id: UUID,
    remedy: str,
    amount: int | None = None,
    upheld: str,
    words: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Answer it within one's authority; `amount` is in the smallest unit of the limits' currency.

    Raises:
        ComplaintNotFound: there is none, or `actor` may not answer it.
        ComplaintClosed: it was answered already.
        AboveAuthority: the remedy or the amount is above the limits; the sentence says who may.
        ComplaintInvalid: something is missing; it names each field.
    """
    row, limits = _mine_in_transaction(complaint_id, actor)
    if upheld not in UPHELD:
        raise ComplaintInvalid({"upheld": "Say whether it was right."})
    told = _told(words, "words", LONGEST)
    if wrong := exceeds(limits, row.level, remedy, amount):
        nearest = who_may(limits, remedy, amount)
        if nearest is None:
            raise ComplaintInvalid({"remedy": wrong})
        raise AboveAuthority(wrong, level=nearest.words)
    row.answer_sealed = seal_in_transaction(row.stream_id, subject_of(row), told.encode())
    row.state, row.due_at, row.remedy, row.amount = "answered", None, remedy, amount or None
    row.upheld, row.answered_at, row.answered_by_id = upheld, at, actor.id
    row.save()
    event = ComplaintAnswered(
        number=row.number,
        remedy=remedy,
        amount=amount or 0,
        upheld=upheld,
        words=told,
        subject=subject_of(row),
    )
    _log(row, event, actor, at)
    _tell(row, limits)


@action
def fire_complaint_late(*, complaint_id: UUID, at: datetime) -> bool:
    """Let what was not answered in its time go up, with new time; False: somebody was first.

    At the highest authority it stays, and stands there as late.
    """
    found = Complaint.objects.filter(id=complaint_id).first()
    if found is None:
        return False
    lock_head_in_transaction(found.stream_id)
    if not Complaint.objects.filter(id=complaint_id, due_at__lte=at).update(due_at=None):
        return False
    row, (_, limits) = _locked(complaint_id), limits_in_force()
    row.late_at = row.late_at or at
    row.save(update_fields=["late_at"])
    watcher = system_actor("watcher")
    _log(row, ComplaintLate(number=row.number, subject=subject_of(row)), watcher, at)
    _up(row, limits, "late", "", actor=watcher, at=at)
    _tell(row, limits)
    return True


def _about(new: NewComplaint, site: Site, limits: Limits, actor: Actor) -> _About:
    """Find what it is about. What is kept from `actor` looks as if it were not there."""
    faults = {}
    if new.kind not in KINDS:
        faults["kind"] = "Say whether it is a question or a complaint."
    if new.topic not in {one.id for one in limits.topics}:
        faults["topic"] = "Choose what it is about."
    report, faults["report"] = _report(new.report.strip().upper(), site, actor)
    incident, faults["incident"] = _incident(new.incident.strip().upper(), site, actor)
    if report is not None and incident is not None and report.incident_id != incident.id:
        faults["report"] = "This report belongs to another incident."
    subject = _person(new.subject_id, site)
    if new.subject_id is not None and subject is None:
        faults["subject"] = "Nobody of this site is meant."
    if faults := {name: fault for name, fault in faults.items() if fault}:
        raise ComplaintInvalid(faults)
    return _About(report.incident if report else incident, report, subject)


def _report(number: str, site: Site, actor: Actor) -> tuple[Report | None, str]:
    found = Report.objects.filter(number=number, incident__site=site).first() if number else None
    if number and (found is None or is_excluded(actor.id, found.incident_id)):
        return None, NO_REPORT
    return found, ""


def _incident(number: str, site: Site, actor: Actor) -> tuple[Incident | None, str]:
    found = Incident.objects.filter(number=number, site=site).first() if number else None
    if number and (found is None or is_excluded(actor.id, found.id)):
        return None, NO_INCIDENT
    return found, ""


def _person(person_id: UUID | None, site: Site) -> Person | None:
    if person_id is None:
        return None
    return Person.objects.filter(id=person_id, site=site, kind="person").first()


def _first_free(row: Complaint, level: Level, limits: Limits) -> list[Level]:
    """Return the levels from the first one up to the first with somebody free of it."""
    way = [level]
    while not able(row, way[-1]) and (above := limits.above(way[-1].id)) is not None:
        way.append(above)
    return way


def _up(
    row: Complaint, limits: Limits, why: str, reason: str, *, actor: Actor, at: datetime
) -> bool:
    """Let it go to the next authority with somebody free of it; False: there is none."""
    above = limits.above(row.level)
    now = _first_free(row, above, limits)[-1] if above else None
    if now is None or not able(row, now):
        return False
    was, row.level, row.handler_id = row.level, now.id, None
    row.due_at = at + timedelta(hours=now.hours)
    row.save(update_fields=["level", "handler", "due_at"])
    _keep_move(row, was, now.id, why, actor=actor, at=at)
    event = ComplaintMoved(
        number=row.number, was=was, now=now.id, why=why, reason=reason, subject=subject_of(row)
    )
    _log(row, event, actor, at)
    return True


def _keep_move(row: Complaint, was: str, now: str, why: str, *, actor: Actor, at: datetime) -> None:
    ComplaintMove.objects.create(complaint=row, was=was, now=now, why=why, at=at, by=actor.id)


def _mine_in_transaction(complaint_id: UUID, actor: Actor) -> tuple[Complaint, Limits]:
    """Return one that `actor` may answer, locked; the caller holds the transaction."""
    first = Complaint.objects.filter(id=complaint_id).first()
    if first is None:
        raise ComplaintNotFound
    lock_head_in_transaction(first.stream_id)
    row = _locked(complaint_id)
    if not may_answer(actor, row):
        raise ComplaintNotFound
    if row.state != "open":
        raise ComplaintClosed
    return row, limits_in_force()[1]


def _locked(complaint_id: UUID) -> Complaint:
    """Return the row as it is under the head that the caller holds."""
    return Complaint.objects.select_related("incident__contact", "site").get(id=complaint_id)


def _told(words: str, name: str, most: int) -> str:
    told = words.strip()
    if not told or len(told) > most:
        raise ComplaintInvalid({name: f"Say it in up to {most} characters."})
    return told


def _log(row: Complaint, event: Event, actor: Actor, at: datetime) -> None:
    append_in_transaction(row.stream_id, event, actor=actor, at=at)


def _tell(row: Complaint, limits: Limits) -> None:
    """Let the screens of whoever may answer, and of whoever raised it, draw themselves again."""
    whom = able(row, limits.level(row.level)) | ({row.raiser_id} if row.raiser_id else set())
    for one in sorted(whom):
        publish_on_commit(f"person:{one}", "complaints")
