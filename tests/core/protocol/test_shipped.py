"""What is shipped: it passes, it is careful, it says that it is a template, it is quick."""

import json
import time
from pathlib import Path

import pytest

from stayline_core.protocol import (
    Answer,
    Catalogue,
    ContactFact,
    Dispatched,
    LadderFact,
    Next,
    Released,
    StepDue,
    Take,
    apply,
    check,
    load,
    load_ladder,
    opening,
    screen,
)
from stayline_core.protocol.check.space import Space
from tests.core.protocol.sample import CATALOGUE, GOOD, changed
from tests.core.protocol.shipped import SOURCES, shipped

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"
SOURCE = (PLAYBOOK / "protocols/self-harm.yaml").read_bytes()
LADDERS = {
    name: (PLAYBOOK / f"ladders/{name}.yaml").read_bytes() for name in ("crisis", "management")
}
CENTRE = Catalogue.from_documents(
    {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (PLAYBOOK / "forms").glob("*.json")
    },
    LADDERS,
    {
        "agencies": ("emergency_services", "crisis_line"),
        "queues": ("customer_support_team_supervisor",),
        "channels": ("supervisor", "management"),
        "plans": ("aftercare",),
    },
)
LOADED = load(SOURCE, file="self-harm.yaml")
PROTOCOL = LOADED.protocol


def walk(*events):
    state = opening(PROTOCOL, channel_class="live").state
    for event in events:
        outcome = apply(PROTOCOL, state, event)
        assert outcome.refused is None, (state.step, event, outcome.refused)
        state = outcome.state
    return state


SAFE = (
    Next(),
    Answer("safety.in_danger_now", "no"),
    Answer("safety.already_done", "no"),
    Next(),
    Next(),
    Answer("safety.means_at_hand", "no"),
)


def test_the_self_harm_template_passes_and_rings_at_once():
    result = check(LOADED, catalogue=CENTRE)
    assert result.findings == ()
    assert result.first_ring_s == 0
    assert result.everyone_rung_s == 60
    assert result.longest_silence_s == 20


@pytest.mark.parametrize("name", LADDERS)
def test_the_shipped_ladders_end_with_everyone(name):
    read = load_ladder(LADDERS[name], file=f"{name}.yaml")
    assert read.findings == ()
    assert read.ladder.rungs[-1].everyone
    assert read.ladder.id == name


def test_it_says_that_it_is_an_uncertified_template():
    assert b"UNCERTIFIED TEMPLATE" in SOURCE.split(b"\n")[0]
    assert any("uncertified template" in source for source in PROTOCOL.sources)
    assert PROTOCOL.laws == ()


@pytest.mark.covers("S4-12")
def test_its_first_words_acknowledge_and_say_with_whom_it_is_shared():
    shown = screen(PROTOCOL, walk())
    assert shown.say[0].startswith("Thank you for telling me.")
    assert "share this with people who can help" in shown.say[1]
    assert {"acknowledge", "pass_on"} <= set(PROTOCOL.steps[shown.step].covers)


@pytest.mark.covers("S4-13")
def test_no_danger_stated_leads_to_the_calming_step():
    state = walk(*SAFE[:3])
    assert "calm" in PROTOCOL.steps[state.step].covers


@pytest.mark.parametrize("value", ["caller_did_not_say", "refused", "unknown"])
def test_no_answer_never_sends_help_and_never_reassures(value):
    for before, field in (((Next(),), "safety.in_danger_now"), (SAFE[:2], "safety.already_done")):
        state = walk(*before, Answer(field, value))
        assert state.step == "opening/unsure"
    state = walk(*SAFE[:5], Answer("safety.means_at_hand", value))
    assert state.step == "means_unknown"
    state = walk(*SAFE, Answer("safety.accepts_help", value))
    assert state.step == "stay_close"


