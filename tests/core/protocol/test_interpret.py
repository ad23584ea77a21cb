# ruff: noqa: E501 - lines of documents stay as they are written
"""The interpreter: what each event does, what is refused, and what the world is asked for."""

import pytest

from stayline_core.protocol import (
    Answer,
    Arrived,
    Back,
    CaseOpened,
    ContactFact,
    Dispatched,
    Due,
    EndContact,
    EventUnreadable,
    Filed,
    LadderFact,
    LogUnreadable,
    Met,
    Next,
    Opened,
    OpenedInError,
    Released,
    RingDue,
    Skip,
    StateUnreadable,
    StepDue,
    SwitchedIn,
    SwitchedOut,
    Take,
    ThreatGrows,
    Waived,
    apply,
    begin,
    clocks,
    event_from_json,
    event_to_json,
    from_json,
    opening,
    replay,
    screen,
    to_json,
)
from tests.core.protocol.sample import GOOD, IRATE, changed, loaded

PROTOCOL = loaded(GOOD).protocol
WARNINGS = loaded(IRATE).protocol
DANGER = "safety.in_danger_now"


def run(*events, protocol=PROTOCOL, state=None):
    """The last outcome of a run of events; commands that are refused fail the test."""
    outcome = None
    state = state or opening(protocol, channel_class="live").state
    for event in events:
        outcome = apply(protocol, state, event)
        assert outcome.refused is None, (event, outcome.refused)
        state = outcome.state
    return outcome


def at(step, *events, protocol=PROTOCOL):
    """A state on a step of the good protocol."""
    ways = {
        "opening/acknowledge": [],
        "opening/danger_now": [Next()],
        "opening/unsure": [Next(), Answer(DANGER, "refused")],
        "calm": [Next(), Answer(DANGER, "no")],
        "help_now": [Take("help_now")],
        "hand_over": [Next(), Answer(DANGER, "no"), LadderFact("accepted", "crisis"), Next()],
        "lost": [ContactFact("lost")],
    }
    moves = [*ways[step], *events]
    state = opening(protocol, channel_class="live").state
    return run(*moves, protocol=protocol, state=state).state if moves else state


def kinds(outcome):
    return [(emission.kind, emission.target) for emission in outcome.emitted]


def test_opening_rings_and_owes_at_once():
    outcome = opening(PROTOCOL, channel_class="live")
    assert kinds(outcome) == [("raise_", "crisis"), ("owe", "manager")]
    state = outcome.state
    assert (state.step, state.help, state.level) == ("opening/acknowledge", "ringing", "L1")
    owed = outcome.emitted[1]
    assert owed.obligation.within_s == 120
    assert owed.starts == "now"
    assert owed.to_json()["obligation"]["otherwise"] == [{"kind": "raise_", "target": "management"}]
    assert outcome.emitted[0].to_json()["ms"] is None


def test_an_answer_leads_on_and_is_kept():
    outcome = run(Next(at_s=3), Answer(DANGER, "yes", text="now", at_s=9))
    assert outcome.state.step == "help_now"
    assert outcome.state.level == "L0"
    assert kinds(outcome) == [("set_level", "L0"), ("dispatch", "emergency_services")]
    assert outcome.state.answers[DANGER].text == "now"
    assert outcome.state.holds("safety_recorded")
    assert outcome.state.holds("outward_offered")


def test_an_answer_that_is_not_named_takes_else():
    assert at("opening/unsure").step == "opening/unsure"


def test_an_answer_to_something_else_is_kept_and_moves_nothing():
    outcome = run(Answer("safety.location", "answered", text="by the bridge"))
    assert outcome.state.step == "opening/acknowledge"
    assert outcome.state.holds("safety_recorded")
    assert outcome.state.sequence == 1


def test_an_unknown_answer_is_refused_and_kept():
    narrow = loaded(
        changed(GOOD, ("{yes: help_now, no: leave, else: unsure}", "{yes: help_now, no: leave}"))
    ).protocol
    state = run(Next(), protocol=narrow).state
    outcome = apply(narrow, state, Answer(DANGER, "perhaps"))
    assert outcome.refused.code == "incidents.run.answer_unknown"
    assert outcome.state.step == "opening/danger_now"
    assert outcome.state.answers[DANGER].value == "perhaps"


