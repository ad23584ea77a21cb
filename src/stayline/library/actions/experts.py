"""The register of experts: somebody comes in, is changed, renewed, engaged, and leaves (S0-21)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.library.errors import ExpertInvalid, ExpertNotFound, RegisterNotYours
from stayline.library.events import (
    CredentialRenewed,
    ExpertAdded,
    ExpertChanged,
    ExpertEngaged,
    ExpertLeft,
)
from stayline.library.models import CredentialKind, Engagement, Expert
from stayline.library.policies import may_keep_register
from stayline.library.queries.experts import end_of_credential
from stayline.people.errors import PersonNotFound
from stayline.people.queries import person
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

WORDS: Final = {
    "name": ("the name", 150),
    "issuer": ("who issued the credential", 150),
    "how_found": ("how they were found", 300),
}
"""What an entry must say, in words, and the most characters of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDetails:
    """What the register says of somebody, beside number and last day of their credential.

    `person_id` is their own sign-in here, so that they can sign for themselves; without it
    somebody records what they signed on paper.
    """

    name: str
    credential: str
    issuer: str
    how_found: str
    contact: str = ""
    note: str = ""
    person_id: UUID | None = None


@action
def add_expert(
    *, details: ExpertDetails, number: str, expires_on: date, actor: Actor, at: datetime
) -> Expert:
    """Put somebody into the register, with credential, issuer, number and last day (S0-12).

    A credential that has ended can be kept too, and nobody can sign by it.

    Raises:
        RegisterNotYours: `actor` may not, or it would be their own entry.
        ExpertInvalid: something is missing or too long, or the sign-in has an entry already.
    """
    _refuse(actor, details.person_id)
    _refuse_faults(_faults(details) | _number_faults(number))
    ends = end_of_credential(expires_on)
    row = Expert.objects.create(
        **_columns(details),
        number=number.strip(),
        expires_on=expires_on,
        lapse_due_at=ends if ends > at else None,
        added_at=at,
    )
    added = ExpertAdded(
        expert=str(row.id),
        name=row.name,
        credential=row.get_credential_display(),
        issuer=row.issuer,
        number=row.number,
        expires_on=expires_on.isoformat(),
        how_found=row.how_found,
        subject=subject_of_expert(row),
    )
    _log(row, added, actor=actor, at=at)
    return row


@action
def change_expert(*, expert_id: UUID, details: ExpertDetails, actor: Actor, at: datetime) -> Expert:
    """Change what the register says of somebody; what they signed keeps what stood then.

    Number and last day of the credential change by `renew_expert` alone.

    Raises:
        ExpertNotFound: nobody has this id.
        RegisterNotYours: `actor` may not, or it is their own entry.
        ExpertInvalid: something is missing or too long, or the sign-in has another entry.
    """
    row = _locked(expert_id, actor)
    _refuse(actor, details.person_id)
    _refuse_faults(_faults(details, but=row.id))
    columns = _columns(details)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
        what = ", ".join(changed).replace("_id", "").replace("_", " ")
        event = ExpertChanged(
            expert=str(row.id), name=row.name, what=what, subject=subject_of_expert(row)
        )
        _log(row, event, actor=actor, at=at)
    return row


@action
def renew_expert(
    *, expert_id: UUID, number: str, expires_on: date, actor: Actor, at: datetime
) -> Expert:
    """Record that a credential holds until another day, and under which number (S0-12).

    What lapsed because it had ended stays lapsed until it is signed afresh.

    Raises:
        ExpertNotFound: nobody has this id.
        RegisterNotYours: `actor` may not, or it is their own entry.
        ExpertInvalid: the number is missing, or the day is over already.
    """
    row = _locked(expert_id, actor)
    ends = end_of_credential(expires_on)
    faults = _number_faults(number)
    if ends <= at:
        faults["expires_on"] = "This day is over. Give the last day of the renewed credential."
    _refuse_faults(faults)
    row.number, row.expires_on, row.lapse_due_at = number.strip(), expires_on, ends
    row.save(update_fields=["number", "expires_on", "lapse_due_at"])
    event = CredentialRenewed(
        expert=str(row.id),
        name=row.name,
        number=row.number,
        expires_on=expires_on.isoformat(),
        subject=subject_of_expert(row),
    )
    _log(row, event, actor=actor, at=at)
    return row


