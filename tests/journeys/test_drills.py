"""Every drill in one centre that is up, with a token that expires: told, closed, verified."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stayline.config.commands import drill
from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.centre import Centre

pytestmark = pytest.mark.loopback

KEYS = {
    "incident",
    "level",
    "protocol",
    "signals",
    "rang_after_ms",
    "handed_over",
    "report_number",
    "record_number",
    "case_reference",
    "case_delivered",
    "closed",
    "exercise",
    "drill",
    "verified",
    "entries",
    "bundle",
    "seconds",
}


class Drills:
    """Runs drills in a centre that is up."""

    def __init__(self, centre: Centre, folder: Path) -> None:
        words = ("token", "--drill", "--name", "Drills", "--site", "meadowbank")
        made = subprocess.run(
            stayline_process(*words),
            env=dict(centre.environ),
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        self.token, self.folder, self.url = folder / "token", folder / "bundles", centre.url
        self.token.write_text(made.stdout, encoding="utf-8")
        self.told = ""

    def run(self, *words: str) -> dict[str, Any]:
        there = ("--json", "--url", self.url, "--token-file", str(self.token))
        done = CliRunner().invoke(drill.command, [*words, *there, "--bundle", str(self.folder)])
        assert done.exit_code == 0, done.output
        self.told = done.output
        result: dict[str, Any] = json.loads(done.output.splitlines()[-1])
        assert result.keys() == KEYS
        assert (result["exercise"], result["verified"], result["closed"]) == (True, True, True)
        assert result["incident"].startswith("SLX-")
        return result

    def entries(self, result: dict[str, Any]) -> list[dict[str, Any]]:
        file = Path(result["bundle"]) / "entries.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def kinds(self, result: dict[str, Any]) -> list[str]:
        return [one["kind"] for one in self.entries(result)]


@pytest.fixture
def drills(centre: Centre, tmp_path: Path) -> Drills:
    return Drills(centre, tmp_path)


def handed_over(result: dict[str, Any]) -> None:
    assert result["handed_over"] is True
    assert result["rang_after_ms"] >= 0
    assert result["report_number"].startswith("SLXR-")
    assert result["case_reference"].startswith("SLXC-")
    assert result["case_delivered"] is True


def bomb(drills: Drills) -> None:
    result = drills.run("bomb-threat")
    handed_over(result)
    assert (result["level"], result["protocol"], result["record_number"]) == (0, "bomb-voice", None)
    assert "fills what was not said" in drills.told
    kinds = drills.kinds(result)
    assert kinds.index("command.dispatch.called") < kinds.index("incidents.contact.caller_left")


def irate(drills: Drills) -> None:
    result = drills.run("irate")
    handed_over(result)
    assert result["protocol"] == "threat-to-others"
    assert result["record_number"].startswith("SLXQ-")
    assert drills.told.index("A first warning") < drills.told.index("warning ladder has vanished")
    assert drills.kinds(result).count("incidents.warning.given") == 1


def plain(drills: Drills) -> None:
    result = drills.run("irate", "--plain")
    empty = ("report_number", "case_reference", "rang_after_ms")
    assert [result[name] for name in empty] == [None, None, None]
    assert (result["handed_over"], result["level"]) == (False, 3)
    assert result["record_number"].startswith("SLXQ-")
    kinds = drills.kinds(result)
    assert kinds.count("incidents.warning.given") == 3
    assert kinds.index("incidents.contact.released") > kinds.index("incidents.warning.given")
    assert "escalation.ladder.raised" not in kinds


def others(drills: Drills) -> None:
    result = drills.run("threat-to-others")
    handed_over(result)
    assert "people_at_risk is filed" in drills.told


def abuse(drills: Drills) -> None:
    result = drills.run("abuse-disclosure")
    handed_over(result)
    assert (result["protocol"], result["record_number"]) == ("abuse-disclosure", None)


@pytest.mark.sqlite_only
def test_every_drill_comes_to_its_close_and_twice_in_a_row(drills: Drills) -> None:
    for each in (others, bomb, abuse, irate, plain, plain):
        each(drills)


@pytest.mark.postgres_only
def test_the_longest_and_the_shortest_on_a_server(drills: Drills) -> None:
    irate(drills)
    plain(drills)
