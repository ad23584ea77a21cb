"""All rules over one text, what stands first coming first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline_core.uniform import guarding, timing, wording
from stayline_core.uniform.text import Draft, Finding, Rule, Vocabulary, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    Judge = Callable[[Draft], Iterator[Finding]]

JUDGES: Final[tuple[Judge, ...]] = (
    guarding.names,
    guarding.own_words,
    guarding.codes,
    guarding.titles,
    guarding.spoken_only,
    timing.twelve_hours,
    timing.zones,
    timing.dates,
    timing.relative_days,
    timing.vague_times,
    timing.digits,
    wording.terms,
    wording.jargon,
    wording.short_forms,
    wording.vague_places,
    wording.hedges,
    wording.facts_a_line,
    wording.long_sentences,
    wording.subjects,
    wording.asked,
)

RULES: Final[tuple[Rule, ...]] = tuple(
    one
    for module in (guarding, timing, wording)
    for one in vars(module).values()
    if isinstance(one, Rule)
)
"""Every rule, those whose breach does harm first."""

_LONG: Final = re.compile(r"(?<![\d:])\d{3,}(?![\d:])")


def check(
    text: str,
    *,
    medium: str,
    outward: bool,
    vocabulary: Vocabulary,
    exact: Collection[str] = (),
    names: Collection[str] = (),
    zone: str = "",
    task: bool = False,
) -> tuple[Finding, ...]:
    """Return what somebody may read wrongly in a message, in the order of the text (S3-21, S3-22).

    `outward` says that it leaves this organisation. What stands in quotation marks is never
    judged, except that a person's own words (`exact`, and all that is quoted) and their `names`
    may not stand on a phone. `zone` is offered behind a time that has none. A `task` is looked
    at for what, where and by when.
    """
    draft = Draft(
        text=text,
        medium=medium,
        outward=outward,
        vocabulary=vocabulary,
        exact=tuple(exact),
        names=tuple(names),
        zone=zone,
        task=task,
        masked=masked(text),
    )
    found = {one for judge in JUDGES for one in judge(draft)}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.rule)))


def mended(text: str, finding: Finding) -> str:
    """Return the text with one press: what was found is replaced; without one, unchanged.

    So it is when the text has changed since.
    """
    if finding.replacement is None or text[finding.start : finding.end] != finding.found:
        return text
    before, after = text[: finding.start], text[finding.end :]
    if not finding.replacement:
        before = before.rstrip(" ")
    return f"{before}{finding.replacement}{after}".strip()


def must_mend(findings: Collection[Finding]) -> tuple[Finding, ...]:
    """Return those from which harm follows: with them, nothing is sent."""
    return tuple(one for one in findings if one.must)


def spell(text: str, alphabet: Mapping[str, str]) -> tuple[str, ...]:
    """Return the word of the alphabet for each letter; a digit stands for itself."""
    return tuple(alphabet.get(one, one) for one in text.upper() if one.isalnum())


def read_back(text: str) -> str:
    """Return how a message is said aloud: a sentence a line, long numbers digit by digit.

    The other side is asked to say it back.
    """
    said = _LONG.sub(lambda found: " ".join(found[0]), text)
    lines = [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", said) if part.strip()]
    return "\n".join([*lines, "Read that back to me, please."])
