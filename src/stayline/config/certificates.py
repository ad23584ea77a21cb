"""Verifying a certificate offline: its signature, its key, the document, its last day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from stayline.platform.crypto import signed_by
from stayline_core.canonical import digest
from stayline_core.certificate import WHAT, signed_bytes


class Unreadable(ValueError):
    """The file is no certificate, or the key or document cannot be read; the text says which."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `pinned` is None without a key of one's own, `matches` likewise."""

    digest: str
    title: str
    issued_at: str
    valid_until: str
    signature: bool
    pinned: bool | None
    matches: bool | None
    in_time: bool

    @property
    def holds(self) -> bool:
        """Does it verify, and has it not ended?"""
        return (
            self.signature
            and self.pinned is not False
            and self.matches is not False
            and self.in_time
        )

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain JSON."""
        return {
            "holds": self.holds,
            "digest": self.digest,
            "title": self.title,
            "issued_at": self.issued_at,
            "valid_until": self.valid_until or None,
            "signature": self.signature,
            "public_key": self.pinned,
            "document": self.matches,
            "in_time": self.in_time,
        }

    def lines(self) -> list[str]:
        """Return the verdict as sentences."""
        until = f"until {self.valid_until}" if self.valid_until else "without an end"
        said = [f"{self.title}, version {self.digest}", f"Issued {self.issued_at}, valid {until}."]
        said.append("The signature verifies." if self.signature else "THE SIGNATURE IS BROKEN.")
        if self.pinned is None:
            said.append("No key was given: this proves integrity, and not who issued it.")
        elif not self.pinned:
            said.append("IT WAS SIGNED BY ANOTHER KEY than the one you gave.")
        if self.matches is not None:
            said.append(
                "The document is the certified version."
                if self.matches
                else "THE DOCUMENT IS ANOTHER VERSION than the certified one."
            )
        if not self.in_time:
            said.append("ITS LAST DAY IS OVER.")
        return said


def verified(
    content: bytes, *, public_key: str = "", document: bytes | None = None, today: date
) -> Verdict:
    """Return what verifying a certificate file finds. Whether it was withdrawn, no file can say.

    `public_key` is the issuer's, in hexadecimal; `document` the source that it certifies.

    Raises:
        Unreadable: it is no certificate, or the key or the document cannot be read.
    """
    body, signature, key = _read(content)
    until = body.get("valid_until") or ""
    try:
        in_time = not until or date.fromisoformat(until) >= today
        pinned = bytes.fromhex(public_key) == key if public_key else None
    except (TypeError, ValueError) as fault:
        raise Unreadable(f"A day or the key cannot be read: {fault}") from fault
    named = body.get("document") or {}
    return Verdict(
        digest=str(body.get("digest", "")),
        title=str(named.get("title") or named.get("id", "")),
        issued_at=str(body.get("issued_at", "")),
        valid_until=str(until),
        signature=signed_by(key, signature, signed_bytes(body)),
        pinned=pinned,
        matches=None if document is None else _digest(document) == body.get("digest"),
        in_time=in_time,
    )


def _read(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        found = json.loads(content)
        body = found["certificate"]
        signature, key = bytes.fromhex(found["signature"]), bytes.fromhex(found["public_key"])
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        raise Unreadable("This file is no certificate.") from fault
    if not isinstance(body, dict) or body.get("what") != WHAT:
        raise Unreadable("This file is no certificate.")
    return body, signature, key


def _digest(document: bytes) -> str:
    """Return the digest that names a document's version, as the library computes it."""
    try:
        if document.lstrip().startswith(b"{"):
            return digest(json.loads(document))
        return digest(yaml.load(document, Loader=yaml.CBaseLoader))  # noqa: S506  # text only, no tags: it builds strings, lists and dicts
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        raise Unreadable("The document cannot be read.") from fault
