"""The screen of a site's rota: whose it is, what it takes, what it says when something is odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stayline.people.models import Calendar, Pattern, Shift
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/admin/rotas/"
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:one
DTSTART:{start:%Y%m%dT%H%M%S}Z
DTEND:{end:%Y%m%dT%H%M%S}Z
SUMMARY:{words}
END:VEVENT
END:VCALENDAR
"""


def tomorrow(clock: str) -> str:
    day = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=1)
    return f"{day}T{clock}"


def post(client: Client, what: str, **typed: object) -> tuple[int, str]:
    answer = client.post(PAGE, {"what": what, "duty": "duty", **typed}, follow=True)
    return answer.status_code, answer.content.decode()


def ics(words: str) -> SimpleUploadedFile:
    start = datetime.now(UTC) + timedelta(hours=2)
    body = ICS.format(start=start, end=start + timedelta(hours=8), words=words)
    return SimpleUploadedFile("rota.ics", body.encode(), "text/calendar")


@pytest.mark.outsider("admin:rotas")
def test_whoever_manages_no_people_sees_no_rota_and_a_manager_their_own(
    cast: Cast, signed_in: SignIn
) -> None:
    assert Client().get(PAGE).status_code == 302
    for who in (cast.ann, cast.bo, cast.lou):
        assert signed_in(who).get(PAGE).status_code == 403
        assert post(signed_in(who), "shift")[0] == 403
    manager = signed_in(cast.mo)
    assert manager.get(PAGE).status_code == 200
    assert manager.get(PAGE, {"site": "there"}).status_code == 403
    assert manager.post(PAGE, {"what": "nothing"}).status_code == 404
    assert manager.post(PAGE, {"what": "cancel", "id": "x"}).status_code == 404


def test_a_shift_is_put_on_the_rota_and_taken_off_again(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    assert "No shift on duty is written" in manager.get(PAGE).content.decode()
    typed = {"person": cast.bo.id, "starts": tomorrow("09:00"), "ends": tomorrow("17:00")}
    status, page = post(manager, "shift", **typed)
    assert status == 200
    assert "The shift is on the rota" in page
    assert "within a week nobody is on it" in page
    made = Shift.objects.get()
    assert made.starts_at.astimezone(ZoneInfo("Europe/London")).hour == 9
    status, page = post(manager, "shift", **typed)
    assert (status, "They have such a shift already" in page) == (422, True)
    assert typed["starts"] in page, "nothing that was typed is lost"
    status, page = post(manager, "shift", person=cast.cy.id, starts="soon", ends="")
    assert status == 422
    assert "Choose somebody of this site." in page
    assert page.count("Give the day and the time.") == 2
    status, page = post(manager, "cancel", id=made.id)
    assert "The shift was cancelled" in page
    assert post(manager, "cancel", id=made.id)[0] == 404
    week = manager.get(PAGE, {"from": "2026-11-26"}).content.decode()
    assert "Seven days from 26 November 2026" in week
    assert "from=2026-12-03" in week


def test_a_weekly_shift_is_written_and_ended(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    typed = {
        "person": cast.bo.id,
        "starts": "22:00",
        "ends": "06:00",
        "from_day": tomorrow("")[:10],
        "until_day": "",
        "weekdays": ["0", "2"],
    }
    status, page = post(manager, "weekly", **typed)
    assert (status, "Mon, Wed, 22:00–06:00" in page) == (200, True)
    assert Shift.objects.count() in {9, 10}
    for wrong, words in (
        ({"weekdays": []}, "Choose at least one day."),
        ({"starts": "late"}, "Give a time, such as 22:00."),
        ({"until_day": "some day"}, "Give a day, or leave it empty."),
        ({"ends": "", "from_day": "", "person": ""}, "Give its first day."),
    ):
        status, page = post(manager, "weekly", **typed | wrong)
        assert (status, words in page) == (422, True)
    post(manager, "end_weekly", id=Pattern.objects.get().id)
    assert not Shift.objects.exclude(state="cancelled").exists()


def test_a_calendar_is_handed_in_again_and_removed(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    status, page = post(manager, "calendar", name="Nights", file=ics("Bea Example"))
    assert (status, "1 shift to come" in page) == (200, True)
    made = Calendar.objects.get()
    assert Shift.objects.get().person_id == cast.bea.id
    status, page = post(manager, "file", id=made.id, file=ics("Somebody Else"))
    assert "“Somebody Else” names nobody of this site" in page
    assert Shift.objects.get().state == "cancelled"
    odd = SimpleUploadedFile("rota.ics", b"<html>")
    status, page = post(manager, "file", id=made.id, file=odd)
    assert (status, "This calendar could not be read." in page) == (409, True)
    assert post(manager, "file", id=made.id)[0] == 409
    status, page = post(manager, "calendar", name="", url="ftp://elsewhere")
    assert (status, "Give it a name" in page) == (422, True)
    status, page = post(manager, "calendar", name="On call", url="http://127.0.0.1:1/rota.ics")
    assert "not read yet" in page
    post(manager, "drop_calendar", id=made.id)
    assert Calendar.objects.filter(removed_at=None).count() == 1


def test_who_is_there_now_stands_first(cast: Cast, signed_in: SignIn) -> None:
    now = datetime.now(UTC)
    Shift.objects.create(
        person_id=cast.mo.id,
        site=cast.site,
        kind="on_call",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        added_at=now,
    )
    page = signed_in(cast.mo).get(PAGE).content.decode()
    on_call = page.split("On call</h3>")[1]
    assert "Mo Example" in on_call.split("</ul>")[0]
    assert "Free, at no screen" in page
