"""The notation of phrases."""

import pytest

from stayline_core.wording.phrase import PhraseUnreadable, Says, phrases, read
from stayline_core.wording.text import words_of


def found(line, text):
    """The words of a text that a phrase matches, the first time it does; None if it never does."""
    phrase = read(phrases(line)[0])
    keys = words_of(text).keys
    for at in range(len(keys)):
        if keys[at] in phrase.first:
            end = phrase.end(keys, at)
            if end is not None:
                assert phrase.anchor & set(keys)
                return " ".join(keys[at:end])
    return None


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("calm|cool down", "please cool down now", "cool down"),
        ("calm down", "calm up", None),
        ("no_one|nobody knows", "well no one knows", "no one knows"),
        ("no_one knows", "no two knows", None),
        ("very? sad", "sad", None),
        ("so very? sad", "so sad", "so sad"),
        ("so very? sad", "so very sad", "so very sad"),
        ("so very? very sad", "so very sad", "so very sad"),
        ("a|a_b c", "a b c", "a b c"),
        ("a|a_b d", "a b c", None),
        ("tell *2 anyone", "tell him or anyone", "tell him or anyone"),
        ("tell *2 anyone", "tell him or them or anyone", None),
        ("tell *2 anyone", "tell anyone", "tell anyone"),
        ("tell *2 anyone", "tell. Not anyone", None),
        ("tell *2 anyone", "tell “him” anyone", None),
        ("tell *2 anyone", "tell, well, anyone", None),
        ("tell *2 anyone", "tell", None),
        ("tell ,? me", "tell, me", "tell , me"),
        ("^ so what", "And so what", None),
        ("^ so what", "Yes. So what if", "so what"),
        ("^ so what", "Yes, so what", "so what"),
        ("so what $", "so what happened", None),
        ("so what $", "so what?", "so what"),
        ("so what $", "so what", "so what"),
        ("anyone (not before who|except)", "anyone except", None),
        ("anyone (not before who|except)", "anyone else", "anyone"),
        ("keep it (not after not|never)", "never keep it", None),
        ("keep it (not after not|never)", "always keep it", "keep it"),
    ],
)
def test_a_phrase_matches(line, text, expected) -> None:
    if line.startswith("very?"):
        with pytest.raises(PhraseUnreadable):
            found(line, text)
    else:
        assert found(line, text) == expected


def test_a_table_names_lists_and_sets_lines_in() -> None:
    table = """
    calm|
        cool down -> take <long>
    a b
        c
    """
    assert phrases(table, long="your time") == (
        Says("calm|cool down", "take your time"),
        Says("a b c"),
    )


@pytest.mark.parametrize("line", ["*2 anyone", "tell *9 anyone", "a? b"])
def test_a_phrase_that_could_begin_anywhere_or_leap_far_is_refused(line) -> None:
    with pytest.raises(PhraseUnreadable):
        read(Says(line))


def test_a_phrase_of_nothing_is_refused() -> None:
    with pytest.raises(PhraseUnreadable):
        read(Says(""))
