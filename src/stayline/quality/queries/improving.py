"""What is read of improvement actions: what is open, whose, due when, and what could close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.library.queries.pages import HARM_WORDS
from stayline.people.models import Person, Site
from stayline.platform.actors import Actor
from stayline.quality.errors.feedback import ImprovementNotFound, ImprovementsNotYours
from stayline.quality.models import Improvement, Review
from stayline.quality.policies.improving import (
    IMPROVES,
    may_change_improvement,
    may_improve,
    may_read_improvement,
    may_set_aside,
)
from stayline.quality.queries.feedback import changed_items, what_of
from stayline.quality.queries.reviewing import judged
from stayline.quality.queries.told import words_about, words_for
from stayline_core.scoring import ITEMS
from stayline_core.support import Evidence, Gap, why_not_closed
from stayline_core.triage import OPENS_NOTHING, Harm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

ITEM_CHOICES: Final = tuple(ITEMS.items())
KINDS: Final = (
    ("", "Any contact"),
    *((one.value, HARM_WORDS[one].capitalize()) for one in Harm if one not in OPENS_NOTHING),
)
"""What an action can be about: the kinds of incidents."""


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """One improvement action in a list. `state` is open, overdue, closed or set_aside."""

    id: UUID
    item: str
    item_words: str
    what: str
    whose: str
    owner: str
    owner_id: UUID
    due: date
    state: str
    person_id: UUID | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """A finished review that could close an action; `why_not` says why it does not."""

    review_id: UUID
    what: str
    finished_at: datetime
    why_not: str


@dataclass(frozen=True, slots=True)
class ImprovementPage:
    """One improvement action with what shows it, for who may read it."""

    row: ImprovementRow
    about_words: str
    source: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_with: str
    set_aside_because: str
    showings: tuple[Showing, ...]
    changes: bool
    sets_aside: bool
    owners: tuple[tuple[UUID, str], ...]


def item_words(item: str) -> str:
    """Return how screens name an item of a score card."""
    return ITEMS.get(item) or item.replace("_", " ").capitalize()


def verdicts_of(review: Review) -> dict[str, str]:
    """Return what a review says of each item, a decided dispute's word before the first one.

    The first judgement itself stays as it was.
    """
    first: Mapping[str, object] = judged(review)
    return {item: str(verdict) for item, verdict in first.items()} | changed_items(review.id)


def subject_of_improvement(row: Improvement) -> str:
    """Return the name under which the words of an action about nobody are sealed."""
    return f"improvement:{row.id}"


def improvement_row(improvement_id: UUID, *, actor: Actor) -> Improvement:
    """Return an improvement action that `actor` may read.

    Raises:
        ImprovementNotFound: there is none, or it is nothing of theirs: the answer is the same.
    """
    row = _rows().filter(id=improvement_id).first()
    if row is None or not may_read_improvement(actor, row):
        raise ImprovementNotFound
    return row


def improvements(*, actor: Actor, at: datetime) -> list[ImprovementRow]:
    """Return the improvement actions of the actor's site, or else those that are theirs.

    What is open comes first, the longest due before the rest.
    """
    mine = Q(owner_id=actor.id) | Q(person_id=actor.id)
    if may_improve(actor, actor.site_id):
        mine |= Q(site_id=actor.site_id)
    rows = [_shown(one, actor, at) for one in _rows().filter(mine).order_by("due", "id")]
    return sorted(rows, key=lambda one: one.state in {"closed", "set_aside"})


def open_improvements_of(person_id: UUID, *, at: datetime) -> list[ImprovementRow]:
    """Return the open improvement actions about one person, for who may see their needs."""
    rows = _rows().filter(person_id=person_id, closed_at=None, set_aside_at=None)
    return [_shown(one, None, at) for one in rows]


def improvements_from(source: str, *, at: datetime) -> list[ImprovementRow]:
    """Return the improvement actions that came of one thing, such as `drill:…`."""
    return [_shown(one, None, at) for one in _rows().filter(source=source)]


def improvement_page(improvement_id: UUID, *, actor: Actor, at: datetime) -> ImprovementPage:
    """Return one improvement action for one of its readers.

    Raises:
        ImprovementNotFound: there is none, or it is nothing of theirs.
    """
    row = improvement_row(improvement_id, actor=actor)
    is_open = row.closed_at is None and row.set_aside_at is None
    changes = is_open and may_change_improvement(actor, row)
    return ImprovementPage(
        row=_shown(row, actor, at),
        about_words=dict(KINDS).get(row.about, row.about),
        source=row.source.partition(":")[0],
        opened_at=row.opened_at,
        opened_by=row.opened_by.name,
        closed_at=row.closed_at,
        closed_with=what_of(row.closed_with) if row.closed_with else "",
        set_aside_because=_words(row, row.set_aside_sealed),
        showings=tuple(showings(row)) if changes else (),
        changes=changes,
        sets_aside=is_open and may_set_aside(actor, row),
        owners=owners_at(row.site_id),
    )


def owners_at(site_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return who of a site can own an improvement action: everybody who works there."""
    people = Person.objects.filter(site_id=site_id, is_active=True, kind="person")
    return tuple(people.values_list("id", "name"))


