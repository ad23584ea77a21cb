"""The record alone: what it asks of the rooms above is noted and not done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.incidents.actions import hear_lines
from stayline.incidents.ports import NotedEffects, effects_answered_by
from tests.cast import NOW, Cast, line
from tests.record import THREAT, Opened


@pytest.fixture(autouse=True)
def effects() -> Iterator[NotedEffects]:
    """What was asked of the rooms above, in order."""
    noted = NotedEffects()
    with effects_answered_by(noted):
        yield noted


@pytest.fixture
def opened(cast: Cast, playbook: None) -> Opened:
    """A contact in which a threat was just made: its incident, guided by self-harm."""
    del playbook
    contact = cast.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    return Opened(cast, contact.id)
