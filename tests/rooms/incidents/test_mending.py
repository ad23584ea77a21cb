"""The watchdog and what is owed: whatever should fall due does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.config.watching import ObligationAudit
from stayline.incidents.models import Obligation
from tests.cast import NOW, later
from tests.record import Opened

pytestmark = pytest.mark.django_db

GRACE = timedelta(seconds=15)


def found(seconds: float) -> list[str]:
    return [one.why for one in ObligationAudit().unwatched(later(seconds), GRACE, 9)]


def due_at(opened: Opened) -> Obligation:
    """Go on until the first thing is owed by a time: the manager's, two minutes in."""
    opened.go_on()
    return Obligation.objects.get(state="owed", due_at=later(120))


def test_what_is_owed_by_a_time_is_watched_and_what_has_none_is_left(opened: Opened) -> None:
    due_at(opened)
    assert found(120) == []


def test_a_time_that_passed_without_consequence_has_it_now(opened: Opened) -> None:
    owed = due_at(opened)
    assert found(136) == ["its time passed and nothing followed"]
    assert ObligationAudit().mend(owed.id, later(136))
    owed.refresh_from_db()
    assert owed.state != "owed"
    assert found(136) == []
    assert not ObligationAudit().mend(owed.id, later(137))


def test_a_time_that_was_lost_is_put_back(opened: Opened) -> None:
    owed = due_at(opened)
    Obligation.objects.filter(id=owed.id).update(due_at=None)
    assert found(30) == ["it was to be due and had no time any more"]
    assert ObligationAudit().mend(owed.id, later(30))
    owed.refresh_from_db()
    assert (owed.state, owed.due_at) == ("owed", later(120))
    assert found(30) == []


def test_what_nobody_was_asked_for_is_asked_for(opened: Opened) -> None:
    row = due_at(opened)
    Obligation.objects.filter(id=row.id).update(
        do_kind="file", by="agent", owed_at=NOW, due_at=None, asked_due_at=None, remind_at=later(9)
    )
    assert found(25) == ["it was to be asked for and nobody was"]
    assert ObligationAudit().mend(row.id, later(25))
    assert found(25) == []


def test_what_is_not_there_is_not_mended(opened: Opened) -> None:
    del opened
    assert not ObligationAudit().mend(uuid4(), later(0))
