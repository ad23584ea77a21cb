"""Twenty supervisors send the last free crew in the same moment: one does (S3-17)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from stayline.command.actions import deploy
from stayline.command.errors import ResourceNotAvailable
from stayline.command.events import DeploymentAsked
from stayline.command.models import Deployment, Resource
from stayline.config.wiring import plug
from stayline.incidents.actions import get_help
from stayline.ledger.queries import entries
from stayline.library.actions import load_playbook
from stayline.people.actions import add_person
from stayline.people.queries import system_actor
from stayline.privacy.actions import grant_in_transaction
from tests.cast import NOW, PASSWORD, later, make_cast
from tests.races.test_accept import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

HOW_MANY = 20


@pytest.mark.covers("S3-17")
def test_twenty_send_the_last_free_crew_at_once_and_one_does() -> None:
    plug()
    cast = make_cast()
    load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
    crew = Resource.objects.create(
        site=cast.site, kind="crew", name="Gas crew 1", zone="UTC", added_at=NOW
    )
    people = [
        add_person(
            username=f"super{number}",
            name=f"Supervisor {number} Example",
            password=PASSWORD,
            roles=["supervisor"],
            site_id=cast.site.id,
            at=NOW,
            on_duty=True,
        ).actor()
        for number in range(HOW_MANY)
    ]
    incidents = [
        get_help(contact_id=cast.contact(agent=agent).id, actor=agent, at=NOW)
        for agent in (cast.ann, cast.al)
    ]
    with transaction.atomic():
        for number, one in enumerate(people):
            incident = incidents[number % 2]
            grant_in_transaction(
                incident.id,
                one,
                because="accepted",
                stream_id=incident.stream_id,
                actor=one,
                at=later(1),
            )
    results = at_once(
        [
            partial(
                deploy,
                incident_id=incidents[number % 2].id,
                resource_id=crew.id,
                what="Make the street safe.",
                where="Mill Lane, north end",
                by=later(1800),
                check_every=timedelta(minutes=10),
                medium="radio",
                actor=one,
                at=later(60),
            )
            for number, one in enumerate(people)
        ]
    )
    refused = [one for one in results if isinstance(one, ResourceNotAvailable)]
    (sent,) = Deployment.objects.all()
    assert len(refused) == HOW_MANY - 1, [one for one in results if isinstance(one, Exception)]
    assert all("Gas crew 1 cannot be sent now: Sent already" in one.sentence for one in refused)
    assert [one for one in results if one not in refused] == [sent]
    asked = [
        entry
        for incident in incidents
        for entry in entries(incident.stream_id, kinds={DeploymentAsked.kind})
    ]
    assert len(asked) == 1
