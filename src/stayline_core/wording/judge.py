"""Words before they go out: what they do that words to a caller do not do, and what to say instead.

Only outgoing words are judged, never recorded speech (X-9): words in quotation inside a text, and
the lines of a message that is quoted in a reply, are passed over. A rule knows words and not what
is meant: it misses what is said in other words, and `docs/reference/wording.md` says what that
means. Judging is pure and takes time linear in the length of the text.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from stayline_core.wording.english import ENGLISH
from stayline_core.wording.reading import MAX_GRADE, reading_grade
from stayline_core.wording.rule import Language, Rule
from stayline_core.wording.shared import LENGTH, READING
from stayline_core.wording.spanish import SPANISH
from stayline_core.wording.text import Words, key_of, sentence_at, sentence_ends, words_of

Audience = Literal["caller", "written", "agency", "page"]

MAX_CHARACTERS: Final = 160
"""What can be said in a breath; in writing it is the limit of a sentence."""

HELD: Final = frozenset({"W01"})
"""What is never sent: a promise of secrecy (S0-30). Everything else is flagged."""

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType({"en": ENGLISH, "es": SPANISH})
"""The languages that have rules, by the first part of a language tag."""

_EVERYWHERE: Final = frozenset({"W01", "W04", "W12"})
_ANYONE: Final = frozenset({"W01", "W03", "W04", "W12", "W13"})
_JUDGED: Final[Mapping[str, frozenset[str] | None]] = MappingProxyType(
    {"caller": None, "written": None, "agency": _ANYONE, "page": _EVERYWHERE}
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: where it stands in the text as given, why, and what to say instead.

    `words` are those of the text from `start` to `end`. `instead` are words that `mended` can put
    there, or what to do where no words can stand for them all.
    """

    code: str
    start: int
    end: int
    words: str
    reason: str
    instead: str


def judge(
    text: str,
    *,
    language: str = "en",
    audience: Audience = "caller",
    approved: Collection[str] = (),
) -> tuple[Remark, ...]:
    """What the rules have to say of a text that is to go out, in the order of the text.

    `audience` is who gets it: the `caller` by voice, in `written` form, an `agency`, or whoever
    reads a `page`. `approved` holds the sentences of advice that may be given (W06). A language
    without rules, and a tag that is none, is judged for length alone. Never raises (S0-30, S4-41).
    """
    table = language_of(language)
    codes = _JUDGED[audience]
    remarks = [] if table is None else list(_said(words_of(text), table, codes))
    if any(remark.code == "W06" for remark in remarks):
        remarks = _not_approved(text, remarks, approved)
    if codes is None:
        remarks += _too_long(text, audience)
        remarks += _too_hard(text) if table is not None and table.graded else []
    return tuple(sorted(remarks, key=lambda one: (one.start, one.end, one.code)))


def mended(text: str, remark: Remark, *, language: str = "en") -> str | None:
    """The text with what a remark is about replaced; None where the agent has to find the words."""
    rule = rule_of(remark.code, language=language)
    if rule is None or rule.replaces == "nothing":
        return None
    start, end = remark.start, remark.end
    if rule.replaces == "sentence" and remark.instead == rule.instead:
        start, end = sentence_at(text, start, end)
    words = remark.instead
    begins_sentence = start == 0 or text[start:end][:1].isupper()
    return text[:start] + (words[:1].upper() + words[1:] if begins_sentence else words) + text[end:]


def language_of(tag: str) -> Language | None:
    """The rules for a language tag such as `en-GB`, if there are any."""
    return LANGUAGES.get(tag.lower().replace("_", "-").split("-")[0])


def rule_of(code: str, *, language: str = "en") -> Rule | None:
    """The rule with this code in a language, if it has it."""
    if code in {LENGTH.code, READING.code}:
        return LENGTH if code == LENGTH.code else READING
    table = language_of(language)
    return None if table is None else table.rule(code)


def _said(words: Words, language: Language, codes: frozenset[str] | None) -> Iterator[Remark]:
    """What phrases say; of phrases of one rule that overlap, the first stays."""
    reached: dict[str, int] = {}
    beginning = language.beginning(set(words.keys), codes)
    for at, key in enumerate(words.keys):
        for entry in beginning.get(key, ()):
            code = entry.rule.code
            if at < reached.get(code, 0):
                continue
            end = entry.phrase.end(words.keys, at)
            if end is None:
                continue
            if entry.sort == "stated" and language.negation.before(words.keys, at):
                continue
            reached[code] = end
            if entry.sort != "excepted":
                yield _remark(words, entry.rule, at, end, entry.phrase.says.instead)


def _remark(words: Words, rule: Rule, at: int, end: int, instead: str | None) -> Remark:
    start, stop = words.starts[at], words.ends[end - 1]
    marked = words.text[start:stop]
    return Remark(rule.code, start, stop, marked, rule.reason, instead or rule.instead)


def _not_approved(text: str, remarks: list[Remark], approved: Collection[str]) -> list[Remark]:
    """The remarks without those on advice that is given in approved words."""
    allowed = {key_of(sentence) for sentence in approved}
    return [
        one
        for one in remarks
        if one.code != "W06" or key_of(_sentence(text, one.start, one.end)) not in allowed
    ]


def _sentence(text: str, start: int, end: int) -> str:
    first, last = sentence_at(text, start, end)
    return text[first:last]


def _too_long(text: str, audience: Audience) -> list[Remark]:
    """W08: the whole of what is said in a breath, or each sentence of what is read."""
    places = [0, *sentence_ends(text)] if audience == "written" else [0, len(text)]
    return [
        Remark(LENGTH.code, start, end, text[start:end], LENGTH.reason, LENGTH.instead)
        for start, end in pairwise(places)
        if len(text[start:end].strip()) > MAX_CHARACTERS
    ]


def _too_hard(text: str) -> list[Remark]:
    """W07: the reading grade of the whole."""
    grade = reading_grade(text)
    if grade is None or grade <= MAX_GRADE:
        return []
    return [Remark(READING.code, 0, len(text), text, READING.reason, READING.instead)]
