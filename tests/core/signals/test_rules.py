"""The rule language: what a pattern stands for, and the words that wake it."""

from __future__ import annotations

import pytest

from stayline_core.signals import RULES, engine
from stayline_core.signals.cues import ALWAYS, CueReader
from stayline_core.signals.quiet import without_figures
from stayline_core.signals.rules import compile_pattern
from stayline_core.signals.text import plain
from tests.core.signals.said import QUIET, SAID

SMALL = {"die": "die|dies|pass away", "who": "he|she", "tool": r"(?:big )?<die>"}


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("want to die", "i want, to  die", True),
        ("want to die", "i want to. die", False),
        ("want to die", "unwanted to die", False),
        ("want ~2 die", "want to just die", True),
        ("want ~2 die", "want to go and just die", False),
        ("want ~2 die", "want not die", False),
        ("<who> <die>", "she dies", True),
        ("<tool>", "big pass away", True),
        ("what ?now", "what now", True),
        ("^die$", "stop. die!", True),
        ("^die$", " die", True),
        ("^die$", "to die", False),
        ("^die$", "die now", False),
    ],
)
def test_a_pattern_reads_words_inside_one_sentence(pattern: str, text: str, matches: bool) -> None:
    assert bool(compile_pattern(pattern, SMALL).search(text)) is matches


def test_a_name_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(KeyError):
        compile_pattern("<ghost>", SMALL)


@pytest.mark.parametrize(
    ("pattern", "cues"),
    [
        ("i want to die", {"die"}),
        ("kill|murder", {"kill", "murder"}),
        ("kill(?:ing|ed)? you", {"kill", "killing", "killed"}),
        ("bombs?", {"bomb", "bombs"}),
        ("the (?:old )?gate", {"gate"}),
        ("he(?: \\w+){0,2} jump", {"jump"}),
        ("<who> <die>", {"die", "dies", "pass"}),
        ("<tool>", {"die", "dies", "pass"}),
        ("famil\\w+ hurt", {"hurt"}),
        ("^(?:yes |no )?bomb$", {"bomb"}),
        ("(?!not)jump", {"jump"}),
        ("i (?:am|m) (?:go\\w+ far|home)", {"far", "home"}),
        ("\\w+", {ALWAYS}),
        ("(?:ha)?(?:ho)?", {ALWAYS}),
        ("bomb|\\w+", {ALWAYS}),
        ("a(?:$|b)", {ALWAYS}),
        ("[ab]cd", {ALWAYS}),
        ("x(?:y(?:p|q)?|z)", {"xy", "xyp", "xyq", "xz"}),
        ("o(?:\\w|k)", {ALWAYS}),
        ("o(?:k k|k)", {ALWAYS}),
        ("a\\+b kill", {"kill"}),
        ("ha(?: you| all) kill", {"ha"}),
        ("(?:so |very )bad(?:ly)?", {"bad", "badly"}),
        ("go(?:ld coins|es) far", {"far"}),
    ],
)
def test_cues_are_words_that_a_pattern_cannot_do_without(pattern: str, cues: set[str]) -> None:
    assert set(CueReader(SMALL).cues_of(pattern)) == cues


def test_no_rule_is_deaf_to_a_sentence_that_its_pattern_matches() -> None:
    cues = {rule.id: engine.cues_that_wake(rule.id) for rule in RULES}
    sentences = [said for lines in SAID.values() for said in lines.split("\n")] + QUIET
    for sentence in sentences:
        read = plain(sentence)
        text = without_figures(read.text, read.words())
        for compiled in engine.ear().rules:
            if compiled.pattern.search(text):
                assert cues[compiled.rule.id] & (read.words() | {ALWAYS})


def test_figures_are_blanked_without_moving_anything() -> None:
    text = "this bill is killing me and there is a bomb"
    blanked = without_figures(text, set(text.split()))
    assert len(blanked) == len(text)
    assert "killing" not in blanked
    assert blanked.endswith("there is a bomb")
