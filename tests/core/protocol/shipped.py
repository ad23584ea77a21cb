"""What is shipped, read once: each protocol by its id, the centre it is checked against, walks."""

from __future__ import annotations

import json
from pathlib import Path

from stayline_core.protocol import (
    CENTRE_NAMES,
    Answer,
    Catalogue,
    Event,
    Next,
    Protocol,
    State,
    apply,
    load,
    opening,
    screen,
)

PLAYBOOK = Path(__file__).parents[3] / "src/stayline/playbook"
SOURCES = {file.stem: file.read_bytes() for file in (PLAYBOOK / "protocols").glob("*.yaml")}
LOADED = {name: load(source, file=f"{name}.yaml") for name, source in SOURCES.items()}
CENTRE = Catalogue.from_documents(
    {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in (PLAYBOOK / "forms").glob("*.json")
    },
    {file.name: file.read_bytes() for file in (PLAYBOOK / "ladders").glob("*.yaml")},
    CENTRE_NAMES,
)


def shipped(name: str) -> Protocol:
    """The shipped protocol of this id."""
    protocol = LOADED[name].protocol
    assert protocol is not None
    return protocol


def walk(protocol: Protocol, *events: Event, channel_class: str = "live") -> State:
    """Where a run stands after these events, none of which may be refused."""
    state = opening(protocol, channel_class=channel_class).state
    for event in events:
        outcome = apply(protocol, state, event)
        assert outcome.refused is None, (state.step, event, outcome.refused)
        state = outcome.state
    return state


def answered(protocol: Protocol, state: State, value: str) -> Answer:
    """This answer to what the step shown decides by."""
    field = screen(protocol, state).routed
    assert field is not None, state.step
    return Answer(field, value)


def pressed(protocol: Protocol, *presses: str, channel_class: str = "live") -> list[str]:
    """The steps shown one after another: `next`, or the answer to the step's own question."""
    state = opening(protocol, channel_class=channel_class).state
    shown = [state.step]
    for press in presses:
        event = Next() if press == "next" else answered(protocol, state, press)
        outcome = apply(protocol, state, event)
        assert outcome.refused is None, (state.step, press, outcome.refused)
        state = outcome.state
        shown.append(state.step)
    return shown


def words(protocol: Protocol) -> str:
    """Everything that the agent may say or ask in it, in one text."""
    return "\n".join(
        text
        for step in protocol.steps.values()
        for text in (*step.say, *(ask.question or "" for ask in step.asks))
    )
