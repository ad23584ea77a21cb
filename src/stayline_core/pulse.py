"""The anonymous pulse: which groups may be shown, and how roughly (S4-4).

Three rules keep an answer from being traced to a person. A group shows only from the minimum
on. What is hidden must not come out by taking the shown from the whole: so the hidden together
are nobody, or again as many as the minimum. And what shows is a band, in which all and nobody
are never told from all but one and one, so that no result says for certain what anyone said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stayline_core.forms import Field, Form

LEAST: Final = 5
"""No minimum is smaller: below it a band would name people."""

BANDS: Final = (
    (0.2, "few", "one in five, or fewer"),
    (0.4, "some", "up to two in five"),
    (0.6, "about half", "about half"),
    (0.799, "many", "up to four in five"),
    (1.0, "most", "four in five, or more"),
)
"""Up to which share, in a word, and in more words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which groups of a round may be shown, and whether the whole may."""

    groups: frozenset[str]
    whole: bool


def shown(answered: Mapping[str, int], *, minimum: int) -> Shown:
    """Return what may be shown when so many of each group answered.

    The smallest group goes next when the hidden ones together would be too few; the whole
    shows wherever it is large enough.
    """
    least = max(LEAST, minimum)
    there = {group: count for group, count in answered.items() if count}
    if sum(there.values()) < least:
        return Shown(frozenset(), whole=False)
    kept = {group: count for group, count in there.items() if count >= least}
    while 0 < sum(there.values()) - sum(kept.values()) < least and kept:
        smallest = min(kept, key=lambda group: (kept[group], group))
        del kept[smallest]
    return Shown(frozenset(kept), whole=True)


def band(part: int, whole: int) -> tuple[str, str]:
    """Return how many of `whole` these are, in a word and in more words. `whole` is not 0."""
    share = part / whole
    return next((word, more) for up_to, word, more in BANDS if share <= up_to)


def asked(form: Form) -> tuple[Field, ...]:
    """Return what a pulse asks: the choices of a form, never words that would name who wrote."""
    return tuple(field for field in form.fields if field.kind in {"choice", "yes_no"})


def given(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that count: to questions of the form, one of their values each."""
    return {
        field.name: answers[field.name]
        for field in asked(form)
        if answers.get(field.name) in field.values
    }


def cells(form: Form, groups: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield every (group, question, answer) that is counted; an empty one counts who answered."""
    for group in groups:
        yield group, "", ""
        for field in asked(form):
            yield from ((group, field.name, value) for value in field.values)
