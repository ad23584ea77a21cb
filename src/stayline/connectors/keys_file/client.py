"""Wraps data keys under one master key, and signs with a key derived from it.

The master key comes from `STAYLINE_MASTER_KEY`, its file, or `master.key` in the data folder
(made 0600 by `stayline init`). Two keys are derived from it (HKDF-SHA256), so that wrapping
and signing never share one.
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from stayline.platform.crypto import KEY_BYTES, Sealer
from stayline.platform.errors import StaylineError

WRAPPING: Final = b"stayline/wrapping/1"
SIGNING: Final = b"stayline/signing/1"


class NoMasterKey(StaylineError):
    """This installation has no master key yet, so nothing can be sealed or opened."""

    code = "connectors.keys_file.no_master_key"
    status = 503
    mend = "Run `stayline init`, or give STAYLINE_MASTER_KEY."


class FileKeys:
    """`platform.KeyPort` on a master key held in this process's memory."""

    def __init__(self, master_key: bytes | None) -> None:
        """Derive the keys; without a master key every use is refused, and nothing else is."""
        self._sealer: Sealer | None = None
        self._signer: Ed25519PrivateKey | None = None
        if master_key is not None:
            self._sealer = Sealer(_derived(master_key, WRAPPING))
            self._signer = Ed25519PrivateKey.from_private_bytes(_derived(master_key, SIGNING))

    def wrap(self, plain: bytes, context: bytes) -> bytes:
        """Return `plain` sealed under the master key and bound to `context`.

        Raises:
            NoMasterKey: there is none yet.
        """
        return self._wrapping().seal(plain, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return what `wrap` was given.

        Raises:
            NoMasterKey: there is none yet.
            CannotUnseal: changed, another context's, or wrapped by another master key.
        """
        return self._wrapping().unseal(wrapped, context)

    def sign(self, message: bytes) -> bytes:
        """Return this installation's Ed25519 signature (64 bytes) over `message`.

        Raises:
            NoMasterKey: there is none yet.
        """
        return self._signing().sign(message)

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key (32 bytes).

        Raises:
            NoMasterKey: there is none yet.
        """
        return self._signing().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def _wrapping(self) -> Sealer:
        if self._sealer is None:
            raise NoMasterKey
        return self._sealer

    def _signing(self) -> Ed25519PrivateKey:
        if self._signer is None:
            raise NoMasterKey
        return self._signer


def _derived(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master_key)
