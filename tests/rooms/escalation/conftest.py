"""A centre with everybody at a screen, and Ann's contact ringing since the test began."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stayline.escalation.actions import accept_rung
from stayline.escalation.models import Ladder
from stayline.incidents.actions import get_help
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.people.actions import note_seen
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

Kinds = Callable[[], list[str]]


@pytest.fixture
def centre(cast: Cast, request: pytest.FixtureRequest) -> Cast:
    """Everybody is at a screen."""
    request.getfixturevalue("playbook")
    sit_down(cast)
    return cast


def sit_down(cast: Cast, *people: Actor, seconds: float = 0) -> None:
    """These people, or all, are seen at a screen so many seconds after the test began."""
    everyone = people or (cast.ann, cast.al, cast.bo, cast.bea, cast.lou, cast.mo, cast.cy)
    note_seen(person_ids=[one.id for one in everyone], at=later(seconds), process="tests")


@pytest.fixture
def incident(centre: Cast) -> Incident:
    """Ann has pressed Get help now."""
    contact = centre.contact()
    return get_help(contact_id=contact.id, kind="self_harm", actor=centre.ann, at=NOW)


@pytest.fixture
def crisis(incident: Incident) -> Ladder:
    """The ladder that rings for it."""
    return Ladder.objects.get(incident=incident, document_id="crisis")


@pytest.fixture
def first(crisis: Ladder, centre: Cast) -> Actor:
    """Whoever was rung first."""
    page = crisis.pages.get()
    return {one.id: one for one in (centre.bo, centre.bea)}[page.person_id]


@pytest.fixture
def accepted(crisis: Ladder, first: Actor) -> Ladder:
    """They accepted after five seconds."""
    accept_rung(ladder_id=crisis.id, actor=first, at=later(5))
    return crisis


@pytest.fixture
def logged(incident: Incident) -> Kinds:
    """The kinds of the log's entries, oldest first."""
    return lambda: [entry.kind for entry in entries(incident.stream_id)]
