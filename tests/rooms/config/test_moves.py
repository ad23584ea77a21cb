"""What somebody at a screen would do next, by what the screen shows."""

from __future__ import annotations

from typing import Any

from stayline.config.rehearsal.moves import (
    Move,
    begins,
    closing_moves,
    difficult_moves,
    form_moves,
    hangs_up,
    speaks,
)
from stayline.config.rehearsal.script import Said, Script, scenario

PLAIN = scenario("irate", plain=True)


def shown(**other: object) -> dict[str, Any]:
    screen = {
        "step": "listen",
        "sequence": 4,
        "ended": None,
        "locked": False,
        "anytime": [["abusive", "They are abusive"]],
    }
    return {
        "incident": "i",
        "number": "SLX-1",
        "level": 3,
        "state": "open",
        "contact_open": True,
        "warnings": [],
        "ending": "",
        "switches": [],
        "reports": [{"id": "r", "form": "call_record", "number": ""}],
        "blocking": ["The record of the call is not filed."],
        "screen": screen | {name: other.pop(name) for name in list(other) if name in screen},
        **other,
    }


def next_of(supervisor: str = "jordan", **state: object) -> list[tuple[str, str, str]]:
    made = difficult_moves(shown(**state), "c", PLAIN, "maya", supervisor)
    return [(one.path, one.who, one.body.get("do", "")) for one in made]


INCIDENT, CONTACT = "exercise/incidents/i", "exercise/contacts/c"
THREE = ["warning", "warning", "final notice"]


def test_the_way_for_abuse_is_taken_and_what_stands_there_is_said() -> None:
    (take,) = difficult_moves(shown(), "c", PLAIN, "maya", "jordan")
    assert take.body == {"do": "take", "expected": 4, "step": "abusive"}
    for step in ("warn", "warn_again", "final", "telling"):
        assert next_of(step=step) == [(INCIDENT, "maya", "next")]


def test_before_the_last_word_a_supervisor_is_asked_once() -> None:
    asked = [(CONTACT, "maya", "ask_to_end")]
    assert next_of(warnings=THREE) == [*asked, (INCIDENT, "jordan", "approve")]
    assert next_of("", warnings=THREE) == asked
    assert next_of(warnings=THREE, ending="approved") == [(INCIDENT, "maya", "take")]


def test_the_agent_ends_it_files_the_record_and_a_supervisor_closes_it() -> None:
    over: dict[str, Any] = {"ended": "terminated", "warnings": THREE}
    assert next_of(**over) == [(CONTACT, "maya", "release")]
    over["contact_open"] = False
    assert [path for path, _, _ in next_of(**over)] == [
        "exercise/reports/r",
        "exercise/reports/r/submit",
    ]
    over["reports"] = [{"id": "r", "form": "call_record", "number": "SLXQ-1"}]
    assert next_of(**over) == []
    over["blocking"] = []
    assert next_of(**over) == [(INCIDENT, "jordan", "close")]
    assert next_of("", **over) == []


def test_where_a_threat_was_made_only_the_switch_is_left() -> None:
    offers = [
        {"harm": "violence", "outranks": True},
        {"harm": "other", "outranks": False},
    ]
    (switch,) = difficult_moves(shown(locked=True, switches=offers), "c", PLAIN, "maya", "jordan")
    assert switch.body == {"do": "switch", "expected": 4, "to": "violence"}
    assert next_of(locked=True) == []


def test_a_difficult_call_has_no_safety_to_record() -> None:
    state = shown(contact_open=False, dispatches=[], safety_recorded=False, reports=[], blocking=[])
    (closes,) = closing_moves(state, "c", PLAIN, "jordan")
    assert closes.body["do"] == "close"


def test_a_form_is_typed_filled_and_filed_as_scripted() -> None:
    script = Script(
        "x",
        "X",
        (),
        fill_open=True,
        forms={"security_threat": {"summary": "Words"}},
    )
    report = {"id": "r", "form": "security_threat"}
    typed, filled, filed = form_moves(report, script, "jordan")
    assert (typed.method, typed.path) == ("PUT", "exercise/reports/r")
    assert typed.body == {"answers": {"summary": {"state": "answered", "value": "Words"}}}
    assert filled.path == "exercise/reports/r/did-not-say"
    assert filed.path == "exercise/reports/r/submit"
    (bare,) = form_moves({"id": "r", "form": "people_at_risk"}, script, "jordan")
    assert bare.path == "exercise/reports/r/submit"


def test_a_contact_begins_is_spoken_in_and_is_left() -> None:
    script = Script("x", "X", (), caller={"name": "Wren", "country": "GB", "mood": "low"})
    begun = begins("c", script, "maya", external_id="x:c")
    assert (begun.body["agent"], begun.body["exercise"]) == ("demo-maya", True)
    assert begun.body["caller"] == {"name": "Wren", "country": "GB"}
    said = speaks("c", "line-1", Said("caller", "Hello."))
    assert said == Move(
        "contacts/c/lines",
        {"lines": [{"id": "line-1", "who": "caller", "text": "Hello."}]},
        said="caller: Hello.",
    )
    assert hangs_up("c").body == {"event": "caller_left", "by": "caller"}
