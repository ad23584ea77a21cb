"""What the words on record show: promises, questions, phrases, and whether they were kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from stayline_core.scoring.story import REPORT, THREAT, Story
from stayline_core.scoring.values import Judged, Logged, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRECY: Final = "W01"
METHOD: Final = "W05"
HELPFUL: Final = frozenset({"W02", "W03", "W04", "W06", "W09", "W11", "W12", "W13"})
"""Rules of wording about phrases; length and reading grade are of writing, not of speech."""

SELDOM: Final = 5
"""One line with a remark in so many is partly met; more is not met."""

_IDENTITY: Final = re.compile(
    r"\b(date of birth|account number|security (question|code)|password|passcode|pin (code|number)"
    r"|maiden name|confirm your (identity|address|details)|verify (you|your))\b",
    re.IGNORECASE,
)
_VOICED: Final = frozenset({"refused", "caller_did_not_say"})
_NO_WORDS: Final = "None of the agent's words are on record."
_NO_RULES: Final = "There are no rules of wording for this language."


def _unheard(story: Story, item: str) -> Judged | None:
    """Why the agent's words cannot be judged; None where they can."""
    if not story.lines("agent"):
        return Judged(item, Verdict.UNSURE, _NO_WORDS)
    if story.language is None:
        return Judged(item, Verdict.UNSURE, _NO_RULES)
    return None


def no_secrecy(story: Story, item: str = "no_secrecy") -> Judged:
    """Was no secrecy promised (S0-30)?"""
    unheard = _unheard(story, item)
    if unheard is not None:
        return unheard
    promised = _with(story, frozenset({SECRECY}))
    if promised:
        because = "The agent's words promise secrecy."
        return Judged(item, Verdict.NOT_MET, because, promised)
    count = len(story.lines("agent"))
    return Judged(item, Verdict.MET, f"The rules find no promise in the agent's {count} lines.")


def only_needed(story: Story) -> Judged:
    """Was neither how asked about, nor who the person is, once that was waived?"""
    item = "only_needed"
    unheard = _unheard(story, item)
    if unheard is not None:
        return unheard
    how = _with(story, frozenset({METHOD}))
    if how:
        because = "The agent's words ask or speak of how. Whether it is within reach is enough."
        return Judged(item, Verdict.NOT_MET, because, how)
    who = _identity_asked(story)
    if who:
        because = "The identity check was waived, and the agent's words ask for one."
        return Judged(item, Verdict.NOT_MET, because, who)
    because = "The agent's words on record ask neither how nor, once it was waived, for identity."
    return Judged(item, Verdict.MET, because)


def _identity_asked(story: Story) -> tuple[int, ...]:
    waived = any("authentication_waived" in one.duties for one in story.protocols)
    began = story.began
    if not waived or began is None:
        return ()
    return tuple(
        one.sequence
        for one in story.lines("agent")
        if one.at > began and _IDENTITY.search(one.fields["text"])
    )


def words_that_help(story: Story) -> Judged:
    """Were the words free of what plays down, blames, argues, advises or turns away?"""
    item = "words_that_help"
    unheard = _unheard(story, item)
    if unheard is not None:
        return unheard
    marked = _with(story, HELPFUL)
    count = len(story.lines("agent"))
    if not marked:
        return Judged(item, Verdict.MET, f"The rules find nothing in the agent's {count} lines.")
    titles = sorted({remark.reason for _, remark in story.remarks if remark.code in HELPFUL})
    verdict = Verdict.PARTLY if len(marked) * SELDOM <= count else Verdict.NOT_MET
    because = f"{len(marked)} of the agent's {count} lines could have been said better. {titles[0]}"
    return Judged(item, verdict, because, marked)


def _with(story: Story, codes: frozenset[str]) -> tuple[int, ...]:
    """The lines of the agent that a rule of these codes marks, each once."""
    found = (line.sequence for line, remark in story.remarks if remark.code in codes)
    return tuple(dict.fromkeys(found))


def exact_words(story: Story) -> Judged:
    """Are the words in the report those that were said (S1-28)?"""
    item = "exact_words"
    threats = story.of(THREAT)
    if threats and all(one.fields.get("form") == "perceived" for one in threats):
        because = "The threat was perceived; nothing was said."
        return Judged(item, Verdict.NOT_APPLICABLE, because)
    reports = [one for one in story.of(REPORT) if one.fields.get("threat")]
    if not reports:
        return Judged(item, Verdict.UNSURE, "There is no report of a threat to look at.")
    answers = [_words_of(one) for one in reports]
    entries = tuple(one.sequence for one in reports)
    if None in answers:
        return Judged(item, Verdict.UNSURE, "The content of the report was erased.", entries)
    written = [_plain(one) for one in answers if one]
    if not written:
        return Judged(item, Verdict.NOT_MET, "The report holds no exact words.", entries)
    said = _plain(" ".join(one.fields["text"] for one in story.lines("caller")))
    if not said:
        because = "None of the caller's words are on record beside the report."
        return Judged(item, Verdict.UNSURE, because, entries)
    if all(one in said for one in written):
        because = "The words in the report are on record as they stand."
        return Judged(item, Verdict.MET, because, entries)
    because = "The words in the report are not on record as they stand."
    return Judged(item, Verdict.PARTLY, because, entries)


def _words_of(report: Logged) -> str | None:
    """The exact words in a report: empty where it has none, None where it was erased."""
    answers: Mapping[str, Any] | None = report.fields.get("answers")
    if answers is None:
        return None
    return str(answers.get("exact_words", {}).get("value") or "")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def observed_not_asked(story: Story) -> Judged:
    """Was what is only noticed not asked about?"""
    item = "observed_not_asked"
    noticed = {
        ask.field for one in story.protocols for step in one.steps.values() for ask in step.observes
    }
    if not noticed:
        because = "The procedure has nothing that is only noticed."
        return Judged(item, Verdict.NOT_APPLICABLE, because)
    voiced = tuple(
        entry.sequence
        for entry, event in story.commands("answer")
        if event.get("field") in noticed and event.get("value") in _VOICED
    )
    if voiced:
        because = "Something that is only noticed is recorded as asked: the caller did not say it."
        return Judged(item, Verdict.NOT_MET, because, voiced)
    because = "What was asked aloud beside the procedure the log cannot know."
    return Judged(item, Verdict.UNSURE, because)
