"""Data keys: one for each stream and data subject, unwrapped for a short while in memory.

An erasure destroys the wrapped key in the database, and with it everything sealed under it.
So a key in memory is never proof that it still exists: reading content reads its row, which
goes with the key; a draft asks for the key's row each time; and a writer compares the
stream's newest erasure, which it has just read under the head's lock.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from stayline.ledger.errors import ContentErased
from stayline.ledger.queries.engine import id_of, key_of, rows
from stayline.platform.crypto import CannotUnseal, Sealer, keys

CONTENT_AAD: Final = b"stayline/ledger/sealed/1\n"
DRAFT_AAD: Final = b"stayline/ledger/draft/1\n"
KEY_CONTEXT: Final = b"stayline/ledger/datakey/1\n"
ID_BYTES: Final = 16

REMEMBERED: Final = 4096
"""Keys held in memory at most."""

BRIEFLY: Final = 300.0
"""Seconds for which a key is held in memory."""

K = TypeVar("K")
V = TypeVar("V")


class _Brief(Generic[K, V]):
    """A bounded memory that forgets. It reads the monotonic clock, which tells no time."""

    def __init__(self) -> None:
        self._held: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._held.get(key)
            if found is None or found[0] < time.monotonic():
                return None
            return found[1]

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._held[key] = (time.monotonic() + BRIEFLY, value)
            self._held.move_to_end(key)
            while len(self._held) > REMEMBERED:
                self._held.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._held.clear()


@dataclass(frozen=True, slots=True)
class DataKey:
    """One data key, ready to seal and unseal."""

    id: UUID
    sealer: Sealer


_opened: _Brief[UUID, Sealer] = _Brief()
current: _Brief[tuple[UUID, str], tuple[int, DataKey]] = _Brief()
"""The key in use for a stream and subject, with the stream's newest erasure at that time."""


def forget() -> None:
    """Forget every key held in memory."""
    _opened.clear()
    current.clear()


def key_context(stream_id: UUID, subject: str) -> bytes:
    """Return what a wrapped data key is bound to."""
    return KEY_CONTEXT + stream_id.bytes + subject.encode()


def content_aad(stream_id: UUID, sequence: int, subject: str) -> bytes:
    """Return what sealed content is bound to: its stream, place and subject."""
    return CONTENT_AAD + stream_id.bytes + sequence.to_bytes(8, "big") + subject.encode()


def draft_aad(stream_id: UUID, subject: str) -> bytes:
    """Return what a draft kept outside the ledger is bound to."""
    return DRAFT_AAD + stream_id.bytes + subject.encode()


def opened(key_id: UUID, wrapped: bytes, stream_id: UUID, subject: str) -> Sealer:
    """Return a data key unwrapped, from memory if it was used a moment ago."""
    sealer = _opened.get(key_id)
    if sealer is None:
        sealer = Sealer(keys().unwrap(bytes(wrapped), key_context(stream_id, subject)))
        _opened.put(key_id, sealer)
    return sealer


def data_keys(stream_id: UUID) -> dict[UUID, tuple[str, bytes]]:
    """Return the subject and the wrapped form of every data key of a stream, by id."""
    found = rows(
        "SELECT id, subject, wrapped FROM ledger_datakey WHERE stream_id = %s",
        [key_of(stream_id)],
    )
    return {id_of(key_id): (subject, bytes(wrapped)) for key_id, subject, wrapped in found}


class ContentOpener:
    """Opens the contents of one stream with one question to the database for all its keys."""

    def __init__(self, stream_id: UUID) -> None:
        """Take the stream; the keys are asked for with the first content."""
        self._stream_id = stream_id
        self._keys: dict[UUID, tuple[str, bytes]] | None = None
        self._sealers: dict[bytes, Sealer] = {}

    def open(self, sequence: int, subject: str, sealed: bytes) -> bytes:
        """Return the plain content of one entry.

        Raises:
            CannotUnseal: it was changed or moved, or its key is gone without an erasure.
        """
        sealer = self._sealers.get(sealed[:ID_BYTES]) or self._sealer(sealed[:ID_BYTES], subject)
        return sealer.unseal(sealed[ID_BYTES:], content_aad(self._stream_id, sequence, subject))

    def _sealer(self, raw_id: bytes, subject: str) -> Sealer:
        if len(raw_id) != ID_BYTES:
            raise CannotUnseal
        key_id = UUID(bytes=raw_id)
        if self._keys is None or key_id not in self._keys:
            self._keys = data_keys(self._stream_id)
        held = self._keys.get(key_id)
        if held is None or held[0] != subject:
            raise CannotUnseal
        sealer = opened(key_id, held[1], self._stream_id, subject)
        self._sealers[raw_id] = sealer
        return sealer


def unseal(stream_id: UUID, subject: str, sealed: bytes) -> bytes:
    """Return a draft that `seal_in_transaction` sealed for this stream and subject.

    Raises:
        ContentErased: the subject was erased since; the draft cannot be read by anybody.
        CannotUnseal: it was changed, or belongs to another stream or subject.
    """
    sealed = bytes(sealed)
    if len(sealed) <= ID_BYTES:
        raise CannotUnseal
    key_id = UUID(bytes=sealed[:ID_BYTES])
    found = rows(
        "SELECT wrapped FROM ledger_datakey WHERE id = %s AND stream_id = %s AND subject = %s",
        [key_of(key_id), key_of(stream_id), subject],
    )
    if not found:
        raise ContentErased(stream=str(stream_id))
    sealer = opened(key_id, found[0][0], stream_id, subject)
    return sealer.unseal(sealed[ID_BYTES:], draft_aad(stream_id, subject))
