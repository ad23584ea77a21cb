"""What an exercise presses over HTTP is what its people could press: no more."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.people.actions import note_seen
from stayline.people.models import ApiToken
from stayline.platform.actors import Actor
from stayline.platform.bundle import check_folder
from tests.cast import Cast
from tests.rooms.api.conftest import THREAT, Machine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


class Played:
    """One exercise contact in which a threat was made, and the people who handle it."""

    def __init__(self, drill: Machine, cast: Cast) -> None:
        people = [cast.ann, cast.al, cast.bo, cast.bea, cast.lou, cast.mo]
        note_seen(person_ids=[one.id for one in people], at=datetime.now(UTC), process="tests")
        self.drill, self.cast = drill, cast
        self.contact = drill.opens(caller={"name": "Alex Thistle", "country": "GB"})
        self.incident = drill.says(self.contact, THREAT)["incident"]
        rung = [(who, ring) for who in (cast.bo, cast.bea) for ring in self.rings(who)]
        ((self.receiver, self.ring),) = [pair for pair in rung if not pair[1]["informs"]]

    def rings(self, who: Actor) -> list[dict[str, Any]]:
        return self.drill.stands_for(who).get("exercise/rings").json()

    def screen(self, who: Actor) -> dict[str, Any]:
        answer = self.drill.stands_for(who).get(f"exercise/incidents/{self.incident}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def press(self, who: Actor, do: str, **more: object) -> Any:
        path = f"exercise/incidents/{self.incident}"
        return self.drill.stands_for(who).post(path, {"do": do, **more})

    def on_step(self, who: Actor, do: str, **more: object) -> Any:
        """A press on the step as the screen shows it now."""
        return self.press(who, do, expected=self.screen(who)["screen"]["sequence"], **more)

    def on_desk(self, who: Actor, do: str, **more: object) -> Any:
        path = f"exercise/contacts/{self.contact['id']}"
        return self.drill.stands_for(who).post(path, {"do": do, **more})

    def on_ring(self, who: Actor, do: str) -> Any:
        return self.drill.stands_for(who).post(
            f"exercise/ladders/{self.ring['ladder']}", {"do": do}
        )

    def on_dispatch(self, who: Actor, which: str, do: str, **more: object) -> Any:
        return self.drill.stands_for(who).post(f"exercise/dispatches/{which}", {"do": do, **more})

    def taken_over(self) -> None:
        for do in ("accept", "join", "spoke", "complete"):
            answer = self.on_ring(self.receiver, do)
            assert (answer.status_code, answer.json()) == (200, {"done": do})

    @property
    def kinds(self) -> list[str]:
        row = Incident.objects.get(id=self.incident)
        return [entry.kind for entry in entries(row.stream_id)]


@pytest.fixture
def played(drill: Machine, cast: Cast) -> Played:
    return Played(drill, cast)


# ── what rings, and what is shown ──


def test_a_ring_says_level_and_number_and_no_word_of_the_case(played: Played) -> None:
    row = Incident.objects.get(id=played.incident)
    assert played.ring == {
        "ladder": played.ring["ladder"],
        "incident": str(row.id),
        "level": row.level,
        "number": row.number,
        "informs": False,
    }
    assert played.rings(played.cast.al) == []


def test_the_screen_of_whoever_handles_it(played: Played) -> None:
    shown = played.screen(played.cast.ann)
    assert (shown["incident"], shown["exercise"], shown["protocol"]) == (
        played.incident,
        True,
        "self-harm",
    )
    assert shown["number"].startswith("SLX-")
    assert shown["screen"]["say"]
    assert shown["screen"]["can_next"] is True
    assert shown["threats"] == [{"kind": "self_harm", "form": "direct"}]
    assert shown["coming"]["state"] == "ringing"
    assert {one["document"] for one in shown["ladders"]} >= {"crisis"}
    assert [one["number"] for one in shown["reports"]] == [""]
    assert shown["cases"] == []
    assert shown["blocking"]


@pytest.mark.outsider("api-v1:get_incident", "api-v1:post_incident", "api-v1:post_bundle")
def test_who_does_not_handle_it_sees_and_moves_nothing(played: Played) -> None:
    al, path = played.drill.stands_for(played.cast.al), f"exercise/incidents/{played.incident}"
    before = played.kinds
    problem(al.get(path), 403, "privacy.incident.not_on_the_list")
    sequence = played.screen(played.cast.ann)["screen"]["sequence"]
    for do in ("answer", "next", "skip", "take", "back"):
        answer = played.press(played.cast.al, do, expected=sequence, field="x", reason="x")
        assert answer.status_code == 403
    for do in ("safety", "close"):
        assert played.press(played.cast.al, do, text="x", reason="x").status_code == 403
    problem(al.post(f"{path}/bundle"), 403, "incidents.incident.not_a_supervisor")
    assert played.kinds == before


# ── the desk ──


@pytest.mark.covers("S1-5")
def test_help_without_a_word(drill: Machine, cast: Cast) -> None:
    contact = drill.opens()
    answer = drill.stands_for(cast.ann).post(f"exercise/contacts/{contact['id']}", {"do": "help"})
    assert answer.status_code == 200
    assert answer.json()["incident"] == drill.get(f"contacts/{contact['id']}").json()["incident"]


def test_an_ordinary_contact_is_released_without_an_incident(drill: Machine, cast: Cast) -> None:
    contact = drill.opens()
    path = f"exercise/contacts/{contact['id']}"
    answer = drill.stands_for(cast.ann).post(path, {"do": "release"})
    assert (answer.status_code, answer.json()) == (200, {"incident": None})
    assert drill.get(f"contacts/{contact['id']}").json()["released_at"]


def test_the_agent_may_go_but_not_end_the_contact(played: Played) -> None:
    problem(played.on_desk(played.cast.ann, "release"), 409, "incidents.contact.locked")
    answer = played.on_desk(played.cast.ann, "out")
    assert (answer.status_code, answer.json()["incident"]) == (200, played.incident)
    assert Contact.objects.get(id=played.contact["id"]).released_at is None


@pytest.mark.outsider("api-v1:press_desk", "api-v1:post_ladder")
def test_somebody_elses_desk_and_ring_are_refused(played: Played) -> None:
    for do in ("help", "out"):
        problem(played.on_desk(played.cast.al, do), 403, "privacy.incident.not_on_the_list")
    problem(played.on_desk(played.cast.al, "release", reason="x"), 409, "incidents.contact.locked")
    assert played.on_ring(played.cast.al, "accept").status_code == 403


# ── the step ──


def test_the_steps_buttons(played: Played) -> None:
    ann = played.cast.ann
    first = played.screen(ann)["screen"]["step"]
    assert played.on_step(ann, "next").status_code == 200
    second = played.screen(ann)["screen"]
    assert second["step"] != first
    assert played.on_step(ann, "back").json()["screen"]["step"] == first
    played.on_step(ann, "next")
    answered = played.on_step(ann, "answer", field=second["routed"], value="no").json()
    assert answered["screen"]["step"] != second["step"]
    demand = played.on_step(ann, "take", step="demand")
    assert demand.status_code in {200, 409}


def test_a_press_on_an_old_screen_is_refused(played: Played) -> None:
    ann = played.cast.ann
    old = played.screen(ann)["screen"]["sequence"]
    assert played.press(ann, "next", expected=old).status_code == 200
    problem(played.press(ann, "next", expected=old), 409, "incidents.run.stale")


def test_a_step_is_skipped_with_a_reason_or_the_refusal_says_why(played: Played) -> None:
    ann = played.cast.ann
    shown = played.screen(ann)["screen"]
    answer = played.on_step(ann, "skip", reason="Said already.")
    assert answer.status_code == (200 if shown["can_skip"] else 409)
    assert answer.json().get("code", "") in {"", "incidents.run.refused"}


@pytest.mark.parametrize(
    ("kind", "presses"),
    [("desk", ("next", "")), ("step", ("help", "accept")), ("ring", ("decline", "next"))],
)
def test_a_press_that_is_none_is_named(played: Played, kind: str, presses: tuple[str, ...]) -> None:
    for do in presses:
        press = {"desk": played.on_desk, "step": played.press, "ring": played.on_ring}[kind]
        body = problem(press(played.receiver, do), 422, "platform.invalid")
        assert [one["pointer"] for one in body["errors"]] == ["/do"]


# ── the ring, help from outside, the report, the record ──


def test_whoever_was_rung_takes_over_and_sees_the_screen(played: Played) -> None:
    problem(
        played.drill.stands_for(played.receiver).get(f"exercise/incidents/{played.incident}"),
        403,
        "privacy.incident.not_on_the_list",
    )
    played.taken_over()
    assert played.screen(played.receiver)["coming"]["state"] == "completed"
    again = played.on_ring(played.receiver, "accept")
    assert again.status_code == 409


def test_help_from_outside_is_called_and_arrives_once(played: Played) -> None:
    played.on_step(played.cast.ann, "next")
    shown = played.screen(played.cast.ann)["screen"]
    played.on_step(played.cast.ann, "answer", field=shown["routed"], value="yes")
    (asked,) = played.screen(played.cast.ann)["dispatches"]
    assert (asked["agency"], asked["state"]) == ("emergency_services", "asked")
    owner = played.cast.ann
    problem(
        played.on_dispatch(owner, asked["id"], "arrived"), 409, "command.dispatch.not_called_yet"
    )
    body = problem(played.on_dispatch(owner, asked["id"], "wave"), 422, "platform.invalid")
    assert [one["pointer"] for one in body["errors"]] == ["/do"]
    for do in ("called", "arrived"):
        answer = played.on_dispatch(owner, asked["id"], do, place="Home")
        assert (answer.status_code, answer.json()) == (200, {"done": do})
    assert [one["state"] for one in played.screen(played.cast.ann)["dispatches"]] == ["arrived"]


@pytest.mark.outsider("api-v1:post_dispatch", "api-v1:post_report")
def test_who_does_not_handle_it_neither_calls_nor_files(played: Played) -> None:
    played.on_step(played.cast.ann, "next")
    shown = played.screen(played.cast.ann)["screen"]
    played.on_step(played.cast.ann, "answer", field=shown["routed"], value="yes")
    now = played.screen(played.cast.ann)
    al = played.drill.stands_for(played.cast.al)
    (asked,), (report,) = now["dispatches"], now["reports"]
    assert played.on_dispatch(played.cast.al, asked["id"], "called").status_code == 403
    assert al.post(f"exercise/reports/{report['id']}/submit").status_code == 403


@pytest.mark.covers("S1-24", "S1-45")
def test_a_report_is_filed_part_filled_and_gets_its_number(played: Played) -> None:
    played.taken_over()
    (report,) = played.screen(played.receiver)["reports"]
    desk, path = played.drill.stands_for(played.receiver), f"exercise/reports/{report['id']}/submit"
    answer = desk.post(path)
    assert answer.status_code == 200
    number = answer.json()["report_number"]
    assert number.startswith("SLXR-")
    assert [one["number"] for one in played.screen(played.receiver)["reports"]] == [number]
    problem(desk.post(path), 409, "reports.report.submitted_already")


@pytest.mark.covers("S0-5")
def test_safety_is_recorded_and_close_says_what_is_missing(played: Played) -> None:
    played.taken_over()
    body = problem(played.press(played.receiver, "safety", text=" "), 422, "incidents.safety.empty")
    assert body["errors"]
    assert played.press(played.receiver, "safety", text="A friend is there.").status_code == 200
    body = problem(
        played.press(played.receiver, "close", reason="Done."), 409, "incidents.close.blocked"
    )
    assert "A friend is there." not in str(body)


def test_the_record_is_a_bundle_that_verifies_and_its_disclosure_is_logged(
    played: Played, tmp_path: Any
) -> None:
    played.taken_over()
    desk = played.drill.stands_for(played.receiver)
    answer = desk.post(f"exercise/incidents/{played.incident}/bundle")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path / "bundle")
    report = check_folder(tmp_path / "bundle")
    assert (report.intact, report.complete) == (True, True)
    assert played.kinds[-1] == "ledger.bundle.disclosed"


# ── never anything real ──


def test_a_token_that_is_no_exercises_acts_for_nobody(played: Played) -> None:
    ApiToken.objects.update(exercise=False)
    problem(
        played.drill.stands_for(played.cast.bo).get("exercise/rings"), 401, "people.token.invalid"
    )


def test_a_real_contact_is_never_touched(played: Played) -> None:
    """A site may become one of exercises when it has had real contacts."""
    (report,) = played.screen(played.cast.ann)["reports"]
    Contact.objects.update(exercise=False)
    Incident.objects.update(exercise=False)
    before = played.kinds
    bo = played.drill.stands_for(played.receiver)
    for answer in (
        bo.get(f"exercise/incidents/{played.incident}"),
        played.press(played.receiver, "next"),
        played.on_desk(played.receiver, "release", reason="x"),
        played.on_ring(played.receiver, "accept"),
        bo.post(f"exercise/reports/{report['id']}/submit"),
        bo.post(f"exercise/incidents/{played.incident}/bundle"),
    ):
        problem(answer, 401, "people.token.invalid")
    assert played.kinds == before


def test_another_sites_exercise_is_never_touched(played: Played, machine: Any, cast: Cast) -> None:
    there = machine("exercise:act", site=cast.other_site).stands_for(cast.cy)
    before = played.kinds
    (report,) = played.screen(cast.ann)["reports"]
    for answer in (
        there.get(f"exercise/incidents/{played.incident}"),
        there.post(f"exercise/incidents/{played.incident}", {"do": "next"}),
        there.post(f"exercise/contacts/{played.contact['id']}", {"do": "help"}),
        there.post(f"exercise/ladders/{played.ring['ladder']}", {"do": "accept"}),
        there.post(f"exercise/reports/{report['id']}/submit"),
        there.post(f"exercise/incidents/{played.incident}/bundle"),
    ):
        problem(answer, 401, "people.token.invalid")
    assert there.get("exercise/rings").json() == []
    assert played.kinds == before
    assert Incident.objects.get(id=UUID(played.incident)).closed_at is None
