"""Every shipped protocol: it passes, it says what it is, it rings, and the docs tell its times."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stayline_core.protocol import check, load_ladder
from stayline_core.protocol.language import CHANNEL_CLASSES, DUTIES, HARMS
from tests.core.protocol.shipped import CENTRE, LOADED, PLAYBOOK, SOURCES, shipped

DOCS = Path(__file__).parents[3] / "docs/reference/protocols.md"
NAMES = sorted(SOURCES)
URGENT = [name for name in NAMES if shipped(name).urgent]
PLAIN = [name for name in NAMES if shipped(name).situation is None]
MANNERS = {"abusive_language", "supervisor_demand"}


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_every_check_with_the_forms_and_ladders_that_are_shipped(name: str) -> None:
    result = check(LOADED[name], catalogue=CENTRE)
    assert result.findings == ()
    assert result.id == name


@pytest.mark.parametrize("name", NAMES)
def test_it_says_that_it_is_an_uncertified_template_and_where_it_comes_from(name: str) -> None:
    protocol = shipped(name)
    assert SOURCES[name].startswith(b"# UNCERTIFIED TEMPLATE.")
    assert any("uncertified template" in one for one in protocol.sources)
    assert protocol.laws == ()
    assert protocol.review_by
    assert protocol.limits.may
    assert protocol.limits.may_not


@pytest.mark.parametrize("name", URGENT)
def test_a_threat_is_rung_at_once_reported_and_cared_for(name: str) -> None:
    protocol = shipped(name)
    result = check(LOADED[name], catalogue=CENTRE)
    assert (result.first_ring_s, result.everyone_rung_s, result.longest_silence_s) == (0, 60, 20)
    assert protocol.duties == DUTIES
    owed = {(one.do.kind, one.do.target): one for one in protocol.obligations}
    assert owed["file", "security_threat"].within_s == 600
    assert owed["raise_", "management"].from_ == "opened"
    assert ("start", "aftercare") in owed
    assert ("confirm", "arrived") in owed
    to_others = {"violence", "bomb", "harassment"} & set(protocol.handles)
    assert bool(to_others) == (("file", "people_at_risk") in owed)


@pytest.mark.covers("S0-37")
@pytest.mark.parametrize("name", URGENT)
def test_it_notes_what_is_at_risk_and_only_a_life_decides(name: str) -> None:
    steps = shipped(name).steps.values()
    noted = {item.field for step in steps for item in step.observes}
    assert {"risk.life", "risk.company"} <= noted
    assert "risk.company" not in {step.routed for step in steps}


@pytest.mark.covers("S0-24")
@pytest.mark.parametrize("name", URGENT)
def test_emergency_services_are_one_press_away(name: str) -> None:
    protocol = shipped(name)
    assert any(protocol.steps[step].dispatches for step in protocol.anytime)


def test_every_harm_on_every_class_of_channel_is_handled_once() -> None:
    """Staff reports are for the unforeseen, which `other` names, but for harassment in the centre.

    One for a situation is offered beside the procedure of its harm, and never opens by itself.
    """
    for harm in HARMS:
        for cls in CHANNEL_CLASSES:
            found = [n for n in PLAIN if harm in shipped(n).handles and cls in shipped(n).classes]
            if cls == "none":
                own = {"harassment": ["harassment-in-the-centre"]}
                own |= {"other": ["unforeseen"]}
                assert found == own.get(harm, [])
            else:
                assert len(found) == 1, (harm, cls, found)


def test_only_bad_manners_may_end_with_the_agent_putting_down() -> None:
    for name in NAMES:
        ends = {step.end for step in shipped(name).steps.values()}
        assert ("terminated" in ends) == (set(shipped(name).handles) <= MANNERS), name


def test_whoever_is_asked_for_by_an_angry_caller_comes_and_it_never_ends_in_silence() -> None:
    read = load_ladder((PLAYBOOK / "ladders/handoff.yaml").read_bytes(), file="handoff.yaml")
    assert read.findings == ()
    assert read.ladder is not None
    assert read.ladder.rungs[-1].everyone
    assert read.ladder.rungs[0].on_duty


@pytest.mark.parametrize("name", NAMES)
def test_the_docs_have_its_section_its_level_and_its_times(name: str) -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert f"\n## {name}\n" in text
    (row,) = re.findall(rf"^\| \[`{name}`\].*$", text, re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[2] == shipped(name).level
    result = check(LOADED[name], catalogue=CENTRE)
    times = (result.first_ring_s, result.everyone_rung_s, result.longest_silence_s)
    assert cells[4:] == ["on demand" if one is None else f"{one} s" for one in times]
