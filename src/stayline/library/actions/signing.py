"""Who must sign for a version signs, refuses, or takes it back; the last one certifies it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.library.actions._life import (
    certify_in_transaction,
    demand,
    lapse_in_transaction,
    locked_version_in_transaction,
    reason,
)
from stayline.library.actions._versions import log_in_transaction
from stayline.library.actions.experts import subject_of_expert
from stayline.library.errors import (
    ExpertNotFound,
    SignOffInvalid,
    SignOffNotFound,
    SignOffRefused,
)
from stayline.library.events import SignedOff, SignOffDenied, SignOffTakenBack
from stayline.library.models import (
    DocumentVersion,
    Expert,
    SignOff,
    SignOffKind,
    VersionState,
)
from stayline.library.policies import may_record_paper, may_sign
from stayline.library.queries import certificate_of, signatures
from stayline.platform.transactions import action
from stayline_core.certificate import ADOPTED, EXPERT, signs

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

SIGNED_IN: Final = frozenset(
    {
        VersionState.IN_REVIEW.value,
        VersionState.CERTIFIED.value,
        VersionState.ACTIVE.value,
        VersionState.LAPSED.value,
        VersionState.SUPERSEDED.value,
    }
)
"""In these states a version is signed; what is only adopted needs no review before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What somebody presses or has put on paper; see `sign_off`."""

    kind: str
    granted: bool = True
    statement: str = ""
    expert_id: UUID | None = None
    signer_name: str = ""
    paper: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as it is kept: by their own sign-in, or on paper that somebody records."""

    name: str
    person_id: UUID | None
    expert: Expert | None
    valid_until: date | None


@action
def sign_off(
    *,
    digest: str,
    kind: str,
    granted: bool,
    statement: str,
    actor: Actor,
    at: datetime,
    expert_id: UUID | None = None,
    signer_name: str = "",
    paper: str = "",
    valid_until: date | None = None,
) -> SignOff:
    """Sign for a version, or refuse to with the reason as `statement` (S0-11, S0-13, S0-42).

    `kind` is expert, legal, ethical or adopted. An expert is somebody in the register whose
    credential is valid today, and nobody who wrote the version; it holds until the credential
    ends, or `valid_until` if that is sooner. Legal and ethical reviewers sign by their role. A
    protocol owner or manager records what was signed on paper: `paper` says where it is kept,
    `signer_name` whose it is. One person signs one kind for a version.

    With the last signature that is needed the version is certified, in the same transaction. A
    refusal ends the certificate of a version that is in force; it stays in force.

    Raises:
        DocumentNotFound: no version has this digest.
        ExpertNotFound: no expert has this id.
        DocumentNotYours: `actor` may not sign for this.
        SignOffInvalid: a name, a reason or the place of the paper is missing.
        SignOffRefused: the version is not in review, wants no such signature, or has one that
            holds as long; the expert wrote it, left, or their credential ended; or the same
            person signed for something else.
    """
    signature = Signature(
        kind=kind,
        granted=granted,
        statement=statement.strip(),
        expert_id=expert_id,
        signer_name=signer_name.strip(),
        paper=paper.strip(),
        valid_until=valid_until,
    )
    version = locked_version_in_transaction(digest, at=at)
    return sign_in_transaction(version, signature, actor=actor, at=at)