def demand_improves(actor: Actor) -> UUID:
    """Return the site whose improvement actions `actor` opens.

    Raises:
        ImprovementsNotYours: they open none.
    """
    if actor.site_id is None or not may_improve(actor, actor.site_id):
        raise ImprovementsNotYours
    return actor.site_id


def showings(row: Improvement) -> list[Showing]:
    """Return the finished reviews since an action was opened that could show it, the newest first.

    Only reviews of the same person, or of the same site where it is about nobody, are named.
    """
    rows = Review.objects.filter(
        finished_at__gt=row.opened_at, exercise=row.exercise, round=None
    ).select_related("incident", "contact")
    mine = rows.filter(subject_id=row.person_id) if row.person_id else rows.filter(site=row.site_id)
    return [
        Showing(one.id, what_of(one), one.finished_at, why_not(row, one))
        for one in mine.order_by("-finished_at", "id")[:20]
        if one.finished_at is not None
    ]


def why_not(row: Improvement, review: Review) -> str:
    """Return why a review does not close an action, or nothing when it does (S3-28)."""
    began = review.contact.opened_at if review.contact else None
    kind = review.incident.kind if review.incident else ""
    opened = review.incident.opened_at if review.incident else review.added_at
    finished = review.finished_at is not None and review.round_id is None
    shown = Evidence(
        finished_at=review.finished_at if finished else None,
        contact_at=began or opened,
        exercise=review.exercise,
        person=str(review.subject_id or ""),
        site=str(review.site_id),
        kind=kind,
        verdict=verdicts_of(review).get(row.item, "") if finished else "",
    )
    gap = Gap(
        opened_at=row.opened_at,
        exercise=row.exercise,
        person=str(row.person_id or ""),
        site=str(row.site_id),
        kind=row.about,
    )
    return why_not_closed(gap, shown)


def leaders_of(site_id: UUID) -> list[UUID]:
    """Return who at a site is told of what is late: who opens improvement actions there."""
    people = Person.objects.filter(
        site_id=site_id, is_active=True, kind="person", roles__role__in=IMPROVES
    )
    return list(people.distinct().values_list("id", flat=True))


def due_improvements(*, at: datetime, limit: int) -> list[UUID]:
    """Return the actions whose day is over and of which nobody was told."""
    rows = Improvement.objects.filter(due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_improvement_due() -> datetime | None:
    """Return when the next day of an action is over, or None."""
    rows = Improvement.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def site_of(site_id: UUID) -> Site:
    """Return a site, whose zone says when its days end."""
    return Site.objects.get(id=site_id)


def _rows() -> QuerySet[Improvement]:
    return Improvement.objects.select_related(
        "person",
        "owner",
        "opened_by",
        "closed_with__incident",
        "closed_with__contact",
    )


def _shown(row: Improvement, actor: Actor | None, at: datetime) -> ImprovementRow:
    state = "overdue" if row.told_at or (row.due_at and row.due_at <= at) else "open"
    if row.closed_at:
        state = "closed"
    elif row.set_aside_at:
        state = "set_aside"
    return ImprovementRow(
        id=row.id,
        item=row.item,
        item_words=item_words(row.item),
        what=_words(row, row.what_sealed),
        whose=row.person.name if row.person else "The team",
        owner=row.owner.name,
        owner_id=row.owner_id,
        due=row.due,
        state=state,
        person_id=row.person_id,
        mine=actor is not None and actor.id in {row.owner_id, row.person_id},
    )


def _words(row: Improvement, sealed: bytes | memoryview[int]) -> str:
    if row.person is not None:
        return words_for(row.person, sealed)
    return words_about(subject_of_improvement(row), sealed)
