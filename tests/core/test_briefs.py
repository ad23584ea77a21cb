"""The five forms: their blocks are frozen, and each is filled or says that nothing is known."""

from __future__ import annotations

import json

import pytest

from stayline_core.briefs import (
    FORMS,
    NOT_KNOWN,
    Correction,
    Said,
    blocks,
    kept,
    read_again,
    shared,
    voice,
)

FROZEN = {
    "methane": "M Major incident|E Exact location|T Type|H Hazards|A Access|N Number hurt|"
    "E Emergency services",
    "iimarch": "I Information|I Intent|M Method|A Administration|R Risk assessment|"
    "C Communications|H Humanitarian issues",
    "sbar": "S Situation|B Background|A Assessment|R Recommendation",
    "ics201": "1 Incident name|2 Incident number|3 Date and time initiated|4 Map or sketch|"
    "5 Situation summary and health and safety briefing|6 Prepared by|"
    "7 Current and planned objectives|8 Current and planned actions, strategies and tactics|"
    "9 Current organisation|10 Resource summary",
    "ics214": "1 Incident name|2 Operational period|3 Name|4 ICS position|"
    "5 Home agency and unit|6 Resources assigned|7 Activity log|8 Prepared by",
}


@pytest.mark.covers("S3-12")
def test_the_blocks_of_every_form_are_those_of_the_form() -> None:
    for form in FORMS.values():
        assert [f"{one.number} {one.title}" for one in form.blocks] == FROZEN[form.id].split("|")
        assert len({one.id for one in form.blocks}) == len(form.blocks)
        assert all(one.ask for one in form.blocks)
    assert FORMS.keys() == FROZEN.keys()


def test_what_nobody_knows_is_said_and_every_line_names_its_entries() -> None:
    for form in FORMS.values():
        for one in blocks(form, {}):
            assert (one.lines, one.known, one.entries) == ((NOT_KNOWN,), False, ())
    facts = {
        "type": (Said("Gas.", (3, 1)),),
        "hazards": (Said("Gas.", (7,)), Said("Fire.", (2,))),
    }
    information, *_, humanitarian = blocks(FORMS["iimarch"], facts)
    assert information.lines[:4] == (
        "What: Gas.",
        "Where: not known.",
        "When: not known.",
        "How many: not known.",
    )
    assert information.sourced[0] == ("What: Gas.", (3, 1))
    assert information.entries == (1, 2, 3, 7)
    assert information.known
    assert humanitarian.text == NOT_KNOWN


def test_a_correction_stands_before_the_log_and_in_the_other_forms() -> None:
    facts = {"location": (Said("The mill.", (4,)),)}
    words = {"location": Correction("12 Mill Lane\n\n third floor ", 9, "Bo Example")}
    place = blocks(FORMS["methane"], facts, words)[1]
    assert place.lines == ("12 Mill Lane", "third floor")
    assert (place.entries, place.corrected_by, place.made) == ((9,), "Bo Example", ("The mill.",))
    back = blocks(FORMS["methane"], facts, {"location": Correction(" ", 10, "Bo Example")})[1]
    assert (back.lines, back.corrected_by) == (("The mill.",), "")
    told = shared(
        {
            ("methane", ""): words | {"hazards": Correction("", 11, "Bo Example")},
            ("iimarch", ""): {
                "information": Correction("Many facts.", 12, "Bo Example"),
                "risk": Correction("Gas.", 13, "Bo Example"),
                "intent": Correction("Get people out.", 15, "Bo Example"),
            },
            ("ics201", ""): {"objectives": Correction("Older.", 14, "Bo Example")},
            ("ics214", "a person"): {"name": Correction("Theirs.", 16, "Bo Example")},
        }
    )
    assert told == {
        "location": (Said("12 Mill Lane", (9,)), Said("third floor", (9,))),
        "hazards": (Said("Gas.", (13,)),),
        "intent": (Said("Get people out.", (15,)),),
    }


def test_a_brief_is_read_aloud_and_read_back_and_kept_as_it_was() -> None:
    form = FORMS["sbar"]
    made = blocks(form, {"type": (Said("Gas.", (1,)),)})
    assert voice(made)[0] == "Situation. Gas. Where: not known."
    assert voice(made)[-1] == "Please read that back to me."
    again = read_again(form, json.loads(json.dumps(kept(made))))
    assert [one.sourced for one in again] == [one.sourced for one in made]
    assert [one.ask for one in again] == [one.ask for one in made]
    assert again[0].known
    assert not again[1].known
