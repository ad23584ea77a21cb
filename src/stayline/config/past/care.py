"""How people of the demo were looked after: aftercare, duties of care, the monthly pulse."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from stayline.care.actions import (
    answer_pulse,
    come_back,
    decline_check,
    meet_duty,
    record_check,
)
from stayline.care.models import LeaderDuty, OffQueue, PrivateCheck
from stayline.config.past.world import AGENTS, LEADERS, OTHERS, Doing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from stayline.config.past.world import World

PULSES: Final = (62, 31)
"""How many days ago people answered the pulse of their month."""

ANSWERS: Final = (
    ("bearable", "mostly", "always", "now_and_then", "yes", "mostly"),
    ("heavy", "mostly", "mostly", "now_and_then", "yes", "yes"),
    ("bearable", "always", "always", "hardly", "perhaps", "yes"),
    ("light", "none", "always", "hardly", "yes", "mostly"),
)
ASKED: Final = ("load", "time_off", "support", "carry_home", "speak_up", "able")
EVERY_SO_MANY: Final = 7
"""Of so many checks one is declined, and of so many duties one is missed."""


def care_days(world: World) -> Iterator[Doing]:
    """Yield what people did for themselves and said in the pulse."""
    for ago in PULSES:
        for number, name in enumerate((*AGENTS, *LEADERS, *OTHERS)):
            at = world.moment(ago, 11, number)
            given = dict(zip(ASKED, ANSWERS[(number + ago) % len(ANSWERS)], strict=True))
            actor = world.people[name]
            yield Doing(at, partial(answer_pulse, answers=given, actor=actor, at=at))


def care_until(world: World, at: datetime) -> None:
    """Let aftercare and duties be kept that had their time by then, and people come back."""
    _keep_checks(world, at)
    _meet_duties(world, at)
    for person_id in set(
        OffQueue.objects.filter(back_at=None, minimum_until__lte=at).values_list(
            "person_id", flat=True
        )
    ):
        actor = world.actor(person_id)
        waits = OffQueue.objects.filter(
            person_id=person_id, back_at=None, minimum_until__gt=at
        ).exists()
        if actor is not None and not waits:
            come_back(actor=actor, at=at)


def _keep_checks(world: World, at: datetime) -> None:
    rows = PrivateCheck.objects.filter(due_at__isnull=False, planned_at__lte=at)
    for row in rows.order_by("planned_at", "id"):
        done = min(row.planned_at + timedelta(minutes=10), at)
        person, supporter = world.actor(row.person_id), world.actor(row.supporter_id)
        if person is not None and row.id.int % EVERY_SO_MANY == 0:
            decline_check(check_id=row.id, actor=person, at=done)
        elif supporter is not None:
            record_check(check_id=row.id, actor=supporter, at=done)


def _meet_duties(world: World, at: datetime) -> None:
    rows = LeaderDuty.objects.filter(due_at__lte=at).order_by("due_at", "key")
    for row in rows:
        owner = world.actor(row.owner_id)
        if owner is not None and row.id.int % EVERY_SO_MANY:
            met = max(row.owed_at, row.until - timedelta(hours=3))
            meet_duty(duty_id=row.id, actor=owner, at=met)
