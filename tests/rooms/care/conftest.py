"""A contact that was hard on people; what care asks of the other rooms is only noted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.care.actions import CareEffects
from stayline.incidents.actions import hear_lines, release_contact
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects, effects_answered_by
from stayline.incidents.queries import by_contact
from stayline.privacy.actions import grant_in_transaction
from tests.cast import Cast, later, line

WORDS = "I can't go on. I'm going to end my life."


@pytest.fixture
def noted() -> Iterator[NotedEffects]:
    """What was asked of the other rooms."""
    others = NotedEffects()
    with effects_answered_by(others), effects_answered_by(CareEffects()):
        yield others


@pytest.fixture
def incident(cast: Cast, request: pytest.FixtureRequest) -> Incident:
    """Ann's call, in which Bo, a supervisor, has taken part. It is still open."""
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(2, WORDS)], actor=cast.ann, at=later(2))
    found = by_contact(contact.id)
    assert found is not None
    grant_in_transaction(
        found.id, cast.bo, because="accepted", stream_id=found.stream_id, actor=cast.bo, at=later(5)
    )
    return found


ENDED = 600.0
"""When Bo releases the line, in seconds."""


def end(incident: Incident, cast: Cast) -> None:
    """Bo releases the line, and aftercare starts by itself."""
    assert incident.contact_id is not None
    release_contact(
        contact_id=incident.contact_id, reason="Help is there.", actor=cast.bo, at=later(ENDED)
    )


@pytest.fixture
def ended(incident: Incident, cast: Cast) -> Incident:
    """The same, after Bo has released the line."""
    end(incident, cast)
    return incident