def test_a_stale_command_is_refused_and_its_answer_kept():
    state = at("opening/danger_now")
    stale = Answer(DANGER, "yes", expected=state.sequence - 1)
    outcome = apply(PROTOCOL, state, stale)
    assert outcome.refused.code == "incidents.run.stale"
    assert outcome.state.step == "opening/danger_now"
    assert outcome.state.answers[DANGER].value == "yes"
    assert outcome.emitted == ()
    refused = apply(PROTOCOL, state, Next(expected=state.sequence - 1))
    assert refused.state is state


def test_a_fact_does_not_make_a_command_stale():
    state = at("opening/danger_now")
    seen = state.sequence
    later = run(LadderFact("accepted", "crisis"), Dispatched(), state=state).state
    assert apply(PROTOCOL, later, Answer(DANGER, "no", expected=seen)).refused is None


REFUSED = [
    ("calm", Next(), "incidents.run.waiting"),
    ("opening/danger_now", Next(), "incidents.run.no_way"),
    ("calm", Skip("no time"), "incidents.run.cannot_skip"),
    ("opening/acknowledge", Skip(" "), "incidents.run.reason_missing"),
    ("opening/danger_now", Answer(DANGER, "not_asked"), "incidents.run.reason_missing"),
    ("calm", Take("alone"), "incidents.run.not_offered"),
    ("opening/acknowledge", Back(), "incidents.run.cannot_go_back"),
    ("lost", Back(), "incidents.run.cannot_go_back"),
    ("calm", EndContact("agent", "rude"), "incidents.run.kept_open"),
    ("calm", EndContact("supervisor", ""), "incidents.run.reason_missing"),
    ("calm", OpenedInError("agent", "a test"), "incidents.run.supervisor_only"),
    ("calm", OpenedInError("supervisor", ""), "incidents.run.reason_missing"),
    ("calm", Waived("manager", "agent", "late"), "incidents.run.supervisor_only"),
    ("calm", Waived("manager", "supervisor", ""), "incidents.run.reason_missing"),
    ("calm", Waived("report", "supervisor", "late"), "incidents.run.not_owed"),
]


@pytest.mark.parametrize(("step", "command", "code"), REFUSED)
def test_a_command_that_cannot_be_is_refused(step, command, code):
    state = at(step)
    outcome = apply(PROTOCOL, state, command)
    assert outcome.refused.code == code
    assert outcome.refused.message.endswith(".")
    assert outcome.state.step == state.step


def test_an_observation_cannot_be_left_unasked():
    state = at("lost", StepDue("lost"), Take("decide"))
    for command in (Answer("safety.help_decision", "not_asked", reason="x"), Skip("x")):
        assert apply(PROTOCOL, state, command).refused.code == "incidents.run.cannot_skip"


def test_skipping_a_question_records_that_it_was_not_asked():
    state = run(Next(), Skip("the caller is crying")).state
    assert state.step == "opening/unsure"
    assert state.answers[DANGER].value == "not_asked"
    assert state.answers[DANGER].reason == "the caller is crying"
    assert not state.holds("safety_recorded")
    assert at("opening/danger_now", Answer(DANGER, "not_asked", "crying")).step == "opening/unsure"
    assert at("opening/acknowledge", Skip("said already")).step == "opening/danger_now"


def test_that_nobody_asked_never_replaces_what_was_said():
    state = run(Answer(DANGER, "yes"), Next(), Skip("it was said")).state
    assert state.answers[DANGER].value == "yes"


def test_a_wait_opens_when_help_has_come_that_far():
    state = at("calm", LadderFact("joined", "crisis"))
    assert screen(PROTOCOL, state).can_next
    assert apply(PROTOCOL, state, Next()).state.step == "hand_over"


def test_undo_returns_once_and_emits_nothing():
    state = at("help_now")
    back = apply(PROTOCOL, state, Back())
    assert back.state.step == "opening/acknowledge"
    assert back.emitted == ()
    assert back.state.level == "L0"
    assert apply(PROTOCOL, back.state, Back()).refused is not None
    again = run(Take("help_now"), state=back.state)
    assert kinds(again) == []


