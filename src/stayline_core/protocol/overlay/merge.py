"""Bringing an overlay up to date with its protocol: what was written is never lost.

What stands beside the very words it was made for stays. What stands beside other words now is
moved after them when they only changed their place, kept and marked when they changed, and put
aside when they are gone. Nothing is guessed: words are the same, or they are not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from stayline_core.protocol.language import Protocol, frozen_map
from stayline_core.protocol.overlay.document import UNKNOWN, Gone, Overlay
from stayline_core.protocol.overlay.texts import Text, texts_of, twins

ALL = "all"
"""Accepts every changed text at once."""


@dataclass(frozen=True, slots=True)
class Written:
    """Words, and the fingerprint of what they were written for."""

    words: str
    made_from: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Each text of a protocol that is worded once, with what is written for it, if anything.

    `shared` names for a step of a block its other uses, which its words hold for too.
    """

    texts: tuple[Text, ...]
    written: Mapping[str, Written]
    gone: tuple[Gone, ...]
    shared: Mapping[str, tuple[str, ...]]

    def is_stale(self, text: Text) -> bool:
        """Was something written for other words than the text now has?"""
        found = self.written.get(text.address)
        return found is not None and found.made_from != text.fingerprint


def merge(
    protocol: Protocol,
    digest: str,
    existing: Overlay | None = None,
    *,
    accept: Collection[str] = (),
) -> Merged:
    """Put what is written beside the texts of the protocol whose version is `digest`.

    `accept` holds addresses whose words fit the changed original as they stand, or `all`.
    """
    texts, shared = _worded_once(protocol, existing)
    pool = {} if existing is None else _pool(texts, existing, digest)
    written: dict[str, Written] = {}
    _keep(texts, pool, written)
    _follow(texts, pool, written)
    _mark(texts, pool, written)
    for text in texts:
        found = written.get(text.address)
        if found is not None and {ALL, text.address} & set(accept):
            written[text.address] = Written(found.words, text.fingerprint)
    gone = tuple(Gone(at, one.words, one.made_from) for (at, _), one in pool.items())
    return Merged(texts, frozen_map(written), gone, frozen_map(shared))


Pool = dict[tuple[str, int], Written]
"""What is written and has found no place yet, by the address where it stood and its number."""


def _worded_once(
    protocol: Protocol, existing: Overlay | None
) -> tuple[tuple[Text, ...], dict[str, tuple[str, ...]]]:
    """The texts, those of a block that is used twice only once, unless both are written."""
    alike = twins(protocol)
    words = existing.words if existing else ()
    own = {address.split(".")[1] for address in words if address.startswith("steps.")}
    first: dict[str, tuple[str, ...]] = {}
    left_out: set[str] = set()
    for name in protocol.steps:
        unwritten = tuple(other for other in alike.get(name, ()) if other not in own)
        if name not in left_out and (unwritten or name in own):
            first[name] = unwritten
            left_out.update(unwritten)
    texts = tuple(
        text
        for text in texts_of(protocol)
        if text.path[0] == "anytime" or text.step not in left_out  # a button has words of its own
    )
    return texts, first


def _pool(texts: tuple[Text, ...], existing: Overlay, digest: str) -> Pool:
    by_address = {text.address: text for text in texts}
    same_version = digest.startswith(existing.of_digest)
    pool: Pool = {}
    for address, words in existing.words.items():
        made_from = existing.made_from.get(address)
        if made_from is None:
            text = by_address.get(address)
            made_from = text.fingerprint if text is not None and same_version else UNKNOWN
        pool[address, 0] = Written(words, made_from)
    for number, gone in enumerate(existing.gone, start=1):
        pool[gone.at, number] = Written(gone.words, gone.made_from)
    return pool


def _keep(texts: tuple[Text, ...], pool: Pool, written: dict[str, Written]) -> None:
    """What stands beside the words it was made for stays where it is."""
    for text in texts:
        found = pool.get((text.address, 0))
        if found is not None and found.made_from == text.fingerprint:
            written[text.address] = pool.pop((text.address, 0))


def _follow(texts: tuple[Text, ...], pool: Pool, written: dict[str, Written]) -> None:
    """What was made for words that moved, or came back, follows them."""
    places: dict[str, list[tuple[str, int]]] = {}
    for place, one in pool.items():
        places.setdefault(one.made_from, []).append(place)
    for text in texts:
        waiting = places.get(text.fingerprint)
        if text.address not in written and waiting:
            written[text.address] = pool.pop(waiting.pop(0))


def _mark(texts: tuple[Text, ...], pool: Pool, written: dict[str, Written]) -> None:
    """What stands beside changed words stays there, and is seen to be made for others."""
    for text in texts:
        if text.address not in written and (text.address, 0) in pool:
            written[text.address] = pool.pop((text.address, 0))