def test_a_stated_danger_sends_help_from_either_question():
    for before, field in (((Next(),), "safety.in_danger_now"), (SAFE[:2], "safety.already_done")):
        assert walk(*before, Answer(field, "yes")).step == "help_now"


def test_accepted_help_and_refused_help_both_get_the_crisis_line():
    for value in ("yes", "no"):
        step = PROTOCOL.steps[walk(*SAFE, Answer("safety.accepts_help", value)).step]
        assert ("signpost", "crisis_line") in {(e.kind, e.target) for e in step.do}
        assert any("{crisis_line}" in text for text in step.say)


def test_a_demand_is_met_by_safety_and_one_step_back():
    state = walk(Next(), Take("demand"))
    assert "safety" in PROTOCOL.steps[state.step].covers
    assert state.prev == "opening/danger_now"
    assert walk(Next(), Take("demand"), Next()).step == "opening/danger_now"


def test_a_whole_contact_is_handed_over():
    state = walk(
        *SAFE,
        Answer("safety.accepts_help", "yes"),
        LadderFact("accepted", "crisis"),
        Next(),
        Next(),
        LadderFact("joined", "crisis"),
        LadderFact("spoke", "crisis"),
        Next(),
        Next(),
    )
    assert state.ended == "handed_over"
    assert set(state.obligations) == {"manager", "report", "care"}


def test_a_lost_line_is_held_and_help_is_the_supervisors_decision():
    lost = walk(Next(), ContactFact("lost"))
    assert "Do not hang up" in " ".join(screen(PROTOCOL, lost).note)
    sent = walk(
        Next(),
        ContactFact("lost"),
        StepDue("lost"),
        Take("decide"),
        Answer("safety.help_decision", "send"),
        Dispatched(),
        Answer("safety.location", "unknown"),
        Answer("safety.locality", "unknown"),
        Next(),
    )
    assert sent.step == "lost"
    assert sent.obligations["arrived"] == "owed"
    assert walk(Next(), ContactFact("lost"), Released(), Next()).ended == "released"


@pytest.mark.covers("S0-24")
def test_emergency_services_are_one_press_away_everywhere():
    for name, step in PROTOCOL.steps.items():
        if step.branch is None and step.end is None:
            assert "help_now" in PROTOCOL.anytime, name
    assert PROTOCOL.steps["help_now"].dispatches


def generated(count):
    """A protocol of so many steps: questions in a row between the opening and the hand-over."""
    rows = "".join(
        f"  s{n}: {{ask: topic, answers: {{yes: s{n + 1}, no: s{n + 1}, else: s{n + 1}}}}}\n"
        for n in range(count)
    )
    source = changed(
        GOOD, ("  opening: {use: opening, next: calm}\n", "  opening: {use: opening, next: s0}\n")
    )
    return f"{source}{rows}  s{count}: {{say: [Thank you], next: calm}}\n"


def test_checking_grows_with_the_steps_and_no_faster():
    """Measured against reading the same document, so that the machine's speed falls out."""

    def seconds(count):
        loaded = load(generated(count).encode(), file="x")
        begun = time.process_time()
        assert check(loaded, catalogue=CATALOGUE).findings == ()
        return time.process_time() - begun

    small, large = min(seconds(60) for _ in range(2)), seconds(240)
    assert large < 12 * small


def test_the_states_grow_with_the_steps():
    sizes = []
    for count in (40, 80, 120):
        space = Space(load(generated(count).encode(), file="x").protocol)
        space.explore()
        sizes.append(len(space.parents))
    assert sizes[2] - sizes[1] == sizes[1] - sizes[0]


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_no_sentence_of_a_shipped_protocol_was_cut_at_a_comma(name: str) -> None:
    """A comma between brackets ends an entry of a YAML list, unless the words are quoted."""
    cut = [
        (step.name, words)
        for step in shipped(name).steps.values()
        for words in (*step.say, *step.note, *step.avoid)
        if words[:1].islower() or len(words.split()) == 1
    ]
    assert cut == []
