"""What is owed by nobody stands on the floor, and what I owe stands on my desk."""

from __future__ import annotations

import pytest

from stayline.incidents.models import Incident, Obligation
from stayline.people.models import Availability, Person
from stayline.people.ports import off_queue_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from tests.cast import Cast, later
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@action
def leave(who: Actor) -> None:
    Person.objects.filter(id=who.id).update(availability=Availability.AWAY)
    off_queue_in_transaction(who.id, because="they are away", actor=who, at=later(60))


def test_what_is_passed_on_stands_on_the_desk_of_whoever_has_it_and_else_on_the_floor(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    Obligation.objects.filter(incident=incident).delete()
    Obligation.objects.create(
        incident=incident,
        name="report",
        do_kind="file",
        do_target="security_threat",
        by="receiver",
        owner_id=cast.ann.id,
        owed_at=later(0),
        due_at=later(600),
    )
    assert "Send the threat report" in signed_in(cast.ann).get("/desk/").content.decode()
    Person.objects.filter(id__in=[cast.bea.id, cast.mo.id]).update(availability="away")
    leave(cast.ann)
    assert "You owe" not in signed_in(cast.ann).get("/desk/").content.decode()
    assert "Send the threat report" in signed_in(cast.bo).get("/desk/").content.decode()
    assert "Needs an owner" not in signed_in(cast.bo).get("/floor/").content.decode()
    leave(cast.bo)
    text = signed_in(cast.bo).get("/floor/").content.decode()
    assert "Needs an owner: 1 owed thing that nobody has now." in text
