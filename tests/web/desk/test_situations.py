"""“More exactly: …” on the desk: offered beside the step, taken by one press, never asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import current_run, protocol_of
from tests.cast import Cast, line
from tests.rooms.incidents.difficult import ABUSED
from tests.rooms.incidents.exactly import only_these, sample
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_a_more_exact_procedure_is_offered_and_taken_by_one_press(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    only_these(
        sample("at-home", "abuse_disclosure", "domestic_abuse"),
        sample("in-body", "abuse_disclosure", "physical_abuse"),
    )
    at = datetime.now(UTC)
    hear_lines(contact_id=contact.id, lines=[line(1, ABUSED, at=at)], actor=cast.ann, at=at)
    client = signed_in(cast.ann)
    page = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert page.count("More exactly: At home") == page.count("More exactly: In body") == 1
    # What was said already stands first, with why; no form, and the way to help stays.
    assert page.index("as was said.") < page.index("More exactly: At home")
    assert page.index("More exactly: At home") < page.index("More exactly: In body")
    assert "Get help now" in page
    incident = Incident.objects.get(contact=contact)
    run = current_run(incident.id)
    assert run is not None
    where = reverse("desk:act", args=[contact.id, "situation"])
    old = client.post(where, {"to": "at-home", "expected": run.sequence + 9}, headers=HTMX)
    assert old.status_code == 409
    answer = client.post(where, {"to": "at-home", "expected": run.sequence}, headers=HTMX)
    shown = answer.content.decode()
    assert "Now: First" in shown
    assert "More exactly: At home" not in shown
    assert f"Take up again: {protocol_of(run).title}" in shown
    assert Run.objects.get(incident=incident, parked_at=None).protocol_id == "at-home"


def test_whoever_only_listens_is_offered_nothing(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    only_these(sample("at-home", "abuse_disclosure", "domestic_abuse"))
    at = datetime.now(UTC)
    hear_lines(contact_id=contact.id, lines=[line(1, ABUSED, at=at)], actor=cast.ann, at=at)
    Incident.objects.filter(contact=contact).update(owner_id=cast.bo.id)
    page = signed_in(cast.ann).get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "More exactly" not in page
