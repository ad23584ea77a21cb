"""What is read of support: plans for their two sides, and how far they are for who leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.learning.errors.support import PlanNotFound
from stayline.learning.models import (
    ColleagueGuidance,
    Helped,
    PlanKind,
    PlanText,
    SupportPlan,
    SupportReview,
    SupportSession,
)
from stayline.learning.policies.support import (
    COACHES,
    is_side,
    leads_support,
    may_review_support,
    may_see_plan,
)
from stayline.people.models import Person
from stayline.quality.queries.improving import item_words
from stayline.quality.queries.told import words_for
from stayline_core.support import STAGE_WORDS, Stage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

KINDS: Final = tuple((one.value, one.label) for one in PlanKind)
STAGES: Final = tuple((one.value, words) for one, words in STAGE_WORDS.items())
RESULTS: Final = tuple((one.value, one.label) for one in Helped)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan in a list. `state` is waiting (for agreement), stands or ended."""

    id: UUID
    kind: str
    person: str
    supporter: str
    stage: str
    state: str
    held: int
    review_by: date | None
    review_due: bool
    result: str


@dataclass(frozen=True, slots=True)
class TextView:
    """One version of a plan; `words` are empty for who is none of its two sides."""

    number: int
    words: str
    by: str
    at: datetime
    person_agreed: bool
    supporter_agreed: bool

    @property
    def agreed(self) -> bool:
        """Whether both sides agreed to it."""
        return self.person_agreed and self.supporter_agreed


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session. `state` is ahead, over (and not recorded), held or called_off."""

    id: UUID
    what: str
    beside: str
    begins_at: datetime
    minutes: int
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What the support came to, as somebody said; `words` are empty for who may not read them."""

    by: str
    at: datetime
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan for one of its readers. `side` says that they are one of the two."""

    row: PlanRow
    coach: str
    opened_by: str
    opened_at: datetime
    stage_value: str
    stage_since: datetime
    texts: tuple[TextView, ...]
    stands: TextView | None
    waits: TextView | None
    i_agreed: bool
    sessions: tuple[SessionView, ...]
    reviews: tuple[ReviewView, ...]
    side: bool
    reviews_it: bool
    colleagues: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class GuidanceView:
    """Guidance that one colleague gave another; `words` are for the two."""

    at: datetime
    giver: str
    receiver: str
    about: str
    words: str


def plans_of(actor: Actor, *, at: datetime) -> list[PlanRow]:
    """Return the plans in which `actor` is a side or the supporter's coach, the open ones first."""
    mine = Q(person_id=actor.id) | Q(supporter_id=actor.id) | Q(coach_id=actor.id)
    return _listed(_plans().filter(mine), at)


def plans_at(site_id: UUID, *, at: datetime) -> list[PlanRow]:
    """Return the plans of a site's people, for who leads or trains it: how far, no words."""
    return _listed(_plans().filter(site_id=site_id), at)


def plans_for(person_id: UUID, *, at: datetime) -> list[PlanRow]:
    """Return the plans in which somebody is supported."""
    return _listed(_plans().filter(person_id=person_id), at)


def plan_page(plan_id: UUID, *, actor: Actor, at: datetime) -> PlanPage:
    """Return one plan for one of its readers; the words are for its two sides alone (S3-26).

    Raises:
        PlanNotFound: there is none, or `actor` may not know of it: the answer is the same.
    """
    plan = _plans().filter(id=plan_id).first()
    if plan is None or not may_see_plan(actor, plan):
        raise PlanNotFound
    side = is_side(actor, plan)
    texts = tuple(_text(one, plan, side=side) for one in plan.texts.select_related("written_by"))
    waits = texts[-1] if texts and not texts[-1].agreed else None
    by_me = waits and (
        waits.person_agreed if actor.id == plan.person_id else waits.supporter_agreed
    )
    sessions = plan.sessions.select_related("beside")
    return PlanPage(
        row=_row(plan, at),
        coach=plan.coach.name if plan.coach else "",
        opened_by=plan.opened_by.name,
        opened_at=plan.opened_at,
        stage_value=plan.stage,
        stage_since=plan.stage_since,
        texts=texts,
        stands=next((one for one in reversed(texts) if one.agreed), None),
        waits=waits,
        i_agreed=bool(by_me),
        sessions=tuple(_session(one, plan, at, side=side) for one in sessions),
        reviews=tuple(_review(one, plan, actor) for one in plan.reviews.select_related("by")),
        side=side,
        reviews_it=plan.agreed_at is not None and may_review_support(actor, plan),
        colleagues=colleagues_of(actor),
    )


