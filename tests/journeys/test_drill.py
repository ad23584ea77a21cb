"""One contact from first word to verified record, through the real system, on this engine."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from stayline.config.commands import drill, verify
from stayline.config.rehearsal.centre import Centre
from stayline.config.rehearsal.driver import Driver, Players
from stayline.config.rehearsal.script import Said, Script, scenario

pytestmark = pytest.mark.loopback


@pytest.mark.covers("S0-25", "S0-26", "S1-45", "S1-62", "S1-64", "S3-10", "S3-12")
def test_the_drill_is_told_closed_and_verified(centre: Centre, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(centre.token, encoding="utf-8")
    done = CliRunner().invoke(
        drill.command,
        [
            *("self-harm", "--json", "--url", centre.url, "--token-file", str(token)),
            *("--bundle", str(tmp_path / "bundles")),
        ],
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.output.splitlines()[-1])
    assert told["verified"] is True
    assert told["handed_over"] is True
    assert told["exercise"] is True
    assert told["case_delivered"] is True
    assert told["closed"] is True
    assert told["report_number"].startswith("SLXR-")
    assert told["case_reference"].startswith("SLXC-")
    assert told["rang_after_ms"] >= 0
    _any_change_is_found(Path(told["bundle"]), told["entries"])


def _any_change_is_found(bundle: Path, entries: int) -> None:
    file = bundle / "entries.jsonl"
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == entries
    place = len(lines[3]) // 2
    lines[3] = lines[3][:place] + bytes([lines[3][place] ^ 1]) + lines[3][place + 1 :]
    file.write_bytes(b"".join(lines))
    changed = CliRunner().invoke(verify.command, [str(bundle), "--json"])
    assert changed.exit_code == 1
    assert "4" in changed.output
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    shortened = CliRunner().invoke(verify.command, [str(bundle)])
    assert shortened.exit_code == 1
    assert "incomplete" in shortened.output.lower()
    file.write_bytes(whole)
    assert CliRunner().invoke(verify.command, [str(bundle)]).exit_code == 0


def test_words_of_others_open_what_they_say_and_nothing_else(http: httpx.Client) -> None:
    plain = Script("plain", "An ordinary call", (Said("caller", "What is my balance?"),))
    played = Driver(http, plain, Players(), lambda _: None).play()
    assert played.incident is None
    assert played.rang_after_ms is None
    other = Script("other", "A threat", (Said("caller", "I will come over and hurt you."),))
    guided = Driver(http, other, Players(agent="toby"), lambda _: None).play()
    assert guided.protocol == "threat-to-others"
    assert guided.closed


def test_the_scenario_reads_as_it_is_shipped() -> None:
    assert scenario("self-harm").answers["safety.in_danger_now"] == "no"
