"""Choosing on My care: how long away, who comes, when; notes; who was near; dates for managers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from stayline.care.actions import start_aftercare_in_transaction
from stayline.care.models import CareChoice, CheckNote, Company, OffQueue, PrivateCheck
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

MINE = "/care/"
PRIVATE = "The stairwell was quiet."


@pytest.fixture
def ended(incident: Incident, cast: Cast) -> Incident:
    """Ann's call has ended an hour ago, and care has begun."""
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        assert locked.contact is not None
        locked.contact.released_at = datetime.now(UTC)
        locked.contact.save()
        start_aftercare_in_transaction(
            locked, actor=cast.bo, at=datetime.now(UTC) - timedelta(minutes=60)
        )
    return incident


def step_of(who: UUID, step: str) -> PrivateCheck:
    return PrivateCheck.objects.get(person_id=who, step=step)


@pytest.mark.covers("S4-6")
def test_a_person_chooses_how_long_who_and_when(
    ended: Incident, cast: Cast, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    page = ann.get(MINE).content.decode()
    for title in ("Within 30 minutes", "End of shift", "The next day", "After a month"):
        assert title in page
    assert ann.post(reverse("care:time_away"), {"choice": "shift"}).status_code == 302
    assert OffQueue.objects.get(person_id=cast.ann.id).choice == "shift"
    assert "Saved: until" in ann.get(MINE).content.decode()
    assert ann.post(reverse("care:time_away"), {"choice": "for ever"}).status_code == 422

    ann.post(reverse("care:supporter"), {"supporter": str(cast.mo.id)})
    assert CareChoice.objects.get(person_id=cast.ann.id).supporter_id == cast.mo.id
    assert "Your supporter, by your choice" in ann.get(MINE).content.decode()
    for wrong in (str(cast.al.id), "nobody"):
        assert ann.post(reverse("care:supporter"), {"supporter": wrong}).status_code == 422

    week = step_of(cast.ann.id, "week")
    address = reverse("care:move", args=[week.id])
    day = (datetime.now(UTC) + timedelta(days=9)).strftime("%Y-%m-%d")
    assert ann.post(address, {"day": day, "clock": "15:30"}).status_code == 302
    week.refresh_from_db()
    assert week.moved_at is not None
    refused = ann.post(address, {"day": "2020-01-01", "clock": "09:00"})
    assert (refused.status_code, "2020-01-01" in refused.content.decode()) == (422, True)
    assert ann.post(address, {"day": "some day", "clock": ""}).status_code == 422

    talk = step_of(cast.ann.id, "trained-colleague")
    assert (
        "Yes, I would like that" in ann.get(reverse("care:step", args=[talk.id])).content.decode()
    )
    assert ann.post(reverse("care:take_up", args=[talk.id])).status_code == 302
    assert step_of(cast.ann.id, "trained-colleague").due_at is not None
    assert ended.site_id == cast.site.id


def test_a_note_is_read_by_the_two_it_is_for(
    ended: Incident, cast: Cast, signed_in: SignIn
) -> None:
    del ended
    ann = signed_in(cast.ann)
    ann.post(reverse("care:supporter"), {"supporter": str(cast.mo.id)})
    address = reverse("care:step", args=[step_of(cast.ann.id, "first").id])
    notes = reverse("care:note", args=[step_of(cast.ann.id, "first").id])
    empty = ann.post(notes, {"words": " "})
    assert empty.status_code == 422
    ann.post(notes, {"words": PRIVATE, "shared": "yes"})
    note = CheckNote.objects.get()
    mo = signed_in(cast.mo)
    assert PRIVATE in ann.get(address).content.decode()
    assert PRIVATE in mo.get(address).content.decode()
    assert mo.post(reverse("care:close", args=[note.id])).status_code == 404
    step = {"step": str(step_of(cast.ann.id, "first").id)}
    assert ann.post(reverse("care:close", args=[note.id]), step).headers["Location"] == address
    assert PRIVATE not in mo.get(address).content.decode()
    assert PRIVATE in ann.get(address).content.decode()
    assert PRIVATE not in mo.get(reverse("care:dates")).content.decode()
    assert ann.post(reverse("care:delete", args=[note.id])).headers["Location"] == MINE
    assert not CheckNote.objects.exists()


@pytest.mark.covers("S0-39")
def test_whoever_was_near_is_offered_care_by_those_who_know(
    ended: Incident, cast: Cast, signed_in: SignIn
) -> None:
    ann, bea = signed_in(cast.ann), signed_in(cast.bea)
    assert "Did somebody sit near it?" in ann.get(MINE).content.decode()
    assert ann.post(reverse("care:near"), {"person": str(cast.al.id)}).status_code == 302
    assert OffQueue.objects.get(person_id=cast.al.id).involved_as == "bystander"
    assert "hard contact" in signed_in(cast.al).get(MINE).content.decode()
    assert ann.post(reverse("care:near"), {"person": ""}).status_code == 422

    page = bea.get(reverse("care:dates")).content.decode()
    assert "Ann Example" in page
    assert ended.number in page
    named = {"incident": str(ended.id), "person": str(cast.lou.id)}
    assert bea.post(reverse("care:near_one"), named).status_code == 302
    assert OffQueue.objects.get(person_id=cast.lou.id).involved_as == "bystander"
    assert bea.post(reverse("care:near_one"), {"person": ""}).status_code == 422


def test_somebody_who_needs_somebody_now_sees_who_and_leaves_no_trace(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    del playbook
    ann, bo = signed_in(cast.ann), signed_in(cast.bo)
    page = ann.get(reverse("care:now")).content.decode()
    assert "Bo Example" in page
    assert "Call 999" in page
    assert "Ann Example" not in page.split("<main")[1]
    assert ann.post(reverse("care:company"), {"person": str(cast.bo.id)}).status_code == 302
    assert "Whom you chose" in ann.get(reverse("care:now")).content.decode()
    assert ann.post(reverse("care:ask"), {"person": ""}).status_code == 422
    ann.post(reverse("care:ask"), {"person": str(cast.bo.id)})
    row = Company.objects.get()
    assert "Ann Example asks you to come by" in bo.get(MINE).content.decode()
    assert bo.post(reverse("care:come", args=[row.id])).status_code == 302
    assert "comes, said" in ann.get(reverse("care:now")).content.decode()
    assert ann.post(reverse("care:end", args=[row.id]), {"page": "mine"}).status_code == 302
    assert not Company.objects.exists()


@pytest.mark.outsider(
    "care:step",
    "care:move",
    "care:take_up",
    "care:note",
    "care:close",
    "care:delete",
    "care:dates",
    "care:near",
    "care:near_one",
    "care:come",
    "care:end",
    "care:time_away",
    "care:supporter",
    "care:now",
    "care:ask",
    "care:company",
)
def test_what_is_somebody_elses_is_shut(ended: Incident, cast: Cast, signed_in: SignIn) -> None:
    first = step_of(cast.ann.id, "first").id
    signed_in(cast.ann).post(reverse("care:note", args=[first]), {"words": PRIVATE})
    signed_in(cast.ann).post(reverse("care:ask"), {"person": str(cast.bo.id)})
    note, asked = CheckNote.objects.get().id, Company.objects.get().id
    al, cy = signed_in(cast.al), signed_in(cast.cy)
    for stranger in (al, cy, signed_in(cast.lou)):
        assert stranger.get(reverse("care:step", args=[first])).status_code == 403
        for name in ("move", "take_up", "note"):
            sent = {"day": "2030-01-01", "clock": "09:00", "words": "x"}
            assert stranger.post(reverse(f"care:{name}", args=[first]), sent).status_code == 403
        for name in ("close", "delete"):
            assert stranger.post(reverse(f"care:{name}", args=[note])).status_code == 404
        assert stranger.post(reverse("care:come", args=[asked])).status_code == 404
        stranger.post(reverse("care:end", args=[asked]))
    assert Company.objects.filter(id=asked).exists()
    assert al.get(reverse("care:dates")).status_code == 403
    assert "Ann Example" not in cy.get(reverse("care:dates")).content.decode()
    named = {"incident": str(ended.id), "person": str(cast.al.id)}
    for stranger in (al, cy):
        assert stranger.post(reverse("care:near_one"), named).status_code == 403
    assert al.post(reverse("care:near"), {"person": str(cast.lou.id)}).status_code == 422
    assert al.post(reverse("care:time_away"), {"choice": "shift"}).status_code == 404
    for name, args in (
        ("now", []),
        ("dates", []),
        ("step", [first]),
    ):
        shut = Client().get(reverse(f"care:{name}", args=args))
        assert shut.headers["Location"].startswith("/sign-in/")
    for name in ("supporter", "ask", "company", "near", "near_one", "time_away"):
        shut = Client().post(reverse(f"care:{name}"))
        assert shut.headers["Location"].startswith("/sign-in/")
    assert al.get(reverse("care:step", args=[uuid4()])).status_code == 404
