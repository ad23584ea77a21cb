"""The rules on sentences: each bad one brings its codes, each near miss brings nothing."""

from pathlib import Path

import pytest

from stayline_core.wording import judge

HERE = Path(__file__).parent


def bad(name):
    """The codes of each bad sentence of a file, and the sentence."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            codes, _, text = line.partition(" | ")
            yield frozenset(codes.split()), text


def good(name):
    """The sentences of a file that bring nothing."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


BAD = list(bad("bad.txt"))
GOOD = good("good.txt")


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
