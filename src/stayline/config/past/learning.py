"""What the people of the demo learnt: courses passed and lapsed, a buddy, a lesson, a wish."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from stayline.config.past.world import AGENTS, Doing
from stayline.learning.actions import (
    agree_plan,
    ask_course,
    offer_lesson,
    plan_session,
    propose_plan,
    publish_lesson,
    record_guidance,
    record_session,
    record_training,
    take_course,
    wish_for_support,
    write_lesson,
)
from stayline.learning.queries.courses import course
from stayline.learning.queries.lists import versions_to_train

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from stayline.config.past.world import World

TAKEN: Final = (
    (64, "crisis-first-steps", AGENTS),
    (63, "resilience", ("maya", "ines", "jordan")),
    (52, "k05-log", ("maya", "toby", "ines", "nia")),
    (38, "k21-data", ("maya", "ines", "nia", "jordan")),
    (30, "receiving", ("jordan", "robin")),
    (12, "k15-conversation", ("maya", "nia")),
)
"""How many days ago, which course, and who passed it."""

TRAINED: Final = ("self-harm", "threat-to-others", "bomb-voice")
"""Procedures on which people were trained beside the courses."""


def learning_days(world: World) -> Iterator[Doing]:
    """Yield what was learnt, and who supports whom."""
    for ago, course_id, names in TAKEN:
        for number, name in enumerate(names):
            at = world.moment(ago, 9, number)
            yield Doing(at, partial(_pass, world, course_id, name, at))
    at = world.moment(65, 15)
    yield Doing(at, partial(_train, world, at, months=12, names=("maya", "toby", "jordan")))
    at = world.moment(65, 16)
    yield Doing(at, partial(_train, world, at, months=1, names=("nia",)))
    at = world.moment(44, 9)
    yield Doing(at, partial(_buddies, world, at))
    at = world.moment(21, 15)
    yield Doing(at, partial(_lesson, world, at))
    at = world.moment(10, 14)
    yield Doing(at, partial(_guided_and_asked, world, at))


def _pass(world: World, course_id: str, name: str, at: datetime) -> None:
    held = course(course_id)
    right = {
        question.id: option.id
        for question in held.course.questions
        for option in question.options
        if option.right
    }
    actor = world.people[name]
    take_course(course_id=course_id, digest=held.digest, answers=right, actor=actor, at=at)


def _train(world: World, at: datetime, *, months: int, names: tuple[str, ...]) -> None:
    """Record who was trained on procedures; what held for a month has run out by now."""
    for version in versions_to_train():
        if version.protocol_id in TRAINED:
            record_training(
                digest=version.digest,
                person_ids=[world.people[name].id for name in names],
                trained_on=at.date() - timedelta(days=1),
                valid_until=at.date() + timedelta(days=30 * months),
                actor=world.people["morgan"],
                at=at,
            )


def _buddies(world: World, at: datetime) -> None:
    """Let two agree how one supports the other, and meet."""
    sam, ines = world.people["sam"], world.people["ines"]
    plan_id = propose_plan(
        kind="buddying",
        person_id=sam.id,
        supporter_id=ines.id,
        words="Sit together on two mornings. First Sam listens in, then Ines does.",
        actor=ines,
        at=at,
    )
    agree_plan(plan_id=plan_id, number=1, actor=sam, at=at + timedelta(hours=1))
    for kind, days in (("talk", 2), ("shadow", 7)):
        begins = at + timedelta(days=days)
        session_id = plan_session(
            plan_id=plan_id, kind=kind, begins_at=begins, minutes=45, actor=sam, at=at
        )
        over = begins + timedelta(hours=1)
        record_session(session_id=session_id, note="", actor=ines, at=over)


def _lesson(world: World, at: datetime) -> None:
    lesson_id = write_lesson(
        title="Say it back first",
        words="Before the next question, say back in one sentence what you heard.",
        item="acknowledged",
        actor=world.people["ida"],
        at=at,
    )
    offer_lesson(lesson_id=lesson_id, actor=world.people["ida"], at=at)
    publish_lesson(lesson_id=lesson_id, actor=world.people["wren"], at=at + timedelta(hours=2))


def _guided_and_asked(world: World, at: datetime) -> None:
    omar, robin = world.people["omar"], world.people["robin"]
    record_guidance(
        receiver_id=omar.id,
        words="How to keep the words as they were said, with three examples.",
        item="exact_words",
        actor=robin,
        at=at,
    )
    ask_course(
        person_id=omar.id,
        course_id="k15-conversation",
        because="Agreed after the review of a contact.",
        due=world.day(-14),
        actor=world.people["wren"],
        at=at,
    )
    wish_for_support(words="Somebody beside me at my next hard call.", actor=omar, at=at)
