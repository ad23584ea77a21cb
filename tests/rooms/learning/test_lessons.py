"""Lessons are shared by a second person, and nobody stands in them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from stayline.learning.actions import (
    offer_lesson,
    publish_lesson,
    send_lesson_back,
    withdraw_lesson,
    write_lesson,
)
from stayline.learning.errors import (
    LessonEnded,
    LessonNotFound,
    LessonNotYours,
    LessonTells,
    SupportInvalid,
)
from stayline.learning.models import Lesson
from stayline.learning.queries.lessons import lesson, lessons
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast

TITLE, WORDS = "Silence", "After a hard question, wait. Then ask Ashgrove for a hand."


def written(cast: Cast, who: Actor | None = None, **more: object) -> UUID:
    said: dict[str, object] = {"title": TITLE, "words": WORDS, "item": "words_that_help"}
    return write_lesson(**said | more, actor=who or cast.ann, at=NOW)  # type: ignore[arg-type]  # whatever a test says otherwise


@pytest.mark.covers("S0-23")
def test_what_tells_who_it_is_about_is_not_shared(cast: Cast) -> None:
    which = written(cast, words="Ann Example rang +44 20 7946 0000 at 14:05 from Here.")
    assert Lesson.objects.get().words == ""
    assert b"Ann" not in bytes(Lesson.objects.get().draft_sealed)
    with pytest.raises(LessonTells) as tells:
        offer_lesson(lesson_id=which, actor=cast.ann, at=NOW)
    words = {one.words for one in tells.value.findings}
    assert words == {"Ann", "Example", "+44 20 7946 0000", "14:05", "Here"}
    with pytest.raises(LessonNotFound):
        lesson(which, actor=cast.bo)  # a draft is its writer's alone
    with pytest.raises(SupportInvalid) as wrong:
        written(cast, title=" ", words="x" * 4001, item="speed")
    assert set(wrong.value.faults) == {"title", "words", "item"}
    with pytest.raises(LessonNotFound):
        written(cast, cast.al, lesson_id=which)


@pytest.mark.covers("S0-23")
def test_a_second_person_approves_and_then_everybody_reads_it(cast: Cast) -> None:
    which = written(cast)
    for before in (publish_lesson, send_lesson_back):
        with pytest.raises(LessonNotFound):
            before(lesson_id=which, actor=cast.ann, at=NOW)
    offer_lesson(lesson_id=which, actor=cast.ann, at=NOW)
    with pytest.raises(LessonNotYours):
        publish_lesson(lesson_id=which, actor=cast.ann, at=NOW)
    with pytest.raises(LessonNotFound):
        publish_lesson(lesson_id=which, actor=cast.al, at=NOW)
    with pytest.raises(LessonTells) as asks:
        publish_lesson(lesson_id=which, actor=cast.bo, at=NOW)
    assert [one.words for one in asks.value.findings] == ["Ashgrove"]
    send_lesson_back(lesson_id=which, actor=cast.bo, at=NOW)
    assert written(cast, lesson_id=which) == which
    offer_lesson(lesson_id=which, actor=cast.ann, at=NOW)
    assert [one.state for one in lessons(actor=cast.bo)] == ["offered"]
    with pytest.raises(LessonNotFound):
        written(cast, cast.bo, lesson_id=which)  # who approves writes nothing in it
    publish_lesson(lesson_id=which, no_names=["Ashgrove"], actor=cast.bo, at=NOW)
    shown = lesson(which, actor=cast.al)
    assert (shown.title, shown.words, shown.state, shown.writer) == (TITLE, WORDS, "published", "")
    assert bytes(Lesson.objects.get().draft_sealed) == b""
    with pytest.raises(LessonEnded):
        written(cast, lesson_id=which)
    with pytest.raises(LessonNotYours):
        withdraw_lesson(lesson_id=which, actor=cast.al, at=NOW)
    withdraw_lesson(lesson_id=which, actor=cast.bo, at=NOW)
    for who, gone in ((cast.bo, withdraw_lesson), (cast.ann, withdraw_lesson)):
        with pytest.raises(LessonNotFound):
            gone(lesson_id=which, actor=who, at=NOW)
    with pytest.raises(LessonNotFound):
        lesson(which, actor=cast.al)
    with pytest.raises(LessonNotFound):
        lesson(uuid4(), actor=cast.ann)


def test_an_exercise_s_lesson_stays_among_exercises(cast: Cast) -> None:
    which = written(cast)
    offer_lesson(lesson_id=which, actor=cast.ann, at=NOW)
    publish_lesson(lesson_id=which, no_names=["Ashgrove"], actor=cast.bo, at=NOW)
    type(cast.site).objects.filter(id=cast.site.id).update(exercise=False)
    assert lessons(actor=cast.al) == []
    with pytest.raises(LessonNotFound):
        lesson(which, actor=cast.al)
