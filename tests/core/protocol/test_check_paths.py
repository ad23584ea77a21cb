# ruff: noqa: E501 - lines of documents stay as they are written
"""Documents that a hasty check would let pass, and stories that must be true."""

import pytest

from stayline_core.protocol import Catalogue, check, load
from stayline_core.protocol.check import late
from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.search import Walk
from stayline_core.protocol.check.space import MAX_STATES, Space
from stayline_core.protocol.check.story import did, tell
from stayline_core.protocol.language import RAISE, Effect
from tests.core.protocol.sample import (
    CATALOGUE,
    FORMS,
    GOOD,
    IRATE,
    LADDERS,
    NAMES,
    changed,
    checked,
    codes,
    loaded,
)
from tests.core.protocol.test_check import LATER, ON, REPORT, step

ANSWERS = "{yes: help_now, no: leave, else: unsure}"
MANAGER = "  - {id: manager, do: {raise: management}, by: system, from: opened, within: 2m, otherwise: [{raise: management}]}\n"
CARE = "  - {id: care,"


def finding(code, source):
    """The only finding of this code; another one would be a fault of its own."""
    (found,) = [one for one in checked(source).findings if one.code == code]
    return found


def owed(text):
    """An edit that adds an obligation."""
    return (CARE, f"  - {{{text}}}\n{CARE}")


# ── H24: help is sent on a clear word ──

SENT_ON_LESS = {
    "a clock offers a button that leads on": [
        ("anytime: {help_now: Call emergency services}", "anytime: {help_now: Call, first: More}"),
        ("offer: unsure}", "offer: first}"),
        ("  stopped: {end", "  first: {say: [Hello], next: help_now}\n  stopped: {end"),
    ],
    "a refusal, and then an answer to something else": [
        (ANSWERS, "{yes: help_now, no: leave, refused: other, else: unsure}"),
        *step("{say: [Hello], next: calm}"),
        ("  stopped: {end", "  other: {ask: topic, answers: {else: help_now}}\n  stopped: {end"),
    ],
    "help is not wanted": step(
        "{ask: safety.accepts_help, answers: {yes: calm, no: no_thanks, else: calm}}\n"
        "  no_thanks: {say: [Hello], next: help_now}"
    ),
    "the contact is released": [(ON, ON.replace("}", ", released: help_now}"))],
    "a danger that was taken back by silence": step(
        "{ask: safety.in_danger_now, answers: {yes: sure, no: calm, else: calm}}\n"
        "  sure: {ask: safety.accepts_help, answers: {yes: help_now, no: calm, unknown: off, else: calm}}\n"
        "  off: {say: [Hello], next: help_now}"
    ),
    "the run begins there when it is switched to": [
        ("start_switched: opening/danger_now", "start_switched: help_now")
    ],
}


@pytest.mark.parametrize("edits", SENT_ON_LESS.values(), ids=SENT_ON_LESS)
def test_help_is_not_sent_on_less_than_a_clear_word(edits):
    found = finding("H24", changed(GOOD, *edits))
    assert found.walk
    assert "help_now" in found.walk[-1]


SENT_RIGHTLY = {
    "a stated danger, with a sentence between": [
        (ANSWERS, "{yes: sure, no: leave, else: unsure}"),
        ("      unsure:\n", "      sure: {say: [Hello], next: help_now}\n      unsure:\n"),
    ],
    "a stated danger, and nobody has come yet": [
        (ANSWERS, "{yes: alone_now, no: leave, else: unsure}"),
        (
            "  stopped: {end",
            "  alone_now: {branch: joined, answers: {yes: help_now, no: help_now}}\n  stopped: {end",
        ),
    ],
    "consent": step("{ask: safety.accepts_help, answers: {yes: help_now, else: calm}}"),
    "something noticed": step("{observe: voice, answers: {angry: help_now, else: calm}}"),
}


@pytest.mark.parametrize("edits", SENT_RIGHTLY.values(), ids=SENT_RIGHTLY)
def test_help_is_sent_on_a_clear_word(edits):
    assert "H24" not in codes(changed(GOOD, *edits))


