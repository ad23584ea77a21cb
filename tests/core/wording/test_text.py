"""Letters, quotation and places: what the rules see, and where it stands in the text as given."""

import pytest

from stayline_core.wording import judge
from stayline_core.wording.text import (
    PAUSE,
    QUOTED,
    STOP,
    key_of,
    sentence_at,
    sentence_ends,
    words_of,
)


def keys(text):
    return list(words_of(text).keys)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I won't", ["i", "wont"]),
        ("I won’t", ["i", "wont"]),
        ("I WONT", ["i", "wont"]),
        ("I won\u00b4t", ["i", "wont"]),
        ("\uff57\uff4f\uff4e\uff07\uff54", ["wont"]),
        ("se\u00adcret", ["secret"]),
        ("sec\u200bret", ["secret"]),
        ("café, niño", ["cafe", PAUSE, "nino"]),
        ("cafe\u0301", ["cafe"]),
        ("should’ve", ["should", "have"]),
        ("shouldve", ["should", "have"]),
        ("the secret's safe", ["the", "secret", "is", "safe"]),
        ("that's it's", ["thats", "its"]),
        ("I've", ["ive"]),
        ("calm-down", ["calm", "down"]),
        ("calm\u2011down", ["calm", "down"]),
        ("calm - down", ["calm", PAUSE, "down"]),
        ("calm – down", ["calm", PAUSE, "down"]),
        ("one. two", ["one", STOP, "two"]),
        ("one…two", ["one", STOP, "two"]),
        ("one\ntwo", ["one", "two"]),
        ("one\n \ntwo", ["one", STOP, "two"]),
        ("hi {agent_name}!", ["hi", "{}", STOP]),
        ("flat 3B", ["flat", "3b"]),
        ("he said “but no” then", ["he", "said", QUOTED, "then"]),
        ('he said "but no" then', ["he", "said", QUOTED, "then"]),
        ("he said 'but I don't' then", ["he", "said", QUOTED, "then"]),
        ("he said ‘but I don’t’ then", ["he", "said", QUOTED, "then"]),
        ("dijo «pero no» y", ["dijo", QUOTED, "y"]),
        ("“but no”", ["but", "no"]),
        ("'but no'", ["but", "no"]),
        ('an open " but', ["an", "open", "but"]),
        ("the boys' room, but", ["the", "boys", "room", PAUSE, "but"]),
        ("> but why\nhello", [QUOTED, "hello"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text, expected) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Please calm down.",
        "Bitte … please CALM  DOWN.",
        "\u200bplease ca\u0301lm\u00a0down",
        "ﬁrst, please calm-down",
        "please calm d\u200bown, all",
    ],
)
def test_a_remark_names_a_place_in_the_text_as_given(text) -> None:
    (remark,) = judge(text)
    assert text[remark.start : remark.end] == remark.words
    assert words_of(remark.words).keys == ("calm", "down")


@pytest.mark.covers("X-9")
@pytest.mark.parametrize(
    "text",
    [
        "You told me “I tried, but nobody came” and I hear that.",
        'You wrote "calm down" to her.',
        "You said ‘it’s my fault, but so be it’, and I hear you.",
        "> but you promised\n> to keep this secret\n\nThank you for writing.",
    ],
)
def test_recorded_speech_inside_a_text_is_never_judged(text) -> None:
    assert judge(text) == ()


@pytest.mark.covers("X-9")
def test_a_text_that_is_one_quotation_is_what_goes_out() -> None:
    assert [remark.code for remark in judge("“I won't tell anyone.”")] == ["W01"]


def test_the_key_of_a_sentence_leaves_out_case_and_stops() -> None:
    assert key_of("If you can, Move away.") == key_of("if you can move  away")


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("One. Two but. Three.", "but", "Two but."),
        ("but one. Two.", "but", "but one."),
        ("One. Two but", "but", "Two but"),
        ("One.\n\nTwo but\n\nThree", "but", "Two but"),
        ("Is it? But why?!  Yes.", "But", "But why?!"),
    ],
)
def test_the_sentence_round_a_place(text, part, expected) -> None:
    start = text.index(part)
    first, last = sentence_at(text, start, start + len(part))
    assert text[first:last] == expected


def test_a_text_ends_its_last_sentence() -> None:
    assert sentence_ends("One. Two") == [4, 8]
    assert sentence_ends("") == [0]