def sign_in_transaction(
    version: DocumentVersion,
    signature: Signature,
    *,
    actor: Actor,
    at: datetime,
    no_later: date | None = None,
) -> SignOff:
    """Sign as `sign_off` does; the caller holds the transaction and the document's lock.

    `no_later` bounds the certificate, for a correction of what is certified until then.

    Raises:
        SignOffInvalid, SignOffRefused, ExpertNotFound, DocumentNotYours: as in `sign_off`.
    """
    kind = signature.kind
    _refuse_state(version, kind)
    if not signature.granted and not signature.statement:
        raise SignOffInvalid({"statement": "say why it is refused"})
    signer = _signer(signature, actor, at.astimezone(UTC).date())
    if kind == EXPERT and str(signer.person_id) in version.authors:
        raise SignOffRefused("Whoever wrote a version does not sign for it as its expert.")
    _refuse_second_kind(version, kind, signer)
    if signature.granted:
        _refuse_no_longer(version, kind, signer, at)
    row = _keep(version, signature, signer, actor=actor, at=at)
    if signature.granted:
        certify_in_transaction(version, no_later=no_later, actor=actor, at=at)
    elif certificate_of(version.digest) is not None:
        because = f"{signer.name} refused to sign ({row.get_kind_display()})."
        lapse_in_transaction(version, because, actor=actor, at=at)
    return row


@action
def take_back_sign_off(
    *, signoff_id: UUID, because: str, actor: Actor, at: datetime
) -> DocumentVersion:
    """Take a signature back; return the version. One that is in force lapses, and stays (S0-12).

    The signer themself may, and a protocol owner or manager for anybody.

    Raises:
        SignOffNotFound: there is none of this id that stands.
        DocumentNotYours: it is neither theirs nor are they an owner or manager.
        ReasonInvalid: there is no reason, or a very long one.
    """
    told = reason(because)
    first = SignOff.objects.filter(id=signoff_id).first()
    if first is None:
        raise SignOffNotFound(signoff=str(signoff_id))
    version = locked_version_in_transaction(first.version_id, at=at)
    row = SignOff.objects.get(id=signoff_id)
    if not row.stands:
        raise SignOffNotFound("This signature does not stand any more.", signoff=str(signoff_id))
    demand(may_record_paper(actor) or row.person_id == actor.id)
    row.taken_back_at, row.taken_back_because, row.stands = at, told, False
    row.save(update_fields=["taken_back_at", "taken_back_because", "stands"])
    event = SignOffTakenBack(
        document=version.document_id,
        digest=version.digest,
        what=row.kind,
        name=row.signer_name,
        signoff=str(row.id),
        because=told,
        subject=subject_of_signer(row),
    )
    log_in_transaction(version, event, actor=actor, at=at)
    if certificate_of(version.digest) is not None:
        why = f"{row.signer_name} took the signature back ({row.get_kind_display()}): {told}"
        lapse_in_transaction(version, why, actor=actor, at=at)
    return version


def _refuse_state(version: DocumentVersion, kind: str) -> None:
    if kind not in signs(version.kind):
        raise SignOffRefused("This kind of document wants no such signature.")
    if kind == ADOPTED:
        return
    if version.state not in SIGNED_IN:
        raise SignOffRefused("Send the version to review first.")


def _signer(signature: Signature, actor: Actor, today: date) -> Signer:
    until = signature.valid_until
    if until is not None and until < today:
        raise SignOffInvalid({"valid_until": "this day has passed"})
    if signature.kind == EXPERT:
        return _expert(signature, actor, today)
    if not signature.paper and not signature.signer_name:
        demand(may_sign(actor, signature.kind))
        return Signer(actor.name, actor.id, None, until)
    demand(may_record_paper(actor))
    _refuse_missing(name=signature.signer_name, paper=signature.paper)
    return Signer(signature.signer_name, None, None, until)


def _expert(signature: Signature, actor: Actor, today: date) -> Signer:
    expert = Expert.objects.filter(id=signature.expert_id).first() if signature.expert_id else None
    if expert is None:
        raise ExpertNotFound(expert=str(signature.expert_id))
    if expert.left_at is not None:
        raise SignOffRefused(f"{expert.name} is asked no longer.")
    if expert.expires_on < today:
        raise SignOffRefused(
            f"The credential of {expert.name} ended on {expert.expires_on}: renew it first."
        )
    until = min(expert.expires_on, signature.valid_until or expert.expires_on)
    if expert.person_id == actor.id:
        return Signer(expert.name, actor.id, expert, until)
    demand(may_record_paper(actor))
    _refuse_missing(name=expert.name, paper=signature.paper)
    return Signer(expert.name, expert.person_id, expert, until)


