"""The watchdog and ladders: whatever is open has a deadline, or it is rung."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.config.watching import LadderAudit
from stayline.escalation.actions import join_contact, record_spoke
from stayline.escalation.models import HandOver, Ladder
from stayline.platform.actors import Actor
from tests.cast import Cast, later
from tests.rooms.escalation.conftest import Kinds, sit_down

pytestmark = pytest.mark.django_db

GRACE = timedelta(seconds=15)


def found(seconds: float) -> list[str]:
    return [one.why for one in LadderAudit().unwatched(later(seconds), GRACE, 9)]


def test_a_ladder_on_its_way_is_watched_at_every_stage(accepted: Ladder, first: Actor) -> None:
    assert found(5) == []
    join_contact(ladder_id=accepted.id, actor=first, at=later(6))
    assert found(6) == []
    record_spoke(ladder_id=accepted.id, actor=first, at=later(7))
    assert found(7) == []


def test_a_ladder_that_fell_silent_rings_again(crisis: Ladder, centre: Cast, logged: Kinds) -> None:
    Ladder.objects.update(due_at=None)
    assert found(30) == ["nothing was due for it any more"]
    sit_down(centre, seconds=29)
    assert LadderAudit().mend(crisis.id, later(30))
    crisis.refresh_from_db()
    assert crisis.due_at is not None
    assert crisis.due_at > later(30)
    assert "escalation.ladder.raised_again" in logged()
    assert found(30) == []
    assert not LadderAudit().mend(crisis.id, later(30)), "and once"


def test_a_rung_that_nobody_let_run_out_is_rung_on(crisis: Ladder, centre: Cast) -> None:
    assert found(20 + 15) == [], "it may have just fired"
    assert found(20 + 16) == ["its rung ran out and nobody rang on"]
    sit_down(centre, seconds=35)
    assert LadderAudit().mend(crisis.id, later(36))
    crisis.refresh_from_db()
    assert crisis.rung == 1
    assert found(36) == []


def test_a_limit_that_nobody_let_pass_rings_beside(accepted: Ladder, centre: Cast) -> None:
    due = HandOver.objects.get().due_at
    assert due == later(35)
    assert found(51) == ["a limit passed and nobody rang beside"]
    sit_down(centre, seconds=50)
    assert LadderAudit().mend(accepted.id, later(51))
    assert HandOver.objects.get().late
    accepted.refresh_from_db()
    assert accepted.due_at is not None
    assert found(51) == []


def test_whoever_accepted_without_a_limit_is_rung_beside(accepted: Ladder, centre: Cast) -> None:
    HandOver.objects.update(due_at=None)
    assert found(6) == ["nothing was due for it any more"]
    sit_down(centre, seconds=6)
    assert LadderAudit().mend(accepted.id, later(6))
    assert HandOver.objects.get().late
    assert found(6) == []


def test_what_has_ended_needs_no_deadline(crisis: Ladder) -> None:
    Ladder.objects.update(due_at=None, ended_at=later(1), state="called_off")
    assert found(99) == []
    assert not LadderAudit().mend(crisis.id, later(99))