def test_the_loss_of_the_contact_moves_the_screen_and_the_help():
    state = at("hand_over", LadderFact("joined", "crisis"), LadderFact("spoke", "crisis"))
    outcome = apply(PROTOCOL, state, ContactFact("lost", at_s=50))
    assert (outcome.state.step, outcome.state.help) == ("lost", "joined")
    late = apply(PROTOCOL, outcome.state, LadderFact("spoke", "crisis"))
    assert late.state.help == "joined"
    again = apply(PROTOCOL, outcome.state, ContactFact("open"))
    assert kinds(again) == [("offer", "returned")]
    assert [way.step for way in screen(PROTOCOL, again.state).offers] == ["returned"]
    taken = run(Take("returned"), state=again.state).state
    assert taken.step == "returned"
    assert screen(PROTOCOL, taken).offers == ()
    assert apply(PROTOCOL, again.state, ContactFact("lost")).state.offers == ()
    assert apply(PROTOCOL, state, ContactFact("open")).state.step == "hand_over"


def test_a_colleague_who_is_lost_is_rung_for_again():
    state = at("calm", LadderFact("accepted", "crisis"))
    first = apply(PROTOCOL, state, LadderFact("lost", "crisis"))
    assert (first.state.help, kinds(first)) == ("ringing", [("raise_", "crisis")])
    more = run(LadderFact("accepted", "crisis"), LadderFact("lost", "crisis"), state=first.state)
    assert kinds(more) == [("raise_", "crisis")]
    assert more.emitted[0].key != first.emitted[0].key
    idle = apply(PROTOCOL, more.state, LadderFact("lost", "crisis"))
    assert idle.emitted == ()


def test_another_ladder_brings_nobody_nearer():
    assert run(LadderFact("spoke", "management")).state.help == "ringing"


def test_events_make_offers_and_withdraw_them():
    source = changed(
        GOOD, ("on: {", "on: {accepted: alone, receiver_lost: returned, released: stopped, ")
    )
    protocol = loaded(source).protocol

    def offers(*events):
        return [way.why for way in screen(protocol, run(*events, protocol=protocol).state).offers]

    accepted, lost = LadderFact("accepted", "crisis"), LadderFact("lost", "crisis")
    assert offers(accepted) == ["accepted"]
    assert offers(accepted, accepted) == ["accepted"]
    assert offers(accepted, lost) == ["receiver_lost"]
    assert offers(accepted, lost, accepted) == ["accepted"]
    assert offers(Released()) == ["released"]


def test_a_step_clock_fires_once_and_its_offer_stands():
    state = at("opening/danger_now")
    outcome = apply(PROTOCOL, state, StepDue("opening/danger_now"))
    assert kinds(outcome) == [("notify", "supervisor"), ("offer", "opening/unsure")]
    assert outcome.state.step == "opening/danger_now"
    assert apply(PROTOCOL, outcome.state, StepDue("opening/danger_now")).emitted == ()
    assert clocks(PROTOCOL, outcome.state) is None
    assert run(Take("opening/unsure"), state=outcome.state).state.step == "opening/unsure"
    for name in ("calm", "opening/acknowledge"):
        assert apply(PROTOCOL, state, StepDue(name)).emitted == ()
    assert apply(PROTOCOL, at("opening/acknowledge"), StepDue("opening/acknowledge")).emitted == ()


def test_a_clock_may_offer_nothing():
    source = changed(
        GOOD,
        (
            "otherwise: {do: [{notify: supervisor}], offer: unsure}",
            "otherwise: {do: [{notify: supervisor}]}",
        ),
    )
    protocol = loaded(source).protocol
    outcome = run(Next(), StepDue("opening/danger_now"), protocol=protocol)
    assert kinds(outcome) == [("notify", "supervisor")]


def test_the_offer_of_a_clock_and_of_an_event_is_shown_once():
    source = changed(GOOD, ("on: {", "on: {accepted: opening/unsure, "))
    protocol = loaded(source).protocol
    state = run(
        Next(), LadderFact("accepted", "crisis"), StepDue("opening/danger_now"), protocol=protocol
    ).state
    assert [(w.step, w.why) for w in screen(protocol, state).offers] == [
        ("opening/unsure", "accepted")
    ]