def guidance_of(actor: Actor) -> list[GuidanceView]:
    """Return the guidance that somebody gave and got, the latest first (S3-5)."""
    mine = Q(giver_id=actor.id) | Q(receiver_id=actor.id)
    return [_guidance(one, words=True) for one in _guided().filter(mine)[:50]]


def guidance_for(person_id: UUID) -> list[GuidanceView]:
    """Return that somebody was guided, by whom, when, on what; the words stay between the two."""
    return [_guidance(one, words=False) for one in _guided().filter(receiver_id=person_id)[:50]]


def colleagues_of(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return everybody else who works at the actor's site, by name."""
    people = people_at(actor.site_id).exclude(id=actor.id)
    return tuple(people.values_list("id", "name"))


def people_at(site_id: UUID | None) -> QuerySet[Person]:
    """Return who works at a site now, by name; nobody where there is no site."""
    if site_id is None:
        return Person.objects.none()
    return Person.objects.filter(site_id=site_id, is_active=True, kind="person")


def coaches_at(site_id: UUID | None) -> tuple[tuple[UUID, str], ...]:
    """Return who of a site coaches, by name."""
    coaches = people_at(site_id).filter(roles__role__in=COACHES).distinct()
    return tuple(coaches.values_list("id", "name"))


def leads_here(actor: Actor) -> bool:
    """Return whether `actor` leads or trains at their own site."""
    return leads_support(actor, actor.site_id)


def due_support_reviews(*, at: datetime, limit: int) -> list[UUID]:
    """Return the plans whose support is to be reviewed and whose sides were not told."""
    rows = SupportPlan.objects.filter(due_at__lte=at, ended_at=None).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_support_review() -> datetime | None:
    """Return when the support of a plan is to be reviewed next, or None."""
    rows = SupportPlan.objects.filter(due_at__isnull=False, ended_at=None).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _plans() -> QuerySet[SupportPlan]:
    rows = SupportPlan.objects.select_related("person", "supporter", "coach", "opened_by", "site")
    return rows.prefetch_related("sessions", "reviews")


def _listed(rows: QuerySet[SupportPlan], at: datetime) -> list[PlanRow]:
    found = [_row(one, at) for one in rows.order_by("person__name", "opened_at", "id")]
    return sorted(found, key=lambda one: one.state == "ended")


def _row(plan: SupportPlan, at: datetime) -> PlanRow:
    state = "stands" if plan.agreed_at else "waiting"
    latest = max(plan.reviews.all(), key=lambda one: (one.at, one.id), default=None)
    past = plan.review_by is not None and plan.review_by <= at.date()
    return PlanRow(
        id=plan.id,
        kind=plan.get_kind_display(),
        person=plan.person.name,
        supporter=plan.supporter.name,
        stage=STAGE_WORDS[Stage(plan.stage)],
        state="ended" if plan.ended_at else state,
        held=sum(one.held_at is not None for one in plan.sessions.all()),
        review_by=plan.review_by,
        review_due=past and plan.ended_at is None,
        result=latest.get_result_display() if latest else "",
    )


def _text(text: PlanText, plan: SupportPlan, *, side: bool) -> TextView:
    return TextView(
        number=text.number,
        words=words_for(plan.person, text.words_sealed) if side else "",
        by=text.written_by.name,
        at=text.written_at,
        person_agreed=text.person_agreed_at is not None,
        supporter_agreed=text.supporter_agreed_at is not None,
    )


def _session(row: SupportSession, plan: SupportPlan, at: datetime, *, side: bool) -> SessionView:
    state = "over" if row.begins_at <= at else "ahead"
    if row.held_at:
        state = "held"
    elif row.called_off_at:
        state = "called_off"
    return SessionView(
        id=row.id,
        what=STAGE_WORDS[Stage(row.kind)],
        beside=row.beside.name,
        begins_at=row.begins_at,
        minutes=row.minutes,
        state=state,
        note=words_for(plan.person, row.note_sealed) if side else "",
    )


def _review(row: SupportReview, plan: SupportPlan, actor: Actor) -> ReviewView:
    reads = actor.id in {row.by_id, plan.person_id, plan.coach_id}
    return ReviewView(
        by=row.by.name,
        at=row.at,
        result=row.get_result_display(),
        words=words_for(plan.person, row.words_sealed) if reads else "",
    )


def _guided() -> QuerySet[ColleagueGuidance]:
    return ColleagueGuidance.objects.select_related("giver", "receiver")


def _guidance(row: ColleagueGuidance, *, words: bool) -> GuidanceView:
    return GuidanceView(
        at=row.at,
        giver=row.giver.name,
        receiver=row.receiver.name,
        about=item_words(row.item) if row.item else "",
        words=words_for(row.receiver, row.words_sealed) if words else "",
    )
