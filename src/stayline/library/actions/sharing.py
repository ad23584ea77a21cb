"""Copies: one is given away after the notice of liability, and one is taken in (S0-19)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from stayline.library.actions._versions import (
    TITLE,
    log_in_transaction,
    refuse_misfit_in_transaction,
)
from stayline.library.actions.load import FOLDERS, body_of
from stayline.library.errors import (
    CopyAlreadyHere,
    DocumentFaulty,
    ShareInvalid,
    SharingNotYours,
)
from stayline.library.events import CopyImported, VersionShared
from stayline.library.models import DocumentVersion, Share
from stayline.library.policies import may_share
from stayline.library.queries import version_by_digest
from stayline.library.queries.sharing import (
    SharedCopy,
    copy_of,
    liability_notice,
    without_notice,
)
from stayline.platform.transactions import action
from stayline_core.canonical import digest as digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

MOST: Final = {"recipient": 200, "purpose": 300}
LARGEST: Final = 1_000_000
"""Bytes of a copy that is taken in."""

DEEPEST: Final = 100
_BRACKETS: Final = re.compile(rb"[\[\]{}]")
_AT_MARGIN: Final = re.compile(r"^(kind|id):[ ]+[\"']?([a-z0-9_-]+)[\"']?[ ]*$", re.MULTILINE)


@action
def share_version(
    *, digest: str, recipient: str, purpose: str, notice: str, actor: Actor, at: datetime
) -> SharedCopy:
    """Return an uncertified copy of a version, and record who gave what to whom (S0-19).

    `notice` is the SHA-256 of the notice of liability as it was shown and acknowledged.

    Raises:
        SharingNotYours: `actor` may not.
        DocumentNotFound: no version has this digest.
        ShareInvalid: nobody or no purpose is named, or the notice was not acknowledged as it
            reads today.
    """
    if not may_share(actor):
        raise SharingNotYours
    version = version_by_digest(digest)
    named = {"recipient": recipient.strip(), "purpose": purpose.strip()}
    _refuse(named, notice)
    Share.objects.create(version=version, by_id=actor.id, notice=notice, at=at, **named)
    event = VersionShared(document=version.document_id, digest=digest, **named)
    log_in_transaction(version, event, actor=actor, at=at)
    return copy_of(version, by=actor.name, recipient=named["recipient"], at=at)


@action
def import_copy(*, source: bytes, shared_by: str, actor: Actor, at: datetime) -> DocumentVersion:
    """Take a copy in from somebody else, always as an uncertified template (S0-19).

    The notice at its top is taken off; it is put in force nowhere, and whatever certified it
    elsewhere means nothing here.

    Raises:
        SharingNotYours: `actor` may not.
        ShareInvalid: it is not said from whom it came.
        DocumentFaulty: it does not load, or is of no kind that can stand in the library.
        CopyAlreadyHere: this very version is here.
    """
    if not may_share(actor):
        raise SharingNotYours
    whose = shared_by.strip()
    if not whose or len(whose) > MOST["recipient"]:
        raise ShareInvalid({"shared_by": "Say from whom you have it, in at most 200 characters."})
    kind, document_id, kept, name = _read(source)
    body = body_of(kind, kept, name)
    refuse_misfit_in_transaction(kind, document_id, kept)
    digest = digest_of(body)
    if DocumentVersion.objects.filter(digest=digest).exists():
        raise CopyAlreadyHere(digest=digest)
    version = DocumentVersion.objects.create(
        digest=digest,
        kind=kind,
        document_id=document_id,
        title=str(body.get("title", ""))[:TITLE],
        source=kept,
        body=body,
        loaded_at=at,
        shared_by=whose,
    )
    event = CopyImported(document=document_id, digest=digest, shared_by=whose)
    log_in_transaction(version, event, actor=actor, at=at)
    return version


def _refuse(named: dict[str, str], notice: str) -> None:
    faults = {
        key: "Say this first." if not value else f"At most {MOST[key]} characters."
        for key, value in named.items()
        if not value or len(value) > MOST[key]
    }
    if notice != liability_notice().digest:
        faults["notice"] = "Read the notice of liability, and acknowledge it."
    if faults:
        raise ShareInvalid(faults)


def _read(source: bytes) -> tuple[str, str, bytes, str]:
    """Return a copy's kind and id, its bytes without the notice, and a name for its findings."""
    if len(source) > LARGEST or _deepest(source) > DEEPEST:
        raise DocumentFaulty({"copy": "it is larger or deeper than any document"})
    try:
        kept, ending = without_notice(source)
        said = json.loads(kept) if ending == "json" else _said(kept)
    except ValueError as fault:
        raise DocumentFaulty({"copy": "it cannot be read as a document"}) from fault
    kind, document_id = str(said.get("kind", "")), str(said.get("id", ""))[:60]
    kind = "agencies" if kind in {"directory", "agency_formats"} else kind
    if kind not in FOLDERS.values() or not document_id:
        raise DocumentFaulty({"copy": "it does not say of which kind it is, and its id"})
    return kind, document_id, kept, f"{document_id}.{ending}"


def _said(source: bytes) -> dict[str, str]:
    """Return kind and id as they stand at the margin of a YAML document."""
    return dict(_AT_MARGIN.findall(source.decode()))


def _deepest(source: bytes) -> int:
    """Return how deep brackets are nested, so that no copy can exhaust a reader's stack."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(source):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