def test_a_step_clock_counts_all_time_on_the_step():
    state = at("opening/acknowledge")
    state = run(Next(at_s=10), state=state).state
    assert clocks(PROTOCOL, state).due_s == 70
    state = run(ContactFact("lost", at_s=30), ContactFact("open", at_s=40), state=state).state
    outcome = run(Take("returned", at_s=41), Next(at_s=50), state=state)
    clock = clocks(PROTOCOL, outcome.state)
    assert (clock.total_s, clock.spent_s, clock.due_s) == (60, 20, 90)
    assert outcome.emitted[-1].seconds == 40
    assert outcome.emitted[-1].to_json()["ms"] == 40_000
    assert state.spent["opening/danger_now"] == 20


def test_the_threat_can_only_grow():
    outcome = run(ThreatGrows("L0"))
    assert kinds(outcome) == [("set_level", "L0"), ("raise_", "crisis"), ("offer", "help_now")]
    for level in ("L0", "L2", "nonsense"):
        assert apply(PROTOCOL, outcome.state, ThreatGrows(level)).emitted == ()


def test_a_ladder_can_ring_later_or_on_demand():
    later = loaded(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 25s}"))).protocol
    begun = opening(later, channel_class="live")
    assert ("clock", "ring") in kinds(begun)
    assert begun.state.help == "none"
    due = apply(later, begun.state, RingDue())
    assert (kinds(due), due.state.help) == ([("raise_", "crisis")], "ringing")
    assert apply(later, due.state, RingDue()).emitted == ()
    demand = opening(WARNINGS, channel_class="live").state
    assert demand.help == "none"
    assert apply(WARNINGS, demand, LadderFact("ringing", "crisis")).state.help == "ringing"
    assert apply(WARNINGS, demand, LadderFact("accepted", "crisis")).state.help == "accepted"


def test_without_a_ladder_nothing_of_its_own_rings():
    bare = loaded(changed(IRATE, ("ladder: {id: crisis, ring: on_demand}\n", ""))).protocol
    state = opening(bare, channel_class="chat").state
    assert kinds(apply(bare, state, ThreatGrows("L1")))[0] == ("set_level", "L1")
    done = apply(bare, state, OpenedInError("supervisor", "a wrong press"))
    assert ("call_off", "crisis") not in kinds(done)


def test_tallies_count_on_leaving_and_cannot_be_undone():
    warn = [Answer("stops", "no"), Next()]
    once = run(*warn, protocol=WARNINGS)
    assert (once.state.step, dict(once.state.tallies)) == ("acknowledge", {"warnings": 1})
    assert apply(WARNINGS, once.state, Back()).refused is not None
    skipped = run(Answer("stops", "no"), Skip("too loud"), protocol=WARNINGS)
    assert dict(skipped.state.tallies) == {}
    twice = run(*warn, *warn, protocol=WARNINGS)
    assert twice.state.step == "last"
    over = run(Answer("stops", "unknown"), *warn, state=twice.state, protocol=WARNINGS)
    assert over.state.tallies["warnings"] == 2


def full_run():
    return [
        Next(at_s=5),
        Answer(DANGER, "no", at_s=10),
        LadderFact("accepted", "crisis", at_s=12),
        Next(at_s=15),
        LadderFact("joined", "crisis", at_s=20),
        LadderFact("spoke", "crisis", at_s=30),
        Next(at_s=40),
    ]


def test_a_hand_over_ends_the_run_and_owes_what_follows():
    outcome = run(*full_run())
    assert outcome.state.ended == "handed_over"
    owed = [e for e in outcome.emitted if e.kind == "owe"]
    assert [(e.target, e.starts) for e in owed] == [("report", "released"), ("care", "released")]
    assert outcome.state.open_obligations() == ("manager", "report", "care")
    released = apply(PROTOCOL, outcome.state, Released(at_s=60))
    assert kinds(released) == [("clock", "obligation:report"), ("clock", "obligation:care")]
    assert apply(PROTOCOL, released.state, Released()).emitted == ()
    shown = screen(PROTOCOL, outcome.state)
    assert not any((shown.can_next, shown.can_back, shown.can_skip, shown.offers, shown.anytime))
    for command in (Next(), Take("help_now"), Back(), EndContact("supervisor", "x")):
        assert apply(PROTOCOL, outcome.state, command).refused.code == "incidents.run.ended"