def test_an_answer_that_is_not_named_may_be_the_reassuring_one():
    """Else stands for whatever is left, and the calm answer is left."""
    assert "H24" in codes(
        changed(
            GOOD,
            (
                ANSWERS,
                "{yes: help_now, refused: unsure, unknown: unsure, caller_did_not_say: unsure, not_asked: unsure, else: help_now}",
            ),
        )
    )
    decided = "answers: {send: help_now, else: lost}"
    everything = "answers: {not_now: lost, unknown: lost, else: help_now}"
    assert "H24" not in codes(changed(GOOD, (decided, everything)))


def test_at_the_highest_level_the_danger_is_plain_from_the_start():
    bomb = [("level: L1", "level: L0"), ("start: opening\n", "start: help_now\n")]
    assert "H24" not in codes(changed(GOOD, *bomb))


def test_a_long_row_of_steps_is_walked_to_its_end():
    row = "".join(f"  r{n}: {{say: [Hello], next: r{n + 1}}}\n" for n in range(1_200))
    source = changed(
        GOOD,
        ("offer: unsure}", "offer: r0}"),
        ("  stopped: {end", f"{row}  r1200: {{say: [Hello], next: help_now}}\n  stopped: {{end"),
        ("anytime: {help_now: Call emergency services}\n", ""),
    )
    assert len(finding("H24", source).walk) > 1_200


# ── silence, deadlines, what is owed ──


def test_silence_behind_a_branch_is_silence():
    source = changed(
        GOOD,
        (ANSWERS, "{yes: help_now, no: leave, refused: either, else: unsure}"),
        (
            "      unsure:\n",
            "      either: {branch: joined, answers: {yes: leave, no: unsure}}\n      unsure:\n",
        ),
    )
    assert "“refused” leads to calm" in finding("H11", source).message


def test_the_end_of_a_clock_is_no_answer():
    source = changed(GOOD, ("offer: unsure}", "offer: leave}"))
    assert "when the clock runs out" in finding("H11", source).message
    watched = step("{observe: watched, answers: {fine: calm, else: calm}}")
    form = {
        "properties": {
            **FORMS["security_threat"]["properties"],
            "watched": {"enum": ["fine", "not"], "x-ask": "observe", "x-reassuring": "fine"},
        }
    }
    centre = Catalogue.from_documents({**FORMS, "security_threat": form}, LADDERS, NAMES)
    found = check(loaded(changed(GOOD, *watched)), catalogue=centre).findings
    assert "“unknown” leads" in next(one.message for one in found if one.code == "H11")


def test_the_record_of_people_at_risk_is_not_the_report():
    people = REPORT.replace("security_threat", "people_at_risk")
    assert "H02" in codes(changed(GOOD, (REPORT, people)))


def test_a_report_owed_from_a_step_that_a_switch_leaves_out_is_not_owed():
    late_owed = REPORT.replace("contact_ended", "'step:opening/acknowledge'")
    found = finding("H02", changed(GOOD, (REPORT, late_owed)))
    assert "The run is switched to" in found.walk[0]


def test_a_report_owed_from_two_moments_is_missing_only_where_neither_comes():
    both = REPORT.replace("contact_ended", "accepted") + REPORT.replace(
        "contact_ended", "dispatched"
    ).replace("id: report", "id: again")
    found = finding("H02", changed(GOOD, (REPORT, both)))
    assert not any("accepts" in line or "on its way" in line for line in found.walk)
    raised = REPORT.replace("contact_ended", "'raised:patient'")
    rung = changed(
        GOOD,
        (REPORT, raised),
        ("      acknowledge:\n", "      acknowledge:\n        do: [{raise: patient}]\n"),
        ("start_switched: opening/danger_now\n", ""),
    )
    assert "H02" not in codes(rung)


def test_a_report_due_long_after_another_moment_is_late():
    assert "T10" in codes(
        changed(GOOD, (REPORT, REPORT.replace("contact_ended, within: 10m", "spoke, within: 2h")))
    )


def test_the_record_of_people_at_risk_is_owed_whatever_happens():
    people = owed(
        "id: risk, do: {file: people_at_risk}, by: receiver, from: spoke, within: 10m, otherwise: [{raise: management}]"
    )
    found = finding("H28", changed(GOOD, ("handles: [self_harm]", "handles: [violence]"), people))
    assert "released" in found.walk[-1]


