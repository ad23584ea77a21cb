"""Rungs as running ladders keep them: the ones of today, and the ones copied long ago."""

from __future__ import annotations

import pytest

from stayline.escalation.actions import accept_rung, decline_rung
from stayline.escalation.models import Ladder, rung_from_json, rung_to_json
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline_core.ladder import Duty, Pick, Rung, Sites
from tests.cast import later

OLD = {
    "name": "everyone",
    "roles": ["everyone"],
    "skills": [],
    "on_duty": False,
    "pick": "all",
    "channels": ["screen"],
    "seconds": 20,
    "tries": 1,
}
"""As version 0.5 copied it."""


def test_a_rung_is_read_as_it_was_copied() -> None:
    rung = Rung(
        ("manager",),
        name="manager",
        skills=("safeguarding",),
        duty=Duty.ON_CALL,
        pick=Pick.ROUND_ROBIN,
        channels=("screen", "phone"),
        seconds=25,
        tries=3,
        between=(("08:00", "18:00"), ("22:00", "06:00")),
        sites=Sites.FALLBACK,
    )
    assert rung_from_json(rung_to_json(rung)) == rung


def test_a_rung_that_was_copied_long_ago_rings_on() -> None:
    old = Rung(("everyone",), name="everyone", duty=Duty.ANYONE, pick=Pick.ALL, seconds=20)
    assert rung_from_json(OLD) == old
    assert rung_from_json({**OLD, "on_duty": True}).duty is Duty.ON_DUTY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("screen", "was rung"),
        ("link", "by the link of the page"),
        ("code", "by text message"),
        ("key", "by a key of the telephone"),
    ],
)
def test_the_log_says_by_what_a_page_was_answered(
    crisis: Ladder, first: Actor, how: str, words: str
) -> None:
    accept_rung(ladder_id=crisis.id, how=how, actor=first, at=later(3))  # type: ignore[arg-type]  # one of them
    assert crisis.pages.get().answered_by == how
    (entry,) = entries(crisis.incident.stream_id, kinds=["escalation.rung.accepted"])
    assert entry.event is not None
    assert words in entry.event.describe()


@pytest.mark.django_db
def test_a_no_is_answered_from_the_page_as_well(crisis: Ladder, first: Actor) -> None:
    decline_rung(ladder_id=crisis.id, how="code", reason="Driving.", actor=first, at=later(3))
    page = crisis.pages.get(person_id=first.id)
    assert (page.answer, page.answered_by, page.reason) == ("declined", "code", "Driving.")
