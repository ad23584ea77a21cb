"""Queries and complaints: whose turn it is, what one says, how they went (S3-24, S3-47)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.ledger.errors import ContentErased
from stayline.ledger.queries import unseal
from stayline.library.queries import form_by_digest
from stayline.people.queries import names
from stayline.quality.errors.complaints import ComplaintNotFound
from stayline.quality.models import Complaint
from stayline.quality.policies.complaints import able, may_answer, may_see
from stayline.quality.queries.limits import limits_in_force
from stayline.quality.queries.results import midnight
from stayline_core.authority import shown as amount_words
from stayline_core.counting import Spread, spread
from stayline_core.forms import answers_from_json, shown

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline_core.authority import Limits

GONE: Final = "These words are gone: their time was over."

UPHELD: Final = {
    "yes": "It was right",
    "partly": "It was partly right",
    "no": "It was not right",
    "query": "It was a question",
}
"""What an answer says of a complaint."""


@dataclass(frozen=True, slots=True)
class Row:
    """One query or complaint in a list; no word of what it says."""

    row: Complaint
    topic: str
    level: str
    late: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One way it went: from whom to whom, when, and why in a word."""

    was: str
    now: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """One query or complaint as whoever may see it does."""

    row: Complaint
    topic: str
    level: str
    said: tuple[tuple[str, str], ...]
    answer: str
    remedy: str
    amount: str
    upheld: str
    subject: str
    handler: str
    answered_by: str
    steps: tuple[Step, ...]
    may_answer: bool
    may_pass_on: bool
    nobody: bool
    """Whether nobody may answer it now: everybody who could has a part in it."""


@dataclass(frozen=True, slots=True)
class ComplaintTrend:
    """How many of one month, and how long they took; never about whom."""

    first: date
    queries: int
    complaints: int
    answered: int
    upheld: int
    late: int
    took: Spread


def subject_of(row: Complaint) -> str:
    """Return the data subject that stands for what one complaint says, in its own stream."""
    return f"complaint:{row.id}"


def complaint_for(complaint_id: UUID, actor: Actor) -> Complaint:
    """Return one that `actor` may see.

    Raises:
        ComplaintNotFound: there is none, or it is not theirs to see: both look the same.
    """
    rows = Complaint.objects.select_related("incident__contact", "site", "report")
    row = rows.filter(id=complaint_id).first()
    if row is None or not may_see(actor, row):
        raise ComplaintNotFound
    return row


def complaint_of_source(complaint_id: UUID, token_id: UUID) -> Complaint:
    """Return one that a machine raised, for that machine.

    Raises:
        ComplaintNotFound: there is none, or somebody else raised it: both look the same.
    """
    row = Complaint.objects.filter(id=complaint_id, raised_by=token_id).first()
    if row is None:
        raise ComplaintNotFound
    return row


def complaint_page(complaint_id: UUID, actor: Actor) -> ComplaintPage:
    """Return one with its words, as `actor` may see it.

    Raises:
        ComplaintNotFound: there is none, or it is not theirs to see.
    """
    row = complaint_for(complaint_id, actor)
    _, limits = limits_in_force()
    known = names(one for one in (row.subject_id, row.handler_id, row.answered_by_id) if one)
    remedy = limits.remedy(row.remedy)
    return ComplaintPage(
        row=row,
        topic=limits.topic(row.topic).words,
        level=limits.level(row.level).words,
        said=_said(row),
        answer=_words(row, bytes(row.answer_sealed)),
        remedy=remedy.words if remedy else row.remedy,
        amount=amount_words(row.amount, limits.currency) if row.amount else "",
        upheld=UPHELD.get(row.upheld, ""),
        subject=known.get(row.subject_id, "") if row.subject_id else "",
        handler=known.get(row.handler_id, "") if row.handler_id else "",
        answered_by=known.get(row.answered_by_id, "") if row.answered_by_id else "",
        steps=_steps(row, limits),
        may_answer=row.state == "open" and may_answer(actor, row),
        may_pass_on=row.state == "open"
        and may_answer(actor, row)
        and limits.above(row.level) is not None,
        nobody=row.state == "open" and not able(row, limits.level(row.level)),
    )


def complaints_to_answer(actor: Actor, *, at: datetime) -> list[Row]:
    """Return what `actor` may answer now, the soonest due first."""
    rows = Complaint.objects.filter(state="open").select_related("incident__contact")
    _, limits = limits_in_force()
    mine = [one.id for one in limits.levels if not one.roles.isdisjoint(actor.roles)]
    found = [row for row in rows.filter(level__in=mine) if may_answer(actor, row)]
    found.sort(key=lambda one: (one.due_at is not None, one.due_at, one.number))
    return [_row(one, limits, at) for one in found]


def complaints_raised_by(person_id: UUID, *, at: datetime) -> list[Row]:
    """Return what this person raised, the newest first."""
    _, limits = limits_in_force()
    rows = Complaint.objects.filter(raiser_id=person_id).order_by("-raised_at")[:50]
    return [_row(one, limits, at) for one in rows]


def complaint_trends(site: Site, *, since: date) -> list[ComplaintTrend]:
    """Return how many were raised in each month at a site, and how they went."""
    zone = ZoneInfo(site.zone)
    rows = Complaint.objects.filter(
        site=site, exercise=site.exercise, raised_at__gte=midnight(since, site.zone)
    )
    months: dict[date, list[Complaint]] = {}
    for row in rows:
        first = row.raised_at.astimezone(zone).date().replace(day=1)
        months.setdefault(first, []).append(row)
    return [_trend(first, months[first]) for first in sorted(months, reverse=True)]


def complaints_due(at: datetime, limit: int) -> list[UUID]:
    """Return what was not answered in its time, the longest due first."""
    rows = Complaint.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_complaint_due() -> datetime | None:
    """Return when the next one is to be answered."""
    rows = Complaint.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _trend(first: date, rows: Collection[Complaint]) -> ComplaintTrend:
    kinds = Counter(one.kind for one in rows)
    took = [
        (one.answered_at - one.raised_at).total_seconds()
        for one in rows
        if one.answered_at is not None
    ]
    return ComplaintTrend(
        first=first,
        queries=kinds["query"],
        complaints=kinds["complaint"],
        answered=len(took),
        upheld=sum(one.upheld in {"yes", "partly"} for one in rows),
        late=sum(one.late_at is not None for one in rows),
        took=spread(took),
    )


def _row(row: Complaint, limits: Limits, at: datetime) -> Row:
    late = row.state == "open" and (row.late_at is not None or _over(row, at))
    return Row(row, limits.topic(row.topic).words, limits.level(row.level).words, late=late)


def _over(row: Complaint, at: datetime) -> bool:
    return row.due_at is not None and row.due_at <= at


def _steps(row: Complaint, limits: Limits) -> tuple[Step, ...]:
    return tuple(
        Step(limits.level(one.was).words, limits.level(one.now).words, one.why, one.at)
        for one in row.moves.all()
    )


def _said(row: Complaint) -> tuple[tuple[str, str], ...]:
    words = _words(row, bytes(row.body_sealed)) or GONE
    if words == GONE:
        return (("", GONE),)
    form, answers = form_by_digest(row.form_digest), answers_from_json(json.loads(words))
    return tuple(
        (one.label, shown(one, answers[one.name])) for one in form.fields if one.name in answers
    )


def _words(row: Complaint, sealed: bytes) -> str:
    if not sealed:
        return ""
    try:
        return unseal(row.stream_id, subject_of(row), sealed).decode()
    except ContentErased:
        return GONE
