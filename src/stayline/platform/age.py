"""Encrypt a file to a recipient in the age format, and open one (age-encryption.org/v1).

An open format with several independent programs: whoever receives a bundle opens it with
`age -d` and needs nothing of ours. Recipients are X25519 keys (`age1…`); the payload is
ChaCha20-Poly1305 in chunks of 64 KiB, so a file that was cut short does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12 on

MAGIC: Final = b"age-encryption.org/v1\n"
CHUNK: Final = 64 * 1024
TAG: Final = 16
_RECIPIENT: Final = "age"
_IDENTITY: Final = "age-secret-key-"
_CHARSET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_POLYNOMIAL: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_KEY: Final = 32


class NotAKey(ValueError):
    """This text is no age key of the wanted kind."""


class CannotOpen(ValueError):
    """This file is not in the age format, was changed, was cut short, or is another's."""


def recipient_key(text: str) -> bytes:
    """Return the raw X25519 public key of an `age1…` line.

    Raises:
        NotAKey: it is none.
    """
    return _bech32_decode(text.strip(), _RECIPIENT)


def identity_key(text: str) -> bytes:
    """Return the raw X25519 private key of an `AGE-SECRET-KEY-1…` line.

    Raises:
        NotAKey: it is none.
    """
    return _bech32_decode(text.strip(), _IDENTITY)


def recipient_of(identity: bytes) -> str:
    """Return the `age1…` line that belongs to a raw private key."""
    return _bech32_encode(_RECIPIENT, _public(X25519PrivateKey.from_private_bytes(identity)))


def key_in_file(text: str) -> str:
    """Return the first line of a key file that is neither empty nor a comment.

    Raises:
        NotAKey: there is none.
    """
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            return line.strip()
    raise NotAKey("the file holds no key")


class Encrypted(io.RawIOBase):
    """A file being written: `write` what it holds, then `finish`; without that it is broken."""

    def __init__(self, out: BinaryIO, recipient: bytes) -> None:
        """Write the header for `recipient`, a raw X25519 public key."""
        super().__init__()
        self._out = out
        file_key = secrets.token_bytes(16)
        out.write(_header(file_key, recipient))
        nonce = secrets.token_bytes(16)
        out.write(nonce)
        self._aead = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
        self._held = bytearray()
        self._number = 0

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, data: Buffer) -> int:
        """Take more of the content."""
        more = bytes(data)
        self._held += more
        while len(self._held) > CHUNK:  # the last chunk is written by finish, even a full one
            self._chunk(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(more)

    def finish(self) -> None:
        """Write the last chunk."""
        self._chunk(bytes(self._held), last=True)
        self._held.clear()

    def _chunk(self, data: bytes, *, last: bool) -> None:
        self._out.write(self._aead.encrypt(_nonce(self._number, last=last), data, None))
        self._number += 1


def opened(file: BinaryIO, identity: bytes) -> Iterator[bytes]:
    """Yield what was encrypted to `identity`, a raw X25519 private key.

    Raises:
        CannotOpen: not the age format, changed, cut short, or for somebody else.
    """
    file_key = _file_key(file, identity)
    aead = ChaCha20Poly1305(_hkdf(file_key, file.read(16), b"payload"))
    number = 0
    chunk = file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        last = not following
        try:
            yield aead.decrypt(_nonce(number, last=last), chunk, None)
        except InvalidTag:
            raise CannotOpen("the file was changed or cut short") from None
        if last:
            return
        chunk, number = following, number + 1


def _header(file_key: bytes, recipient: bytes) -> bytes:
    ephemeral = X25519PrivateKey.generate()
    share = _public(ephemeral)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrapping = _hkdf(shared, share + recipient, b"age-encryption.org/v1/X25519")
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = MAGIC + b"-> X25519 " + _b64(share) + b"\n" + _b64(wrapped) + b"\n---"
    return head + b" " + _b64(_mac(file_key, head)) + b"\n"


def _file_key(file: BinaryIO, identity: bytes) -> bytes:
    lines = [file.readline(1024)]
    if lines[0] != MAGIC:
        raise CannotOpen("this is no file in the age format")
    while not lines[-1].startswith(b"---"):
        lines.append(file.readline(1024))
        if not lines[-1] or len(lines) > 1000:  # noqa: PLR2004 - a header ends somewhere
            raise CannotOpen("its header has no end")
    head = b"".join(lines[:-1]) + b"---"
    for stanza, body in pairwise(lines):
        words = stanza.split()
        if words[:2] == [b"->", b"X25519"]:
            file_key = _unwrapped(_unb64(words[2]), _unb64(body.strip()), identity)
            if file_key is not None:
                if not hmac.compare_digest(_unb64(lines[-1][4:].strip()), _mac(file_key, head)):
                    raise CannotOpen("its header was changed")
                return file_key
    raise CannotOpen("it was encrypted to somebody else")


def _unwrapped(share: bytes, wrapped: bytes, identity: bytes) -> bytes | None:
    key = X25519PrivateKey.from_private_bytes(identity)
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(share))
        wrapping = _hkdf(shared, share + _public(key), b"age-encryption.org/v1/X25519")
        return ChaCha20Poly1305(wrapping).decrypt(bytes(12), wrapped, None)
    except (InvalidTag, ValueError):
        return None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=info).derive(secret)


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.new(_hkdf(file_key, b"", b"header"), head, hashlib.sha256).digest()


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _b64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise CannotOpen("its header cannot be read") from None


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_POLYNOMIAL):
            check ^= generator if top >> bit & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regrouped(values: bytes | list[int], come: int, go: int, *, pad: bool) -> list[int]:
    held, bits, out = 0, 0, []
    for value in values:
        held, bits = held << come | value, bits + come
        while bits >= go:
            bits -= go
            out.append(held >> bits & (1 << go) - 1)
    if pad and bits:
        out.append(held << go - bits & (1 << go) - 1)
    return out


def _bech32_encode(prefix: str, raw: bytes) -> str:
    values = _regrouped(raw, 8, 5, pad=True)
    check = _polymod(_expanded(prefix) + values + [0] * 6) ^ 1
    values += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(_CHARSET[value] for value in values)


def _bech32_decode(text: str, prefix: str) -> bytes:
    if text not in {text.lower(), text.upper()} or not text.lower().startswith(prefix + "1"):
        raise NotAKey(f"a key of this kind begins with {prefix}1")
    try:
        values = [_CHARSET.index(c) for c in text.lower()[len(prefix) + 1 :]]
    except ValueError:
        raise NotAKey("it holds a character that no key has") from None
    raw = bytes(_regrouped(values[:-6], 5, 8, pad=False))
    if _polymod(_expanded(prefix) + values) != 1 or len(raw) != _KEY:
        raise NotAKey("it is mistyped: its checksum is wrong")
    return raw
