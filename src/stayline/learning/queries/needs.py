"""What shows that a colleague could use support, and what was offered (S3-25, S3-48).

From their reviewed contacts, their exposure, their training and their own wish, each with what it
comes from. Nothing is added up, nobody is ranked, and nothing follows by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.learning.errors.support import SupportNotYours
from stayline.learning.models import CourseAsked, Wish
from stayline.learning.policies.courses import may_ask_course
from stayline.learning.policies.support import leads_support, may_read_needs
from stayline.learning.queries.courses import course_named, courses, gaps_in, learning_at
from stayline.learning.queries.support import (
    GuidanceView,
    PlanRow,
    coaches_at,
    guidance_for,
    people_at,
    plans_for,
)
from stayline.people.models import Exposure, Person
from stayline.quality.queries.improving import (
    ImprovementRow,
    open_improvements_of,
    verdicts_of,
)
from stayline.quality.queries.reviewing import finished_reviews
from stayline.quality.queries.told import words_for
from stayline_core.scoring import ITEMS, MUST_NOT
from stayline_core.support import EXPOSURE_DAYS, LAST_REVIEWS, Judged, Need, needs

if TYPE_CHECKING:
    from stayline.learning.queries.courses import Mine
    from stayline.platform.actors import Actor
    from stayline.quality.models import Review

CRISIS: Final = 2
"""Up to this level a contact counts as a crisis."""

TRAINING: Final = "training"
"""Gaps of training are many for who is new: they stand apart from the rest."""

GAP_WORDS: Final = {"missing": "not done yet", "lapsed": "has run out", "soon": "runs out soon"}


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish for support that stands."""

    id: UUID
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A course that was asked of somebody by name: a refresher."""

    title: str
    because: str
    due: date
    by: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of a site with what shows that support could help; listed by name.

    `training` counts the courses that are missing or ran out.
    """

    id: UUID
    name: str
    needs: tuple[Need, ...]
    training: int
    offered: int


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """What one colleague could use and what they were offered, for them and who leads (S3-48)."""

    person_id: UUID
    name: str
    own: bool
    leads: bool
    asks: bool
    needs: tuple[Need, ...]
    training: tuple[Need, ...]
    reviewed: int
    wishes: tuple[WishView, ...]
    plans: tuple[PlanRow, ...]
    improvements: tuple[ImprovementRow, ...]
    asked: tuple[AskedFor, ...]
    guidance: tuple[GuidanceView, ...]
    courses: tuple[tuple[str, str], ...]
    coaches: tuple[tuple[UUID, str], ...]
    buddies: tuple[tuple[UUID, str], ...]


def needs_of(person_id: UUID, *, at: datetime) -> tuple[Need, ...]:
    """Return what shows that somebody could use support (S3-25)."""
    who = Person.objects.select_related("site").get(id=person_id)
    return _needs(who, learning_at([who], at=at).get(who.id, []), at)


def needs_page(person_id: UUID, *, actor: Actor, at: datetime) -> NeedsPage:
    """Return one colleague's needs and what was offered to them.

    Raises:
        SupportNotYours: `actor` is somebody else and leads or trains nobody of their site; also
            where nobody has this id.
    """
    who = Person.objects.select_related("site").filter(id=person_id, kind="person").first()
    if who is None or not may_read_needs(actor, who.id, who.site_id):
        raise SupportNotYours
    there = people_at(who.site_id)
    found = needs_of(who.id, at=at)
    return NeedsPage(
        person_id=who.id,
        name=who.name,
        own=who.id == actor.id,
        leads=leads_support(actor, who.site_id),
        asks=may_ask_course(actor, who.id, who.site_id),
        needs=tuple(one for one in found if one.kind != TRAINING),
        training=tuple(one for one in found if one.kind == TRAINING),
        reviewed=min(len(_reviews(who)), LAST_REVIEWS),
        wishes=tuple(_wishes(who)),
        plans=tuple(plans_for(who.id, at=at)),
        improvements=tuple(open_improvements_of(who.id, at=at)),
        asked=tuple(_asked(who)),
        guidance=tuple(guidance_for(who.id)),
        courses=tuple((one.course.id, one.course.title) for one in courses()),
        coaches=tuple(one for one in coaches_at(who.site_id) if one[0] != who.id),
        buddies=tuple(there.exclude(id=who.id).values_list("id", "name")),
    )


def colleagues_at(actor: Actor, *, at: datetime) -> list[Colleague]:
    """Return the people of the actor's site by name, each with their needs (S3-25).

    Raises:
        SupportNotYours: `actor` leads or trains nobody there.
    """
    if not leads_support(actor, actor.site_id):
        raise SupportNotYours
    people = list(people_at(actor.site_id).select_related("site").order_by("name", "id"))
    owed = learning_at(people, at=at)
    return [_colleague(one, owed.get(one.id, []), at) for one in people if one.id != actor.id]


def _colleague(who: Person, owed: list[Mine], at: datetime) -> Colleague:
    found = _needs(who, owed, at)
    others = tuple(one for one in found if one.kind != TRAINING)
    return Colleague(
        id=who.id,
        name=who.name,
        needs=others,
        training=len(found) - len(others),
        offered=sum(one.state != "ended" for one in plans_for(who.id, at=at)),
    )


def _needs(who: Person, owed: list[Mine], at: datetime) -> tuple[Need, ...]:
    exercise = _exercises(who)
    since = at - timedelta(days=EXPOSURE_DAYS)
    exposed = Exposure.objects.filter(
        person=who, exercise=exercise, level__lte=CRISIS, at__gt=since, at__lte=at
    )
    judged = [
        Judged(str(row.id), row.finished_at, verdicts_of(row))
        for row in _reviews(who)[:LAST_REVIEWS]
        if row.finished_at is not None
    ]
    gaps = [
        (one.course_id, f"{one.title}: {GAP_WORDS.get(one.state, one.state)}")
        for one in gaps_in(owed)
        if one.state != "soon"
    ]
    return needs(
        judged,
        exposed=exposed.count(),
        gaps=gaps,
        wishes=Wish.objects.filter(person=who, ended_at=None).count(),
        item_words=ITEMS,
        grave=MUST_NOT,
    )


def _reviews(who: Person) -> list[Review]:
    return finished_reviews(person_id=who.id, exercise=_exercises(who))


def _exercises(who: Person) -> bool:
    return bool(who.site and who.site.exercise)


def _wishes(who: Person) -> list[WishView]:
    rows = Wish.objects.filter(person=who, ended_at=None).order_by("at", "id")
    return [WishView(one.id, one.at, words_for(who, one.words_sealed)) for one in rows]


def _asked(who: Person) -> list[AskedFor]:
    rows = CourseAsked.objects.filter(person=who).select_related("by").order_by("-at", "id")
    return [
        AskedFor(course_named(one.course_id), one.because, one.due, one.by.name)
        for one in rows[:20]
    ]
