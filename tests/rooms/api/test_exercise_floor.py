"""The floor of an exercise over HTTP: who works there, who is played, what is not done with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from stayline.care.models import OffQueue, PrivateCheck
from stayline.people.actions import note_seen
from stayline.people.models import Person, Presence
from stayline.platform.actors import Actor
from tests.cast import Cast
from tests.rooms.api.conftest import THREAT, Machine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def floor(drill: Machine) -> dict[str, Any]:
    answer = drill.get("exercise/floor")
    assert answer.status_code == 200, answer.content
    return answer.json()


def persons(drill: Machine) -> set[str]:
    return {one["username"] for one in floor(drill)["people"] if one["person"]}


def test_it_lists_who_works_here_and_nobody_of_another_site(drill: Machine, cast: Cast) -> None:
    people = {one["username"]: one for one in floor(drill)["people"]}
    assert set(people) == {"ann", "al", "bo", "bea", "lou", "mo"}
    assert people["bo"] == {
        "username": "bo",
        "roles": ["supervisor"],
        "person": False,
        "on_duty": True,
        "availability": "free",
    }


def test_whom_it_plays_is_at_a_screen_and_is_told_from_a_person(drill: Machine, cast: Cast) -> None:
    note_seen(person_ids=[cast.ann.id], at=datetime.now(UTC), process="web-1")
    played = drill.post("exercise/presence", {"people": ["ann", "bo", "cy", "nobody"]})
    assert played.json() == {"people": 1}
    assert Presence.objects.get(person_id=cast.bo.id).process == "exercise"
    assert Presence.objects.get(person_id=cast.ann.id).process == "web-1"
    assert persons(drill) == {"ann"}
    note_seen(person_ids=[cast.bo.id], at=datetime.now(UTC), process="web-1")
    assert persons(drill) == {"ann", "bo"}
    assert not Presence.objects.filter(person_id=cast.cy.id).exists()


def test_a_contact_is_there_until_it_and_its_incident_are_over(drill: Machine, cast: Cast) -> None:
    calm = drill.opens(external_id="calm:1")
    hard = drill.opens(external_id="hard:1")
    incident = drill.says(hard, THREAT)["incident"]
    rows = {one["id"]: one for one in floor(drill)["contacts"]}
    assert 0 <= rows[calm["id"]].pop("age_s") < 60
    assert rows[calm["id"]] == {
        "id": calm["id"],
        "source": "tests",
        "external_id": "calm:1",
        "channel": "voice",
        "agent": "ann",
        "open": True,
        "incident": None,
        "incident_open": False,
    }
    assert (rows[hard["id"]]["incident"], rows[hard["id"]]["incident_open"]) == (incident, True)
    for each in (calm, hard):
        drill.post(f"contacts/{each['id']}/leg", {"event": "released"})
    (left,) = floor(drill)["contacts"]
    assert (left["id"], left["open"], left["incident_open"]) == (hard["id"], False, True)


def test_an_incident_says_whom_it_rings_and_how_the_contact_stands(
    drill: Machine, cast: Cast
) -> None:
    note_seen(person_ids=[cast.bo.id], at=datetime.now(UTC), process="web-1")
    contact = drill.opens()
    incident = drill.says(contact, THREAT)["incident"]
    shown = drill.stands_for(cast.ann).get(f"exercise/incidents/{incident}").json()
    (ladder,) = shown["ladders"]
    assert (ladder["ringing"], ladder["informs"], ladder["hand_overs"]) == (["bo"], False, [])
    assert (shown["owner"], shown["contact_open"], shown["safety_recorded"]) == ("ann", True, False)
    assert (shown["warnings"], shown["ending"], shown["switches"]) == ([], "", [])
    drill.stands_for(cast.bo).post(f"exercise/ladders/{ladder['id']}", {"do": "accept"})
    shown = drill.stands_for(cast.ann).get(f"exercise/incidents/{incident}").json()
    assert shown["ladders"][0]["ringing"] == []
    assert shown["ladders"][0]["hand_overs"] == [{"who": "bo", "state": "accepted"}]


# ── the difficult call ──


class Difficult:
    """A call in which the caller was abusive, with the aid on Ann's desk."""

    def __init__(self, drill: Machine, cast: Cast) -> None:
        self.drill, self.cast = drill, cast
        self.contact = drill.opens()
        drill.says(self.contact, "You are a useless idiot, you lot are all the same.")
        self.shown = self.on_desk(cast.ann, "aid")

    def on_desk(self, who: Actor, do: str, **more: str) -> dict[str, Any]:
        path = f"exercise/contacts/{self.contact['id']}"
        answer = self.drill.stands_for(who).post(path, {"do": do, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()

    def press(self, who: Actor, do: str, **more: object) -> Any:
        path = f"exercise/incidents/{self.shown['incident']}"
        return self.drill.stands_for(who).post(path, {"do": do, **more})

    def on_step(self, do: str, **more: object) -> dict[str, Any]:
        here = self.press(self.cast.ann, do, expected=self.shown["screen"]["sequence"], **more)
        assert here.status_code == 200, here.content
        self.shown = here.json()
        return self.shown

    def warn(self) -> None:
        self.on_step("take", step="abusive")
        self.on_step("next")


@pytest.fixture
def difficult(drill: Machine, cast: Cast) -> Difficult:
    return Difficult(drill, cast)


def test_the_aid_opens_no_threat_and_the_warnings_are_counted(difficult: Difficult) -> None:
    assert (difficult.shown["level"], difficult.shown["protocol"]) == (3, "irate-caller")
    assert difficult.shown["threats"] == []
    difficult.warn()
    assert difficult.shown["warnings"] == ["warning"]


def test_a_threat_locks_it_and_the_switch_is_one_press(difficult: Difficult) -> None:
    difficult.drill.says(difficult.contact, "I am going to come down there and hurt you.")
    difficult.shown = (
        difficult.drill.stands_for(difficult.cast.ann)
        .get(f"exercise/incidents/{difficult.shown['incident']}")
        .json()
    )
    assert difficult.shown["screen"]["locked"] is True
    assert difficult.shown["screen"]["anytime"] == []
    (offer,) = difficult.shown["switches"]
    assert offer["outranks"] is True
    after = difficult.on_step("switch", to=offer["harm"])
    assert after["protocol"] == "threat-to-others"


def test_an_ending_is_asked_for_and_decided(difficult: Difficult) -> None:
    for _ in range(3):
        difficult.warn()
    bo, ann = difficult.cast.bo, difficult.cast.ann
    assert difficult.on_desk(ann, "ask_to_end")["ending"] == "waits"
    refused = difficult.press(bo, "refuse", reason="Let me speak to them first.")
    assert refused.json()["ending"] == "refused"
    assert difficult.on_desk(ann, "ask_to_end")["ending"] == "waits"
    assert difficult.press(bo, "approve").json()["ending"] == "approved"


def test_asking_to_end_what_is_no_incident_is_refused(drill: Machine, cast: Cast) -> None:
    contact = drill.opens()
    path = f"exercise/contacts/{contact['id']}"
    answer = drill.stands_for(cast.ann).post(path, {"do": "ask_to_end"})
    problem(answer, 404, "incidents.incident.not_found")


def test_what_is_owed_is_waived_by_a_supervisor_with_a_reason(drill: Machine, cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id], at=datetime.now(UTC), process="web-1")
    contact = drill.opens()
    incident = drill.says(contact, THREAT)["incident"]
    bo, path = drill.stands_for(cast.bo), f"exercise/incidents/{incident}"
    (ring,) = [one for one in bo.get("exercise/rings").json() if not one["informs"]]
    bo.post(f"exercise/ladders/{ring['ladder']}", {"do": "accept"})
    owed = {one["name"]: one for one in bo.get(path).json()["owed"]}
    manager = {"do": "waive", "to": owed["manager"]["id"]}
    problem(bo.post(path, manager), 422, "incidents.reason.missing")
    after = bo.post(path, manager | {"reason": "I have told her myself."}).json()
    assert {one["name"]: one["state"] for one in after["owed"]}["manager"] == "waived"
    problem(
        bo.post(path, {"do": "waive", "to": "no such", "reason": "?"}),
        409,
        "incidents.obligation.not_owed",
    )


# ── aftercare ──


def off_the_queue(person_id: UUID, incident: str, *, minutes: int) -> None:
    at = datetime.now(UTC)
    OffQueue.objects.create(
        person_id=person_id,
        incident_id=incident,
        since=at - timedelta(minutes=20),
        minimum_until=at + timedelta(minutes=minutes),
    )


def test_whoever_is_played_comes_back_once_they_may_and_does_the_checks_they_owe(
    drill: Machine, cast: Cast
) -> None:
    incident = drill.says(drill.opens(), THREAT)["incident"]
    ann, bo = drill.stands_for(cast.ann), drill.stands_for(cast.bo)
    assert ann.post("exercise/care").json() == {"back": False, "checks": 0}
    off_the_queue(cast.ann.id, incident, minutes=5)
    assert ann.post("exercise/care").json()["back"] is False
    OffQueue.objects.update(minimum_until=datetime.now(UTC) - timedelta(minutes=1))
    assert ann.post("exercise/care").json()["back"] is True
    PrivateCheck.objects.create(
        person=Person.objects.get(id=cast.ann.id),
        supporter_id=cast.bo.id,
        incident_id=incident,
        offered_at=datetime.now(UTC),
        planned_at=datetime.now(UTC),
        due_at=datetime.now(UTC) + timedelta(minutes=30),
    )
    assert bo.post("exercise/care").json() == {"back": False, "checks": 1}
    assert PrivateCheck.objects.get().done_at is not None
