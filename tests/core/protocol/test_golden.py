"""Every version of a protocol that was ever shipped is frozen: it is read, and runs, for ever.

A run keeps the digest of its version (S0-3). A change of a shipped protocol needs a new frozen copy
beside the old ones: `python -m tools.freeze_protocols` makes it, and never touches another.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from stayline_core.canonical import digest
from stayline_core.protocol import (
    Answer,
    ContactFact,
    LadderFact,
    Next,
    Protocol,
    Released,
    apply,
    from_json,
    load,
    opening,
    screen,
    to_json,
)
from stayline_core.protocol.findings import has_errors
from tests.core.protocol.shipped import SOURCES

FROZEN = sorted((Path(__file__).parents[2] / "golden/protocols").glob("*.yaml"))
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
