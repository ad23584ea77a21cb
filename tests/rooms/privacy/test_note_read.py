"""Reads of sealed content are noted, and the first of each hour is logged."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connections

from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline.privacy.actions import note_read
from stayline.privacy.models import SealedRead
from stayline.privacy.queries import reads
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


def read(incident: Incident, who: Actor, screen: str = "incident", seconds: float = 0) -> None:
    note_read(incident_id=incident.id, actor=who, screen=screen, at=later(seconds))


def logged(incident: Incident) -> list[tuple[str, str]]:
    found = entries(incident.stream_id, kinds=["privacy.content.read"])
    return [(one.actor, one.event.screen) for one in found]


@pytest.mark.covers("S1-36")
def test_the_first_read_of_an_hour_is_logged(cast: Cast, incident: Incident) -> None:
    read(incident, cast.ann)
    read(incident, cast.ann, seconds=3599)
    assert logged(incident) == [(cast.ann.pseudonym, "incident")]
    read(incident, cast.ann, seconds=3600)
    assert len(logged(incident)) == 2
    assert [one.first_at for one in reads(incident.id)] == [later(0), later(3600)]


def test_each_person_and_each_screen_is_a_read_of_its_own(cast: Cast, incident: Incident) -> None:
    read(incident, cast.ann)
    read(incident, cast.ann, "report")
    read(incident, cast.bo)
    assert logged(incident) == [
        (cast.ann.pseudonym, "incident"),
        (cast.ann.pseudonym, "report"),
        (cast.bo.pseudonym, "incident"),
    ]
    assert {(one.person_id, one.screen) for one in reads(incident.id)} == {
        (cast.ann.id, "incident"),
        (cast.ann.id, "report"),
        (cast.bo.id, "incident"),
    }


@pytest.mark.django_db(transaction=True)
def test_two_screens_at_once_are_one_read(cast: Cast, incident: Incident) -> None:
    start = threading.Barrier(4)

    def look() -> None:
        start.wait(10)
        read(incident, cast.ann)
        connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert logged(incident) == [(cast.ann.pseudonym, "incident")]
    assert len(reads(incident.id)) == 1


def test_an_incident_that_is_none_has_no_reads(cast: Cast) -> None:
    note_read(incident_id=uuid4(), actor=cast.ann, screen="incident", at=later(0))
    assert not SealedRead.objects.exists()
