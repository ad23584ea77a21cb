"""What somebody wants a new protocol for, and why it cannot be made where it cannot."""

from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.language import (
    CLASS_OF_CHANNEL,
    HARMS,
    LEVELS,
    LIVE_CLASSES,
)
from stayline_core.protocol.reading import DOCUMENT_NAME, did_you_mean

MANNERS: Final = frozenset({"abusive_language", "supervisor_demand"})
CALLED_BACK: Final = frozenset({"self_harm", "abuse_disclosure"})
TO_OTHERS: Final = frozenset({"violence", "bomb", "harassment"})


class SkeletonRefused(ValueError):
    """No protocol can be made for what is wanted; the text says why, and what can be wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new protocol is for. `review_by` is a date, `schema` where editors find the schema."""

    id: str
    title: str
    handles: tuple[str, ...]
    level: str
    channels: tuple[str, ...]
    review_by: str
    schema: str

    @property
    def live(self) -> bool:
        """Is there a line or a connection that can be lost?"""
        return any(CLASS_OF_CHANNEL[name] in LIVE_CLASSES for name in self.channels)

    @property
    def written(self) -> bool:
        """Does something reach the centre with nobody on the line?"""
        return any(CLASS_OF_CHANNEL[name] not in LIVE_CLASSES for name in self.channels)

    @property
    def manners(self) -> bool:
        """Is it about manners alone, and threatens nobody?"""
        return self.level == LEVELS[-1]

    def about(self, *harms: str) -> bool:
        """Does it handle one of these?"""
        return bool(set(harms) & set(self.handles))


def refuse(wanted: Wanted) -> None:
    """Let pass what a protocol can be made for.

    Raises:
        SkeletonRefused: a name is unknown, or what is wanted contradicts itself.
    """
    refuse_id(wanted.id)
    _known("kind of harm", wanted.handles, HARMS)
    _known("channel", wanted.channels, tuple(CLASS_OF_CHANNEL))
    _known("level", (wanted.level,), LEVELS)
    _together(wanted)


def refuse_id(name: str) -> None:
    """Let pass what can be the id of a document.

    Raises:
        SkeletonRefused: it cannot; the text offers the nearest one that can.
    """
    if not DOCUMENT_NAME.fullmatch(name):
        mend = _good_id(name)
        hint = f" Take “{mend}”." if mend else ""
        raise SkeletonRefused(
            f"“{name}” cannot be an id: small letters, digits, - and _, a letter first, "
            f"60 at most.{hint}"
        )


def _good_id(word: str) -> str:
    """The nearest good id, or nothing."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in word.lower())
    bare = "-".join(part for part in kept.split("-") if part).lstrip("0123456789-")
    return bare[:60]


def _known(what: str, words: tuple[str, ...], known: tuple[str, ...]) -> None:
    if not words:
        raise SkeletonRefused(f"Name at least one {what}: {', '.join(known)}.")
    for word in words:
        if word not in known:
            raise SkeletonRefused(f"“{word}” is no {what}.{did_you_mean(word, known)}")


def _together(wanted: Wanted) -> None:
    """Refuse what no protocol can hold at once, with what can be wanted instead."""
    threats = sorted(set(wanted.handles) - MANNERS)
    if wanted.manners and threats:
        raise SkeletonRefused(
            f"{threats[0]} is never handled at {wanted.level}: it is no bad manners. "
            f"Take {', '.join(LEVELS[:-1])}."
        )
    if wanted.about("abusive_language") and not wanted.manners:
        raise SkeletonRefused(
            "abusive_language is about warnings, and nobody who threatens is warned off. "
            f"Take level {LEVELS[-1]}, or make a protocol of its own for {_named(threats)}."
        )
    both = sorted(CALLED_BACK & set(wanted.handles))
    if wanted.live and wanted.about("bomb") and both:
        raise SkeletonRefused(
            f"After a bomb threat nobody calls back, and for {both[0]} somebody may. "
            "Make two protocols."
        )


def _named(threats: list[str]) -> str:
    return " and ".join(threats) or "the threat"
