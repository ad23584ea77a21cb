"""An incident that may need help from outside; the other rooms' effects are only noted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.command.actions import CommandEffects
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects, effects_answered_by
from stayline.incidents.queries import by_contact
from tests.cast import Cast, later, line

WORDS = "I can't go on. I'm going to end my life."


@pytest.fixture
def noted() -> Iterator[NotedEffects]:
    """What was asked of the other rooms."""
    others = NotedEffects()
    with effects_answered_by(others), effects_answered_by(CommandEffects()):
        yield others


def opened(cast: Cast, country: str = "GB", words: str = WORDS) -> Incident:
    """Ann's call with somebody in danger, calling from `country`."""
    contact = cast.contact(country=country)
    hear_lines(contact_id=contact.id, lines=[line(2, words)], actor=cast.ann, at=later(2))
    found = by_contact(contact.id)
    assert found is not None
    return found


@pytest.fixture
def incident(cast: Cast, request: pytest.FixtureRequest) -> Incident:
    """Ann's call with somebody in danger in Great Britain."""
    request.getfixturevalue("playbook")
    request.getfixturevalue("noted")
    return opened(cast)
