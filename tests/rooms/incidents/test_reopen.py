"""A closed incident is opened again by one press, and nothing of it was lost."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import (
    close_incident,
    lower_level,
    record_safety,
    release_contact,
    reopen_incident,
)
from stayline.incidents.errors import LevelRefused, NotASupervisor, ReasonMissing
from stayline.incidents.models import Obligation, Threat
from stayline.incidents.queries import current_run
from stayline.platform.transactions import action
from stayline.privacy.actions import exclude_in_transaction
from tests.cast import NOW, Cast, later
from tests.record import Opened

pytestmark = pytest.mark.django_db


@action
def implicate(opened: Opened, cast: Cast) -> None:
    row = opened.incident
    exclude_in_transaction(
        row.id, cast.bo, because="implicated", stream_id=row.stream_id, actor=cast.mo, at=NOW
    )


@pytest.fixture
def closed(opened: Opened) -> Opened:
    """The incident, closed by Bo with everything met."""
    cast = opened.cast
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(60))
    record_safety(incident_id=opened.incident.id, text="With family.", actor=cast.bo, at=later(61))
    Obligation.objects.filter(incident=opened.incident).update(state="met")
    Threat.objects.filter(incident=opened.incident).update(report_number="SLR-1")
    close_incident(
        incident_id=opened.incident.id,
        resolution="Handed over.",
        laws=opened.laws_kept,
        actor=cast.bo,
        at=later(90),
    )
    return opened


def reopen(opened: Opened, reason: str = "New facts", **more: object) -> None:
    told = {"incident_id": opened.incident.id, "actor": opened.cast.bo, "at": later(120)} | more
    reopen_incident(reason=reason, **told)  # type: ignore[arg-type]  # as a table gives it


def test_one_press_opens_it_again_with_its_run_and_what_was_owed(closed: Opened) -> None:
    before = Obligation.objects.filter(incident=closed.incident).count()
    assert current_run(closed.incident.id) is None
    reopen(closed, "x")
    row = closed.incident
    assert (row.state, row.closed_at, row.closed_by) == ("open", None, None)
    assert current_run(row.id) is not None
    assert Obligation.objects.filter(incident=row).count() == before
    assert row.safety_recorded_at == later(61)
    assert closed.kinds[-1] == "incidents.incident.reopened"
    reopen(closed, "")
    assert closed.kinds.count("incidents.incident.reopened") == 1
    close_incident(
        incident_id=row.id,
        resolution="Done again.",
        laws=closed.laws_kept,
        actor=closed.cast.bo,
        at=later(150),
    )
    assert closed.incident.closed_at == later(150)


def test_it_is_a_supervisors_who_handles_it_and_is_not_implicated(closed: Opened) -> None:
    for nobody in (closed.cast.ann, closed.cast.lou, closed.cast.cy, closed.cast.bea):
        with pytest.raises(NotASupervisor):
            reopen(closed, actor=nobody)
    with pytest.raises(ReasonMissing):
        reopen(closed, " ")
    implicate(closed, closed.cast)
    with pytest.raises(NotASupervisor):
        reopen(closed)
    assert closed.incident.state == "closed"


def test_a_level_with_a_standing_threat_never_falls_to_l3(opened: Opened) -> None:
    opened.let_in(opened.cast.bo)
    which = {"incident_id": opened.incident.id, "actor": opened.cast.bo, "at": NOW}
    with pytest.raises(LevelRefused):
        lower_level(level=3, reason="It is only rude.", **which)
    lower_level(level=2, reason="It was a hint.", **which)
    assert opened.incident.level == 2