def test_the_system_cannot_owe_what_only_a_person_can_do():
    assert "H13" in codes(
        changed(
            GOOD,
            (
                "do: {file: security_threat}, by: receiver",
                "do: {file: security_threat}, by: system",
            ),
        )
    )


def test_what_speaks_of_calling_back_keeps_its_rules():
    assert "H25" in codes(changed(GOOD, *step("{note: [Call them back in a minute.], next: calm}")))
    assert "H25" not in codes(changed(GOOD, *step("{note: [Do not call them back.], next: calm}")))


def test_the_second_question_is_found_whoever_has_come_meanwhile():
    source = changed(
        GOOD,
        ("covers: [acknowledge, pass_on]", "covers: [acknowledge]"),
        (
            "next: danger_now\n",
            "next: first\n      first: {ask: topic, answers: {else: second}}\n      second: {branch: joined, answers: {yes: danger_now, no: unsure}}\n",
        ),
        ("anytime: {help_now: Call emergency services}\n", ""),
        (ON, "on: {threat_grows: calm}"),
    )
    assert finding("H26", source).walk[-1].endswith("The screen shows opening/danger_now.")


# ── beginnings ──


def test_a_run_may_be_switched_to_with_the_line_lost_and_everything_known():
    space = Space(loaded(GOOD).protocol)
    rests = {
        (
            space.names[s[0]],
            space.rests[s[2]].help,
            space.rests[s[2]].contact,
            space.rests[s[2]].facts,
        )
        for s in space.switched()
    }
    assert ("opening/danger_now", 4, 1, 1) in rests
    assert not any(help_value == 4 and not contact for _, help_value, contact, _ in rests)


def test_a_run_without_a_ladder_can_be_rung_for_as_well():
    space = Space(loaded(changed(GOOD, ("ladder: crisis\n", ""))).protocol)
    space.explore(MAX_STATES)
    assert {rest.help for rest in space.rests} == {0, 1, 2, 3, 4}


# ── times ──


def test_a_channel_without_a_clock_has_no_bound():
    within = "    within: {live: 10s}\n    otherwise: {do: [{raise: crisis}], offer: calm}\n"
    alone = [
        LATER,
        ("anytime: {help_now: Call emergency services}\n", ""),
        (ON, "on: {threat_grows: help_now}"),
        ("start: opening\n", "start: first\n"),
    ]
    first = (
        "  calm:\n",
        f"  first:\n    say: [Hello]\n{within}    next: rung\n  rung: {{say: [Hello], do: [{{raise: crisis}}], next: opening/acknowledge}}\n  calm:\n",
    )
    source = changed(GOOD, *alone, first)
    assert checked(source).first_ring_s is None  # the chat has no clock
    voice = changed(source, ("level: L1\n", "level: L1\nchannels: [voice]\n"))
    assert checked(voice).first_ring_s == 10


def test_what_the_system_owes_rings_in_time_and_what_a_person_owes_may_not():
    sure = "id: ring, do: {raise: crisis}, by: system, from: opened, within: 20s, otherwise: [{notify: supervisor}]"
    result = checked(changed(GOOD, LATER, owed(sure)))
    assert result.first_ring_s == 20
    hoped = sure.replace("by: system", "by: agent")
    assert checked(changed(GOOD, LATER, owed(hoped))).first_ring_s is None
    also = hoped.replace("[{notify: supervisor}]", "[{raise: crisis}]")
    assert checked(changed(GOOD, LATER, owed(also))).first_ring_s == 20


def test_a_person_who_should_tell_the_manager_proves_nothing():
    by_hand = MANAGER.replace("by: system", "by: supervisor").replace(
        "[{raise: management}]", "[{notify: supervisor}]"
    )
    assert "T07" in codes(changed(GOOD, (MANAGER, by_hand)))


def test_a_late_ring_is_told_with_its_seconds():
    found = finding("T06", changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 45s}")))
    assert found.walk[-1] == (
        "0 s, opening/acknowledge: The agent may stay here longer than 30 s: no clock brings a "
        "first ring before the clock of crisis, after 45 s."
    )


# ── a centre's rules ──

