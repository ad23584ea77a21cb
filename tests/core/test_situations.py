"""What says a situation already: words that raised a signal, or an answer; it only orders."""

from __future__ import annotations

import pytest

from stayline_core.protocol.language import SITUATIONS
from stayline_core.situations import MEANS, TAKEN_OVER, Heard, says_so

ABUSE = "abuse_disclosure.other_hurts"


def heard(rule: str, text: str = "", *, third_party: bool = False) -> list[Heard]:
    return [Heard(rule, third_party, text)]


def test_every_situation_of_the_language_has_its_sentence() -> None:
    assert set(MEANS) == set(SITUATIONS)
    assert TAKEN_OVER in MEANS


@pytest.mark.parametrize(
    ("situation", "rule", "text", "third_party", "says"),
    [
        ("third_party", "self_harm.other", "He says he cannot go on.", True, True),
        ("third_party", "self_harm.own", "I cannot go on.", False, False),
        ("domestic_abuse", ABUSE, "My husband hits me every night.", False, True),
        ("domestic_abuse", ABUSE, "Mi marido me pega.", False, True),
        ("domestic_abuse", ABUSE, "It happens at home.", False, True),
        ("domestic_abuse", ABUSE, "My supervisor shoves me at work.", False, False),
        ("domestic_abuse", "abuse_disclosure.captive", "They keep me in a room.", False, True),
        ("domestic_abuse", "violence.threat", "I'll hurt my wife.", False, False),
        ("sexual_abuse", "abuse_disclosure.touched", "", False, True),
        ("sexual_abuse", ABUSE, "", False, False),
        ("suspicious_item", "bomb.stated", "There is a parcel.", False, False),
    ],
)
def test_words_say_a_situation(
    situation: str, rule: str, text: str, third_party: bool, says: bool
) -> None:
    assert says_so(situation, heard(rule, text, third_party=third_party), {}) is says


@pytest.mark.parametrize(
    ("situation", "answers", "says"),
    [
        ("third_party", {"abuse.role": {"third_party"}}, True),
        ("third_party", {"abuse.role": {"victim"}}, False),
        ("physical_abuse", {"abuse.kinds": {"physical", ""}}, True),
        ("sexual_abuse", {"abuse.kinds": {"sexual"}}, True),
        ("domestic_abuse", {"abuse.kinds": {"coercive_control"}}, True),
        ("domestic_abuse", {}, False),
        ("taken_over", {"abuse.kinds": {"domestic"}}, False),
    ],
)
def test_answers_say_a_situation(situation: str, answers: dict[str, set[str]], says: bool) -> None:
    assert says_so(situation, [], answers) is says
