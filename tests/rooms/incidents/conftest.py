"""The record alone: what it asks of the rooms above is noted and not done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.incidents.ports import NotedEffects, effects_answered_by


@pytest.fixture(autouse=True)
def effects() -> Iterator[NotedEffects]:
    """What was asked of the rooms above, in order."""
    noted = NotedEffects()
    with effects_answered_by(noted):
        yield noted