TIMED = """\
stayline: 1
kind: protocol
id: timed
title: Clocks alone
handles: [supervisor_demand]
level: L3
channels: [{channels}]
rules: [{rule}]
start: first
steps:
  first: {{say: [Hello], within: 20s, otherwise: {{do: [{{raise: management}}]}}, next: second}}
  second: {{say: [Hello], within: {second}, otherwise: {{do: [{{raise: management}}]}}, next: third}}
  third: {{say: [Hello], do: [{{raise: management}}], next: done}}
  done: {{end: recorded}}
"""


def broken(rule, *, second="20s", channels="email", source=TIMED):
    """The stories of the rules that are broken."""
    text = source.format(rule=f"{{id: a, {rule}}}", second=second, channels=channels)
    return {one.code: one.walk for one in checked(text).findings if one.code.startswith("R")}


def test_the_clocks_on_the_way_are_added_up():
    rule = "within: {}, of: 'step:first', comes: 'raise:management'"
    assert broken(rule.format("40s")) == {}
    assert broken(rule.format("39s"))["R04"] == (
        "0 s, first: The contact begins.",
        "0 s, first: The agent goes on. The screen shows second.",
        "0 s, second: The clocks let 20 s on first, 20 s on second pass: raise:management comes only after 40 s.",
    )
    assert "R04" in broken(rule.format("40s"), channels="email, chat", second="{written: 20s}")


def test_what_no_clock_brings_may_stay_away_for_ever():
    (story,) = broken("within: 10m, of: 'step:second', comes: 'end:any'").values()
    assert (
        story[-1]
        == "0 s, second: The agent may stay here longer than 600 s: no clock brings end:any."
    )
    (story,) = broken("within: 10m, of: 'end:any', comes: 'raise:crisis'").values()
    assert story[-1] == "0 s, done: raise:crisis has not come by the end."
    assert "R04" in broken("within: 0s, of: 'end:any', comes: 'raise:crisis'")


def test_what_came_earlier_counts():
    assert broken("within: 5s, of: 'end:any', comes: 'raise:management'") == {}
    assert broken("within: 0s, of: 'step:second', comes: 'step:first'") == {}


def test_an_obligation_that_never_stops_bounds_it():
    manager = "obligations: [{{id: m, do: {{raise: management}}, by: system, from: '{from_}', within: 30s, otherwise: [{{raise: management}}]}}]\nstart:"
    for from_ in ("opened", "step:first"):
        source = TIMED.replace(
            "start:", manager.format(from_=from_).replace("{", "{{").replace("}", "}}"), 1
        )
        rule = "within: {}, of: 'step:first', comes: 'raise:management'"
        assert broken(rule.format("30s"), source=source) == {}
        assert "only after 30 s" in broken(rule.format("29s"), source=source)["R04"][-1]
    ring = TIMED.replace("start:", "ladder: {{id: crisis, ring: 15s}}\nstart:", 1)
    assert broken("within: 15s, of: 'step:first', comes: rang", source=ring) == {}
    assert "R04" in broken("within: 14s, of: 'step:first', comes: rang", source=ring)


def test_too_many_ways_to_search_are_no_proof():
    rule = "within: 39s, of: 'step:first', comes: 'raise:management'"
    text = TIMED.format(rule=f"{{id: a, {rule}}}", second="20s", channels="email")
    read = load(text.encode(), file="timed.yaml")
    space = Space(read.protocol)
    case = Case(read, read.protocol, Catalogue.from_documents(FORMS, LADDERS, NAMES), space)
    question = late.Late(
        case,
        39,
        "raise:management",
        lambda source, _, __: source is None,
        lambda *_: False,
        lambda effect: effect.kind == RAISE,
        far=0,
    )
    assert question.story(space.starts())[-1] == (
        "0 s, second: More can happen than is searched: raise:management is not proven in 39 s."
    )


