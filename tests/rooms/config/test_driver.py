"""When a centre does not do what it owes, a rehearsal stops and says what was asked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from stayline.config.rehearsal.driver import MOST_PRESSES, ROUNDS, Driver, Players
from stayline.config.rehearsal.hands import ACTING, RehearsalFailed
from stayline.config.rehearsal.script import Said, Script

SCRIPT = Script("x", "A rehearsal", (Said("caller", "words"),), answers={"place": "At home"})
SCREEN = {
    "step": "one",
    "title": "",
    "asks": [],
    "observes": [],
    "routed": None,
    "can_next": True,
    "offers": [],
    "waiting_for": None,
    "ended": None,
    "locked": False,
    "anytime": [],
    "sequence": 7,
}

CASE = {
    "reference": "SLXC-1",
    "queue": "supervisors",
    "referral_comments": "SLXR-1",
    "delivered": True,
}


class Centre:
    """A centre in memory: answers what a test wants, and keeps what was pressed."""

    def __init__(self, **screen: object) -> None:
        self.screen = SCREEN | screen
        self.steps: Iterator[str] = itertools.repeat(str(self.screen["step"]))
        self.pressed: list[tuple[str, str, dict[str, Any]]] = []

    def done(self, path: str, do: str = "") -> bool:
        """Whether this was pressed already."""
        return any(
            where.endswith(path) and body.get("do", "") == do for where, _, body in self.pressed
        )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "POST":
            body = json.loads(request.content or b"{}")
            self.pressed.append((path, request.headers.get(ACTING, ""), body))
        if path.endswith("/lines"):
            return httpx.Response(202, json={"signals": [], "incident": "i", "opened": True})
        if path.endswith("/rings"):
            who = request.headers[ACTING]
            ring = {"robin": ("l", False), "morgan": ("m", True)}.get(who)
            rings = [{"incident": "i", "ladder": ring[0], "informs": ring[1]}] if ring else []
            return httpx.Response(200, json=rings)
        return httpx.Response(
            200,
            json={
                "number": "SLX-1",
                "level": 1,
                "protocol": "p",
                "exercise": True,
                "incident": "i",
                "state": "closed" if self.done("incidents/i", "close") else "open",
                "safety_recorded": self.done("incidents/i", "safety"),
                "contact_open": not any(body.get("do") == "release" for _, _, body in self.pressed),
                "blocking": [],
                "screen": self.screen | {"step": next(self.steps)},
                "ladders": [{"open": not self.done("ladders/m", "accept"), "informs": True}],
                "dispatches": [{"id": "d", "agency": "police", "state": self.dispatch}],
                "reports": [
                    {
                        "id": "r",
                        "form": "security_threat",
                        "number": "SLXR-1" if self.done("reports/r/submit") else "",
                    }
                ],
                **({"report_number": "SLXR-1"} if path.endswith("/submit") else {}),
                "form": "security_threat",
                "cases": [CASE],
                "switches": [],
                "warnings": [],
            },
        )

    @property
    def dispatch(self) -> str:
        if self.done("dispatches/d", "arrived"):
            return "arrived"
        return "called" if self.done("dispatches/d", "called") else "asked"


def drive(
    answer: Callable[[httpx.Request], httpx.Response],
    script: Script = SCRIPT,
    *,
    steps: Iterator[str] | None = None,
) -> list[str]:
    told: list[str] = []
    if steps is not None and isinstance(answer, Centre):
        answer.steps = steps
    with httpx.Client(
        transport=httpx.MockTransport(answer), base_url="http://centre.invalid/api/v1/"
    ) as http:
        try:
            players = Players(receivers=("jordan", "robin", "lee"), managers=("morgan",))
            Driver(http, script, players, told.append).play()
        except RehearsalFailed as failed:
            told.append(str(failed))
    return told


def test_a_refusal_ends_it_with_what_was_asked_and_answered() -> None:
    told = drive(lambda _: httpx.Response(409, text="nobody is on duty"))
    assert told[1:] == ["POST /api/v1/contacts: 409 nobody is on duty"]


def test_a_run_that_goes_round_is_left_at_the_third_time() -> None:
    centre = Centre()
    told = drive(centre)
    nexts = [body for _, _, body in centre.pressed if body.get("do") == "next"]
    assert nexts == [{"do": "next", "expected": 7}] * 2 * (ROUNDS - 1)
    assert told[-1] == "SLX-1 is closed."


def test_a_run_without_an_end_is_given_up() -> None:
    centre = Centre()
    told = drive(centre, steps=(f"step-{number}" for number in range(1000)))
    assert told[-1] == f"The run came to no end in {MOST_PRESSES} presses."


def test_a_step_without_a_way_on_is_named() -> None:
    assert drive(Centre(can_next=False))[-1] == "The step one has no way on."


def test_an_offer_is_taken_where_there_is_no_other_way() -> None:
    centre = Centre(can_next=False, offers=["two", "three"])
    drive(centre)
    took = [body for _, _, body in centre.pressed if body.get("do") == "take"]
    assert took[0] == {"do": "take", "expected": 7, "step": "two"}


def test_questions_are_answered_as_scripted_and_others_stay_unknown() -> None:
    centre = Centre(asks=[["place", "Where?"], ["mood", "How?"]], routed="mood")
    told = drive(centre)
    answers = [body for _, _, body in centre.pressed if body.get("do") == "answer"]
    place, mood = answers[:2]
    assert (place["field"], place["value"], place["text"]) == ("place", "answered", "At home")
    assert (mood["field"], mood["value"], mood["text"]) == ("mood", "unknown", "")
    assert "  mood: did not say" in told


def test_whoever_is_rung_takes_over() -> None:
    centre = Centre(waiting_for="spoke")
    drive(centre)
    ladder = [(who, body["do"]) for path, who, body in centre.pressed if "/ladders/" in path]
    assert ladder[:2] == [("robin", "accept"), ("robin", "join")]


def test_what_is_owed_is_done_and_then_it_is_closed() -> None:
    centre = Centre(ended="handed_over")
    told = drive(centre)
    assert [
        (who, path.removeprefix("/api/v1/exercise/"), body.get("do", ""))
        for path, who, body in centre.pressed
        if path.startswith("/api/v1/exercise/")
    ] == [
        ("robin", "ladders/l", "accept"),
        ("robin", "ladders/l", "join"),
        ("robin", "dispatches/d", "called"),
        ("robin", "ladders/l", "spoke"),
        ("robin", "ladders/l", "complete"),
        ("morgan", "ladders/m", "accept"),
        ("robin", "incidents/i", "safety"),
        (
            "robin",
            f"contacts/{centre.pressed[0][2]['id']}",
            "release",
        ),
        ("robin", "dispatches/d", "arrived"),
        ("robin", "reports/r/submit", ""),
        ("robin", "incidents/i", "close"),
    ]
    assert told[-1] == "SLX-1 is closed."
    assert any("SLXC-1" in one and "SLXR-1" in one for one in told)
