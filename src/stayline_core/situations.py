"""Situations: for whom a more exact procedure is than the one for a harm, and what says so.

A protocol with a `situation` never guides by itself. The desk offers it as “More exactly: …”,
and a person takes it by one press. Where words or answers say it already, that offer stands
first and says why; nothing here ever takes one (`design.md` principle: the screen belongs to
the agent). Requirement S1-83.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "third_party": "It is about somebody else than the caller",
        "physical_abuse": "It is about being hurt in body",
        "sexual_abuse": "It is about sexual abuse",
        "domestic_abuse": "It happens at home, or a partner or relative does it",
        "told_to_a_visitor": "It was told to a visitor, a trainer or an auditor",
        "suspicious_item": "Something suspicious was found",
        "person_in_building": "The person is here, in the building",
        "taken_over": "You have taken this contact over",
    }
)
"""Each situation as one sentence, for the screen and for the log."""

TAKEN_OVER: Final = "taken_over"
"""The one situation that lies in who guides: it is offered to nobody else."""

_AT_HOME: Final = re.compile(
    r"\b(?:my|mi) (?:own |ex-?)?(?:husband|wife|partner|boyfriend|girlfriend|spouse|fianc[eé]e?|"
    r"ex|father|mother|dad|mum|mom|brother|sister|son|daughter|stepfather|stepmother|uncle|"
    r"marido|esposo|esposa|mujer|novio|novia|pareja|padre|madre|hermano|hermana|hijo|hija)\b"
    r"|\b(?:at home|in our home|in my house|we live together|en casa)\b",
    re.IGNORECASE,
)
"""Words that name a partner, a relative or the home."""

ABUSE: Final = "abuse_disclosure"
"""The kind of the signals whose words may name a partner, a relative or the home."""

DOMESTIC: Final = "domestic_abuse"
"""The one situation that words beside a signal say, not its rule alone."""

_SEXUAL: Final = "abuse_disclosure.touched"
_CAPTIVE: Final = "abuse_disclosure.captive"


@dataclass(frozen=True, slots=True)
class Heard:
    """A signal with the words of its line; empty where nobody may read them any more."""

    rule: str
    third_party: bool
    text: str

    @property
    def of_abuse(self) -> bool:
        """Whether the words told of abuse."""
        return self.rule.startswith(ABUSE)


def _third_party(one: Heard) -> bool:
    return one.third_party


def _at_home(one: Heard) -> bool:
    return one.of_abuse and (one.rule == _CAPTIVE or _AT_HOME.search(one.text) is not None)


def _sexual(one: Heard) -> bool:
    return one.rule == _SEXUAL


_BY_WORDS: Final[Mapping[str, Callable[[Heard], bool]]] = MappingProxyType(
    {"third_party": _third_party, DOMESTIC: _at_home, "sexual_abuse": _sexual}
)

_BY_ANSWERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "third_party": ("abuse.role", frozenset({"third_party"})),
        "physical_abuse": ("abuse.kinds", frozenset({"physical"})),
        "sexual_abuse": ("abuse.kinds", frozenset({"sexual"})),
        "domestic_abuse": ("abuse.kinds", frozenset({"domestic", "coercive_control"})),
    }
)


def says_so(situation: str, heard: Iterable[Heard], answers: Mapping[str, Collection[str]]) -> bool:
    """Return whether words that raised a signal, or an answer, say this situation already.

    `answers` holds what was chosen by field. False is never “no”: it only orders the offers.
    """
    words = _BY_WORDS.get(situation)
    if words is not None and any(words(one) for one in heard):
        return True
    field, values = _BY_ANSWERS.get(situation, ("", frozenset[str]()))
    return not values.isdisjoint(answers.get(field, ()))