def test_facts_are_taken_after_the_end_too():
    ended = run(*full_run()).state
    for fact in (
        ContactFact("lost"),
        StepDue("done"),
        SwitchedOut(),
        LadderFact("lost", "crisis"),
        Opened(),
        SwitchedIn(),
    ):
        outcome = apply(PROTOCOL, ended, fact)
        assert outcome.refused is None
        assert (outcome.state.step, outcome.state.ended) == ("done", "handed_over")
    assert apply(PROTOCOL, ended, ThreatGrows("L0")).state.offers == ()
    kept = apply(PROTOCOL, ended, Answer("safety.location", "answered"))
    assert kept.refused.code == "incidents.run.ended"
    assert "safety.location" in kept.state.answers


def test_the_release_of_the_line_owes_what_follows_a_contact():
    outcome = run(Released())
    owed = [e for e in outcome.emitted if e.kind == "owe"]
    assert [(e.target, e.starts) for e in owed] == [("report", "now"), ("care", "now")]


def test_obligations_are_met_missed_waived():
    ended = run(*full_run()).state
    assert run(Filed("security_threat"), state=ended).state.obligations["report"] == "met"
    assert run(Met("care"), state=ended).state.obligations["care"] == "met"
    missed = apply(PROTOCOL, ended, Due("report"))
    assert missed.state.obligations["report"] == "missed"
    assert kinds(missed) == [("raise_", "management")]
    assert missed.state.obligations["manager"] == "met"
    assert run(Filed("security_threat"), state=missed.state).state.obligations["report"] == "met"
    waived = run(Waived("care", "supervisor", "the agent declined"), state=ended).state
    assert waived.obligations["care"] == "waived"
    report = apply(PROTOCOL, ended, Waived("report", "supervisor", "no time"))
    assert report.refused.code == "incidents.run.report_stays"
    for idle in (Due("nothing"), Met("nothing"), Filed("nothing")):
        assert apply(PROTOCOL, ended, idle).emitted == ()
    plain = run(EndContact("agent", "done"), protocol=WARNINGS).state
    assert (
        run(
            Waived("record", "supervisor", "a slip"), state=plain, protocol=WARNINGS
        ).state.obligations["record"]
        == "waived"
    )


def test_what_was_done_early_is_not_owed_later():
    state = run(Filed("security_threat"), *full_run()).state
    assert state.obligations["report"] == "met"


def test_help_that_is_sent_must_arrive():
    sent = run(Dispatched())
    assert kinds(sent) == [("owe", "arrived")]
    assert run(Arrived(), state=sent.state).state.obligations["arrived"] == "met"


def test_a_case_is_opened_by_a_person():
    source = changed(
        GOOD,
        (
            "  - {id: care",
            "  - {id: case, do: {open_case: supervisors}, by: receiver, from: 'filed:security_threat', within: 30m, otherwise: [{notify: management}]}\n  - {id: care",
        ),
    )
    protocol = loaded(source).protocol
    filed = run(Filed("security_threat"), protocol=protocol)
    assert kinds(filed) == [("owe", "case")]
    opened = run(CaseOpened(), state=filed.state, protocol=protocol).state
    assert opened.obligations["case"] == "met"
    assert opened.holds("case_opened")


def test_a_supervisor_can_end_the_contact():
    outcome = run(EndContact("supervisor", "moved to the emergency services"))
    assert ("release", "contact") in kinds(outcome)
    assert outcome.state.ended == "released"
    assert run(EndContact("agent", "finished"), protocol=WARNINGS).state.ended == "released"


