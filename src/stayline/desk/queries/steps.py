"""The step as the desk draws it: words filled in, questions with the answers one can press."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from stayline_core.forms import AskMode, Field
from stayline_core.protocol import Screen
from stayline_core.protocol.overlay import FILLERS

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")

SILENCES: Final = (
    ("caller_did_not_say", "Did not say"),
    ("refused", "Would not answer"),
    ("unknown", "Not known"),
)
"""Answers that every voiced question takes; they are answers, not gaps (S1-55)."""

GIVEN_WORDS: Final = dict(SILENCES) | {"not_asked": "Not asked"}

WAITS: Final = {
    "rang": "until somebody is being rung",
    "accepted": "until somebody has accepted",
    "joined": "until somebody has joined the line",
    "spoke": "until your colleague has spoken with the caller",
    "contact_open": "until the caller is on the line again",
    "safety_recorded": "until the caller’s safety is recorded",
    "outward_offered": "until help from outside was offered",
    "dispatched": "until the emergency services were called",
    "arrived": "until help has arrived",
    "released": "until a supervisor releases the line",
    "case_opened": "until the case is open",
}

ENDS: Final = {
    "handed_over": "Your colleague has this contact now.",
    "released": "The contact is over.",
    "resolved": "The contact is resolved.",
    "terminated": "The contact was ended.",
    "recorded": "Everything is recorded.",
    "superseded": "Another protocol guides this contact now.",
    "opened_in_error": "No threat was made. The guidance has ended.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be pressed, with the digit that presses it."""

    value: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask, or only to notice.

    `routed` says that its answer decides the way on. `typed` asks for words, a time or a
    number beside the choices; `given` is what stands already, in words.
    """

    field: str
    words: str
    note: str
    voiced: bool
    routed: bool
    typed: str
    choices: tuple[Choice, ...]
    suggestions: tuple[str, ...]
    given: str

    @property
    def id(self) -> str:
        """A name for HTML, stable while the question stands."""
        return "q-" + re.sub(r"[^a-z0-9]+", "-", self.field.lower())


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step: what to say, to ask, to notice, and every way on."""

    step: str
    sequence: int
    title: str
    say: tuple[str, ...]
    notes: tuple[str, ...]
    avoid: tuple[str, ...]
    questions: tuple[Question, ...]
    waits: str
    can_next: bool
    can_back: bool
    can_skip: bool
    offers: tuple[tuple[str, str], ...]
    anytime: tuple[tuple[str, str], ...]
    ended: str
    safety_recorded: bool
    mine: bool
    owner: str
    minimum: bool

    @property
    def routed(self) -> bool:
        """Whether an answer decides the way on."""
        return any(question.routed for question in self.questions)


def step_card(
    screen: Screen,
    *,
    fields: Mapping[str, Field],
    words: Mapping[str, str],
    said: Mapping[str, str],
    mine: bool,
    owner: str,
    minimum: bool,
) -> StepCard:
    """Return the card of a screen.

    `fields` are those that can be asked, by name; `words` fill the placeholders, `said` holds
    what was answered before by field, `mine` whether the reader moves the run; `owner` names
    who does.
    """
    asked = [(name, text, True) for name, text in screen.asks]
    noticed = [(name, text, False) for name, text in screen.observes]
    return StepCard(
        step=screen.step,
        sequence=screen.sequence,
        title=screen.title or _label(screen.step),
        say=tuple(filled(line, words) for line in screen.say),
        notes=tuple(filled(line, words) for line in screen.note),
        avoid=screen.avoid,
        questions=tuple(
            _question(
                fields.get(name), name, text, screen=screen, words=words, said=said, voiced=voiced
            )
            for name, text, voiced in asked + noticed
        ),
        waits="" if screen.open else in_words(WAITS.get(screen.waiting_for or "", "")),
        can_next=screen.can_next,
        can_back=screen.can_back,
        can_skip=screen.can_skip,
        offers=tuple((way.step, way.label) for way in screen.offers),
        anytime=screen.anytime,
        ended=in_words(ENDS.get(screen.ended, screen.ended)) if screen.ended else "",
        safety_recorded=screen.safety_recorded,
        mine=mine,
        owner=owner,
        minimum=minimum,
    )


def filled(line: str, words: Mapping[str, str]) -> str:
    """Return a sentence with its placeholders filled; what is not known reads naturally.

    A sentence to say never shows a bracket.
    """
    return PLACEHOLDER.sub(lambda m: words.get(m[1]) or FILLERS.get(m[1], ""), line)


def in_words(words: str) -> str:
    """Return words of the desk in the reader's language; nothing for nothing."""
    return _(words) if words else ""


def _known(field: Field | None, value: str) -> str:
    return field.label_of(value) if field else value


def _label(step: str) -> str:
    return step.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def _question(
    field: Field | None,
    name: str,
    text: str | None,
    *,
    screen: Screen,
    words: Mapping[str, str],
    said: Mapping[str, str],
    voiced: bool,
) -> Question:
    values = field.values if field else tuple(v for v, _ in screen.answers if v != "else")
    pairs = [(value, field.label_of(value) if field else _label(value)) for value in values]
    pairs += [(value, _(shown)) for value, shown in (SILENCES if voiced else SILENCES[-1:])]
    known = said.get(name, "")
    return Question(
        field=name,
        words=filled(text, words) if text else (field.label if field else _label(name)),
        note=field.hint if field else "",
        voiced=voiced and (field is None or field.ask is not AskMode.OBSERVE),
        routed=name == screen.routed,
        typed="" if values else _typed(field),
        choices=tuple(
            Choice(value, shown, str(place) if place <= 9 else "")  # noqa: PLR2004 - nine digit keys
            for place, (value, shown) in enumerate(pairs, 1)
        ),
        suggestions=field.suggestions if field else (),
        given=_(GIVEN_WORDS[known]) if known in GIVEN_WORDS else _known(field, known),
    )


def _typed(field: Field | None) -> str:
    """Return which input takes what is not chosen from a list."""
    kind = field.kind.value if field else "text"
    return {"number": "number", "datetime": "datetime"}.get(kind, "text")
