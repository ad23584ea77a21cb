"""Walks of what is shipped: each is content told as a story, and must come true line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from stayline_core.protocol.walk import check_names, load_script, open_script, play
from tests.core.protocol.shipped import CENTRE, SOURCES, shipped

WALKS = sorted((Path(__file__).parent / "walks").glob("*.yaml"))


@pytest.mark.parametrize("file", WALKS, ids=lambda file: file.stem)
def test_the_walk_comes_true(file: Path) -> None:
    loaded = load_script(file.read_bytes(), file=file.name)
    assert loaded.findings == ()
    script = loaded.script
    assert script is not None
    assert script.id == file.stem
    protocol = shipped(script.of)
    assert check_names(loaded, protocol) == ()
    played = list(play(open_script(protocol, script, catalogue=CENTRE), script, file=file.name))
    assert [failure.told for one in played for failure in one.failures] == []
    assert len(played) == len(script.lines) + 1


def test_every_shipped_protocol_is_walked() -> None:
    walked = {load_script(file.read_bytes(), file=file.name).script.of for file in WALKS}
    assert walked == set(SOURCES)
