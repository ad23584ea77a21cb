"""My care: one's own page, and the checks one has promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from stayline.care.actions import start_aftercare_in_transaction
from stayline.care.models import OffQueue, PrivateCheck
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.people.models import Availability, Person
from stayline.platform.actors import Actor
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

MINE = "/care/"


@pytest.fixture
def check(incident: Incident, cast: Cast) -> PrivateCheck:
    """Ann's own check; her call ended an hour ago."""
    began(incident, cast, ago=timedelta(minutes=60))
    return PrivateCheck.objects.get(person_id=cast.ann.id, step="first")


def began(incident: Incident, cast: Cast, *, ago: timedelta) -> None:
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        assert locked.contact is not None
        locked.contact.released_at = datetime.now(UTC)
        locked.contact.save()
        start_aftercare_in_transaction(locked, actor=cast.bo, at=datetime.now(UTC) - ago)


def supporter(check: PrivateCheck, cast: Cast) -> Actor:
    (found,) = (who for who in (cast.bo, cast.bea, cast.mo) if who.id == check.supporter_id)
    return found


def test_a_person_sees_their_own_care(check: PrivateCheck, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ann).get(MINE)
    text = page.content.decode()
    assert "Hello Ann Example. You are off the queue." in text
    assert supporter(check, cast).name in text
    assert reverse("care:come_back") in text
    assert reverse("care:decline", args=[check.id]) in text


def test_before_the_least_time_there_is_no_button_to_come_back(
    incident: Incident, cast: Cast, signed_in: SignIn
) -> None:
    began(incident, cast, ago=timedelta(minutes=1))
    text = signed_in(cast.ann).get(MINE).content.decode()
    assert reverse("care:come_back") not in text
    assert "There is no hurry." in text
    refused = signed_in(cast.ann).post(reverse("care:come_back"))
    assert refused.status_code == 409
    assert Person.objects.get(id=cast.ann.id).availability == Availability.OFF_QUEUE


def test_coming_back_is_one_press(check: PrivateCheck, cast: Cast, signed_in: SignIn) -> None:
    del check
    answer = signed_in(cast.ann).post(reverse("care:come_back"))
    assert (answer.status_code, answer.headers["Location"]) == (302, MINE)
    assert Person.objects.get(id=cast.ann.id).availability == Availability.FREE


def test_declining_is_one_press(check: PrivateCheck, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.ann)
    assert browser.post(reverse("care:decline", args=[check.id])).status_code == 302
    assert "You did not want this one" in browser.get(MINE).content.decode()


def test_a_supporter_sees_what_they_promised_and_says_it_is_done(
    check: PrivateCheck, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(supporter(check, cast))
    text = browser.get(MINE).content.decode()
    assert "Ann Example" in text
    assert browser.post(reverse("care:done", args=[check.id])).status_code == 302
    assert reverse("care:done", args=[check.id]) not in browser.get(MINE).content.decode()
    assert "Talked with you" in signed_in(cast.ann).get(MINE).content.decode()


def test_a_fragment_holds_the_page_and_no_frame(
    check: PrivateCheck, cast: Cast, signed_in: SignIn
) -> None:
    del check
    text = signed_in(cast.ann).get(MINE, headers={"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<div id="mine"')
    assert "<html" not in text


@pytest.mark.outsider("care:mine", "care:decline", "care:done", "care:come_back")
def test_somebody_elses_care_is_shut(check: PrivateCheck, cast: Cast, signed_in: SignIn) -> None:
    stranger = signed_in(cast.al)
    assert "Ann Example" not in stranger.get(MINE).content.decode()
    assert stranger.post(reverse("care:decline", args=[check.id])).status_code == 403
    assert stranger.post(reverse("care:done", args=[check.id])).status_code == 403
    assert stranger.post(reverse("care:come_back")).status_code == 404
    check.refresh_from_db()
    assert (check.done_at, check.declined_at) == (None, None)
    assert OffQueue.objects.get(person_id=cast.ann.id).back_at is None


@pytest.mark.outsider("care:mine", "care:decline", "care:done", "care:come_back")
def test_whoever_is_not_signed_in_is_sent_to_the_door(check: PrivateCheck) -> None:
    for address in (
        reverse("care:come_back"),
        reverse("care:decline", args=[check.id]),
        reverse("care:done", args=[check.id]),
    ):
        assert Client().post(address).headers["Location"].startswith("/sign-in/")
    assert Client().get(MINE).headers["Location"].startswith("/sign-in/")


def test_a_press_needs_a_post(check: PrivateCheck, cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.ann)
    for name, args in (("come_back", []), ("decline", [check.id]), ("done", [check.id])):
        assert browser.get(reverse(f"care:{name}", args=args)).status_code == 405
