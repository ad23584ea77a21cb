"""How hard a text is to follow: the Flesch-Kincaid grade of an English text.

It counts, it does not understand. Placeholders, numbers and addresses are left out, and a name
counts as an easy word, for nobody chose it. A few words give no honest figure, so there is none.
"""

import re
from typing import Final

from stayline_core.wording.text import sentence_ends

MAX_GRADE: Final = 8.0
"""A text above this is hard to follow for many people, and harder for one in distress."""

LEAST_WORDS: Final = 12
"""Below this number of words there is no grade."""

_WORDS_A_SENTENCE: Final = 0.39
_SYLLABLES_A_WORD: Final = 11.8
_BASE: Final = 15.59
_SHORT: Final = 3
_OF_A_NAME: Final = 2

_LEFT_OUT: Final = re.compile(r"\{[a-z_]+\}|https?://\S+|\S*\d\S*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS: Final = re.compile(r"[aeiouyáéíóúàèùâêîôûäëïöü]+")
_SILENT: Final = re.compile(
    r"(?:(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<=[^aeioutd])ed|(?<=[^aeiouscgzxh])es)$"
)


def reading_grade(text: str) -> float | None:
    """The school grade that follows a text with ease; None for less than `LEAST_WORDS` words."""
    if len(text.split()) < LEAST_WORDS:
        return None
    words = sentences = syllables = 0
    start = 0
    for end in sentence_ends(text):
        found = _WORD.findall(_LEFT_OUT.sub(" ", text[start:end]))
        start = end
        if found:
            words += len(found)
            sentences += 1
            syllables += sum(_syllables(word, first=not place) for place, word in enumerate(found))
    if words < LEAST_WORDS:
        return None
    by_length = _WORDS_A_SENTENCE * words / sentences
    return by_length + _SYLLABLES_A_WORD * syllables / words - _BASE


def _syllables(word: str, *, first: bool) -> int:
    """Groups of vowels, without those that are written and not said."""
    if len(word) <= _SHORT:
        return 1
    spoken = max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))
    return min(spoken, _OF_A_NAME) if word[0].isupper() and not first else spoken
