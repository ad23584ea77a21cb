"""The rules on sentences: each bad one brings its codes, each near miss brings nothing."""

from collections import Counter

import pytest

from stayline_core.wording import LANGUAGES, judge
from tests.core.wording.examples import BAD, GOOD


def codes(text, **how):
    return {remark.code for remark in judge(text, **how)}


@pytest.mark.covers("S0-30", "S4-41")
def test_every_bad_sentence_brings_its_codes_and_no_other() -> None:
    wrong = [(text, sorted(want), sorted(codes(text))) for want, text in BAD if codes(text) != want]
    assert wrong == []


@pytest.mark.covers("X-9")
def test_no_near_miss_brings_anything() -> None:
    wrong = [(text, sorted(codes(text))) for text in GOOD if codes(text)]
    assert wrong == []


def test_each_rule_has_its_examples() -> None:
    count = Counter(code for want, _ in BAD for code in want)
    assert all(count[rule.code] >= 7 for rule in LANGUAGES["en"].rules)
    assert len(BAD) >= 60
    assert len(GOOD) >= 60
