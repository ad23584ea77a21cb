"""A safety correction: words, contacts and notes of what is in force, by the expert alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.library.actions._life import (
    LEGAL_WITHIN,
    alert_in_transaction,
    demand,
    demand_notice,
    in_force_row,
    lapse_in_transaction,
    put_active_in_transaction,
    reason,
    set_state,
)
from stayline.library.actions._versions import log_in_transaction
from stayline.library.actions.drafts import (
    Written,
    expected_draft_in_transaction,
    keep_version_in_transaction,
    read_draft,
)
from stayline.library.actions.signing import Signature, sign_in_transaction
from stayline.library.errors import CorrectionRefused, DraftNotFound, NothingInForce
from stayline.library.events import VersionCorrected
from stayline.library.models import Certificate, VersionState
from stayline.library.policies import may_activate
from stayline.library.queries import (
    catalogue,
    certificate_of,
    draft,
    is_in_force,
    version_by_digest,
)
from stayline.platform.transactions import action
from stayline_core.certificate import EXPERT
from stayline_core.protocol import load
from stayline_core.protocol.diff import diff

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.library.models import DocumentVersion
    from stayline.platform.actors import Actor

PROTOCOL: Final = "protocol"
BEYOND_WORDS: Final = frozenset({"laws", "review by"})
"""No mere wording, though no step changes: the law it rests on, and when it is looked at again."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That a draft changes words alone: what it corrects, and every change in words."""

    corrects: str
    changes: tuple[str, ...]


def correct_for_safety(
    *,
    draft_id: UUID,
    expected: int,
    expert_id: UUID,
    because: str,
    actor: Actor,
    at: datetime,
    statement: str = "",
    paper: str = "",
) -> DocumentVersion:
    """Put words, contacts or notes right that endanger somebody; they take force at once.

    The draft must change no structure of what is in force: the meaning diff proves it, and the
    checker still finds no error. The expert signs alone: by their own sign-in, or on paper that
    an owner or manager records. Everyone hears of it, legal review is owed within 7 days, and
    training on the corrected version counts on. It holds no longer than what it corrects; a
    version that had lapsed stays lapsed.

    Raises:
        DraftNotFound, DraftStale, DocumentFaulty, VersionExists: as in `make_version`.
        DocumentNotYours: `actor` is neither an owner or manager nor that expert.
        RiskNotAcknowledged: `actor` has not read the notice of risk to activate it (S0-9).
        ReasonInvalid: there is no reason, or a very long one.
        NothingInForce: nothing certified is in force that could be corrected.
        CorrectionRefused: it changes more than words; it carries the changes.
        ExpertNotFound, SignOffInvalid, SignOffRefused: as in `sign_off`.
    """
    told = reason(because)
    written = read_draft(draft_id)
    return _correct(
        draft_id=draft_id,
        expected=expected,
        written=written,
        proof=prove_correction(draft_id, written),
        expert_id=expert_id,
        because=told,
        statement=statement,
        paper=paper,
        actor=actor,
        at=at,
    )


def prove_correction(draft_id: UUID, written: Written | None = None) -> Proof:
    """Return the proof that a draft is a safety correction of what is in force.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentFaulty: it cannot be read.
        NothingInForce: nothing certified is in force that could be corrected.
        CorrectionRefused: it changes more than words, or the checker finds an error.
    """
    row = draft(draft_id)
    if row is None:
        raise DraftNotFound(draft=str(draft_id))
    written = written or read_draft(draft_id)
    version = _certified_in_force(row.kind, row.document_id)
    if row.made_from_id != version.digest:
        raise CorrectionRefused("Begin the draft from the version that is in force.")
    name = f"{row.document_id}.yaml"
    old, new = load(bytes(version.source), file=name), load(written.source, file=name)
    found = diff(old, new, catalogue=catalogue())
    more = [
        f"{one.step or 'document'}: {one.what} {one.how}"
        for one in found.changes
        if one.structural or one.what in BEYOND_WORDS
    ]
    if more or any(time.moved for time in found.times):
        raise CorrectionRefused(changes=more)
    if not written.report["passes"]:
        raise CorrectionRefused("The checker finds an error in it.")
    words = tuple(f"{one.step or 'document'}: {one.what} {one.how}" for one in found.changes)
    if not words:
        raise CorrectionRefused("It says the same as what is in force.")
    return Proof(version.digest, words)


@action
def _correct(
    *,
    draft_id: UUID,
    expected: int,
    written: Written,
    proof: Proof,
    expert_id: UUID,
    because: str,
    statement: str,
    paper: str,
    actor: Actor,
    at: datetime,
) -> DocumentVersion:
    row = expected_draft_in_transaction(draft_id, expected, actor=actor, at=at)
    demand(may_activate(actor))
    demand_notice(actor, row.kind, row.document_id, "activate")
    if not is_in_force(proof.corrects):
        raise NothingInForce("Another version came into force in the meantime.")
    version = keep_version_in_transaction(row, written, correction=True, actor=actor, at=at)
    set_state(version, VersionState.IN_REVIEW)
    before = certificate_of(proof.corrects)
    signature = Signature(
        kind=EXPERT, statement=statement or because, expert_id=expert_id, paper=paper
    )
    until = before.valid_until if before else None
    sign_in_transaction(version, signature, no_later=until, actor=actor, at=at)
    due = at + LEGAL_WITHIN
    Certificate.objects.filter(version=version).update(legal_due_at=due, legal_owed_until=due)
    put_active_in_transaction(
        version, because=f"safety correction: {because}"[:200], actor=actor, at=at
    )
    set_state(version, VersionState.ACTIVE)
    if before is not None and before.lapsed_at is not None:
        lapse_in_transaction(version, before.lapsed_because, actor=actor, at=at)
    _tell(version, proof, because, due, actor=actor, at=at)
    return version


def _tell(
    version: DocumentVersion,
    proof: Proof,
    because: str,
    due: datetime,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    event = VersionCorrected(
        document=version.document_id,
        digest=version.digest,
        corrects=proof.corrects,
        because=because,
        changes=list(proof.changes),
        legal_due_at=due.isoformat(),
    )
    log_in_transaction(version, event, actor=actor, at=at)
    text = f"{version.title} was corrected for safety and is in force: {because}"
    alert_in_transaction("corrected", version, text, at=at)


def _certified_in_force(kind: str, document_id: str) -> DocumentVersion:
    row = in_force_row(kind, document_id)
    if row is None:
        raise NothingInForce
    if kind != PROTOCOL:
        raise CorrectionRefused(
            "Only of a protocol can it be proven that nothing but words changed."
        )
    version = version_by_digest(row.version_id)
    if version.state not in {VersionState.ACTIVE, VersionState.LAPSED}:
        raise NothingInForce("What is in force has not been certified: change and certify it.")
    return version
