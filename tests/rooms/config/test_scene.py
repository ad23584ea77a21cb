"""What a contact of the demo floor says and presses next, read from what the centre shows."""

from __future__ import annotations

from typing import Any

import pytest

from stayline.config.rehearsal.moves import Move
from stayline.config.rehearsal.script import Said, Script
from stayline.config.simulation.bounds import Pace
from stayline.config.simulation.scene import ROUNDS, Scene
from stayline.config.simulation.staff import NEWCOMERS, Colleague, Staff, colleagues
from stayline.people.web.session import ROLES_OF_ONE_PRESS

PACE = Pace(line=5, press=5, accept=10, accept_for_people=60, join=5, speak=15, complete=5)
SCRIPT = Script(
    "s",
    "A script",
    (Said("agent", "Hello."), Said("caller", "Something hard.")),
    answers={"safety.alone": "alone"},
    replies={"safety.alone": "Nobody is here."},
    closing_lines=(Said("supervisor", "I am here."), Said("caller", "Thank you.")),
)


def staff(*people: str) -> Staff:
    """The people of a site; `people` are persons at a screen."""
    return Staff(
        [
            Colleague("maya", frozenset({"agent"}), "on_contact", on_duty=True),
            Colleague("dana", frozenset({"supervisor"}), "free", on_duty=True),
            Colleague("robin", frozenset({"supervisor"}), "free", on_duty=True),
            Colleague("lee", frozenset({"lead_resolution_specialist"}), "free", on_duty=True),
            Colleague("ravi", frozenset({"manager"}), "free", on_duty=True),
        ],
        people,
    )


def row(*, open: bool = True, incident: bool = True, live: bool = True) -> dict[str, Any]:  # noqa: A002 - as the centre names it
    return {
        "id": "c",
        "open": open,
        "incident": "i" if incident else None,
        "incident_open": incident and live,
    }


def screen(**other: object) -> dict[str, Any]:
    return {
        "step": "one",
        "title": "One",
        "asks": [],
        "observes": [],
        "routed": None,
        "can_next": True,
        "offers": [],
        "waiting_for": None,
        "ended": None,
        "locked": False,
        "anytime": [],
        "sequence": 3,
        **other,
    }


def shown(**other: object) -> dict[str, Any]:
    return {
        "incident": "i",
        "number": "SLX-1",
        "level": 1,
        "warnings": [],
        "ending": "",
        "switches": [],
        "state": "open",
        "owner": "maya",
        "contact_open": True,
        "safety_recorded": False,
        "screen": screen(),
        "ladders": [],
        "dispatches": [],
        "reports": [],
        "blocking": ["something"],
        **other,
    }


def ladder(*ringing: str, informs: bool = False, **hand_over: str) -> dict[str, Any]:
    return {
        "id": "l",
        "open": True,
        "informs": informs,
        "ringing": list(ringing),
        "hand_overs": [{"who": who, "state": state} for who, state in hand_over.items()],
    }


def scene(script: Script = SCRIPT, *, said: int | None = None) -> Scene:
    spoken = len(script.lines) if said is None else said
    return Scene("c", script, "maya", now=0, pace=PACE, said=spoken)


def words(moves: list[Move]) -> list[str]:
    return [line["text"] for one in moves for line in one.body.get("lines", ())]


def pressed(moves: list[Move]) -> list[tuple[str, str, str]]:
    return [(one.path.rpartition("/")[2], one.who, one.body.get("do", "")) for one in moves]


# ── talking ──


def test_lines_are_said_one_by_one_at_their_pace() -> None:
    one, nobody = scene(said=0), staff()
    calm = row(incident=False)
    assert words(one.moves(0, calm, None, nobody)) == ["Hello."]
    assert one.moves(4.9, calm, None, nobody) == []
    assert words(one.moves(5, calm, None, nobody)) == ["Something hard."]
    assert one.moves(9, calm, None, nobody) == []


def test_every_line_has_a_name_of_its_own() -> None:
    one = scene(said=0)
    names = {
        one.moves(at, row(incident=False), None, staff())[0].body["lines"][0]["id"] for at in (0, 5)
    }
    assert len(names) == 2


