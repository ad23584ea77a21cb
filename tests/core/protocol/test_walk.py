"""Walking a protocol: what acts mean, what time does, what can be pressed, and how it is told."""

from __future__ import annotations

import json

import pytest

from stayline_core.protocol import Protocol
from stayline_core.protocol.events import SwitchedIn
from stayline_core.protocol.language import LadderUse
from stayline_core.protocol.walk import (
    Act,
    ActMeaningless,
    ActUnclear,
    Stage,
    Told,
    act_on,
    begin_walk,
    choices,
    emission_to_json,
    next_due,
    read_act,
    running,
    screen_to_json,
    tell_choices,
    tell_happening,
    tell_screen,
    wait,
)
from tests.core.protocol.sample import CATALOGUE, GOOD, IRATE, changed, loaded


def stage(source: str = GOOD, **begin: object) -> Stage:
    protocol = loaded(source).protocol
    assert isinstance(protocol, Protocol), loaded(source).findings
    return begin_walk(protocol, catalogue=CATALOGUE, **begin)


def walked(begun: Stage, *lines: str) -> Stage:
    for line in lines:
        begun = act_on(begun, read_act(line))
    return begun


def told(lines: object) -> str:
    return "\n".join(f"{line.label} {line.text}" for line in lines if isinstance(line, Told))


# ── acts ──


@pytest.mark.parametrize(
    ("line", "verb", "parts"),
    [
        ("next", "next", {}),
        ("answer no", "answer", {"": "no"}),
        ("answer: no", "answer", {"": "no"}),
        (
            "answer safety.location = 12 High Street",
            "answer",
            {"safety.location": "12 High Street"},
        ),
        ("answer I said a = b", "answer", {"": "I said a = b"}),
        ("skip they are crying", "skip", {"reason": "they are crying"}),
        ("take help_now", "take", {"step": "help_now"}),
        ("wait 60s", "wait", {"time": "60s"}),
        ("ladder accepted", "ladder", {"what": "accepted"}),
        ("ladder: accepted management", "ladder", {"what": "accepted", "of": "management"}),
        ("ladder management accepted", "ladder", {"what": "accepted", "of": "management"}),
        ("threat grows L0", "threat_grows", {"level": "L0"}),
        ("threat_grows: L0", "threat_grows", {"level": "L0"}),
        ("case opened", "case_opened", {}),
        ("waive care: not wanted", "waive", {"id": "care", "reason": "not wanted"}),
        ("end contact by supervisor: safe", "end_contact", {"by": "supervisor", "reason": "safe"}),
        ("end contact agent: safe", "end_contact", {"by": "agent", "reason": "safe"}),
    ],
)
def test_a_line_is_read_and_said_again_as_the_same_act(
    line: str, verb: str, parts: dict[str, str]
) -> None:
    act = read_act(line)
    assert (act.verb, dict(act.parts)) == (verb, parts)
    assert read_act(act.said) == act


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nxt", "“nxt” is nothing that can happen in a walk. Did you mean “next”?"),
        ("zzzzzz", "Write “help” to see what can."),
        ("next please", "next stands alone; “please” cannot follow it."),
        ("answer", "answer needs what was said"),
        ("wait", "wait needs a time"),
        ("wait long", "“long” is no time to wait: write 30s, 2m or 1h."),
        ("wait 0s", "no time to wait"),
        ("ladder", "ladder needs a word"),
        ("ladder accept", "“accept” cannot follow ladder. Did you mean “accepted”?"),
        ("line up", "“up” cannot follow line."),
        ("threat grows L7", "“L7” cannot follow threat grows."),
        ("waive care", "waive needs a reason"),
        ("waive", "waive needs the id of what is owed"),
        ("end contact by", "end contact needs a by"),
    ],
)
def test_a_line_that_means_nothing_is_told_with_its_mend(line: str, said: str) -> None:
    with pytest.raises(ActUnclear) as unclear:
        read_act(line)
    assert said in str(unclear.value)


# ── what acts mean on a stage ──


@pytest.mark.parametrize(
    ("before", "line", "said"),
    [
        ((), "answer no", "opening/acknowledge asks nothing: go on with “next”."),
        (("next",), "answer maybe", "“maybe” is no answer to safety.in_danger_now."),
        (("next",), "answer safety.in_danger = no", "Did you mean “safety.in_danger_now”?"),
        ((), "take calmm", "There is no step “calmm”. Did you mean “calm”?"),
        ((), "met reports", "Nothing called “reports” can be owed. Did you mean “report”?"),
        ((), "filed threat", "There is no form “threat”."),
        ((), "ladder crises accepted", "There is no ladder “crises”. Did you mean “crisis”?"),
        ((), "ladder management accepted", "The ladder management has not been rung"),
    ],
)
def test_an_act_that_does_not_fit_says_why(before: tuple[str, ...], line: str, said: str) -> None:
    with pytest.raises(ActMeaningless) as meaningless:
        walked(stage(), *before, line)
    assert said in str(meaningless.value)


