"""An incident with one threat, its form open, and the other rooms' effects only noted."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects, effects_answered_by
from stayline.incidents.queries import by_contact
from stayline.reports.actions import ReportEffects
from stayline.reports.models import THREAT_FORM, Report
from stayline.reports.queries import reports_of
from tests.cast import Cast, later, line

WORDS = "If you don't remove the solar panels, I'm going to kill myself — tonight."


@pytest.fixture
def noted() -> Iterator[NotedEffects]:
    """What was asked of the rooms above and beside this one."""
    others = NotedEffects()
    with effects_answered_by(others), effects_answered_by(ReportEffects()):
        yield others


@pytest.fixture
def incident(cast: Cast, request: pytest.FixtureRequest) -> Incident:
    """Ann's call, in which the caller has threatened their own life."""
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    contact = cast.contact(recorded_line=True, recording="rec-0042")
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    found = by_contact(contact.id)
    assert found is not None
    return found


@pytest.fixture
def report(incident: Incident) -> Report:
    """The form of that threat."""
    return incident.reports.get()


def threat_reports(incident_id: UUID) -> list[Report]:
    """The forms of the threats, without those beside them."""
    return [one for one in reports_of(incident_id) if one.form_id == THREAT_FORM]
