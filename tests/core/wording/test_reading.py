"""How hard a text reads."""

import pytest

from stayline_core.wording import MAX_GRADE, judge, reading_grade

HARD = (
    "Notwithstanding organisational considerations, individual circumstances necessitate "
    "multidisciplinary intervention alongside continuing communication opportunities."
)
EASY = "I am here with you. We have time. Tell me what you can. There is no rush at all."


def test_a_short_text_has_no_grade() -> None:
    assert reading_grade("Organisational considerations necessitate intervention.") is None
    assert reading_grade("") is None


def test_numbers_and_placeholders_are_no_words() -> None:
    numbers = (
        "Call 0800 123 456 or 0800 654 321 at 10:30 or 11:45 or 12:15 on 3 May at {centre_name}"
    )
    assert reading_grade(numbers) is None
    assert reading_grade(
        EASY + " {supervisor_name} https://unpronounceable.example/organisation"
    ) == (reading_grade(EASY))


def test_hard_is_hard_and_easy_is_easy() -> None:
    hard, easy = reading_grade(HARD), reading_grade(EASY)
    assert hard is not None
    assert easy is not None
    assert easy < 3 < MAX_GRADE < hard
    assert "W07" in {remark.code for remark in judge(HARD)}


def test_a_name_counts_as_an_easy_word() -> None:
    named = "Mr Papadimitropoulos is with you now, and he can help you with all of it today."
    plain = "Mr Miller is with you now, and he can help you with all of it for you today."
    first, second = reading_grade(named), reading_grade(plain)
    assert first is not None
    assert second is not None
    assert abs(first - second) < 1.5


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1),
        ("time", 1),
        ("little", 2),
        ("wanted", 2),
        ("called", 1),
        ("places", 2),
        ("makes", 1),
        ("people", 2),
        ("rhythm", 1),
        ("supervisor", 4),
        ("agreed", 2),
    ],
)
def test_syllables_are_those_that_are_said(word, syllables) -> None:
    sentence = " ".join([word] * 12)
    grade = reading_grade(sentence)
    assert grade is not None
    assert round((grade + 15.59 - 0.39 * 12) / 11.8, 6) == syllables
