"""Judging as a whole: languages, audiences, approved advice, mending, hostile texts."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.wording import (
    HELD,
    LANGUAGES,
    LENGTH,
    MAX_CHARACTERS,
    READING,
    judge,
    language_of,
    mended,
    rule_of,
)
from tests.core.wording.examples import BAD


def codes(text, **how):
    return [remark.code for remark in judge(text, **how)]


@pytest.mark.covers("S4-41")
def test_but_is_flagged_with_its_place_an_alternative_and_the_reason() -> None:
    (remark,) = judge("I hear you, but we have rules.")
    assert (remark.code, remark.words, remark.start, remark.end) == ("W02", "but", 12, 15)
    assert remark.instead == "and"
    assert "defend themselves" in remark.reason
    assert mended("I hear you, but we have rules.", remark) == "I hear you, and we have rules."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("But we have rules.", "And we have rules."),
        ("Please calm down.", "Please take all the time you need."),
        ("Calm down. I'm here.", "Take all the time you need. I'm here."),
        ("He committed suicide in May.", "He died by suicide in May."),
        (
            "Go on. I won't tell anyone. Take your time.",
            "Go on. " + rule_of("W01").instead + " Take your time.",
        ),
        ("You're wrong", "I hear you, and I want to understand."),
    ],
)
def test_what_is_marked_can_be_replaced_by_one_press(text, expected) -> None:
    assert mended(text, judge(text)[0]) == expected


def test_where_no_words_can_stand_for_it_nothing_is_replaced() -> None:
    text = "We are here. " * 13
    (remark,) = judge(text)
    assert remark.code == "W08"
    assert mended(text, remark) is None
    assert mended("but", judge("but")[0], language="de") is None


def test_what_replaces_brings_no_remark_itself() -> None:
    for _, text in BAD:
        for remark in judge(text):
            mend = mended(text, remark)
            if mend is not None:
                left = [one for one in judge(mend) if one.code == remark.code]
                assert len(left) < len([one for one in judge(text) if one.code == remark.code])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_rule_says_why_whence_and_what_instead(language) -> None:
    table = LANGUAGES[language]
    for rule in (*table.rules, READING, LENGTH):
        assert rule.reason.endswith(".")
        assert rule.source
        if rule.replaces != "nothing":
            assert codes(rule.instead, language=language) == []
    assert {rule.code for rule in table.rules} >= HELD


def test_a_language_is_found_by_the_first_part_of_its_tag() -> None:
    assert language_of("en-GB") is LANGUAGES["en"]
    assert language_of("ES_mx") is LANGUAGES["es"]
    assert language_of("de") is None
    assert language_of("") is None


def test_a_rule_is_found_by_its_code() -> None:
    assert rule_of("W07") is READING
    assert rule_of("W08") is LENGTH
    assert rule_of("W02", language="es").instead == "y"
    assert rule_of("W02", language="de") is None
    assert rule_of("W99") is None


def test_a_language_without_rules_is_judged_for_length_alone() -> None:
    assert codes("Ich sage es niemandem, but", language="de") == []
    assert codes("Wort " * 40, language="de") == ["W08"]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("caller", ["W02", "W01", "W09"]),
        ("written", ["W02", "W01", "W09"]),
        ("agency", ["W01"]),
        ("page", ["W01"]),
    ],
)
def test_each_audience_has_its_rules(audience, expected) -> None:
    assert (
        codes("But I won't tell anyone, and I have to report this.", audience=audience) == expected
    )


def test_a_breath_is_the_whole_and_in_writing_each_sentence() -> None:
    sentence = "We are here, and we are with you, and we have time for you today. "
    assert codes(sentence * 3) == ["W08"]
    assert codes(sentence * 3, audience="written") == []
    long = "x" * (MAX_CHARACTERS + 1)
    (remark,) = judge(f"Yes. {long} No.", audience="written")
    assert remark.words.strip() == f"{long} No."


@pytest.mark.covers("S4-41")
def test_advice_that_is_approved_may_be_given() -> None:
    text = "I hear you. You should leave the house."
    assert codes(text) == ["W06"]
    assert codes(text, approved=["you should leave the house"]) == []
    assert codes(text, approved=["You should leave."]) == ["W06"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No se lo diré a nadie.", ["W01"]),
        ("Esto queda entre nosotros.", ["W01"]),
        ("Nadie lo sabrá.", ["W01"]),
        ("Le prometo confidencialidad.", ["W01"]),
        ("Guardaré el secreto.", ["W01"]),
        ("Le entiendo, pero no puedo.", ["W02"]),
        ("Cálmese, por favor.", ["W03"]),
        ("Tranquilízate.", ["W03"]),
        ("No es para tanto.", ["W03"]),
        ("Es culpa suya.", ["W04"]),
        ("¿Por qué no llamó antes?", ["W04"]),
        ("Debería haber llamado.", ["W04"]),
        ("¿Piensa cometer suicidio?", ["W12"]),
        ("Fue un intento fallido.", ["W12"]),
        ("No puedo guardar el secreto.", []),
        ("No es culpa suya.", []),
        ("No solo llamó, pero también escribió.", []),
        ("Le escucho. Estoy con usted.", []),
        ("Me dijo «pero nadie vino» y le creo.", []),
        ("¿Ha pensado en quitarse la vida?", []),
    ],
)
def test_the_first_spanish_rules(text, expected) -> None:
    assert codes(text, language="es") == expected


def test_the_spanish_rules_say_that_they_need_a_review() -> None:
    assert not LANGUAGES["es"].reviewed_by


HOSTILE = [
    ("", "but ", ""),
    ("", "no ", "one will know"),
    ("", "i will not ever tell ", ""),
    ("", "keep this ", ""),
    ("", "not only ", ""),
    ("", "if you ", ""),
    ("", "“", ""),
    ("", "'a", ""),
    ("", " '", ""),
    ("", '"', ' "'),
    ("", ".", "x"),
    (".", "”", "x"),
    ("", "\n ", "x"),
    ("", "a", ""),
    ("", "{", ""),
    ("", "\u0301", ""),
]


def calls(text):
    """How many calls it takes to judge a text: a measure that no busy machine disturbs."""
    count = 0

    def counted(_frame, event, _arg):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        judge(text, audience="written")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("parts", HOSTILE, ids=repr)
def test_the_work_grows_no_faster_than_the_text(parts) -> None:
    first, many, last = parts
    small, large = calls(first + many * 200 + last), calls(first + many * 800 + last)
    assert large <= 4.5 * small + 100


@pytest.mark.parametrize("parts", HOSTILE, ids=repr)
def test_a_hostile_text_of_20_kilobytes_is_judged_like_any_other(parts) -> None:
    first, many, last = parts
    text = first + many * (20_000 // len(many)) + last
    for remark in judge(text, audience="written"):
        assert text[remark.start : remark.end] == remark.words


@pytest.mark.soak
@pytest.mark.parametrize("parts", HOSTILE, ids=repr)
def test_a_hostile_text_of_a_megabyte_is_judged_like_any_other(parts) -> None:
    first, many, last = parts
    assert judge(first + many * (1_000_000 // len(many)) + last, audience="written") is not None


WORDS = [*["i", "wont", "tell", "anyone", "but", "no", "one", "keep", "this", "secret"], *".,“”'"]
ODD = " \n.,!?'\"-–—“”‘’«»{}()…>$^_|*?aeiyAZ09éñßİﬁ½\u00ad\u0301\u200b\u2028\x02\U0001f600"


@given(st.text(st.sampled_from(ODD), max_size=80))
def test_any_text_is_judged_and_every_remark_names_its_place(text) -> None:
    for remark in judge(text):
        assert text[remark.start : remark.end] == remark.words
        mended(text, remark)
    assert judge(text) == judge(text)


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_the_rules_own_words_is_judged(words) -> None:
    text = " ".join(words)
    for remark in judge(text):
        assert text[remark.start : remark.end] == remark.words
