"""How staff are told: which way for which urgency and role, how often a report is due (S3-42).

A document of methods. It names the media with the style of each, the way that is suggested and
what to turn to when it fails, after how long a missing answer is asked for again, how often a
situation report is due, words to begin a message with, and the words and codes that are checked
before it is sent (S3-18, S3-21, S3-22).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from stayline_core.uniform import MEDIA

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND: Final = "messaging"
"""How documents of this kind begin."""

URGENCIES: Final = ("immediate", "soon", "can_wait")
ROLES: Final = ("resource", "person", "post", "agency", "everyone")
LEVELS: Final = ("0", "1", "2", "3")
LONGEST: Final = 24 * 60
"""No interval is longer than a day, in minutes."""


@dataclass(frozen=True, slots=True)
class Medium:
    """One way to tell somebody, and its style in a sentence."""

    id: str
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class Method:
    """Which way is suggested for an urgency and a role, why, and what comes when it fails."""

    urgency: str
    role: str
    medium: str
    because: str
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Words to begin a message with; what stands in braces is filled in by a person."""

    id: str
    words: str
    text: str
    task: bool = False


@dataclass(frozen=True, slots=True)
class Messaging:
    """A document of methods. Intervals are in minutes."""

    id: str
    title: str
    media: tuple[Medium, ...]
    methods: tuple[Method, ...]
    answers: Mapping[str, int]
    reports: Mapping[str, int]
    templates: tuple[Template, ...]
    plain: Mapping[str, str]
    codes: Mapping[str, str]
    known: frozenset[str]
    everyday: frozenset[str]
    spoken_only: tuple[str, ...]

    def medium(self, name: str) -> Medium | None:
        """Return a medium, or None when there is no such."""
        return next((one for one in self.media if one.id == name), None)

    def method(self, urgency: str, role: str) -> Method:
        """Return the way that is suggested; there is one for each urgency and role."""
        return next(one for one in self.methods if (one.urgency, one.role) == (urgency, role))


def parse_messaging(body: Mapping[str, Any]) -> Messaging:
    """Read a document of methods.

    Raises:
        KeyError, TypeError, ValueError: it has a fault; the text says what is wrong.
    """
    media = tuple(_medium(one) for one in body["media"])
    known = {one.id for one in media}
    words = body["words"]
    return Messaging(
        id=str(body["id"]),
        title=str(body["title"]),
        media=media,
        methods=_methods(body["methods"], known),
        answers=_minutes(body["answers"], URGENCIES, "answers"),
        reports=_minutes(body["reports"], LEVELS, "reports"),
        templates=tuple(_template(one) for one in body["templates"]),
        plain=_texts(words["plain"]),
        codes=_texts(words["codes"]),
        known=frozenset(map(str, words["known"])),
        everyday=frozenset(str(one).casefold() for one in words["everyday"]),
        spoken_only=tuple(map(str, words["spoken_only"])),
    )


def _medium(plain: Mapping[str, Any]) -> Medium:
    made = Medium(str(plain["id"]), str(plain["words"]), str(plain["style"]))
    if made.id not in MEDIA:
        raise ValueError(f"media: “{made.id}” has no style; choose one of {', '.join(MEDIA)}")
    return made


def _methods(plain: list[Mapping[str, Any]], media: set[str]) -> tuple[Method, ...]:
    made = tuple(
        Method(
            str(one["urgency"]),
            str(one["role"]),
            str(one["medium"]),
            str(one["because"]),
            tuple(map(str, one["fallback"])),
        )
        for one in plain
    )
    for one in made:
        unknown = sorted({one.medium, *one.fallback} - media)
        if unknown:
            raise ValueError(f"methods: “{unknown[0]}” is none of the media; add it, or choose one")
    asked = [(urgency, role) for urgency in URGENCIES for role in ROLES]
    given = [(one.urgency, one.role) for one in made]
    for pair in asked:
        if given.count(pair) != 1:
            raise ValueError(f"methods: say once what is suggested for {pair[0]}, {pair[1]}")
    return made


def _minutes(plain: Mapping[str, Any], names: tuple[str, ...], place: str) -> Mapping[str, int]:
    return MappingProxyType({name: _minute(plain[name], f"{place}: {name}") for name in names})


def _minute(plain: object, place: str) -> int:
    made = int(str(plain))
    if not 1 <= made <= LONGEST:
        raise ValueError(f"{place}: give 1 to {LONGEST} minutes")
    return made


def _template(plain: Mapping[str, Any]) -> Template:
    task = str(plain.get("task", "no")) == "yes"
    made = Template(str(plain["id"]), str(plain["words"]), str(plain["text"]).strip(), task)
    if not made.text:
        raise ValueError(f"templates: {made.id} has no text")
    return made


def _texts(plain: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({str(one): str(words) for one, words in plain.items()})


FALLBACK: Final = Messaging(
    id="",
    title="No document is loaded",
    media=tuple(
        Medium(name, words, "Short sentences. No names.")
        for name, words in (
            ("voice", "Voice, read back"),
            ("radio", "Radio"),
            ("chat", "Team chat"),
            ("text", "Text message"),
            ("email", "Email"),
            ("screen", "On their screen"),
        )
    ),
    methods=tuple(
        Method(urgency, role, "voice", "A voice shows at once whether it was heard.", ())
        for urgency in URGENCIES
        for role in ROLES
    ),
    answers=MappingProxyType({"immediate": 2, "soon": 10, "can_wait": 60}),
    reports=MappingProxyType({"0": 15, "1": 30, "2": 60, "3": 120}),
    templates=(),
    plain=MappingProxyType({}),
    codes=MappingProxyType({}),
    known=frozenset(),
    everyday=frozenset(),
    spoken_only=(),
)
"""What holds where no document was ever loaded: everything is said by voice."""
