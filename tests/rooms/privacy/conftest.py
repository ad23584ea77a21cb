"""An incident that Ann handles, with its stream."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.incidents.actions import get_help
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects, effects_answered_by
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def effects() -> Iterator[NotedEffects]:
    """Nothing rings: only Ann is on the list."""
    noted = NotedEffects()
    with effects_answered_by(noted):
        yield noted


@pytest.fixture
def incident(cast: Cast, playbook: None) -> Incident:
    """Ann has pressed Get help now."""
    del playbook
    return get_help(contact_id=cast.contact().id, kind="self_harm", actor=cast.ann, at=NOW)
