"""Certificates as they are shown and taken along: the signed text, its signature and its key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stayline.library.errors import DocumentNotFound
from stayline.library.models import Certificate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CertificateView:
    """What certifies a version: `body` is the signed text; signature and key are hexadecimal.

    `holds` says whether it does today; `lapsed_because` why it ended, where it did.
    """

    digest: str
    kind: str
    document_id: str
    title: str
    body: Mapping[str, Any]
    signature: str
    public_key: str
    issued_at: datetime
    valid_until: date | None
    holds: bool
    lapsed_because: str
    legal_due_at: datetime | None


def certificate(digest: str, *, at: datetime) -> CertificateView:
    """Return the certificate of a version, be it lapsed.

    Raises:
        DocumentNotFound: the version is not here, or was never certified.
    """
    row = Certificate.objects.filter(version_id=digest).select_related("version").first()
    if row is None:
        raise DocumentNotFound("This version was never certified here.", digest=digest)
    in_time = row.valid_until is None or row.valid_until >= at.date()
    return CertificateView(
        digest=digest,
        kind=row.version.kind,
        document_id=row.version.document_id,
        title=row.version.title or row.version.document_id,
        body=row.body,
        signature=bytes(row.signature).hex(),
        public_key=bytes(row.public_key).hex(),
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        holds=in_time and row.lapsed_at is None,
        lapsed_because=row.lapsed_because or ("" if in_time else "Its last day is over."),
        legal_due_at=row.legal_due_at,
    )


def certificate_file(found: CertificateView) -> bytes:
    """Return a certificate as a file that `stayline playbook verify-certificate` reads."""
    content = {
        "certificate": dict(found.body),
        "signature": found.signature,
        "public_key": found.public_key,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
