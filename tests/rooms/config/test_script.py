"""What a rehearsal says: scenarios of the playbook, and somebody else's transcripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stayline.config.rehearsal.script import (
    Said,
    ScriptFaulty,
    said,
    scenario,
    scenarios,
    with_transcript,
)
from stayline.contacts.models import Channel
from stayline_core import signals
from stayline_core.protocol import load

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"


def test_there_is_a_scenario_for_every_shipped_protocol() -> None:
    protocols = {file.stem for file in (PLAYBOOK / "protocols").glob("*.yaml")}
    assert protocols <= set(scenarios())


@pytest.mark.parametrize("name", scenarios())
def test_a_scenario_is_complete_and_raises_something(name: str) -> None:
    script = scenario(name)
    assert (script.id, bool(script.title)) == (name, True)
    assert script.channel in Channel.values
    assert script.safety
    assert script.release
    assert script.resolution
    context: list[signals.Line] = []
    raised = []
    for one in script.lines:
        line = signals.Line(one.who, one.text)
        raised += signals.listen(context, line)
        context.append(line)
    assert raised


@pytest.mark.parametrize("name", scenarios())
def test_what_a_scenario_answers_is_asked_by_its_protocol(name: str) -> None:
    file = PLAYBOOK / "protocols" / f"{name}.yaml"
    protocol = load(file.read_bytes(), file=file.name).protocol
    asked = {one.field for step in protocol.steps.values() for one in (*step.asks, *step.observes)}
    assert set(scenario(name).answers) <= asked


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
