"""Every version of a protocol that was ever shipped is frozen: it is read, and runs, for ever.

A run keeps the digest of its version (S0-3). A change of a shipped protocol needs a new frozen copy
beside the old ones: `python -m tools.freeze_protocols` makes it, and never touches another.

Beside each copy lie walks through it: logs of events with the effects that each gave and the state
at the end. A log that was written once is a record: it replays to the same for ever.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from stayline_core.canonical import digest
from stayline_core.protocol import (
    Answer,
    ContactFact,
    LadderFact,
    Next,
    Opened,
    Outcome,
    Protocol,
    Released,
    SwitchedIn,
    apply,
    begin,
    event_from_json,
    event_to_json,
    from_json,
    load,
    opening,
    replay,
    screen,
    to_json,
)
from stayline_core.protocol.findings import has_errors
from tests.core.protocol.shipped import SOURCES

FROZEN = sorted((Path(__file__).parents[2] / "golden/protocols").glob("*.yaml"))
RUNS = Path(__file__).parents[2] / "golden/runs"
STEPS = 40


def name_of(source: bytes) -> str:
    body = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only, no tags
    return f"{body['id']}-{digest(body)[:12]}"


def read(file: Path) -> Protocol:
    loaded = load(file.read_bytes(), file=file.name)
    assert not has_errors(loaded.findings)  # a later check may warn of what was certified
    assert loaded.protocol is not None
    return loaded.protocol


@pytest.mark.covers("S0-3")
@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_a_frozen_version_still_loads_under_the_digest_that_names_it(file: Path) -> None:
    assert name_of(file.read_bytes()) == file.stem
    assert file.stem.startswith(read(file).id)


@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_a_frozen_version_still_runs_and_its_state_is_read_again(file: Path) -> None:
    protocol = read(file)
    for channel_class in protocol.classes:
        state = opening(protocol, channel_class=channel_class).state
        ladder = protocol.ladder.id if protocol.ladder else ""
        for what in ("accepted", "joined", "spoke"):
            state = apply(protocol, state, LadderFact(what, ladder)).state
        for _ in range(STEPS):
            shown = screen(protocol, state)
            if shown.ended:
                break
            values = [value for value, _ in shown.answers if value != "else"]
            press = Answer(shown.routed, (values or ["unknown"])[-1]) if shown.routed else Next()
            outcome = apply(protocol, state, press)
            assert outcome.refused is None, (state.step, press)
            state = from_json(to_json(outcome.state))
            assert state == outcome.state
        lost = apply(protocol, state, ContactFact("lost")).state
        assert "released" in apply(protocol, lost, Released()).state.facts


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_what_is_shipped_is_frozen(name: str) -> None:
    stems = {file.stem for file in FROZEN}
    assert name_of(SOURCES[name]) in stems, "run python -m tools.freeze_protocols"


def frozen_walks(file: Path) -> dict[str, Any]:
    kept = json.loads((RUNS / f"{file.stem}.json").read_text(encoding="utf-8"))
    assert kept["version"] == 1
    walks: dict[str, Any] = kept["walks"]
    return walks


def outcomes(protocol: Protocol, log: list[dict[str, Any]]) -> list[Outcome]:
    """What each event of a log gives, from the opening on."""
    first = event_from_json(log[0]["event"])
    assert isinstance(first, Opened | SwitchedIn)
    found = [begin(protocol, first)]
    for entry in log[1:]:
        found.append(apply(protocol, found[-1].state, event_from_json(entry["event"])))
    return found


@pytest.mark.covers("S0-3")
@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_a_frozen_log_replays_to_the_same_state_and_effects(file: Path) -> None:
    protocol = read(file)
    for name, walk in frozen_walks(file).items():
        found = outcomes(protocol, walk["log"])
        for entry, outcome in zip(walk["log"], found, strict=True):
            assert [one.to_json() for one in outcome.emitted] == entry.get("emitted", []), name
            refused = outcome.refused.code if outcome.refused else None
            assert refused == entry.get("refused"), (name, entry)
        assert to_json(found[-1].state) == walk["state"], name
        assert from_json(walk["state"]) == found[-1].state
        events = [event_from_json(entry["event"]) for entry in walk["log"]]
        assert [event_to_json(event) for event in events] == [e["event"] for e in walk["log"]]
        assert replay(protocol, events) == found[-1].state


def test_the_frozen_logs_hold_every_sort_of_end_and_event() -> None:
    """Else a change of what they do not hold would go unseen."""
    walks = [walk for file in FROZEN for walk in frozen_walks(file).values()]
    ends = {walk["state"]["ended"] for walk in walks}
    assert {"handed_over", "released", "resolved", "recorded", "opened_in_error", None} <= ends
    kinds = {entry["event"]["event"] for walk in walks for entry in walk["log"]}
    assert kinds >= {"opened", "switched_in", "parked", "resumed", "threat_stands", "step_due"}
    assert kinds >= {"answer", "next", "take", "skip", "due", "filed", "released", "dispatched"}
    assert kinds >= {"contact", "ladder", "end_contact", "opened_in_error"}
    statuses = {one for walk in walks for one in walk["state"]["obligations"].values()}
    assert {"owed", "met", "missed", "void"} <= statuses