def test_opened_in_error_voids_the_report_and_nothing_else():
    outcome = run(OpenedInError("supervisor", "the radio was on"))
    state = outcome.state
    assert state.ended == "opened_in_error"
    assert ("call_off", "crisis") in kinds(outcome)
    assert state.obligations["report"] == "void"
    assert state.obligations["care"] == "owed"
    assert screen(PROTOCOL, state).duties == ()
    again = apply(PROTOCOL, state, OpenedInError("supervisor", "again"))
    assert again.refused.code == "incidents.run.ended"
    filed = run(Filed("security_threat"), *full_run()).state
    late = run(OpenedInError("supervisor", "the radio was on"), state=filed).state
    assert late.obligations["report"] == "met"


def test_a_switch_keeps_what_was_reached():
    event = SwitchedIn("live", "spoke", "open", "L0", {DANGER: "no"})
    outcome = begin(PROTOCOL, event)
    state = outcome.state
    assert (state.step, state.help, state.level) == ("opening/danger_now", "spoke", "L0")
    assert state.holds("safety_recorded")
    assert begin(PROTOCOL, SwitchedIn("live", "spoke", "lost", "L3")).state.help == "joined"
    out = run(SwitchedOut())
    assert out.state.ended == "superseded"
    assert "report" in out.state.obligations


def test_the_screen_says_what_a_desk_needs():
    shown = screen(PROTOCOL, at("opening/danger_now"))
    assert shown.asks == ((DANGER, "Have you hurt yourself, or are you about to?"),)
    assert shown.routed == DANGER
    assert dict(shown.answers)["yes"] == "help_now"
    assert (shown.can_next, shown.can_back, shown.can_skip) == (False, True, True)
    assert shown.anytime == (("help_now", "Call emergency services"),)
    waiting = screen(PROTOCOL, at("calm"))
    assert (waiting.waiting_for, waiting.open, waiting.can_next, waiting.can_skip) == (
        "accepted",
        False,
        False,
        False,
    )
    assert waiting.duties[0] == "keep_contact_open"
    observed = screen(PROTOCOL, at("lost", StepDue("lost"), Take("decide")))
    assert observed.observes == (("safety.help_decision", None),)
    assert not observed.can_skip


def test_a_title_labels_an_offer():
    source = changed(GOOD, ("  returned: {say", "  returned: {title: They are back, say"))
    protocol = loaded(source).protocol
    state = run(ContactFact("lost"), ContactFact("open"), protocol=protocol).state
    assert screen(protocol, state).offers[0].label == "They are back"


def test_a_step_can_have_no_clock_in_a_class():
    source = changed(GOOD, ("within: 60s", "within: {live: 60s}"))
    protocol = loaded(source).protocol
    for name, running in (("live", True), ("chat", False), ("written", False), ("none", False)):
        state = opening(protocol, channel_class=name).state
        state = apply(protocol, state, Next()).state
        assert (clocks(protocol, state) is not None) == running


def test_replay_needs_a_beginning():
    with pytest.raises(LogUnreadable):
        replay(PROTOCOL, [Next()])
    with pytest.raises(LogUnreadable):
        replay(PROTOCOL, [])
    assert replay(PROTOCOL, [Opened("live"), *full_run()]) == run(*full_run()).state


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"version": 2},
        {"version": 1, "event": "dance"},
        {"version": 1, "event": "take"},
        {"version": 1, "event": "next", "step": "a"},
        {"version": 0, "event": "next"},
        {"version": "1", "event": "next"},
        {"version": 1, "event": "resumed", "facts": 3},
        {"version": 1, "event": "resumed", "answers": 3},
        {"version": 1, "event": "next", "at_ms": "now"},
    ],
)
def test_an_event_that_means_nothing_is_refused(data):
    with pytest.raises(EventUnreadable):
        event_from_json(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"version": 0},
        {"version": 2},
        {**to_json(at("calm")), "version": 2},
        {"version": 1},
        {**to_json(at("calm")), "offers": 3},
    ],
)
def test_a_state_that_means_nothing_is_refused(data):
    with pytest.raises(StateUnreadable):
        from_json(data)


def test_times_are_kept_to_the_millisecond():
    assert event_to_json(Next(at_s=1.23456))["at_ms"] == 1235
    event = SwitchedIn("chat", "accepted", "open", None, {"a": "b"}, at_s=1.5)
    assert event_from_json(event_to_json(event)) == event
