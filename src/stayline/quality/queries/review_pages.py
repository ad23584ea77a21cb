"""The pages of reviewing: the week with its queue, one review beside its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.command.queries import advice_given
from stayline.people.policies import REVIEWS
from stayline.people.queries import everyone
from stayline.people.queries import site as site_of
from stayline.people.queries.points import conflicting
from stayline.privacy.queries import closed_to, incidents_visible_to
from stayline.quality.errors import NotForReviewers, ReviewNotFound
from stayline.quality.models import Why
from stayline.quality.policies.reviewing import (
    kept_out,
    leads_reviews,
    may_read_review,
    may_set_sample,
    reviews_at,
    why_not,
)
from stayline.quality.queries.adherence import adherence_of
from stayline.quality.queries.reviewing import (
    body_of,
    card_of,
    draws,
    monday_of,
    queue_of,
    review,
    reviews,
)
from stayline_core.scoring import MUST_NOT, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stayline.command.queries.advice import Given
    from stayline.people.models import Site
    from stayline.platform.actors import Actor
    from stayline.quality.models import Review, SampleDraw
    from stayline_core.forms import Field
    from stayline_core.scoring import Adherence, Judged

WEEK: Final = timedelta(days=7)
_HAPPENED: Final = {Verdict.MET: "Did not happen", Verdict.NOT_MET: "It happened"}

MACHINE_SILENT: Final = frozenset({Verdict.UNSURE, Verdict.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Row:
    """One review in the queue. `kind` and `person` are empty for who may not read it (X-8).

    `state` is finished, overdue, open (somebody has it) or waiting.
    """

    id: UUID
    number: str
    why: str
    kind: str
    person: str
    began_at: datetime | None
    due_at: datetime
    state: str
    reviewer: str
    mine: bool
    result: str
    may_take: bool
    own: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    """A site's queue in one week, with what is still open from before when it is this week's."""

    site: Site
    zone: str
    monday: date
    sunday: date
    number: int
    before: date
    after: date | None
    rows: tuple[Row, ...]
    done: int
    total: int
    overdue: int
    sample: int
    drawn: SampleDraw | None
    permille: int
    each: int
    may_lead: bool
    may_set: bool
    reviewers: tuple[tuple[UUID, str], ...]

    @property
    def to_do(self) -> tuple[Row, ...]:
        """What is not finished: the overdue first, then the reader's own, then by due date."""
        rows = [one for one in self.rows if one.state != "finished"]
        return tuple(
            sorted(rows, key=lambda one: (one.state != "overdue", not one.mine, one.due_at, one.id))
        )

    @property
    def finished(self) -> tuple[Row, ...]:
        """What is finished."""
        return tuple(one for one in self.rows if one.state == "finished")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a card: what is asked, what was answered, and what the log shows beside it.

    `differs` says that the reviewer judged otherwise than the log; the reviewer's word stands.
    """

    field: Field
    answer: str
    machine: str
    because: str
    entries: tuple[int, ...]
    differs: bool

    @property
    def log_says(self) -> str:
        """What the log shows, with why; empty where nothing was computed."""
        if not self.machine:
            return ""
        verdict = Verdict(self.machine)
        words = _HAPPENED.get(verdict) if self.field.name in MUST_NOT else None
        return f"{words or verdict.words}. {self.because}"


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review as its reviewer sees it; others get `readable` false and no content (X-8)."""

    row: Row
    review: Review
    zone: str
    readable: bool
    mine: bool
    why_not: str
    may_lead: bool
    must_not: tuple[Item, ...] = ()
    sections: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    words: tuple[Item, ...] = ()
    save: int = 0
    departures: tuple[tuple[str, str], ...] = ()
    advice: tuple[Given, ...] = ()
    reviewers: tuple[tuple[UUID, str], ...] = ()

    @property
    def editable(self) -> bool:
        """Whether the reader fills it now."""
        return self.mine and self.review.finished_at is None

    @property
    def differing(self) -> int:
        """How many items were judged otherwise than the log shows."""
        items = [one for _, found in self.sections for one in found]
        return sum(one.differs for one in (*self.must_not, *items))


def week_page(site_id: UUID, *, monday: date | None, actor: Actor, at: datetime) -> WeekPage:
    """Return the queue of a site in the week that begins on `monday`, or in this one.

    What `actor` is implicated in is not there for them.

    Raises:
        NotForReviewers: `actor` does not review at this site.
    """
    if not reviews_at(actor, site_id):
        raise NotForReviewers
    site = site_of(site_id)
    this = monday_of(at, site.zone)
    week = min(monday - timedelta(days=monday.weekday()), this) if monday else this
    found = reviews().filter(site_id=site_id, round=None)
    left = Q(week__lt=week, finished_at=None)
    found = found.filter(Q(week=week) | left) if week == this else found.filter(week=week)
    found = found.exclude(incident_id__in=closed_to(actor.id))
    rows = _rows(found.order_by("due_at", "id"), actor=actor, at=at)
    queue = queue_of(site_id)
    leads = leads_reviews(actor, site_id)
    return WeekPage(
        site=site,
        zone=site.zone,
        monday=week,
        sunday=week + WEEK - timedelta(days=1),
        number=week.isocalendar().week,
        before=week - WEEK,
        after=week + WEEK if week < this else None,
        rows=rows,
        done=sum(one.state == "finished" for one in rows),
        total=len(rows),
        overdue=sum(one.state == "overdue" for one in rows),
        sample=sum(one.why == Why.SAMPLE.label for one in rows),
        drawn=draws(site_id, week=week),
        permille=queue.permille if queue else 20,
        each=queue.each if queue else 1,
        may_lead=leads,
        may_set=may_set_sample(actor, site_id),
        reviewers=reviewers_at(site_id, at=at) if leads else (),
    )