def test_a_clock_that_rings_breaks_a_never():
    source = GOOD.replace(
        "title: ", "rules: [{id: a, never: 'raise:management', before: accepted}]\ntitle: ", 1
    )
    assert finding("R03", source).walk == (
        "0 s, opening/acknowledge: The contact begins, and crisis rings at once.",
        "0 s, opening/acknowledge: The 120 s of the obligation manager are up: raise:management.",
    )
    alone = TIMED.replace("}}, next: second}}", "}}, wait_for: accepted, next: second}}")
    (story,) = broken("never: 'raise:management', before: accepted", source=alone).values()
    assert story[-1] == "20 s, first: Nobody has accepted after 20 s: management is rung."


@pytest.mark.parametrize(
    ("from_", "rule", "last"),
    [
        ("contact_ended", "after: 'end:any'", "stopped"),
        ("'step:alone'", "after: 'step:alone'", "alone"),
        ("spoke", "after: joined", "opening/danger_now"),
        ("dispatched", "after: 'step:help_now'", "help_now"),
    ],
)
def test_what_is_owed_may_break_a_never_once_its_time_is_up(from_, rule, last):
    manager = MANAGER.replace("from: opened", f"from: {from_}").replace("management", "patient")
    quiet = GOOD.replace(MANAGER, MANAGER + manager.replace("id: manager", "id: patient"))
    source = quiet.replace(
        "title: ", f"rules: [{{id: a, never: 'raise:patient', {rule}}}]\ntitle: ", 1
    )
    assert (
        f", {last}: The 120 s of the obligation patient are up" in finding("R03", source).walk[-1]
    )


def test_an_answer_that_is_not_named_is_given_all_the_same():
    rule = (
        "rules: [{id: a, never: 'answer:safety.help_decision=not_now', before: accepted}]\ntitle: "
    )
    found = finding("R03", GOOD.replace("title: ", rule, 1))
    assert "notes anything else for safety.help_decision" in found.walk[-1]


def test_undo_does_nothing_again():
    """Help was sent before the colleague joined; going back to that step sends nothing again."""
    rule = "rules: [{id: a, never: 'dispatch:any', after: joined}]\ntitle: "
    found = finding("R03", GOOD.replace("title: ", rule, 1))
    assert "goes back" not in found.walk[-1]


def test_what_was_known_when_the_run_was_switched_to_counts():
    rule = "rules: [{{id: a, always: report_owed, at: '{at}'}}]\ntitle: "
    for moment, at in (("spoke", "end:handed_over"), ("dispatched", "end:handed_over")):
        source = changed(
            GOOD,
            (REPORT, REPORT.replace("contact_ended", moment)),
            ("title: ", rule.format(at=at)),
            (
                "{branch: spoke, answers: {yes: done, no: hand_over}}",
                "{branch: dispatched, answers: {yes: done, no: hand_over}}",
            ),
        )
        result = {one.code for one in checked(source).findings}
        assert "R02" not in result


@pytest.mark.parametrize(
    "rule",
    [
        "always: rang, at: rang",
        "never: 'end:any', before: 'end:any'",
        "never: 'dispatch:any', before: 'step:second'",
        "within: 5s, of: 'covers:gather', comes: rang",
    ],
)
def test_a_rule_that_cannot_be_broken_proves_nothing(rule):
    assert set(broken(rule)) == {"R05"}


# ── stories ──


def test_every_move_is_told_in_a_sentence():
    source = changed(
        GOOD,
        ("on: {", "on: {accepted: alone, receiver_lost: calm, released: stopped, "),
        ("{branch: spoke, answers", "{branch: dispatched, answers"),
    )
    space = Space(loaded(source).protocol)
    space.explore()
    told = set()
    for state in list(space.parents):
        for move, target in space.edges(state):
            first, sentence = tell(space, Walk(state, ((move, target),)))
            assert first.startswith("0 s, ")
            assert sentence.endswith(".")
            assert "None" not in sentence
            told.add((move.kind, move.via if move.kind == "take" else ""))
    assert {kind for kind, _ in told} == {
        "next",
        "answer",
        "skip",
        "take",
        "back",
        "contact_lost",
        "contact_open",
        "ring",
        "accepted",
        "joined",
        "spoke",
        "receiver_lost",
        "fact",
        "said",
        "clock",
    } - {"ring"}
    assert {via for _, via in told} == {
        "",
        "anytime",
        "clock",
        "threat_grows",
        "contact_resumed",
        "accepted",
        "receiver_lost",
        "released",
    }


