"""A lesson is written, read by a second person, and shared without anybody in it (S0-23)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.learning.actions._support import (
    log_in_transaction,
    seal_words_in_transaction,
    tell_in_transaction,
)
from stayline.learning.errors.support import (
    LessonEnded,
    LessonNotFound,
    LessonNotYours,
    LessonTells,
    SupportInvalid,
)
from stayline.learning.events.support import (
    LessonOffered,
    LessonPublished,
    LessonSentBack,
    LessonWithdrawn,
)
from stayline.learning.models import Lesson
from stayline.learning.policies.support import may_approve_lesson, may_see_lesson
from stayline.learning.queries.lessons import draft_of, findings_in
from stayline.people.models import Person
from stayline.platform.transactions import action
from stayline.quality.queries.told import subject_of
from stayline_core.scoring import ITEMS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.platform.actors import Actor

TITLE: Final = 120
WORDS: Final = 4000


@action
def write_lesson(
    *,
    title: str,
    words: str,
    item: str = "",
    lesson_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write a lesson, or write one's own draft anew; return its id.

    It is sealed for its writer: a draft may still hold a name. One that was offered is a draft
    again.

    Raises:
        LessonNotFound: there is no such draft of theirs.
        LessonEnded: it is published or withdrawn.
        SupportInvalid: a title or the words are missing or too long.
    """
    faults = {
        "title": _fault(title, TITLE),
        "words": _fault(words, WORDS),
        "item": "Choose what it is about, or nothing." if item and item not in ITEMS else "",
    }
    writer = Person.objects.select_related("site").get(id=actor.id)
    if any(faults.values()) or writer.site is None:
        raise SupportInvalid({field: fault for field, fault in faults.items() if fault})
    row = _mine(lesson_id, actor) if lesson_id else None
    if row is None:
        row = Lesson(
            id=uuid4(),
            site=writer.site,
            exercise=writer.site.exercise,
            written_by=writer,
            written_at=at,
        )
    row.item, row.written_at, row.offered_at = item, at, None
    told = json.dumps({"title": title.strip(), "words": words.strip()})
    row.draft_sealed = seal_words_in_transaction(writer, told, at=at)
    row.save()
    return row.id


@action
def offer_lesson(*, lesson_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a second person read one's lesson.

    Raises:
        LessonNotFound: there is no such draft of theirs.
        LessonEnded: it is published or withdrawn.
        LessonTells: it holds what could tell who it is about; each place is named.
    """
    row = _mine(lesson_id, actor)
    must_go = [one for one in findings_in(*draft_of(row)) if one.must_go]
    if must_go:
        raise LessonTells(must_go)
    row.offered_at = at
    row.save(update_fields=["offered_at"])
    event = LessonOffered(lesson=str(row.id), subject=subject_of(row.written_by))
    log_in_transaction(row.written_by, event, actor=actor, at=at)


@action
def send_lesson_back(*, lesson_id: UUID, actor: Actor, at: datetime) -> None:
    """Let an offered lesson be a draft again: its writer, or the second person.

    Raises:
        LessonNotFound: there is none that is offered, and that `actor` may see.
    """
    row = _seen(lesson_id, actor)
    if row.offered_at is None or row.published_at is not None:
        raise LessonNotFound
    row.offered_at = None
    row.save(update_fields=["offered_at"])
    event = LessonSentBack(lesson=str(row.id), subject=subject_of(row.written_by))
    log_in_transaction(row.written_by, event, actor=actor, at=at)
    tell_in_transaction([row.written_by_id])


@action
def publish_lesson(
    *, lesson_id: UUID, no_names: Collection[str] = (), actor: Actor, at: datetime
) -> None:
    """Approve somebody else's lesson, so that everybody reads it.

    `no_names` are the words with a capital letter of which `actor` says that they name nobody.

    Raises:
        LessonNotFound: there is none that is offered, and that `actor` may see.
        LessonNotYours: `actor` wrote it, or neither reviews nor trains.
        LessonTells: it still holds what could tell who it is about, or an unchecked word.
    """
    row = _seen(lesson_id, actor)
    if row.offered_at is None or row.published_at is not None:
        raise LessonNotFound
    if not may_approve_lesson(actor, row):
        raise LessonNotYours
    title, words = draft_of(row)
    left = [one for one in findings_in(title, words) if one.must_go or one.words not in no_names]
    if left:
        raise LessonTells(left)
    row.title, row.words, row.draft_sealed = title, words, b""
    row.published_at, row.approved_by_id = at, actor.id
    row.save()
    event = LessonPublished(
        lesson=str(row.id), approved_by=actor.pseudonym, subject=subject_of(row.written_by)
    )
    log_in_transaction(row.written_by, event, actor=actor, at=at)
    tell_in_transaction([row.written_by_id])


@action
def withdraw_lesson(*, lesson_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a published lesson be read no longer: its writer, or who could approve it.

    Raises:
        LessonNotFound: none that is published has this id.
        LessonNotYours: `actor` is neither.
    """
    row = _seen(lesson_id, actor)
    if row.published_at is None or row.withdrawn_at is not None:
        raise LessonNotFound
    if actor.id != row.written_by_id and not may_approve_lesson(actor, row):
        raise LessonNotYours
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    event = LessonWithdrawn(lesson=str(row.id), subject=subject_of(row.written_by))
    log_in_transaction(row.written_by, event, actor=actor, at=at)


def _seen(lesson_id: UUID, actor: Actor) -> Lesson:
    rows = Lesson.objects.select_for_update(of=("self",)).select_related("written_by__site")
    row = rows.filter(id=lesson_id).first()
    if row is None or not may_see_lesson(actor, row):
        raise LessonNotFound
    return row


def _mine(lesson_id: UUID, actor: Actor) -> Lesson:
    row = _seen(lesson_id, actor)
    if row.written_by_id != actor.id:
        raise LessonNotFound
    if row.published_at is not None:
        raise LessonEnded
    return row


def _fault(text: str, longest: int) -> str:
    if not text.strip():
        return "Write it in a few words."
    return f"At most {longest} characters." if len(text.strip()) > longest else ""