def test_an_ordinary_contact_is_ended_by_the_agent_who_is_played() -> None:
    one = scene()
    one.moves(0, row(incident=False), None, staff())
    assert pressed(one.moves(6, row(incident=False), None, staff())) == [("c", "maya", "release")]
    assert one.moves(7, row(open=False, incident=False), None, staff()) == []
    assert one.done


def test_a_person_speaks_for_themselves_and_ends_their_own_contact() -> None:
    one, maya, calm = scene(said=0), staff("maya"), row(incident=False)
    assert words(one.moves(0, calm, None, maya)) == ["Something hard."]
    assert one.moves(100, calm, None, maya) == []
    left = one.moves(100 + PACE.leave, calm, None, maya)
    assert [(move.path, move.body["event"]) for move in left] == [("contacts/c/leg", "released")]


def test_abuse_puts_the_aid_on_the_desk_once() -> None:
    rude = Script("r", "Rude", (Said("caller", "!"),), after_warning=(Said("caller", "!!"),))
    one, calm = scene(rude), row(incident=False)
    assert pressed(one.moves(0, calm, None, staff())) == [("c", "maya", "aid")]
    assert pressed(one.moves(5, calm, None, staff())) == [("c", "maya", "release")]


# ── the ladder ──


@pytest.mark.parametrize(("people", "wait"), [((), 10), (("dana",), 60)])
def test_a_colleague_accepts_when_nobody_at_a_screen_does(
    people: tuple[str, ...], wait: float
) -> None:
    one, now = scene(), shown(ladders=[ladder("dana", "robin")])
    before = one.moves(0, row(), now, staff(*people)) + one.moves(
        wait - 0.1, row(), now, staff(*people)
    )
    assert not [move for move in before if "ladders" in move.path]
    accepted = one.moves(wait, row(), now, staff(*people))
    who = "robin" if people else "dana"
    assert pressed(accepted) == [("l", who, "accept")]


def test_nobody_who_cannot_close_it_and_nobody_in_another_crisis_is_played_as_receiver() -> None:
    one, now = scene(), shown(ladders=[ladder("lee", "dana", "robin")])
    busy = Staff(
        [
            Colleague("lee", frozenset({"lead_resolution_specialist"}), "free", on_duty=True),
            Colleague("dana", frozenset({"supervisor"}), "in_crisis", on_duty=True),
            Colleague("robin", frozenset({"supervisor"}), "free", on_duty=True),
        ],
        (),
    )
    one.moves(0, row(), now, busy)
    assert pressed(one.moves(10, row(), now, busy)) == [("l", "robin", "accept")]


def test_the_wait_begins_anew_when_it_rings_anew() -> None:
    one, nobody = scene(), staff()
    one.moves(0, row(), shown(ladders=[ladder("dana")]), nobody)
    one.moves(9, row(), shown(ladders=[ladder()]), nobody)
    again = shown(ladders=[ladder("dana")])
    assert not [move for move in one.moves(11, row(), again, nobody) if "ladders" in move.path]
    assert pressed(one.moves(21, row(), again, nobody)) == [("l", "dana", "accept")]


@pytest.mark.parametrize(
    ("state", "wait", "press"),
    [("accepted", 5, "join"), ("joined", 15, "spoke"), ("spoke", 5, "complete")],
)
def test_a_colleague_who_is_played_comes_and_takes_over(
    state: str, wait: float, press: str
) -> None:
    one, now = scene(), shown(ladders=[ladder(dana=state)], screen=screen(can_next=False))
    early = [*one.moves(0, row(), now, staff()), *one.moves(wait - 0.1, row(), now, staff())]
    assert not [move for move in early if "ladders" in move.path]
    assert pressed(one.moves(wait, row(), now, staff())) == [("l", "dana", press)]


def test_nobody_presses_for_a_person_who_comes() -> None:
    one, now = scene(), shown(ladders=[ladder(dana="joined")], screen=screen(can_next=False))
    moves = [move for at in range(0, 300, 5) for move in one.moves(at, row(), now, staff("dana"))]
    assert not [move for move in moves if move.who == "dana"]
    assert words(moves) == ["Thank you."]


