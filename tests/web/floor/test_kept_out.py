"""Marking whom it is about on the record and in a report of staff; lifting it with a reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stayline.escalation.models import Ladder, Page
from stayline.incidents.models import Incident
from stayline.people.actions import note_seen
from stayline.platform.actors import Actor
from stayline.privacy.queries import excluded_people, why_excluded
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

SEEN = {"kind": "violence", "form": "direct", "text": "He said he would hurt her."}


@pytest.fixture(autouse=True)
def _everybody_is_there(cast: Cast) -> None:
    people = [cast.ann.id, cast.bo.id, cast.bea.id, cast.lou.id, cast.mo.id]
    note_seen(person_ids=people, at=datetime.now(UTC), process="tests")


@pytest.fixture
def rung(cast: Cast, incident: Incident) -> Actor:
    """Who was rung first."""
    page = Page.objects.filter(ladder__incident=incident).order_by("paged_at").first()
    assert page is not None
    return next(one for one in (cast.bo, cast.bea) if one.id == page.person_id)


@pytest.mark.covers("S0-35")
def test_the_agent_marks_who_is_rung_and_a_supervisor_lifts_it(
    cast: Cast, incident: Incident, rung: Actor, signed_in: SignIn
) -> None:
    other = cast.bea if rung == cast.bo else cast.bo
    record = reverse("floor:incident", args=[incident.id])
    ann, gone = signed_in(cast.ann), signed_in(rung)
    assert incident.number in gone.get("/floor/rings/").content.decode()
    mark = reverse("floor:act", args=[incident.id, "keep-out"])
    assert ann.post(mark, {"person": "nobody", "because": "implicated"}).status_code == 422
    ann.post(mark, {"person": str(rung.id), "because": "implicated"})
    page = ann.get(record).content.decode()
    assert "It is about them" in page
    assert "Let them in again" not in page
    assert incident.number not in gone.get("/floor/rings/").content.decode()
    assert incident.number not in gone.get("/floor/").content.decode()
    assert gone.get(record).status_code == 403

    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    supervisor = signed_in(other)
    supervisor.post(reverse("floor:ladder_act", args=[ladder.id, "accept"]))
    assert "Let them in again" in supervisor.get(record).content.decode()
    lift = reverse("floor:act", args=[incident.id, "let-back"])
    assert supervisor.post(lift, {"person": str(rung.id)}).status_code == 422
    supervisor.post(lift, {"person": str(rung.id), "reason": "It was another name."})
    assert excluded_people(incident.id) == set()
    assert "It was another name." in supervisor.get(record).content.decode()


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S0-35")
def test_a_report_about_a_supervisor_told_by_a_manager_rings_neither(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.al)
    typed = SEEN | {"about": str(cast.bo.id), "told_by": str(cast.mo.id)}
    assert client.post(reverse("floor:seen"), typed).status_code == 302
    made = Incident.objects.get(opened_how="seen")
    assert why_excluded(made.id) == {cast.mo.id: "discloser", cast.bo.id: "implicated"}
    rang = set(Page.objects.filter(ladder__incident=made).values_list("person_id", flat=True))
    assert cast.bea.id in rang
    assert rang.isdisjoint({cast.bo.id, cast.mo.id})


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S0-35")
def test_who_tells_of_themselves_is_told_that_somebody_comes_and_reads_nothing(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.bo)
    answer = client.post(reverse("floor:seen"), SEEN | {"told_by": str(cast.bo.id)})
    assert "Those who take it up come to you" in answer.content.decode()
    made = Incident.objects.get(opened_how="seen")
    assert client.get(reverse("floor:incident", args=[made.id])).status_code == 403
    assert client.get(reverse("desk:contact", args=[made.contact_id])).status_code == 403
    wrong = client.post(reverse("floor:seen"), SEEN | {"about": str(cast.cy.id)})
    assert wrong.status_code == 422
    assert "He said he would hurt her." in wrong.content.decode()