def test_what_happens_by_itself_is_said_in_words():
    done = (
        Effect(RAISE, "a}b"),
        Effect("notify", "supervisor"),
        Effect("start", "care"),
        Effect("set_level", "L0"),
        Effect("dispatch", "{police}"),
    )
    assert (
        did(done)
        == "a}b is rung, supervisor is notified, care is started, the level becomes L0, dispatch {police}"
    )


def test_a_clock_that_has_run_out_is_not_told_again():
    """The offer stands for good; the time of a step passes once."""
    source = changed(
        GOOD,
        (
            "{branch: spoke, answers: {yes: done, no: hand_over}}",
            "{branch: spoke, answers: {yes: done, no: done}}",
        ),
        ("wait_for: spoke", "wait_for: joined"),
    )
    space = Space(loaded(source).protocol)
    space.explore()
    calm, alone = space.index["calm"], space.index["alone"]
    state = next(one for one in space.parents if one[0] == calm)
    clock = next(move for move, _ in space.others(state) if move.kind == "clock")
    move, after = next((m, t) for m, t in space.edges(state) if m.via == "clock")
    assert after[0] == alone
    back, again = next((m, t) for m, t in space.edges(after) if m.kind == "next")
    walk = Walk(state, ((clock, state), (move, after), (back, again), (move, after)))
    lines = tell(space, walk)
    assert [line.split(" s,")[0] for line in lines] == ["0", "60", "60", "60", "60"]
    assert "60 s: management is rung." in lines[1]
    assert "The agent takes the way that is offered." in lines[2]


# ── small print ──


def test_a_rule_can_be_left_out_to_see_what_it_catches():
    hasty = loaded(changed(GOOD, ("offer: unsure}", "offer: leave}")))
    whole = check(hasty, catalogue=CATALOGUE)
    assert [one.code for one in whole.findings] == ["H11"]
    left = check(hasty, catalogue=CATALOGUE, without=frozenset({"H11", "S01"}))
    assert (left.findings, left.states) == ((), whole.states)


def test_the_minimum_is_some_of_what_is_gathered():
    source = changed(GOOD, ("minimum: [safety.location]", "minimum: [topic]"))
    assert "topic is in the minimum" in finding("C07", source).message
    twice = changed(
        GOOD, ("minimum: [safety.location]", "minimum: [safety.location, safety.location]")
    )
    assert finding("S18", twice).message == "The field safety.location stands here twice."
    unknown = changed(GOOD, ("gather: [", "gather: [safety.loc, "))
    assert "safety.loc" in finding("S08", unknown).message


def test_an_end_that_a_switch_leads_to_at_once_has_had_no_warning():
    found = finding(
        "H12",
        changed(IRATE, ("start: acknowledge\n", "start: acknowledge\nstart_switched: finish\n")),
    )
    assert found.walk == (
        "0 s, finish: The run is switched to; nobody has been rung. It ends as terminated.",
    )


def test_screens_behind_branches_are_found_once():
    source = changed(
        GOOD,
        ("{yes: spoken, no: opening/danger_now}", "{yes: spoken, no: again}"),
        (
            "  stopped: {end",
            "  again: {branch: joined, answers: {yes: spoken, no: spoken}}\n  stopped: {end",
        ),
    )
    space = Space(loaded(source).protocol)
    shown = [space.names[number] for number in space.shown_by(space.index["safety_known"])]
    assert sorted(shown) == ["done", "hand_over"]


def test_a_ring_of_another_ladder_is_no_ring_of_ones_own():
    assert "R03" in broken("never: 'raise:management', before: 'step:second'")
    assert set(broken("never: 'raise:crisis', before: 'step:second'")) == {"R05"}


def test_help_that_was_offered_is_remembered_where_a_branch_reads_it():
    source = changed(
        GOOD,
        (
            "{branch: spoke, answers: {yes: done, no: hand_over}}",
            "{branch: outward_offered, answers: {yes: done, no: help_now}}",
        ),
    )
    space = Space(loaded(source).protocol)
    space.explore()
    bit = space.bits["outward_offered"]
    help_now = space.index["help_now"]
    assert all(space.rests[rest].facts & bit for step, _, rest in space.parents if step == help_now)