def review_page(review_id: UUID, *, actor: Actor, at: datetime) -> ReviewPage:
    """Return one review; redacted for whoever is neither its reviewer nor on the list (X-8).

    Raises:
        ReviewNotFound: none has this id, or `actor` is implicated, or it is their own contact
            and they review nothing here.
        NotForReviewers: `actor` does not review at this site.
    """
    row = review(review_id)
    if kept_out(actor, row.incident_id):
        raise ReviewNotFound(review=str(review_id))
    if not reviews_at(actor, row.site_id):
        raise NotForReviewers
    (shown,) = _rows([row], actor=actor, at=at)
    readable = may_read_review(actor, row)
    leads = leads_reviews(actor, row.site_id)
    mine = row.reviewer_id == actor.id
    page = ReviewPage(
        row=shown,
        review=row,
        zone=row.site.zone,
        readable=readable,
        mine=mine,
        why_not="" if mine or row.finished_at else why_not(actor, row, row.subject_id),
        may_lead=leads,
        reviewers=reviewers_at(row.site_id, at=at) if leads and row.round is None else (),
    )
    return _with_content(page) if readable else page


def reviewers_at(site_id: UUID, *, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return who reviews at a site, by name."""
    found = everyone(roles=REVIEWS, site_id=site_id, at=at)
    return tuple(sorted(((one.id, one.name) for one in found), key=lambda one: one[1]))


def _with_content(page: ReviewPage) -> ReviewPage:
    row = page.review
    card, body = card_of(row), body_of(row)
    # In an open round it would pull every reviewer to the same answer.
    blind = row.round is not None and row.round.closed_at is None
    shown = adherence_of(row.incident_id) if row.incident_id and not blind else None
    machine = _machine(shown)

    def items(fields: Iterable[Field]) -> tuple[Item, ...]:
        return tuple(_item(one, body.answers.get(one.name, ""), machine) for one in fields)

    by_section: dict[str, list[Field]] = {}
    for one in card.items:
        by_section.setdefault(one.section, []).append(one)
    departures = [(one.what, one.because) for one in shown.departures] if shown else []
    return ReviewPage(
        row=page.row,
        review=row,
        zone=page.zone,
        readable=True,
        mine=page.mine,
        why_not=page.why_not,
        may_lead=page.may_lead,
        must_not=items(card.must_not),
        sections=tuple((name, items(fields)) for name, fields in by_section.items()),
        words=items(card.words),
        save=row.body_version,
        departures=tuple(departures),
        advice=_own_advice(row),
        reviewers=page.reviewers,
    )


def _own_advice(row: Review) -> tuple[Given, ...]:
    """Return the advice in its incident that was not on the approved list (S3-14)."""
    given = advice_given(row.incident) if row.incident is not None else []
    return tuple(one for one in given if one.free)


def _machine(shown: Adherence | None) -> Mapping[str, Judged]:
    if shown is None:
        return {}
    return {one.item: one for one in (*shown.items, *shown.must_not)}


def _item(field: Field, answer: str, machine: Mapping[str, Judged]) -> Item:
    """Put an answer beside what the log shows; of what must not happen the log says it happened."""
    found = machine.get(field.name)
    verdict = found.verdict if found else Verdict.UNSURE
    said = {"yes": Verdict.NOT_MET, "no": Verdict.MET}.get(answer, answer)
    told = verdict not in MACHINE_SILENT
    return Item(
        field=field,
        answer=answer,
        machine=verdict.value if found else "",
        because=found.because if found else "",
        entries=tuple(found.entries) if found else (),
        differs=bool(answer) and told and said != verdict and answer != "not_applicable",
    )


def _rows(found: Iterable[Review], *, actor: Actor, at: datetime) -> tuple[Row, ...]:
    listed, not_these = incidents_visible_to(actor), conflicting(actor.id)
    return tuple(_row(one, actor, listed, not_these, at) for one in found)


def _row(one: Review, actor: Actor, listed: set[UUID], not_these: set[UUID], at: datetime) -> Row:
    mine = one.reviewer_id == actor.id
    open_to = mine or (one.incident_id in listed if one.incident_id else True)
    about = one.contact or one.incident
    own = one.subject_id == actor.id
    state = "waiting"
    if one.finished_at is not None:
        state = "finished"
    elif one.due_at <= at:
        state = "overdue"
    elif one.reviewer_id is not None:
        state = "open"
    free = one.reviewer_id is None and one.finished_at is None
    return Row(
        id=one.id,
        number=one.incident.number if one.incident else "",
        why=one.get_why_display(),
        kind=one.incident.kind if one.incident and open_to else "",
        person=one.subject.name if one.subject and open_to else "",
        began_at=about.opened_at if about else None,
        due_at=one.due_at,
        state=state,
        reviewer=one.reviewer.name if one.reviewer else "",
        mine=mine,
        result=one.result,
        may_take=free and not own and one.subject_id not in not_these,
        own=own,
    )
