"""Sealing: authenticated encryption of what people said, and where its keys come from.

AES-256-GCM throughout. A sealed value is a version byte, a nonce and the ciphertext with its
tag; the additional data binds it to its place, so a value moved elsewhere does not open.
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stayline.platform.errors import StaylineError
from stayline.platform.ports import keys

__all__ = [
    "CannotUnseal",
    "Sealer",
    "keys",
    "new_key",
    "seal",
    "signed_by",
    "unseal",
]

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION: Final = b"\x01"
SHORTEST: Final = len(VERSION) + NONCE_BYTES + 16


class CannotUnseal(StaylineError):
    """This content does not open: it was changed, moved, or sealed under another key."""

    code = "platform.crypto.cannot_unseal"
    status = 500
    mend = "Run `stayline verify db`, and check that the master key is the one it was sealed with."


class Sealer:
    """One data key, ready to use. Making it costs more than using it, so keep it a while."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        """Take a key of 32 bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a data key has {KEY_BYTES} bytes, not {len(key)}")
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, aad: bytes) -> bytes:
        """Return `plain` encrypted and bound to `aad`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._aead.encrypt(nonce, plain, aad)

    def unseal(self, sealed: bytes, aad: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            CannotUnseal: the bytes were changed, or belong to another key or place.
        """
        if len(sealed) < SHORTEST or sealed[:1] != VERSION:
            raise CannotUnseal
        try:
            return self._aead.decrypt(sealed[1:13], sealed[13:], aad)
        except InvalidTag:
            raise CannotUnseal from None


def new_key() -> bytes:
    """Return a fresh random data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Return `plain` sealed under `key` and bound to `aad`; `unseal` opens it."""
    return Sealer(key).seal(plain, aad)


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return what `seal` was given.

    Raises:
        CannotUnseal: the bytes were changed, or belong to another key or place.
    """
    return Sealer(key).unseal(sealed, aad)


def signed_by(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` is the Ed25519 signature of `public_key` over `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
