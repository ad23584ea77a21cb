"""What the clock brings to documents: a certificate ends, a review is due, a credential ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.actions._life import (
    LONGEST_ALERT,
    alert_in_transaction,
    lapse_in_transaction,
    lock_document_in_transaction,
    log_of_document_in_transaction,
    tell_in_transaction,
)
from stayline.library.actions._versions import log_in_transaction
from stayline.library.events import CredentialEnded, LegalReviewOverdue, VersionStale
from stayline.library.models import Alert, Certificate, DocumentVersion, Expert
from stayline.library.queries import is_in_force
from stayline.people.queries import system_actor
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@action
def fire_lapse(*, row_id: UUID, at: datetime) -> bool:
    """End a certificate whose last day is over (S0-12); False when somebody was first.

    The version stays in force with a banner, managers are alerted, and the log says so. One
    that was renewed meanwhile is left alone.
    """
    version = _locked(row_id, at=at)
    row = None if version is None else _due(version, lapse_due_at__lte=at)
    if version is None or row is None:
        return False
    because = f"It was valid until {row.valid_until}."
    lapse_in_transaction(version, because, actor=system_actor("watcher"), at=at)
    return True


@action
def fire_legal_overdue(*, row_id: UUID, at: datetime) -> bool:
    """Alert managers that legal review of a safety correction is overdue; False: too late.

    It stays in force, and the review stays owed.
    """
    version = _locked(row_id, at=at)
    row = None if version is None else _due(version, legal_due_at__lte=at)
    if version is None or row is None:
        return False
    row.legal_due_at = None
    row.save(update_fields=["legal_due_at"])
    event = LegalReviewOverdue(document=version.document_id, digest=version.digest)
    log_in_transaction(version, event, actor=system_actor("watcher"), at=at)
    text = f"{version.title}: legal review of its safety correction is overdue."
    alert_in_transaction("legal_overdue", version, text, at=at)
    return True


@action
def fire_review(*, row_id: UUID, at: datetime) -> bool:
    """Alert managers that a version in force is due for review (S0-43); False: somebody was first.

    A version that guides nobody is left to lie: activating it asks for its review anyway.
    """
    version = _locked(row_id, at=at)
    rows = DocumentVersion.objects.filter(digest=version.digest if version else "")
    if version is None or not rows.filter(review_due_at__lte=at).update(review_due_at=None):
        return False
    if is_in_force(version.digest):
        event = VersionStale(
            document=version.document_id, digest=version.digest, review_by=str(version.review_by)
        )
        log_in_transaction(version, event, actor=system_actor("watcher"), at=at)
        text = f"{version.title}: to be reviewed by {version.review_by}. It guides contacts still."
        alert_in_transaction("stale", version, text, at=at)
    return True


@action
def fire_credential(*, row_id: UUID, at: datetime) -> bool:
    """Alert managers that the credential of an expert ended (S0-12); False: somebody was first.

    What was certified by it lapses by its own certificate in the same minute.
    """
    expert_id = str(row_id)
    if not Expert.objects.filter(id=row_id, lapse_due_at__lte=at).update(lapse_due_at=None):
        return False
    expert = Expert.objects.get(id=row_id)
    event = CredentialEnded(
        expert=expert_id,
        name=expert.name,
        expires_on=expert.expires_on.isoformat(),
        subject=f"person:{expert.person.pseudonym}" if expert.person else f"expert:{expert_id}",
    )
    watcher = system_actor("watcher")
    log_of_document_in_transaction("expert", expert_id, event, actor=watcher, at=at)
    if expert.left_at is None:
        text = f"The credential of {expert.name} ended on {expert.expires_on}: renew it, or ask."
        Alert.objects.create(
            about="credential",
            kind="expert",
            document_id=expert_id,
            text=text[:LONGEST_ALERT],
            at=at,
        )
        tell_in_transaction()
    return True


def _locked(row_id: UUID, *, at: datetime) -> DocumentVersion | None:
    """Return the version that a deadline names, its document locked, read under the lock."""
    first = DocumentVersion.objects.filter(digest__startswith=row_id.hex).first()
    if first is None:
        return None
    lock_document_in_transaction(first.kind, first.document_id, at=at)
    return DocumentVersion.objects.get(digest=first.digest)


def _due(version: DocumentVersion, **when: datetime) -> Certificate | None:
    return Certificate.objects.filter(version=version, **when).first()
