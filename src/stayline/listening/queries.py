"""Lines in, signals out: the pure rules over a contact's last lines (`design.md` 3.8).

Beside them the words that go out: what the wording rules say of a draft before it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from stayline.library.queries import approved_advice
from stayline.listening.models import Signal
from stayline_core import signals
from stayline_core.wording import (
    HELD,
    LENGTH,
    READING,
    Remark,
    judge,
    language_of,
    mended,
    rule_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from stayline.contacts.queries import Line

LOOKS_BACK: Final = 8
"""How many earlier lines give context; more change nothing, so cost stays flat."""

RULES: Final = f"{signals.RULES_VERSION}+{signals.RULES_DIGEST[:12]}"
"""The version of the rules as the log names it."""

OPENS: Final = frozenset({"self_harm", "violence", "bomb", "abuse_disclosure"})
"""Kinds that open an incident at once; the others put an aid on the desk."""


class Heard(NamedTuple):
    """A line and what it raised."""

    line: Line
    signals: tuple[signals.Signal, ...]


def hear(context: Sequence[Line], lines: Sequence[Line]) -> list[Heard]:
    """Listen to new lines one after the other, each with those before it as context."""
    before = [signals.Line(one.who, one.text) for one in context[-LOOKS_BACK:]]
    heard = []
    for line in lines:
        spoken = signals.Line(line.who, line.text)
        heard.append(Heard(line, signals.listen(before, spoken)))
        before = [*before[-LOOKS_BACK + 1 :], spoken]
    return heard


def signals_of(contact_id: UUID) -> list[Signal]:
    """Return every signal of a contact, in the order they were raised."""
    return list(Signal.objects.filter(contact_id=contact_id).order_by("at", "start"))


def aids_of(contact_id: UUID) -> list[Signal]:
    """Return the signals that open nothing and put an aid on the desk."""
    rows = Signal.objects.filter(contact_id=contact_id, dismissed_at=None)
    return list(rows.exclude(kind__in=OPENS).order_by("at"))


@dataclass(frozen=True, slots=True)
class Mend:
    """One remark on a draft. `text` is the draft with it mended, where words can be put there.

    `held`: as long as it stands the draft is not sent.
    """

    remark: Remark
    title: str
    held: bool
    text: str | None

    @property
    def counted(self) -> bool:
        """Whether it is said of how long or how hard the text is, and of no words in it."""
        return self.remark.code in {LENGTH.code, READING.code}

    @property
    def key(self) -> str:
        """Names the remark on the form that mends it: its code and its place."""
        return f"{self.remark.code}-{self.remark.start}-{self.remark.end}"


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that somebody means to send, judged.

    `language` is the part of the tag that has rules, empty where none have; `reviewed` says
    whether a native crisis professional has reviewed those rules.
    """

    text: str
    mends: tuple[Mend, ...]
    language: str
    reviewed: bool

    @property
    def held(self) -> bool:
        """Whether it may not be sent as it is: it promises secrecy (S0-30)."""
        return any(mend.held for mend in self.mends)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is marked in the text; what is counted marks nothing."""
        return tuple(mend.remark for mend in self.mends if not mend.counted)

    @property
    def weightiest(self) -> tuple[Mend, ...]:
        """The remarks, those that hold the draft back first."""
        return tuple(sorted(self.mends, key=lambda mend: not mend.held))

    def mended(self, key: str) -> str:
        """Return the text with the remark of this key mended; unchanged when there is none."""
        texts = {mend.key: mend.text for mend in self.mends}
        return texts.get(key) or self.text


def judged_draft(text: str, *, language: str) -> Draft:
    """Return what the wording rules say of a written text before it goes out (S0-30, S4-41).

    Only what goes out is ever given here, never a recorded line (X-9). Nothing is kept of it.
    """
    rules = language_of(language)
    remarks = judge(text, language=language, audience="written", approved=approved_advice())
    return Draft(
        text,
        tuple(_mend(text, remark, language) for remark in remarks),
        language=rules.code if rules else "",
        reviewed=bool(rules and rules.reviewed_by),
    )


def _mend(text: str, remark: Remark, language: str) -> Mend:
    rule = rule_of(remark.code, language=language)
    return Mend(
        remark,
        title=rule.title if rule else remark.code,
        held=remark.code in HELD,
        text=mended(text, remark, language=language),
    )
