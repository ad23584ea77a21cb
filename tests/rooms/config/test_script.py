"""What a rehearsal says: scenarios of the playbook, and somebody else's transcripts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from stayline.config.rehearsal.driver import MANNERS
from stayline.config.rehearsal.script import (
    Said,
    Script,
    ScriptFaulty,
    conversations,
    said,
    scenario,
    scenarios,
    with_transcript,
)
from stayline.contacts.models import Channel
from stayline_core import signals
from stayline_core.protocol import load

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"


SCRIPTS = [
    *(scenario(name) for name in scenarios()),
    scenario("irate", plain=True),
    *conversations("trouble"),
]
REHEARSED = {
    "self-harm",
    "bomb-voice",
    "bomb-in-writing",
    "threat-to-others",
    "abuse-disclosure",
    "irate-caller",
}


def listed(scripts: list[Script]) -> list[object]:
    return [pytest.param(one, id=f"{one.id}-plain" if one.plain else one.id) for one in scripts]


def test_every_procedure_that_is_rehearsed_has_its_scenario() -> None:
    assert {scenario(name).protocol for name in scenarios()} == REHEARSED


def heard(lines: Iterable[Said]) -> list[signals.Signal]:
    context: list[signals.Line] = []
    raised: list[signals.Signal] = []
    for one in lines:
        line = signals.Line(one.who, one.text)
        raised += signals.listen(context, line)
        context.append(line)
    return raised


@pytest.mark.parametrize("name", scenarios())
def test_a_scenario_is_named_as_its_file(name: str) -> None:
    assert scenario(name).id == name


@pytest.mark.parametrize("script", listed(SCRIPTS))
def test_a_script_is_complete_and_raises_something(script: Script) -> None:
    assert script.title
    assert script.channel in Channel.values
    assert script.safety
    assert script.release
    assert script.resolution
    assert heard(script.lines)


@pytest.mark.parametrize("script", listed(conversations("ordinary")))
def test_an_ordinary_conversation_raises_nothing(script: Script) -> None:
    assert heard(script.lines) == []
    assert {one.who for one in script.lines} == {"caller", "agent"}


@pytest.mark.parametrize("script", listed(SCRIPTS))
def test_abuse_alone_is_no_threat_and_after_the_warning_only_the_other_way_is(
    script: Script,
) -> None:
    before = {one.kind for one in heard(script.lines)}
    after = {one.kind for one in heard((*script.lines, *script.after_warning))}
    if script.after_warning:
        assert before == {"abusive_language"}
        assert (after <= MANNERS) is script.plain
    else:
        assert not before <= MANNERS


@pytest.mark.parametrize("script", listed(SCRIPTS))
def test_what_a_script_answers_and_replies_is_asked_by_its_protocol(script: Script) -> None:
    file = PLAYBOOK / "protocols" / f"{script.protocol}.yaml"
    protocol = load(file.read_bytes(), file=file.name).protocol
    asked = {one.field for step in protocol.steps.values() for one in (*step.asks, *step.observes)}
    assert set(script.answers) | set(script.replies) <= asked


def test_a_plain_way_is_asked_for_only_where_there_is_one() -> None:
    assert scenario("irate").plain is False
    assert scenario("irate", plain=True).plain is True
    with pytest.raises(ScriptFaulty, match="no plain way"):
        scenario("self-harm", plain=True)


def test_a_drill_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(ScriptFaulty, match=r"no drill 'nothing'.*self-harm"):
        scenario("nothing")


def test_a_transcript_takes_the_place_of_the_words_and_answers(tmp_path: Path) -> None:
    file = tmp_path / "call.jsonl"
    rows = [
        {"text": "Hello?"},
        {"text": "How can I help?", "speaker": "Agent"},
        {"text": "Hm.", "role": "user"},
        {"text": "Bark!", "who": "dog"},
    ]
    file.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    script = with_transcript(scenario("self-harm"), file)
    assert script.lines == (
        Said("caller", "Hello?"),
        Said("agent", "How can I help?"),
        Said("caller", "Hm."),
        Said("unknown", "Bark!"),
    )
    assert (script.answers, script.closing_lines) == ({}, ())
    assert "call.jsonl" in script.title
    assert script.safety == scenario("self-harm").safety


def test_an_empty_transcript_and_a_faulty_line_are_named(tmp_path: Path) -> None:
    file = tmp_path / "call.jsonl"
    file.write_text("\n \n", encoding="utf-8")
    with pytest.raises(ScriptFaulty, match=r"call\.jsonl holds no line"):
        with_transcript(scenario("self-harm"), file)
    file.write_text('{"text": "Hello?"}\nnot json\n', encoding="utf-8")
    with pytest.raises(ScriptFaulty, match=r"call\.jsonl, line 2: expected"):
        with_transcript(scenario("self-harm"), file)


@pytest.mark.parametrize("raw", ["{", "[]", "7", '"text"', "{}", '{"text": null}', '{"text": " "}'])
def test_a_line_that_is_none(raw: str) -> None:
    with pytest.raises(ScriptFaulty, match="call, line 7: "):
        said(raw, "call", 7)
