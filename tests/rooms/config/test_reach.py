"""`stayline reach`: the same reckoning as on the screen, for a terminal and for machines."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from stayline.config.commands import reach
from stayline.people.actions import set_duty
from stayline.people.models import Site
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(reach.command, list(given))
    return done.exit_code, done.output


@pytest.mark.covers("X-6")
def test_it_says_for_each_site_when_nobody_can_answer_and_its_status_does(cast: Cast) -> None:
    code, said = run("crisis")
    assert code == 0, "everybody is on duty by hand"
    assert "Here: crisis: somebody can answer at once at every hour." in said
    assert "The site has no rota for this week." in said
    for who in (cast.bo, cast.bea, cast.lou, cast.mo):
        set_duty(person_id=who.id, on_duty=False, actor=who, at=NOW)
    code, said = run("crisis", "--site", "here")
    assert code == 1
    assert "at some hours nobody can answer" in said
    assert "There: crisis" not in said
    code, told = run("--json")
    found = {one["site"]: one for one in json.loads(told)["sites"]}
    assert code == 1
    assert (found["here"]["worst_s"], found["there"]["worst_s"]) == (None, 0)
    assert {one["code"] for one in found["here"]["findings"]} >= {"gap", "no_rota"}
    hour = found["there"]["hours"][0]
    assert (hour["seconds"], hour["people"], hour["way"]) == (0, 1, "screen")


def test_what_cannot_be_reckoned_is_said(cast: Cast) -> None:
    del cast
    assert run("--site", "nowhere") == (2, "There is no site with the short name nowhere.\n")
    Site.objects.update(closed_at=NOW)
    code, said = run()
    assert (code, "There is no site yet" in said) == (2, True)
