"""`stayline figures`: the same rows as on the screen, for a spreadsheet and for machines."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from stayline.config.commands import figures
from stayline.quality.queries.exported import WHATS
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(figures.command, list(given))
    return done.exit_code, done.output


def test_it_prints_each_kind_of_figures_for_one_site_or_every_one(cast: Cast) -> None:
    del cast
    assert tuple(WHATS) == figures.WHATS
    code, said = run("exposure", "--site", "here")
    assert code == 0
    assert said.splitlines()[0] == "site,since,name,times,severe"
    assert "Ann Example,0,0" in said
    code, told = run("waits", "--json")
    found = json.loads(told)
    assert (code, found["what"], sorted(found["sites"])) == (0, "waits", ["here", "there"])
    assert found["sites"]["here"][0]["accepted_n"] == 0
    assert run("--site", "nowhere")[0] == 2