def test_a_protocol_without_a_ladder_is_asked_which() -> None:
    begun = stage(changed(IRATE, ("ladder: {id: crisis, ring: on_demand}\n", "")))
    with pytest.raises(ActMeaningless, match="Say which"):
        walked(begun, "ladder accepted")
    assert "h" not in {choice.key for choice in choices(begun)}


def test_several_questions_need_a_field_and_one_does_not() -> None:
    waits = (
        "    wait_for: accepted\n    within: 60s\n"
        "    otherwise: {do: [{raise: management}], offer: alone}\n    next: hand_over"
    )
    asks = "    ask: [{field: safety.location}, {field: topic}]\n    next: hand_over"
    several = changed(GOOD, (waits, asks))
    with pytest.raises(ActMeaningless, match="asks several things"):
        walked(stage(several), "next", "answer no", "answer here")
    one = several.replace(", {field: topic}", "")
    after = walked(stage(one), "next", "answer no", "answer here")
    assert after.state.answers["safety.location"].text == "here"
    assert after.state.step == "calm"


def test_what_is_said_in_words_is_kept_in_words_and_a_silence_as_what_it_is() -> None:
    begun = walked(stage(), "take help_now")
    said = walked(begun, "answer 12 Linden Row").state.answers["safety.location"]
    assert (said.value, said.text) == ("answered", "12 Linden Row")
    assert walked(begun, "answer refused").state.answers["safety.location"].value == "refused"


def test_a_refused_act_says_so_and_the_rest_of_its_answers_are_not_given() -> None:
    after = act_on(
        walked(stage(), "next"),
        Act("answer", {"safety.in_danger_now": "not_asked", "topic": "yes"}),
    )
    assert after.refused is not None
    assert "topic" not in after.state.answers


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("dispatched", "dispatched"),
        ("arrived", "arrived"),
        ("released", "released"),
        ("case opened", "case_opened"),
    ],
)
def test_what_people_report_is_known(line: str, fact: str) -> None:
    assert walked(stage(), line).state.holds(fact)


def test_supervisors_waive_end_and_undo_an_opening_in_error() -> None:
    begun = stage()
    assert walked(begun, "waive manager: not wanted").state.obligations["manager"] == "waived"
    assert walked(begun, "met manager").state.obligations["manager"] == "met"
    assert walked(begun, "end contact by supervisor: safe").state.ended == "released"
    assert walked(begun, "end contact by agent: safe").refused is not None
    after = walked(begun, "opened in error a film was quoted")
    assert after.state.ended == "opened_in_error"
    assert "crisis" not in after.rung
    assert walked(begun, "threat grows L0").state.level == "L0"
    assert walked(walked(begun, "next"), "back").state.step == "opening/acknowledge"
    assert walked(begun, "skip they are crying").state.step == "opening/danger_now"


# ── time ──


def test_clocks_that_run_out_in_between_fire_in_their_order_at_their_time() -> None:
    begun = walked(stage(), "next")
    assert [(one.kind, one.name, one.due_s) for one in running(begun)] == [
        ("step", "opening/danger_now", 60.0),
        ("obligation", "manager", 120.0),
    ]
    after = wait(begun, 300)
    assert after.at_s == 300
    times = [(one.at_s, one.event.word) for one in after.since(begun)]
    assert times == [(60.0, "step_due"), (120.0, "met")]
    assert next_due(after) is None


def test_what_the_system_owes_it_does_at_its_time_and_at_the_release_at_the_latest() -> None:
    begun = stage()
    assert "management" not in wait(begun, 119).rung
    assert wait(begun, 120).rung["management"] == 120.0
    after = walked(begun, "wait 10s", "released")
    assert after.rung["management"] == 10.0
    assert after.state.obligations == {
        "manager": "met",
        "report": "owed",
        "care": "met",
    }
    assert ("start", "aftercare") in {(one.kind, one.target) for one in after.emitted}


def test_what_a_person_owes_is_missed_and_something_follows() -> None:
    after = walked(stage(), "released", "wait 10m")
    assert after.state.obligations["report"] == "missed"
    assert walked(after, "filed security_threat").state.obligations["report"] == "met"


