"""What must not be said, and what must: the oracle's own short lists of words.

They are not the checker's. They are few and blunt, made from the rules of conduct for these
contacts, and judge English as it is shown to an agent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stayline_core.protocol import Protocol
from stayline_core.protocol.language import Step


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


FORBIDDEN: Mapping[str, re.Pattern[str]] = {
    "promises secrecy": _any(
        r"stays between us",
        r"won't tell any",
        r"nobody else will (ever )?(know|hear)",
        r"secret",
        r"goes no further",
        r"strictly confidential",
        r"(?<!can't )keep this to myself",
        r"no one has to",
        r"never pass (this|it) on",
        r"not leave this room",
        r"say nothing to any",
    ),
    "plays it down": _any(
        r"calm down", r"not that bad", r"dramatic", r"have it worse", r"don't mean (that|it)"
    ),
    "blames": _any(
        r"should have", r"own fault", r"selfish", r"why would you", r"why did(n't)? you"
    ),
    "promises an outcome": _any(r"will be fine", r"i promise", r"guarantee"),
    "asks how": _any(r"how would you do", r"what method", r"how will you do"),
    "gives away that it is written down": _any(
        r"a report on you", r"tracing", r"report you\b", r"case number"
    ),
    "threatens to hang up": _any(r"i'll hang up", r"i will hang up"),
    "words of crime": _any(r"commit(ted|s)? suicide"),
}

STATED: Mapping[str, tuple[str, ...]] = {
    "safety.in_danger_now": ("yes",),
    "safety.already_done": ("yes",),
    "safety.means_at_hand": ("yes",),
    "safety.others_at_risk": ("yes",),
    "safety.accepts_help": ("yes",),
    "safety.help_decision": ("send",),
    "event.people_hurt": ("yes",),
    "risk.life": ("yes",),
    "weapon_mentioned": ("yes",),
}
"""Answers on which help may be sent: a stated danger, consent, a supervisor's decision."""

SHARING = _any(
    r"\bshare (this|it)\b",
    r"\bpass (this|it) on\b",
    r"\b(tell|let) (a|my) colleague\b",
    r"\ba colleague who can help is joining\b",
)
"""That what is said is passed on: to whom, or that somebody else comes to hear it."""

WARNING = _any(r"without insults", r"stop the insults")
NOTICE = _any(r"\bi will end (this|our|the)\b")
TELLING = _any(r"\bi('m| am) ending (this|our|the)\b")

ON_LOSS: Mapping[str, re.Pattern[str]] = {
    "to keep the line": _any(r"do not hang up", r"keep your line open", r"leave the line open"),
    "that a call-back is made from another line": _any(r"another line"),
    "that a supervisor decides on it": _any(r"supervisor decides"),
    "that nobody contacts them but by the safe-contact rule": _any(r"safe-contact rule"),
    "that nobody calls": _any(r"nobody calls"),
}
"""What the agent reads when the contact is lost."""

COLLEAGUE = "{supervisor_name}"
CALLS_BACK = _any(r"call.?back")


def said(step: Step) -> tuple[str, ...]:
    """Everything on a screen that is meant for the other person's ears."""
    return (*step.say, *(ask.question for ask in (*step.asks, *step.observes) if ask.question))


def shares(step: Step) -> bool:
    """Does this screen say that it is passed on?"""
    return any(SHARING.search(text) for text in said(step))


def faults(protocol: Protocol, name: str) -> list[str]:
    """What the words of one screen do that words must not do."""
    text = " ".join(said(protocol.steps[name]))
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
