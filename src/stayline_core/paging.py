"""What a page says, and what is read from its answer. Level, site and number, nothing else.

No word of the contact, no name, and no kind of threat or abuse ever stands in a page
(`design.md` 3.4, 3.7): it is read on lock screens, by mail scanners and over shoulders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import quote

CODE_DIGITS: Final = 6
"""How long the code is that is texted back."""

LIVES: Final = timedelta(hours=2)
"""How long a link, a code or a call can be answered, unless the ladder ends before."""

LEAVES_WITHIN: Final = timedelta(minutes=10)
"""A page that has not left by then does not leave any more: it would only mislead."""

AGAIN_AFTER: Final = {
    "voice": timedelta(seconds=60),
    "sms": timedelta(minutes=2),
    "email": timedelta(minutes=5),
}
"""How soon the same address is paged again for the same ladder, by channel.

The last rung repeats every few seconds for as long as it takes. A screen can bear that; a
telephone that is called without a pause cannot be used to answer. The page before stays
answerable meanwhile.
"""

USUAL_PAUSE: Final = timedelta(minutes=2)
"""The same for every other channel."""


_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>'


class Purpose(StrEnum):
    """What whoever answers is asked to do (S0-33); `informs` only asks to be told (S0-26)."""

    RESPOND = "respond"
    INVESTIGATE = "investigate"
    INFORMS = "informs"


class Reply(StrEnum):
    """What somebody says to a page."""

    TAKE = "take"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class PageWords:
    """What every page is made from."""

    level: int
    site: str
    number: str
    purpose: Purpose = Purpose.RESPOND
    exercise: bool = False

    @property
    def head(self) -> str:
        """The page in one line, for a subject or a lock screen."""
        exercise = "EXERCISE " * self.exercise
        return f"{exercise}L{self.level} · {self.site} · {self.number}"


_ASK: Final = {
    Purpose.RESPOND: "A colleague needs you on a contact now.",
    Purpose.INVESTIGATE: "Something was reported that needs looking into.",
    Purpose.INFORMS: "You have to know of this. Nobody asks you onto the line.",
}
_TAKE: Final = {
    Purpose.RESPOND: "to take it",
    Purpose.INVESTIGATE: "to take it",
    Purpose.INFORMS: "to say that you know",
}


def subject(words: PageWords) -> str:
    """Return the subject of an email."""
    return words.head


def long_text(words: PageWords, link: str) -> str:
    """Return the page for an email or a messenger, with the link that answers it."""
    return (
        f"{words.head}\n\n{_ASK[words.purpose]}\n\n"
        f"Answer here, {_TAKE[words.purpose]} or to say that you cannot:\n{link}\n\n"
        "The link is yours alone and works once. Opening it changes nothing; a button there does.\n"
        "More is shown after you sign in. Please do not forward this."
    )


def short_text(words: PageWords, code: str, link: str) -> str:
    """Return the page as a text message: answered by its code, or by the link."""
    return (
        f"Stayline {words.head.replace(' · ', ', ')}. Text back {code} {_TAKE[words.purpose]}, "
        f"NO {code} if you cannot. Or: {link}"
    )


def spoken_text(words: PageWords) -> str:
    """Return the page as it is said in a call: figures one by one, so that they are understood."""
    exercise = "This is an exercise. " * words.exercise
    number = ", ".join(words.number.replace("-", ""))
    return (
        f"{exercise}This is Stayline for {words.site}. Level {words.level}. "
        f"Number {number}. {_ASK[words.purpose]} "
        f"Press 1 {_TAKE[words.purpose]}. Press 2 if you cannot."
    )


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What the page about a post of command says: which post, site and number, nothing else."""

    post: str
    site: str
    number: str
    exercise: bool = False

    @property
    def head(self) -> str:
        """The page in one line."""
        return f"{'EXERCISE ' * self.exercise}{self.post} · {self.site} · {self.number}"


def offer_text(words: OfferWords, link: str) -> str:
    """Return the page about a post for an email or a messenger."""
    return (
        f"{words.head}\n\nThis post of command is offered to you. Sign in to read how it stands "
        "and to take it: it is yours once you have read it back.\n\n"
        f"If you cannot, say so here without signing in:\n{link}\n\n"
        "The link is yours alone. Opening it changes nothing; a button there does. "
        "Please do not forward this."
    )


