"""Copies: the notice before one is given away, what is written on it, and who has one (S0-19)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.library.models import DocumentVersion, Share

if TYPE_CHECKING:
    from datetime import datetime

MARK: Final = "x-uncertified-copy"
"""The key under which a JSON copy says what it is; it is taken off when it comes in."""

COPY_LINE: Final = "UNCERTIFIED COPY."
_HEAD: Final = re.compile(
    rb"\A# UNCERTIFIED COPY\..*?^# End of the notice\.\n\n?", re.MULTILINE | re.DOTALL
)

_NOTICE: Final = (
    "You are about to give away a document that people rely on when a life may be at stake.",
    "You and your organisation may be liable, personally too, for what somebody does with it.",
    "The copy is uncertified: no sign-off, no expert's credential and no certificate goes with it.",
    "Whoever receives it has it certified by their own experts, under their own law, first.",
    "It is not advice, technical, clinical or legal.",
    "Your name, the recipient, the purpose and this notice are kept in the register of copies.",
)


@dataclass(frozen=True, slots=True)
class LiabilityNotice:
    """What somebody reads before they give a copy away, and the SHA-256 of those words."""

    lines: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SharedCopy:
    """A copy as it leaves: the name of its file and its bytes, the notice at the top."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One line of the register of copies: what went to whom, from whom, when and what for."""

    kind: str
    document_id: str
    title: str
    digest: str
    by: str
    recipient: str
    purpose: str
    at: datetime


def liability_notice() -> LiabilityNotice:
    """Return the notice of liability as it reads today (S0-19)."""
    return LiabilityNotice(_NOTICE, hashlib.sha256("\n".join(_NOTICE).encode()).hexdigest())


def shares(kind: str = "", document_id: str = "") -> list[ShareRow]:
    """Return the register of copies, the latest first; of one document, where it is named."""
    rows = Share.objects.select_related("version", "by")
    if kind:
        rows = rows.filter(version__kind=kind, version__document_id=document_id)
    return [
        ShareRow(
            kind=row.version.kind,
            document_id=row.version.document_id,
            title=row.version.title or row.version.document_id,
            digest=row.version_id,
            by=row.by.name,
            recipient=row.recipient,
            purpose=row.purpose,
            at=row.at,
        )
        for row in rows
    ]


def copies_taken_in() -> list[DocumentVersion]:
    """Return the versions that came from elsewhere, the latest first."""
    return list(
        DocumentVersion.objects.exclude(shared_by="").defer("source", "body").order_by("-loaded_at")
    )


def copy_of(version: DocumentVersion, *, by: str, recipient: str, at: datetime) -> SharedCopy:
    """Return a copy of a version with the notice at its top; its body and digest are the same."""
    source = bytes(version.source)
    says = (
        f"{COPY_LINE} It was certified, if at all, for somebody else: here it is a template.",
        *_NOTICE,
        f"Document: {version.kind}/{version.document_id}",
        f"Version: {version.digest}",
        f"Given by: {by}",
        f"Given to: {recipient}",
        f"On: {at:%Y-%m-%d}",
    )
    name = f"{version.document_id}-{version.digest[:12]}-uncertified"
    if _is_json(source):
        body = {MARK: [" ".join(one.split()) for one in says], **json.loads(source)}
        text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        return SharedCopy(f"{name}.json", text.encode())
    lines = [f"# {' '.join(one.split())}" for one in says]
    head = "\n".join([*lines, "# End of the notice.", "", ""])
    return SharedCopy(f"{name}.yaml", head.encode() + source)


def without_notice(source: bytes) -> tuple[bytes, str]:
    """Return the document in a copy as it was before the notice, and its file's ending.

    A document that carries no notice comes back as it is.
    """
    if not _is_json(source):
        return _HEAD.sub(b"", source, count=1), "yaml"
    body: dict[str, Any] = json.loads(source)
    if MARK not in body:
        return source, "json"
    kept = {key: value for key, value in body.items() if key != MARK}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode(), "json"


def _is_json(source: bytes) -> bool:
    """Is it a JSON document? A YAML one of the playbook begins with a key or a comment."""
    if not source.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(source), dict)
    except ValueError:
        return False
