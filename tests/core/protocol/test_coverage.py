"""Coverage: every aspect a protocol must address is named, with where it is met (S0-22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stayline_core.protocol.coverage import coverage, playbook_coverage
from stayline_core.protocol.language import Limits
from tests.core.protocol.shipped import SOURCES, shipped


def missing(protocol) -> set[str]:
    """The keys of what a protocol must address and does not."""
    return {one.key for one in coverage(protocol).missing}


def without_cover(protocol, aspect):
    """The protocol with no step that says it covers this aspect."""
    steps = {
        name: replace(step, covers=tuple(one for one in step.covers if one != aspect))
        for name, step in protocol.steps.items()
    }
    return replace(protocol, steps=steps)


def without_owed(protocol, target):
    """The protocol with nothing owed that names this form, plan or thing."""
    kept = tuple(one for one in protocol.obligations if one.do.target != target)
    return replace(protocol, obligations=kept)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_shipped_protocols_address_everything(name):
    found = coverage(shipped(name))
    assert found.complete, [one.title for one in found.missing]
    steps = shipped(name).steps
    safety = next((one for one in found.aspects if one.key == "safety"), None)
    assert safety is not None
    assert all("safety" in steps[step].covers for step in safety.met_by)


@pytest.mark.covers("S0-22")
@pytest.mark.parametrize(
    ("aspect", "change"),
    [
        *(
            (aspect, lambda one, aspect=aspect: without_cover(one, aspect))
            for aspect in ("acknowledge", "calm", "safety", "hand_over")
        ),
        ("ladder", lambda one: replace(one, ladder=None)),
        ("lost", lambda one: replace(one, on={})),
        ("resumed", lambda one: replace(one, on={"contact_lost": one.on["contact_lost"]})),
        ("grows", lambda one: replace(one, on={})),
        ("one_press", lambda one: replace(one, anytime={})),
        ("report", lambda one: without_owed(one, "security_threat")),
        ("people_at_risk", lambda one: without_owed(one, "people_at_risk")),
        ("arrived", lambda one: without_owed(one, "arrived")),
        ("aftercare", lambda one: without_owed(one, "aftercare")),
        ("duties", lambda one: replace(one, duties=one.duties[1:])),
        ("limits", lambda one: replace(one, limits=Limits(may=("Listen",)))),
        ("minimum", lambda one: replace(one, minimum=())),
        ("stakes", lambda one: replace(one, steps={})),
        ("provenance", lambda one: replace(one, review_by=None)),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_aspect_that_nothing_meets_is_missing(aspect, change):
    protocol = shipped("threat-to-others")
    assert aspect not in missing(protocol)
    assert aspect in missing(change(protocol))


def test_a_call_back_is_needed_only_where_a_line_can_be_lost():
    protocol = without_cover(shipped("self-harm"), "call_back")
    assert "call_back" in missing(protocol)
    assert "call_back" not in missing(replace(protocol, channels=("email",)))


def test_what_is_covered_without_a_word_is_not_met():
    protocol = shipped("self-harm")
    mute = {name: replace(step, say=()) for name, step in protocol.steps.items()}
    assert {"acknowledge", "pass_on", "hand_over"} <= missing(replace(protocol, steps=mute))


def test_only_protocols_have_aspects():
    found = coverage(shipped("self-harm"), "ladder")
    assert found.aspects == ()
    assert found.complete


def test_the_playbook_names_who_handles_what_and_where_nobody_does():
    bomb = shipped("bomb-voice")
    item = replace(bomb, id="suspicious-item", situation="suspicious_item")
    found = {(one.harm, one.channel_class): one for one in playbook_coverage([item, bomb])}
    live = found["bomb", "live"]
    assert (live.opens, live.offered, live.gap) == (("bomb-voice",), ("suspicious-item",), False)
    assert found["bomb", "written"].gap
    assert not found["abusive_language", "none"].gap


def test_what_staff_report_falls_to_the_procedure_for_the_unforeseen():
    found = {
        (one.harm, one.channel_class): one
        for one in playbook_coverage([shipped("unforeseen"), shipped("self-harm")])
    }
    assert found["self_harm", "none"].opens == ("unforeseen",)
    assert not found["self_harm", "none"].gap
    assert found["self_harm", "written"].gap
