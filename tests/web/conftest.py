"""What every screen's tests share: the cast, browsers that are signed in, the playbook in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from stayline.config.wiring import plug
from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.people.models import Person
from stayline.platform.actors import Actor
from tests.cast import Cast, line, make_cast
from tests.playbook import put_playbook_in_force

SignIn = Callable[[Actor], Client]

THREAT = "If you shut us off on Monday, I don't want to be alive any more."
"""What Alex says in tests: a stated threat with a condition, and no method."""


@pytest.fixture(scope="session", autouse=True)
def _plugged(django_db_setup: None) -> None:
    plug()


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, on duty."""
    return make_cast()


@pytest.fixture
def playbook(db: None) -> None:
    """The shipped playbook, in force as templates."""
    put_playbook_in_force()


@pytest.fixture
def signed_in() -> SignIn:
    """Open a browser of one's own, signed in as somebody."""

    def sign_in(who: Actor) -> Client:
        client = Client()
        client.force_login(Person.objects.get(id=who.id))
        return client

    return sign_in


@pytest.fixture
def contact(cast: Cast, playbook: None) -> Contact:
    """A call that Ann has, without an incident."""
    return cast.contact(agent=cast.ann, at=datetime.now(UTC))


@pytest.fixture
def incident(cast: Cast, contact: Contact) -> Incident:
    """The incident that Alex's words opened in Ann's call."""
    at = datetime.now(UTC)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT, at=at)], actor=cast.ann, at=at)
    return Incident.objects.get(contact=contact)
