"""The checker judges what a protocol says by the shared rules, and tells the mend."""

from dataclasses import replace

import pytest

from stayline_core.protocol import check, load
from tests.core.protocol.sample import CATALOGUE, GOOD, changed

SAID = 'say: ["I\'m listening. Take all the time you need."]'
ADVICE = "You should go to another room."


def findings(text, catalogue=CATALOGUE):
    source = changed(GOOD, (SAID, f'say: ["{text}"]'))
    found = check(load(source.encode(), file="x.yaml"), catalogue=catalogue).findings
    return [one for one in found if one.code.startswith("W")]


@pytest.mark.covers("S0-30", "S4-41")
def test_a_finding_names_the_words_the_reason_and_what_to_write_instead() -> None:
    (finding,) = findings("I hear you, but we have rules.")
    assert finding.code == "W02"
    assert "“but”" in finding.message
    assert "makes people defend themselves" in finding.message
    assert "Write instead: “and”" in finding.message
    assert finding.line > 1


def test_what_is_too_long_says_how_long() -> None:
    (finding,) = findings("We are here. " * 13)
    assert finding.code == "W08"
    assert "168 characters" in finding.message


def test_advice_needs_to_stand_in_the_approved_list() -> None:
    assert [one.code for one in findings(ADVICE)] == ["W06"]
    approved = replace(CATALOGUE, advice=frozenset({"you should go to another room"}))
    assert findings(ADVICE, approved) == []


def test_whoever_argues_is_told() -> None:
    assert [one.code for one in findings("That is not true.")] == ["W13"]
