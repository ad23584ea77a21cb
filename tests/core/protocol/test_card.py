"""A protocol as a card: every screen has a number, and every way leads somewhere."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest

from stayline_core.minimum import BUILT_IN, MINIMUM_SAFE
from stayline_core.protocol.card import Way, protocol_card
from stayline_core.protocol.language import Ask, Effect, Protocol, Step


def of(*steps: Step, **more: object) -> Protocol:
    return Protocol(
        id="p",
        title="A protocol",
        handles=("other",),
        level="L1",
        start=steps[0].name,
        steps=MappingProxyType({step.name: step for step in steps}),
        **more,  # type: ignore[arg-type]  # whatever a test wants to say
    )


@pytest.mark.parametrize("protocol", BUILT_IN.values(), ids=lambda one: one.id)
def test_every_way_of_a_card_leads_to_a_step_or_says_how_it_ends(protocol: Protocol) -> None:
    card = protocol_card(protocol, "", {}, {"supervisor_name": "your colleague"})
    numbers = [step.number for step in card.steps]
    screens = [one for one in protocol.steps.values() if one.branch is None and one.end is None]
    assert numbers == list(range(1, len(screens) + 1))
    for way in (*card.always, *(way for step in card.steps for way in step.ways)):
        assert way.to in numbers or (way.to == 0 and way.then)
    assert "{supervisor_name}" not in json.dumps([step.say for step in card.steps])


def test_the_first_step_comes_first_and_says_its_words() -> None:
    card = protocol_card(MINIMUM_SAFE, "Built in", {}, {})
    assert card.steps[0].title == "Keep talking. A person is being called."
    assert "built into Stayline" in card.note[0]
    assert not any("built into Stayline" in note for step in card.steps for note in step.note)
    assert (card.standing, card.title) == ("Built in", "Minimum-safe path")
    assert [way.when for way in card.always] == [
        "If the line is lost",
        "If the caller is back",
        "If it gets worse",
        "Call emergency services",
    ]


def test_what_the_system_knows_becomes_a_question() -> None:
    known = Step("known", branch="spoke", answers=MappingProxyType({"yes": "end", "no": "stay"}))
    field = Step("field", branch="x.y", answers=MappingProxyType({"yes": "known", "else": "end"}))
    stay = Step("stay", next="field", wait_for="spoke", observes=(Ask("x.z"),))
    card = protocol_card(
        of(stay, field, known, Step("end", end="nowhere_known")), "", {"x.y": "Is it"}, {}
    )
    (only,) = card.steps
    assert only.title == "Stay"
    assert only.wait_for == "a colleague has spoken to the caller"
    assert only.observes == ("x.z",)
    spoken = "Then; Is it: yes; a colleague has spoken to the caller"
    assert only.ways == (
        Way(f"{spoken}: yes", 0, "it ends here"),
        Way(f"{spoken}: no", 1, ""),
        Way("Then; Is it: anything else, or no answer", 0, "it ends here"),
    )


def test_what_the_system_would_do_is_done_by_hand() -> None:
    step = Step(
        "one",
        title="One",
        do=(Effect("dispatch", "emergency_services"), Effect("unheard_of", "thing")),
        asks=(Ask("x", "Is {centre_name} near?"),),
        answers=MappingProxyType({"two_words": "end"}),
    )
    card = protocol_card(of(step, Step("end", end="released")), "", {}, {"centre_name": "Fernhill"})
    assert card.steps[0].do == (
        "Call emergency services for the caller’s place.",
        "unheard_of thing",
    )
    assert card.steps[0].asks == ("Is Fernhill near?",)
    assert card.steps[0].ways == (Way("two words", 0, "the contact is over"),)