def test_what_is_owed_after_the_contact_waits_for_the_release() -> None:
    ended = walked(stage(), "end contact by supervisor: safe")
    assert "obligation:report" not in ended.deadlines
    assert ended.state.obligations["care"] == "owed"
    released = walked(ended, "released")
    assert released.deadlines["obligation:report"] == 600.0
    assert released.state.obligations["care"] == "met"


def test_a_ladder_that_rings_later_rings_at_its_time() -> None:
    later = stage(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 20s}")))
    assert dict(later.rung) == {}
    assert wait(later, 19).state.help == "none"
    assert wait(later, 20).rung == {"crisis": 20.0}
    pressed = walked(later, "wait 5s", "ladder ringing", "ladder ringing")
    assert pressed.rung == {"crisis": 5.0}


def test_a_walk_that_is_switched_in_begins_where_help_has_come() -> None:
    begun = stage(switched=SwitchedIn(help="accepted"))
    assert begun.state.step == "opening/danger_now"
    assert begun.rung == {"crisis": 0.0}
    assert walked(begun, "ladder joined").state.help == "joined"
    assert stage(switched=SwitchedIn()).state.help == "ringing"


# ── what can be done, and how it is told ──


def keys(of: Stage) -> dict[str, str]:
    return {choice.key: choice.act.said for choice in choices(of)}


def test_every_way_on_has_a_number_and_the_world_its_letters() -> None:
    assert keys(stage()) == {
        "1": "next",
        "2": "skip …",
        "3": "take help_now",
        "w": "wait 120s",
        "h": "ladder accepted",
        "x": "line lost",
        "t": "threat grows L0",
        "r": "released",
    }
    asked = keys(walked(stage(), "next"))
    assert [asked[str(number)] for number in range(1, 7)] == [
        "answer yes",
        "answer no",
        "answer caller_did_not_say",
        "answer refused",
        "answer unknown",
        "skip …",
    ]
    assert asked["w"] == "wait 60s"


def test_what_the_world_can_do_follows_what_has_happened() -> None:
    sent = walked(stage(), "take help_now")
    assert keys(sent)["d"] == "dispatched"
    assert keys(sent)["1"] == "answer …"
    assert "t" not in keys(sent)
    gone = walked(sent, "dispatched", "line lost", "ladder accepted")
    assert (keys(gone)["a"], keys(gone)["x"]) == ("arrived", "line open")
    assert (keys(gone)["h"], keys(gone)["l"]) == ("ladder joined", "ladder lost")
    over = walked(gone, "arrived", "released")
    assert "a" not in keys(over)
    assert "r" not in keys(over)
    assert keys(over)["f"] == "filed security_threat"
    spoken = walked(stage(), "ladder spoke")
    assert "h" not in keys(spoken)


def test_an_answer_that_leads_nowhere_is_not_offered_and_an_end_has_no_ways() -> None:
    gap = changed(
        GOOD,
        (
            "answers: {yes: help_now, no: leave, else: unsure}",
            "answers: {yes: help_now, no: leave, not_asked: unsure}",
        ),
    )
    offered = keys(walked(stage(gap), "next"))
    assert [offered[key] for key in ("1", "2", "3")] == ["answer yes", "answer no", "skip …"]
    ended = keys(walked(stage(), "end contact by supervisor: safe"))
    assert not [key for key in ended if key.isdigit()]


def test_what_is_asked_beside_the_way_on_is_answered_by_field() -> None:
    listed = changed(GOOD, ("    wait_for: accepted\n", "    observe: [voice, stops]\n"))
    offered = keys(walked(stage(listed), "next", "answer no"))
    assert [offered[key] for key in ("1", "2", "3")] == [
        "answer voice = …",
        "answer stops = …",
        "next",
    ]


def test_where_nothing_rang_help_can_be_called_and_what_is_observed_is_answered() -> None:
    irate = stage(IRATE)
    assert keys(irate)["h"] == "ladder ringing"
    assert keys(irate)["1"] == "answer yes"
    assert "w" not in keys(irate)
    ended = walked(irate, "answer yes", "next", "released", "wait 24h")
    assert "t" not in keys(ended)


def test_a_field_no_form_has_offers_the_answers_that_are_named() -> None:
    strange = changed(GOOD, ("field: safety.in_danger_now", "field: strange"))
    offered = keys(walked(stage(strange), "next"))
    assert [offered[key] for key in ("1", "2")] == ["answer yes", "answer no"]


