"""Laws, codes, the plan, the procedure, the pages of knowledge: what they say, and where from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stayline.library import queries
from stayline.library.actions import body_of, playbook
from stayline.library.errors import DocumentFaulty
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

HEAD = """\
stayline: 1
kind: %s
id: own
title: Of our own
review_by: 2027-01-01
sources:
  ours: {text: Our counsel, status: own, review_by: 2027-01-01}
"""
LAW = (
    HEAD % "laws" + "laws: [{id: a, title: A, sort: %s, harms: [%s], asks: [B], source: ours}%s]\n"
)
CODES = (
    HEAD % "codes"
    + "terms: []\nstyles: []\nalphabets: [{id: a, title: A, words: %s, source: ours}]\n"
)
PAGE = HEAD % "knowledge" + "%ssections: [{heading: H, source: ours, lines: [%s]}]\n"


@pytest.mark.covers("S3-32", "S3-15")
def test_laws_apply_by_harm_and_country_and_say_how_far_they_were_checked() -> None:
    british = queries.laws_for({"abuse_disclosure"}, "gb")
    assert {one.country for one in british} == {"GB", ""}
    assert [bool(one.country) for one in british] == sorted(
        (bool(one.country) for one in british), reverse=True
    )
    duty = next(one for one in british if one.id == "gb_duty_to_report")
    assert (duty.where, duty.proof.unverified) == ("England", True)
    american = {one.id: one for one in queries.laws_for({"violence"}, "US")}
    assert american["us_ca_log"].where == "California"
    assert "us_capta" not in american
    assert queries.laws_for(set(), "GB") == queries.laws_for({"bomb"}, "") == []
    assert all(one.confirm for one in queries.laws_to_confirm({"bomb"}, "US"))
    everywhere = queries.laws_for({"bomb"}, "FR")
    assert {one.country for one in everywhere} == {""}
    every = queries.laws()
    assert len({one.id for one in every}) == len(every) > 30
    for one in every:
        assert one.proof.text, one.id
        assert date.fromisoformat(one.proof.review_by) > NOW.date(), one.id


@pytest.mark.covers("S3-43")
def test_wording_and_codes_spell_and_name_what_is_not_said() -> None:
    codes = queries.codes()
    icao, police = codes.alphabets
    assert len(icao.words) == len(police.words) == 26
    assert icao.spell("Bay-7") == ("Bravo", "Alfa", "Yankee", "7")
    assert (icao.proof.unverified, police.proof.unverified) == (False, True)
    died = next(one for one in codes.terms if one.preferred == "died by suicide")
    assert "committed suicide" in died.instead_of
    assert dict(died.translations)["es"]
    assert any(one.medium == "Email" and "report number" in one.rules[0] for one in codes.styles)


@pytest.mark.covers("S3-30", "S3-31", "S3-34", "S3-35", "S3-41", "S3-42")
def test_each_of_the_21_items_of_knowledge_has_its_page() -> None:
    pages = queries.guides("knowledge")
    assert [one.item for one in pages] == [f"K{number}" for number in range(1, 22)]
    assert [one.requirement for one in pages] == [f"S3-{number}" for number in range(30, 51)]
    for page in pages:
        headings = [one.heading for one in page.sections]
        assert headings[0] == "What it is for", page.id
        assert "Where in the product" in headings, page.id
        assert all(one.lines or one.links for one in page.sections), page.id
    assert queries.knowledge_page("K5").title == "Keeping the log"
    assert queries.knowledge_page("K22") is None
    assert queries.guides("catalogue")[0].sections


@pytest.mark.covers("S2-46")
def test_a_sites_own_plan_comes_before_the_shipped_one() -> None:
    assert queries.crisis_plan(" Ring Rowan. ") == "Ring Rowan."
    assert "step away at any time" in queries.crisis_plan()


@pytest.mark.covers("S1-35")
def test_the_procedure_has_its_three_parts_each_with_protocols() -> None:
    (procedure,) = queries.guides("procedure")
    parts = [one.heading.split(": ", 1) for one in procedure.sections]
    assert [part for part, _ in parts] == ["Part 1", "Part 2", "Part 3"]
    assert "Reporting threats" in parts[0][1]
    assert "Bomb threats" in parts[1][1]
    assert "supervisor" in parts[2][1]
    assert "threat-to-others" in procedure.sections[0].protocols
    assert "bomb-voice" in procedure.sections[1].protocols
    assert all(one.protocols for one in procedure.sections)


@pytest.mark.parametrize(
    ("kind", "source", "said"),
    [
        ("laws", LAW % ("rumour", "bomb", ""), "laws[1].sort"),
        ("laws", LAW % ("law", "tea", ""), "laws[1].harms"),
        (
            "laws",
            LAW
            % ("law", "bomb", ", {id: a, title: A, sort: law, harms: [], asks: [], source: ours}"),
            "same id twice: a",
        ),
        ("codes", CODES % "Bravo Alfa", "alphabets[1]: one word a letter"),
        ("knowledge", PAGE % ("", "A"), "which knowledge item"),
        (
            "knowledge",
            PAGE % ("item: K1\nrequirement: S3-30\n", '{text: "", source: ours}'),
            "lines[1]",
        ),
        ("plan", PAGE % ("", "A"), "says “knowledge”"),
    ],
)
def test_a_faulty_reference_is_refused_at_its_place(kind: str, source: str, said: str) -> None:
    with pytest.raises(DocumentFaulty) as refused:
        body_of(kind, source.encode(), "own.yaml")
    assert said in refused.value.faults["own.yaml"]


def test_every_shipped_reference_says_that_it_is_a_template(tmp_path: Path) -> None:
    found = [one for one in playbook() if one.kind in queries.OWN_KIND - {"scenario"}]
    assert len(found) > 25
    assert [one.name for one in found if b"UNCERTIFIED TEMPLATE" not in one.source] == []
