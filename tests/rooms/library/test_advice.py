"""What may and may not be advised: by kind of harm and country, each line with its source."""

from __future__ import annotations

import pytest

from stayline.library.actions import body_of
from stayline.library.errors import DocumentFaulty
from stayline.library.queries import advice_for
from stayline_core.protocol.language import HARMS

pytestmark = pytest.mark.django_db

SOURCE = """\
stayline: 1
kind: advice
id: own
title: Limits of our own
country: GB
sources:
  ours: {text: Our counsel, status: %s, checked_on: "%s", review_by: "%s"}
lines:
  - {sort: %s, harms: %s, source: %s, text: "%s"}
"""
GOOD = ("verified", "2026-11-01", "2027-11-01", "legal", "[bomb]", "ours", "Ask the police first.")


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S3-38", "S3-45")
@pytest.mark.parametrize("harm", HARMS)
def test_every_kind_of_harm_has_its_limits_here_and_anywhere(harm: str) -> None:
    for country in ("GB", "us", "", "ZZ"):
        advice = advice_for(harm, country)
        assert advice.procedure
        assert advice.may
        assert any("legal advice" in one.text for one in advice.must_not)
        held = {one.country for one in (*advice.may, *advice.must_not, *advice.legal)}
        assert held <= {"", country.upper()}
        assert bool(advice.legal) is (country.upper() in {"GB", "US"})
        first = advice.must_not[0]
        assert harm in first.harms or not any(harm in one.harms for one in advice.must_not)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({0: "surely"}, "status"),
        ({1: ""}, "checked_on"),
        ({2: "next year"}, "review_by"),
        ({3: "perhaps"}, "lines[1].sort"),
        ({4: "[tea]"}, "tea"),
        ({4: "bomb"}, "a list is needed"),
        ({5: "theirs"}, "lines[1]: no such source: theirs"),
        ({6: " "}, "lines[1]: no text"),
    ],
)
def test_limits_with_a_fault_are_refused_at_their_place(changed: dict[int, str], said: str) -> None:
    words = tuple(changed.get(number, word) for number, word in enumerate(GOOD))
    with pytest.raises(DocumentFaulty) as refused:
        body_of("advice", (SOURCE % words).encode(), "own.yaml")
    assert said in refused.value.faults["own.yaml"]
    assert body_of("advice", (SOURCE % GOOD).encode(), "own.yaml")["lines"]