def test_the_screen_is_told_with_who_is_coming_and_what_runs_out() -> None:
    text = told(tell_screen(walked(stage(), "next")))
    assert "0:00 · L1 · line open · nobody has accepted yet" in text
    assert "crisis: supervisor, then manager in 20 s" in text
    assert "ask Have you hurt yourself, or are you about to? (safety.in_danger_now)" in text
    assert "clock 60 s, then notify: supervisor, offers opening/unsure" in text
    assert "owed manager: raise: management by system, in 120 s (else raise: management)" in text
    late = told(tell_screen(walked(stage(), "next", "answer no", "wait 65s", "line lost")))
    assert "1:05 · L1 · LINE LOST" in late
    assert "crisis: everyone, again and again" in late
    assert "waits for: released (not yet)" in late
    open_ = told(tell_screen(walked(stage(), "released", "line lost")))
    assert "waits for: released (it is so)" in open_


def test_what_was_said_is_shown_and_what_was_missed_stands_out() -> None:
    begun = walked(stage(), "take help_now", "answer 12 Linden Row", "take help_now")
    assert "(safety.location) — noted: 12 Linden Row" in told(tell_screen(begun))
    missed = tell_screen(walked(stage(), "released", "wait 10m"))
    assert "report: file: security_threat by receiver, MISSED" in told(missed)
    over = told(tell_screen(walked(stage(), "end contact by supervisor: safe")))
    assert "ended released" in over
    assert "once the line is released" in over


def test_who_has_accepted_is_told_instead_of_the_rung_and_an_unknown_ladder_by_name() -> None:
    assert "rings crisis: accepted" in told(tell_screen(walked(stage(), "ladder accepted")))
    bare = stage(changed(GOOD, ("ladder: crisis", "ladder: nowhere")))
    assert "rings nowhere" in told(tell_screen(bare))
    assert bare.protocol.ladder == LadderUse("nowhere", "at_open")


def test_a_clock_before_the_ring_and_one_without_an_otherwise_are_told() -> None:
    later = stage(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 20s}")))
    assert "20 s, then the ladder rings" in told(tell_screen(later))
    bare = changed(
        GOOD,
        (
            "        within: 60s\n        otherwise: {do: [{notify: supervisor}], offer: unsure}\n",
            "        within: 60s\n",
        ),
    )
    assert "clock" not in told(tell_screen(walked(stage(bare), "next")))
    quiet = changed(
        GOOD, ("otherwise: {do: [{notify: supervisor}], offer: unsure}", "otherwise: {}")
    )
    assert "60 s, then nothing" in told(tell_screen(walked(stage(quiet), "next")))


def test_everything_that_happens_is_told_in_words() -> None:
    begun = stage()
    after = walked(
        begun,
        "next",
        "wait 60s",
        "answer no",
        "ladder accepted",
        "line lost",
        "next",
        "released",
        "wait 10m",
        "dispatched",
    )
    text = told(one for happening in after.happened for one in tell_happening(happening))
    for part in (
        "0 s The run opens.",
        "does raise: crisis",
        "does owes: manager",
        "60 s The clock of opening/danger_now runs out.",
        "does offers: opening/unsure",
        "safety.in_danger_now: no.",
        "The ladder crisis: accepted.",
        "The line is lost.",
        "refused This step waits for something that has not happened.",
        "“care” is met.",
        "The time for “report” is over.",
    ):
        assert part in text
    later = wait(stage(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 20s}"))), 20)
    assert "The time before the ladder rings is over." in told(tell_happening(later.happened[-1]))
    switched = stage(switched=SwitchedIn(help="joined"))
    assert "switched in; a colleague has joined" in told(tell_happening(switched.happened[0]))


def test_the_ways_on_are_told_with_where_they_lead() -> None:
    text = told(tell_choices(walked(stage(), "next", "answer no")))
    assert "1 next  → hand_over (waits for accepted)" in text
    offered = told(tell_choices(walked(stage(), "next", "wait 60s")))
    assert "take opening/unsure  → Unsure (the time is up)" in offered


def test_a_machine_reads_the_screen_and_each_emission_as_plain_json() -> None:
    begun = walked(stage(), "next", "wait 60s")
    screen = json.loads(json.dumps(screen_to_json(begun)))
    assert (screen["step"], screen["at_ms"], screen["offers"]) == (
        "opening/danger_now",
        60_000,
        ["opening/unsure"],
    )
    assert screen["clocks"] == [{"kind": "obligation", "name": "manager", "due_ms": 120_000}]
    happening = begun.happened[-1]
    lines = [emission_to_json(happening, one) for one in happening.emitted]
    assert lines[0] == {
        "kind": "emission",
        "at_ms": 60_000,
        "does": "notify",
        "target": "supervisor",
        "key": "step/opening/danger_now/otherwise/0",
    }