def test_a_manager_who_is_only_told_accepts_and_does_no_more() -> None:
    one, now = scene(), shown(ladders=[ladder("ravi", informs=True)])
    one.moves(0, row(), now, staff())
    assert pressed(one.moves(10, row(), now, staff())) == [("l", "ravi", "accept")]
    told = shown(ladders=[ladder(informs=True, ravi="accepted")], screen=screen(can_next=False))
    assert not [
        m for at in (20, 40) for m in one.moves(at, row(), told, staff()) if m.who == "ravi"
    ]


def test_both_speak_once_somebody_is_on_the_line() -> None:
    one = scene()
    now = shown(ladders=[ladder(dana="completed")], screen=screen(can_next=False))
    said = [text for at in (0, 5, 10) for text in words(one.moves(at, row(), now, staff()))]
    assert said == ["I am here.", "Thank you."]


def test_a_caller_who_hangs_up_does_so_after_the_last_words() -> None:
    leaves = Script(
        "b", "B", (Said("caller", "!"),), closing_lines=(Said("caller", "All."),), hangs_up=True
    )
    one = scene(leaves)
    now = shown(ladders=[ladder(dana="spoke")], screen=screen(can_next=False))
    dana = staff("dana")
    moves = [move for at in (0, 5, 10, 15) for move in one.moves(at, row(), now, dana)]
    assert words(moves) == ["All."]
    assert [one.body["event"] for one in moves if "event" in one.body] == ["caller_left"]


# ── the run ──


ASKS = screen(asks=[["safety.alone", "Is anybody with you?"]], routed="safety.alone")


def test_the_caller_answers_what_a_step_asks_whoever_guides() -> None:
    for people in ((), ("maya",)):
        one = scene()
        assert words(one.moves(0, row(), shown(screen=ASKS), staff(*people))) == ["Nobody is here."]
        again = [one.moves(at, row(), shown(screen=ASKS), staff(*people)) for at in (5, 10)]
        assert words([move for moves in again for move in moves]) == []


def test_the_agent_who_is_played_answers_and_goes_on_and_a_person_is_left_alone() -> None:
    one = scene()
    one.moves(0, row(), shown(screen=ASKS), staff())
    (answer,) = one.moves(5, row(), shown(screen=ASKS), staff())
    assert (answer.who, answer.body["field"], answer.body["value"]) == (
        "maya",
        "safety.alone",
        "alone",
    )
    person = scene()
    person.moves(0, row(), shown(screen=ASKS), staff("maya"))
    assert [person.moves(at, row(), shown(screen=ASKS), staff("maya")) for at in (5, 50)] == [
        [],
        [],
    ]


def test_help_that_is_asked_for_is_called_before_anything_else() -> None:
    one = scene()
    now = shown(dispatches=[{"id": "d", "agency": "police", "state": "asked"}])
    assert pressed(one.moves(0, row(), now, staff())) == [("d", "maya", "called")]