def _refuse_missing(*, name: str, paper: str) -> None:
    faults = {}
    if not name:
        faults["signer_name"] = "say who signed"
    if not paper:
        faults["paper"] = "say where the signed paper is kept"
    if faults:
        raise SignOffInvalid(faults)


def _refuse_second_kind(version: DocumentVersion, kind: str, signer: Signer) -> None:
    """One person signs one kind for a version: four eyes would be two otherwise."""
    same = Q(signer_name__iexact=signer.name)
    if signer.person_id is not None:
        same |= Q(person_id=signer.person_id) | Q(expert__person_id=signer.person_id)
    rows = SignOff.objects.filter(same, version=version, taken_back_at=None).exclude(kind=kind)
    other = rows.first()
    if other is not None:
        raise SignOffRefused(
            f"{signer.name} signed this version already: {other.get_kind_display()}."
        )


def _refuse_no_longer(version: DocumentVersion, kind: str, signer: Signer, at: datetime) -> None:
    """A second signature of a kind is taken only where it holds longer than the first."""
    there = signatures(version.digest).get(kind)
    if there is None or not there.granted:
        return
    if there.valid_until is not None and there.valid_until < at.astimezone(UTC).date():
        return
    ends, new = there.valid_until or date.max, signer.valid_until or date.max
    if new <= ends:
        raise SignOffRefused(f"{there.signer_name} has signed for this already.")


def _keep(
    version: DocumentVersion, signature: Signature, signer: Signer, *, actor: Actor, at: datetime
) -> SignOff:
    kind, expert = signature.kind, signer.expert
    SignOff.objects.filter(version=version, kind=kind, stands=True).update(stands=False)
    row = SignOff.objects.create(
        version=version,
        kind=kind,
        signer_name=signer.name,
        person_id=signer.person_id,
        expert=expert,
        credential={} if expert is None else credential_of(expert),
        granted=signature.granted,
        statement=signature.statement,
        paper=signature.paper,
        recorded_by_id=actor.id,
        at=at,
        valid_until=signer.valid_until,
    )
    _log(version, row, actor=actor, at=at)
    return row


def credential_of(expert: Expert) -> dict[str, str]:
    """Return an expert's credential as it stands today, for the sign-off to keep (S0-12)."""
    return {
        "kind": expert.credential,
        "issuer": expert.issuer,
        "number": expert.number,
        "expires_on": expert.expires_on.isoformat(),
    }


def subject_of_signer(row: SignOff) -> str:
    """Return whose data a signature is, as the log names it.

    Somebody who signs in here, an expert of the register, or a name that stands on paper alone.
    """
    if row.expert is not None:
        return subject_of_expert(row.expert)
    return f"person:{row.person.pseudonym}" if row.person else f"signer:{row.id}"


def _log(version: DocumentVersion, row: SignOff, *, actor: Actor, at: datetime) -> None:
    what = SignOffKind(row.kind).value
    event: SignedOff | SignOffDenied
    if row.granted:
        event = SignedOff(
            document=version.document_id,
            digest=version.digest,
            what=what,
            name=row.signer_name,
            subject=subject_of_signer(row),
            signoff=str(row.id),
            credential=row.credential,
            statement=row.statement,
            paper=row.paper,
            valid_until=row.valid_until.isoformat() if row.valid_until else "",
        )
    else:
        event = SignOffDenied(
            document=version.document_id,
            digest=version.digest,
            what=what,
            name=row.signer_name,
            subject=subject_of_signer(row),
            signoff=str(row.id),
            statement=row.statement,
            paper=row.paper,
        )
    log_in_transaction(version, event, actor=actor, at=at)
