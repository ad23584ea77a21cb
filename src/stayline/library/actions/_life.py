"""Parts of a version's life: its document is locked, a certificate issued, force moved, told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.ledger.actions import (
    append_in_transaction,
    lock_head_in_transaction,
    open_stream_in_transaction,
)
from stayline.library.actions._versions import (
    day_after,
    log_in_transaction,
    move_force_in_transaction,
)
from stayline.library.errors import (
    DocumentNotFound,
    DocumentNotYours,
    ReasonInvalid,
    RiskNotAcknowledged,
)
from stayline.library.events import VersionActivated, VersionCertified, VersionLapsed
from stayline.library.models import Alert, Certificate, DocumentVersion, InForce, VersionState
from stayline.library.queries import (
    certificate_of,
    is_in_force,
    risk_acknowledged,
    signed,
    subject_of_document,
)
from stayline.people.queries import sites
from stayline.platform.live import publish_on_commit
from stayline.platform.ports import keys
from stayline_core.certificate import (
    EXPERT,
    certificate_body,
    missing,
    needed,
    signed_bytes,
    valid_until,
)

if TYPE_CHECKING:
    from datetime import date

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

LEGAL_WITHIN: Final = timedelta(days=7)
"""Within this time legal review of a safety correction is owed (`design.md` 3.1)."""

CHANGED: Final = "library.changed"
"""What the boards hear when another version guides, or one of them stands otherwise."""

LONGEST_REASON: Final = 200
LONGEST_ALERT: Final = 400


def lock_document_in_transaction(kind: str, document_id: str, *, at: datetime) -> UUID:
    """Lock a document: everything that is done to it follows one after the other.

    The caller holds the transaction. Returns the document's stream, whose head is the lock: the
    first one of every action on a document. An expert has a stream of their own.
    """
    if kind == EXPERT:
        subject = UUID(document_id)
        return open_stream_in_transaction(kind="person", subject_id=subject, exercise=False, at=at)
    subject = subject_of_document(kind, document_id)
    stream = open_stream_in_transaction(kind="document", subject_id=subject, exercise=False, at=at)
    lock_head_in_transaction(stream)
    return stream


def locked_version_in_transaction(digest: str, *, at: datetime) -> DocumentVersion:
    """Return a version, read under the lock of its document; the caller holds the transaction.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    first = DocumentVersion.objects.filter(digest=digest).first()
    if first is None:
        raise DocumentNotFound(digest=digest)
    lock_document_in_transaction(first.kind, first.document_id, at=at)
    return DocumentVersion.objects.get(digest=digest)