def offer_short(words: OfferWords, link: str) -> str:
    """Return the page about a post as a text message."""
    head = words.head.replace(" · ", ", ")
    return f"Stayline {head}: offered to you. Sign in to take it. If you cannot: {link}"


def offer_spoken(words: OfferWords) -> str:
    """Return the page about a post as it is said in a call, which takes no answer."""
    exercise = "This is an exercise. " * words.exercise
    number = ", ".join(words.number.replace("-", ""))
    return (
        f"{exercise}This is Stayline for {words.site}. Number {number}. "
        f"A post of command is offered to you: {words.post}. Please sign in."
    )


def call_xml(say: str, action: str, *, language: str = "en-GB") -> str:
    """Return what the provider does in a call (TwiML): say it twice, and wait for a key."""
    gather = (
        f'<Gather input="dtmf" numDigits="1" timeout="8" method="POST" action="{_xml(action)}">'
        f'<Say language="{language}">{_xml(say)}</Say></Gather>'
    )
    return f"{_XML}<Response>{gather}{gather}</Response>"


def said_xml(say: str, *, language: str = "en-GB") -> str:
    """Return the last words of a call."""
    spoken = f'<Say language="{language}">{_xml(say)}</Say><Hangup/>'
    return f"{_XML}<Response>{spoken}</Response>"


def text_xml(text: str) -> str:
    """Return the answer to a text message."""
    return f"{_XML}<Response><Message>{_xml(text)}</Message></Response>"


class Came(StrEnum):
    """What came of an answer."""

    YOURS = "yours"
    KNOWN = "known"
    NOT_YOU = "not_you"
    TAKEN = "taken"
    BEFORE = "before"
    OVER = "over"
    UNKNOWN = "unknown"
    NOT_READ = "not_read"
    TOO_MANY = "too_many"


_CAME: Final = {
    Came.YOURS: "It is yours. Sign in now: the briefing waits for you.",
    Came.KNOWN: "Thank you. It is noted that you know.",
    Came.NOT_YOU: "Noted: you cannot. Others are being asked. Thank you for answering.",
    Came.TAKEN: "Somebody else has taken it. Nothing is needed from you. Thank you.",
    Came.BEFORE: "You have answered this before. Sign in to see how it stands.",
    Came.OVER: "This is over. Nothing is needed from you. Thank you.",
    Came.UNKNOWN: "This is not known, or too old. Sign in to see what rings for you.",
    Came.NOT_READ: "That was not understood. Text back the code alone to take it, or NO and the "
    "code if you cannot.",
    Came.TOO_MANY: "Too many codes did not fit. Use the link, or sign in.",
}


def came_words(came: Came) -> str:
    """Return what somebody is told who answered by text message or by a key."""
    return _CAME[came]


_DECLINES: Final = frozenset({"no", "n", "2", "decline", "cannot", "can't", "cant"})
_TAKES: Final = frozenset({"yes", "y", "ok", "1", "take", "accept", "si", "sí"})
_CODE: Final = re.compile(r"(?<!\d)\d{%d}(?!\d)" % CODE_DIGITS)  # noqa: UP031 - braces of its own


def read_reply(text: str) -> tuple[str, Reply] | None:
    """Return the code and the answer of a text message; None when it holds no one code.

    The code alone takes it: at three in the morning that is what somebody types. Words that are
    not understood beside it are no answer at all, so that "not now 123456" takes nothing.
    """
    codes = _CODE.findall(text)
    if len(set(codes)) != 1:
        return None
    words = {word.strip(".,;:!?\"“”'").lower() for word in _CODE.sub(" ", text).split()} - {""}
    if words <= _TAKES:
        return codes[0], Reply.TAKE
    if words <= _DECLINES:
        return codes[0], Reply.DECLINE
    return None


def read_key(digits: str) -> Reply | None:
    """Return the answer of a key that was pressed in a call; None for any other key."""
    return {"1": Reply.TAKE, "2": Reply.DECLINE}.get(digits)


def link(address: str, token: str) -> str:
    """Return where a page is answered: the installation's address, and the page's own token."""
    return f"{address.rstrip('/')}/p/{quote(token, safe='')}/"


def pause_of(channel: str) -> timedelta:
    """Return how soon the same address may be paged again by this channel."""
    return AGAIN_AFTER.get(channel, USUAL_PAUSE)


def _xml(text: str) -> str:
    for plain, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, escaped)
    return text
