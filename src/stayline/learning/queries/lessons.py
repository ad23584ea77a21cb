"""What is read of lessons: those that are shared, one's own drafts, what waits for approval."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.learning.errors.support import LessonNotFound
from stayline.learning.models import Lesson
from stayline.learning.policies.support import may_approve_lesson, may_see_lesson
from stayline.people.models import Person, Site
from stayline.quality.queries.improving import item_words
from stayline.quality.queries.told import words_for
from stayline_core.deidentify import Finding, findings

if TYPE_CHECKING:
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson. `state` is draft, offered, published or withdrawn; drafts name their writer."""

    id: UUID
    title: str
    words: str
    about: str
    item: str
    state: str
    at: datetime
    mine: bool
    approves: bool
    writer: str
    findings: tuple[Finding, ...]


def lessons(*, actor: Actor) -> list[LessonView]:
    """Return what `actor` may read: shared lessons, their drafts, what waits for their approval.

    Exercises and what is real are never listed together. Who wrote a shared lesson is not shown.
    """
    exercise = _exercises(actor)
    rows = Lesson.objects.filter(exercise=exercise).select_related("written_by")
    return [_view(row, actor) for row in rows if may_see_lesson(actor, row)]


def lesson(lesson_id: UUID, *, actor: Actor) -> LessonView:
    """Return one lesson that `actor` may read.

    Raises:
        LessonNotFound: there is none, or it is not theirs to see.
    """
    row = Lesson.objects.filter(id=lesson_id).select_related("written_by").first()
    if row is None or not may_see_lesson(actor, row) or row.exercise != _exercises(actor):
        raise LessonNotFound
    return _view(row, actor)


def draft_of(row: Lesson) -> tuple[str, str]:
    """Return the title and the words of a lesson, of a draft from its seal."""
    if row.published_at is not None:
        return row.title, row.words
    told = words_for(row.written_by, row.draft_sealed)
    if not told.startswith("{"):
        return "", told
    draft = json.loads(told)
    return str(draft["title"]), str(draft["words"])


def findings_in(title: str, words: str) -> tuple[Finding, ...]:
    """Return what in a lesson could tell who it is about (S0-23).

    Everybody who works here or ever did is looked for by name, and each site.
    """
    names = Person.objects.filter(kind="person").values_list("name", flat=True)
    places = Site.objects.values_list("name", flat=True)
    return findings(f"{title}\n{words}", names=list(names), places=list(places))


def _view(row: Lesson, actor: Actor) -> LessonView:
    title, words = draft_of(row)
    shared = row.published_at is not None
    state = "published" if shared else "offered" if row.offered_at else "draft"
    return LessonView(
        id=row.id,
        title=title,
        words=words,
        about=item_words(row.item) if row.item else "",
        item=row.item,
        state="withdrawn" if row.withdrawn_at else state,
        at=row.published_at or row.written_at,
        mine=row.written_by_id == actor.id,
        approves=may_approve_lesson(actor, row),
        writer="" if shared else row.written_by.name,
        findings=() if shared else findings_in(title, words),
    )


def _exercises(actor: Actor) -> bool:
    if actor.site_id is None:
        return False
    return Site.objects.filter(id=actor.site_id, exercise=True).exists()