@action
def end_expert(*, expert_id: UUID, actor: Actor, at: datetime) -> Expert:
    """Record that somebody is asked no more. What they signed stands until it lapses.

    Their engagements that are open end today. Ending twice changes nothing.

    Raises:
        ExpertNotFound: nobody has this id.
        RegisterNotYours: `actor` may not, or it is their own entry.
    """
    row = _locked(expert_id, actor)
    if row.left_at is None:
        row.left_at = at
        row.save(update_fields=["left_at"])
        row.engagements.filter(until_on=None).update(until_on=at.date())
        _log(
            row,
            ExpertLeft(expert=str(row.id), name=row.name, subject=subject_of_expert(row)),
            actor=actor,
            at=at,
        )
    return row


@action
def add_engagement(
    *,
    expert_id: UUID,
    from_on: date,
    on_what: str,
    until_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Engagement:
    """Record when an expert worked for this organisation, and on what (S0-21).

    Raises:
        ExpertNotFound: nobody has this id.
        RegisterNotYours: `actor` may not, or it is their own entry.
        ExpertInvalid: it ends before it begins, or does not say on what.
    """
    row = _locked(expert_id, actor)
    faults = {}
    if not on_what.strip():
        faults["on_what"] = "Say what they worked on."
    if until_on is not None and until_on < from_on:
        faults["until_on"] = "It ends before it begins."
    _refuse_faults(faults)
    made = Engagement.objects.create(
        expert=row, from_on=from_on, until_on=until_on, on_what=on_what.strip()[:300]
    )
    event = ExpertEngaged(
        expert=str(row.id),
        name=row.name,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else "further notice",
        on_what=made.on_what,
        subject=subject_of_expert(row),
    )
    _log(row, event, actor=actor, at=at)
    return made


def _locked(expert_id: UUID, actor: Actor) -> Expert:
    row = Expert.objects.select_for_update().filter(id=expert_id).first()
    if row is None:
        raise ExpertNotFound(expert=str(expert_id))
    _refuse(actor, row.person_id)
    return row


def _refuse(actor: Actor, person_id: UUID | None) -> None:
    if not may_keep_register(actor, person_id):
        raise RegisterNotYours


def _refuse_faults(faults: dict[str, str]) -> None:
    if faults:
        raise ExpertInvalid(faults)


def _columns(details: ExpertDetails) -> dict[str, object]:
    typed = {one.name: getattr(details, one.name) for one in fields(details)}
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in typed.items()
    }


def _faults(details: ExpertDetails, but: UUID | None = None) -> dict[str, str]:
    """Return what is wrong with an entry, by field; `but` is the entry itself."""
    faults = {}
    for name, (words, most) in WORDS.items():
        typed = str(getattr(details, name)).strip()
        if not typed:
            faults[name] = f"Say {words}."
        elif len(typed) > most:
            faults[name] = f"This is too long: at most {most} characters."
    if details.credential not in CredentialKind.values:
        faults["credential"] = "Choose what makes them a crisis expert."
    if details.person_id is not None:
        faults |= _person_faults(details.person_id, but)
    return faults


def _person_faults(person_id: UUID, but: UUID | None) -> dict[str, str]:
    try:
        person(person_id)
    except PersonNotFound:
        return {"person_id": "Nobody signs in by this."}
    if set(Expert.objects.filter(person_id=person_id).values_list("id", flat=True)) - {but}:
        return {"person_id": "This sign-in has an entry in the register already."}
    return {}


def _number_faults(number: str) -> dict[str, str]:
    if not number.strip():
        return {"number": "Give the number of the credential."}
    return {"number": "This is too long: at most 80 characters."} if len(number) > 80 else {}  # noqa: PLR2004  # the column's


def subject_of_expert(row: Expert) -> str:
    """Return whose data an entry is: somebody who signs in here, or of the register alone."""
    return f"person:{row.person.pseudonym}" if row.person else f"expert:{row.id}"


def _log(row: Expert, event: Event, *, actor: Actor, at: datetime) -> None:
    stream = open_stream_in_transaction(kind="person", subject_id=row.id, exercise=False, at=at)
    append_in_transaction(stream, event, actor=actor, at=at)