def test_a_run_that_goes_round_is_left() -> None:
    one, rounds = scene(), []
    for at in range(0, 200, 5):
        step = ("one", "two")[at // 5 % 2]
        rounds += one.moves(at, row(), shown(screen=screen(step=step)), staff())
    assert len(rounds) == 2 * ROUNDS


def close(**state: object) -> list[tuple[str, str, str]]:
    script = Script("x", "X", ())
    one = scene(script)
    over = {"owner": "dana", "screen": screen(ended="handed_over"), **state}
    return pressed(
        one.moves(0, row(open=bool(over.get("contact_open", True))), shown(**over), staff())
    )


def test_a_supervisor_who_is_played_brings_it_to_its_close() -> None:
    assert close() == [("i", "dana", "safety")]
    safe = {"safety_recorded": True}
    assert close(**safe) == [("c", "dana", "release")]
    ended = safe | {"contact_open": False}
    came = [{"id": "d", "agency": "police", "state": "called"}]
    assert close(**ended, dispatches=came) == [("d", "dana", "arrived")]
    report = [{"id": "r", "form": "security_threat", "number": ""}]
    assert close(**ended, reports=report) == [("submit", "dana", "")]
    filed = [{"id": "r", "form": "security_threat", "number": "SLXR-1"}]
    assert close(**ended, reports=filed) == []
    assert close(**ended, reports=filed, blocking=[]) == [("i", "dana", "close")]
    assert close(**ended, owner="maya") == []
    assert close(**ended, state="closed") == []


def test_a_crisis_line_is_called_and_nobody_is_waited_for() -> None:
    called = [{"id": "d", "agency": "crisis_line", "state": "called"}]
    ended = {"safety_recorded": True, "contact_open": False, "blocking": []}
    assert close(**ended, dispatches=called) == [("i", "dana", "close")]


# ── who is there ──


def test_while_a_person_takes_over_nobody_is_played_who_would_be_rung_before_them() -> None:
    assert staff().at_screens() == ["dana", "robin", "lee", "ravi"]
    assert staff("maya").at_screens() == ["dana", "robin", "lee", "ravi"]
    assert staff("dana").at_screens() == []


def test_people_are_read_as_the_centre_lists_them() -> None:
    listed = [{"username": "a", "roles": ["agent"], "availability": "free", "on_duty": True}]
    (one,) = colleagues(listed)
    assert one == Colleague("a", frozenset({"agent"}), "free", on_duty=True)
    assert Staff([one], ["a"]).agents_at_screens() == ["a"]
    assert Staff([one], ["b"]).agents_at_screens() == []
    assert staff().supervises("dana")
    assert not staff().supervises("lee")
    assert not staff().supervises("nobody")


# ── the difficult call ──


RUDE = Script(
    "r",
    "Rude",
    (Said("caller", "!"),),
    after_warning=(Said("caller", "!!"), Said("caller", "!!!")),
    plain=True,
)
L3 = {"level": 3, "screen": screen(step="listen")}


def test_the_caller_goes_on_after_each_warning_and_the_agent_warns_again() -> None:
    one = scene(RUDE)
    assert pressed(one.moves(0, row(), shown(**L3), staff())) == [("i", "maya", "take")]
    once = shown(**L3, warnings=["warning"])
    assert words(one.moves(5, row(), once, staff())) == ["!!"]
    assert pressed(one.moves(10, row(), once, staff())) == [("i", "maya", "take")]
    said = shown(level=3, screen=screen(step="warn_again"), warnings=["warning"])
    assert pressed(one.moves(15, row(), said, staff())) == [("i", "maya", "next")]


def test_the_agent_waits_while_the_caller_has_something_to_say() -> None:
    one = scene(RUDE)
    one.moves(0, row(), shown(**L3), staff())
    one._line_at = 100
    assert one.moves(6, row(), shown(**L3, warnings=["warning"]), staff()) == []


def test_with_every_supervisor_at_a_screen_a_person_decides_on_the_ending() -> None:
    one = scene(RUDE)
    three = shown(**L3, warnings=["warning", "warning", "final notice"])
    people = staff("dana", "robin", "ravi")
    moves = [move for at in range(0, 30, 5) for move in one.moves(at, row(), three, people)]
    assert {move.who for move in moves} <= {"", "maya"}
    assert "ask_to_end" in {move.body.get("do") for move in moves}


def test_a_threat_in_it_is_switched_to() -> None:
    one = scene(RUDE)
    threat = shown(
        level=1,
        screen=screen(step="listen", locked=True),
        switches=[{"harm": "violence", "outranks": True}],
    )
    assert pressed(one.moves(0, row(), threat, staff())) == [("i", "maya", "switch")]


# ── newcomers ──


def test_the_desks_of_newcomers_are_those_of_one_press() -> None:
    assert {one.username for one in ROLES_OF_ONE_PRESS} == NEWCOMERS


def test_a_newcomers_desk_is_played_only_when_nobody_else_comes() -> None:
    jordan = Colleague("jordan", frozenset({"supervisor"}), "free", on_duty=True)
    robin = Colleague("robin", frozenset({"supervisor"}), "free", on_duty=True)
    both, alone = Staff([jordan, robin], ()), Staff([jordan], ())
    assert both.at_screens() == ["robin"]
    one = scene()
    one.moves(0, row(), shown(ladders=[ladder("jordan", "robin")]), both)
    rung = one.moves(10, row(), shown(ladders=[ladder("jordan", "robin")]), both)
    assert pressed(rung) == [("l", "robin", "accept")]
    last = scene()
    now = shown(ladders=[ladder("jordan")], screen=screen(can_next=False))
    early = [last.moves(at, row(), now, alone) for at in (0, 10, 39)]
    assert early == [[], [], []]
    assert pressed(last.moves(40, row(), now, alone)) == [("l", "jordan", "accept")]
