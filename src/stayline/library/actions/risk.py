"""Somebody reads the notice of personal and legal risk (S0-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stayline.library.actions._life import log_of_document_in_transaction
from stayline.library.errors import RiskNoticeStale
from stayline.library.events import RiskAcknowledged
from stayline.library.models import RiskAcknowledgement
from stayline.library.queries import risk_notice
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor


@action
def acknowledge_risk(
    *,
    kind: str,
    document_id: str,
    purpose: Literal["edit", "activate"],
    notice: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Record that `actor` read the notice before they edit or activate a document (S0-9).

    `notice` is the digest of the notice as it was shown. Once for each document, purpose and
    wording of the notice; a second press changes nothing.

    Raises:
        RiskNoticeStale: the notice reads otherwise by now.
    """
    if notice != risk_notice().digest:
        raise RiskNoticeStale
    _, made = RiskAcknowledgement.objects.get_or_create(
        person_id=actor.id,
        kind=kind,
        document_id=document_id,
        purpose=purpose,
        notice=notice,
        defaults={"at": at},
    )
    if made:
        event = RiskAcknowledged(document=document_id, purpose=purpose, notice=notice)
        log_of_document_in_transaction(kind, document_id, event, actor=actor, at=at)