def demand(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence: demand(may_write(actor))
    """Refuse who may not.

    Raises:
        DocumentNotYours: they may not.
    """
    if not allowed:
        raise DocumentNotYours


def demand_notice(actor: Actor, kind: str, document_id: str, purpose: str) -> None:
    """Refuse who has not read the notice of risk (S0-9).

    Raises:
        RiskNotAcknowledged: they have not, as it stands now.
    """
    if not risk_acknowledged(actor, kind, document_id, purpose):
        raise RiskNotAcknowledged(kind=kind, document=document_id, purpose=purpose)


def reason(because: str) -> str:
    """Return a reason without blanks around it.

    Raises:
        ReasonInvalid: there is none, or it is too long.
    """
    told = because.strip()
    if not told or len(told) > LONGEST_REASON:
        raise ReasonInvalid({"because": f"say why, in up to {LONGEST_REASON} characters"})
    return told


def certify_in_transaction(
    version: DocumentVersion,
    *,
    actor: Actor,
    at: datetime,
    no_later: date | None = None,
) -> Certificate | None:
    """Issue the certificate once all who must have signed; the caller holds the transaction.

    None while something is missing. A version that lapsed while in force is active again; any
    other is certified, and waits to be activated. `no_later` bounds what it holds until.
    """
    today = at.astimezone(UTC).date()
    standing = [one for one in signed(version.digest) if one.granted]
    needs = needed(version.kind, correction=version.correction)
    if missing(needs, standing, day=today):
        return None
    until = min((d for d in (valid_until(standing), no_later) if d is not None), default=None)
    body = certificate_body(
        document={"kind": version.kind, "id": version.document_id, "title": version.title},
        digest=version.digest,
        standing=standing,
        check=version.check_report,
        issued_at=at,
        valid_until=until,
        review_by=version.review_by,
        correction=version.correction,
    )
    before = certificate_of(version.digest)
    legal = any(one.kind == "legal" for one in standing)
    owed = before if before is not None and not legal else None
    row, _ = Certificate.objects.update_or_create(
        version=version,
        defaults={
            "body": body,
            "signature": keys().sign(signed_bytes(body)),
            "public_key": keys().public_key(),
            "issued_at": at,
            "valid_until": until,
            "lapse_due_at": day_after(until),
            "lapsed_at": None,
            "lapsed_because": "",
            "legal_due_at": owed.legal_due_at if owed else None,
            "legal_owed_until": owed.legal_owed_until if owed else None,
        },
    )
    _now_certified(version)
    event = VersionCertified(
        document=version.document_id,
        digest=version.digest,
        until=f"until {until}" if until else "with no end",
        correction=version.correction,
        signature=bytes(row.signature).hex(),
    )
    log_in_transaction(version, event, actor=actor, at=at)
    tell_in_transaction()
    return row


def _now_certified(version: DocumentVersion) -> None:
    guided = version.state in {VersionState.ACTIVE, VersionState.LAPSED}
    guides = guided and is_in_force(version.digest)
    set_state(version, VersionState.ACTIVE if guides else VersionState.CERTIFIED)


def lapse_in_transaction(
    version: DocumentVersion, because: str, *, actor: Actor, at: datetime
) -> None:
    """End the certificate of a version, and let managers hear; the caller holds the transaction.

    What is in force stays in force: guidance is taken from nobody (S0-12). A version that only
    waited for activation is in review again.
    """
    told = because[:300]
    Certificate.objects.filter(version=version).update(
        lapse_due_at=None, lapsed_at=at, lapsed_because=told
    )
    event = VersionLapsed(document=version.document_id, digest=version.digest, because=told)
    log_in_transaction(version, event, actor=actor, at=at)
    if version.state == VersionState.ACTIVE:
        set_state(version, VersionState.LAPSED)
        text = f"{version.title}: its certificate ended, and it guides contacts still. {told}"
        alert_in_transaction("lapsed", version, text, at=at)
    elif version.state == VersionState.CERTIFIED:
        set_state(version, VersionState.IN_REVIEW)
        text = f"{version.title}: its certificate ended before it was activated. {told}"
        alert_in_transaction("lapsed", version, text, at=at)


def put_active_in_transaction(
    version: DocumentVersion, *, because: str, actor: Actor, at: datetime
) -> str:
    """Let a version guide from now on, and say so; the caller holds the transaction.

    Returns the digest of what it replaces, empty for nothing. Runs that are open keep theirs.
    """
    before = move_force_in_transaction(version, because=because, actor=actor, at=at)
    DocumentVersion.objects.filter(
        digest=before, state__in=[VersionState.ACTIVE, VersionState.LAPSED]
    ).update(state=VersionState.SUPERSEDED)
    event = VersionActivated(
        document=version.document_id, digest=version.digest, instead_of=before, because=because
    )
    log_in_transaction(version, event, actor=actor, at=at)
    tell_in_transaction()
    return before


def set_state(version: DocumentVersion, state: VersionState) -> None:
    """Set a version's state under the lock that the caller holds."""
    version.state = state
    version.save(update_fields=["state"])


def alert_in_transaction(about: str, version: DocumentVersion, text: str, *, at: datetime) -> None:
    """Let managers hear of something; the caller holds the transaction and logs what it is."""
    Alert.objects.create(
        about=about,
        kind=version.kind,
        document_id=version.document_id,
        digest=version.digest,
        text=text[:LONGEST_ALERT],
        at=at,
    )
    tell_in_transaction()


def tell_in_transaction() -> None:
    """Let every board hear that documents stand otherwise; the caller holds the transaction."""
    for site in sites():
        publish_on_commit(f"board:{site.id}", CHANGED)


def log_of_document_in_transaction(
    kind: str, document_id: str, event: Event, *, actor: Actor, at: datetime
) -> None:
    """Log something about a document of which there may be no version yet.

    The caller holds the transaction.
    """
    stream = lock_document_in_transaction(kind, document_id, at=at)
    append_in_transaction(stream, event, actor=actor, at=at)


def in_force_row(kind: str, document_id: str) -> InForce | None:
    """Return what is in force of a document, read under the lock that the caller holds."""
    rows = InForce.objects.filter(kind=kind, document_id=document_id)
    return rows.select_related("version").first()
