"""Drills on screens: planned, held, stopped by anybody of the site, and learnt from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from stayline.incidents.models import Incident
from stayline.learning.models import Drill, DrillRound
from stayline.quality.models import Improvement
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

LIST = "/learning/drills/"


def soon(days: int = 1) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT03:00")


@pytest.mark.outsider(
    "learning:drills", "learning:drill", "learning:drill_act", "learning:drill_round"
)
@pytest.mark.covers("S4-44")
def test_a_drill_is_planned_held_stopped_by_an_agent_and_learnt_from(
    cast: Cast, signed_in: SignIn
) -> None:
    bo, ann, cy = signed_in(cast.bo), signed_in(cast.ann), signed_in(cast.cy)
    form = {"target": "ladder", "ladder": "crisis", "starts_at": soon(), "window": "30"}
    assert bo.post(LIST, form | {"starts_at": "3 a.m."}).status_code == 422
    refused = bo.post(LIST, form | {"window": "long", "every": "x"})
    assert refused.status_code == 422
    assert refused.content.decode().count("At most a") == 2
    assert ann.post(LIST, form).status_code == 403
    assert bo.post(LIST, form).status_code == 302
    row = Drill.objects.get()
    assert not row.announced
    here = reverse("learning:drill", args=[row.id])

    assert here in bo.get(LIST).content.decode()
    assert here not in ann.get(LIST).content.decode()  # it is not announced
    assert ann.get(here).status_code == 404
    assert cy.get(here).status_code == 404
    start = reverse("learning:drill_act", args=[row.id, "start"])
    for nobody in (ann, cy):
        assert nobody.post(start).status_code == 403
    assert bo.post(reverse("learning:drill_act", args=[row.id, "again"])).status_code == 404
    assert bo.post(start).status_code == 302
    assert bo.post(start).status_code == 409

    held = DrillRound.objects.get()
    stop = reverse("learning:drill_round", args=[held.id, "stop"])
    assert stop in ann.get(LIST).content.decode()
    assert "Under way" in ann.get(here).content.decode()
    assert cy.post(stop).status_code == 404
    assert ann.post(stop).status_code == 302
    assert "Stopped by a person." in bo.get(here).content.decode()

    lesson = reverse("learning:drill_round", args=[held.id, "lesson"])
    said = {"what_to_do": "Mark a way for exercises", "due": soon(7)[:10]}
    assert ann.post(lesson, said).status_code == 403
    assert bo.post(lesson, said | {"due": ""}).status_code == 422
    assert bo.post(lesson, said).status_code == 302
    assert Improvement.objects.get().source == f"drill:{held.id}"
    assert "An improvement action was made of it" in bo.get(here).content.decode()
    assert bo.post(lesson.replace("lesson", "other")).status_code == 404
    assert bo.post(lesson.replace(str(held.id), str(uuid4()))).status_code == 404
    assert bo.post(reverse("learning:drill_act", args=[row.id, "call-off"])).status_code == 302
    assert "Called off" in bo.get(LIST).content.decode()


def test_an_announced_drill_is_seen_by_everybody_and_an_hour_that_comes_twice_is_asked_about(
    cast: Cast, signed_in: SignIn
) -> None:
    bo = signed_in(cast.bo)
    form = {"target": "site", "ladder": "crisis", "announced": "yes", "starts_at": soon()}
    twice = datetime.now(UTC).year + (datetime.now(UTC).month > 10)
    last_sunday = max(
        day for day in range(25, 32) if datetime(twice, 10, day, tzinfo=UTC).weekday() == 6
    )
    wrong = bo.post(LIST, form | {"starts_at": f"{twice}-10-{last_sunday}T01:30"})
    assert "The clocks change in this hour" in wrong.content.decode()
    bo.post(LIST, form)
    assert "Everybody on duty" in signed_in(cast.ann).get(LIST).content.decode()
    gone = form | {"target": "person", "person": str(cast.cy.id)}
    assert bo.post(LIST, gone).status_code == 422


@pytest.mark.covers("S4-44")
def test_every_screen_on_which_a_drill_rings_says_so(cast: Cast, signed_in: SignIn) -> None:
    bo = signed_in(cast.bo)
    bo.post(LIST, {"target": "person", "ladder": "crisis", "person": str(cast.bo.id),
                   "starts_at": soon()})  # fmt: skip
    bo.post(reverse("learning:drill_act", args=[Drill.objects.get().id, "start"]))
    held = DrillRound.objects.get()
    rings = bo.get(reverse("floor:rings")).content.decode()
    assert "This is a drill" in rings
    assert "I am here" in rings
    assert "You are needed" not in rings
    number = Incident.objects.get().number
    assert number in bo.get(reverse("floor:incidents")).content.decode()
    board = bo.get(reverse("floor:board")).content.decode()
    assert f'href="{reverse("floor:incident", args=[held.incident_id])}"' not in board
    assert 'href="/learning/drills/"' in signed_in(cast.ann).get("/learning/").content.decode()
    assert bo.get(reverse("floor:briefing", args=[held.ladder_id])).status_code == 200
    bo.post(reverse("floor:ladder_act", args=[held.ladder_id, "accept"]))
    assert "This is a drill" not in bo.get(reverse("floor:rings")).content.decode()
    assert bo.get(reverse("floor:incident", args=[held.incident_id])).status_code == 200


@pytest.mark.covers("S4-44")
def test_readiness_says_whom_each_rung_finds_and_how_the_last_drill_went(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    del playbook
    mo = signed_in(cast.mo)
    page = mo.get("/learning/readiness/").content.decode()
    assert "supervisor 2, lead 1, manager 1, everyone 4" in page
    assert "Never drilled" in page
    assert "0 of 6 finished a scenario" in page
    mo.post(LIST, {"target": "ladder", "ladder": "crisis", "starts_at": soon()})
    mo.post(reverse("learning:drill_act", args=[Drill.objects.get().id, "start"]))
    DrillRound.objects.update(state="nobody", ended_at=datetime.now(UTC))
    assert "Nobody answered the drill of" in mo.get("/learning/readiness/").content.decode()
    rows = mo.get("/learning/readiness/?as=json").json()["rows"]
    crisis = [one for one in rows if one["what"] == "ladder crisis" and one["site"] == "Here"]
    assert crisis[0]["ready"] == "no"
    sheet = mo.get("/learning/readiness/?as=csv")
    assert sheet["Content-Type"].startswith("text/csv")
    assert sheet.content.decode().count("\n") == len(rows) + 1
