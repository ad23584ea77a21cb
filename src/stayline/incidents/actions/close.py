"""How an incident ends: closed with everything owed met or waived, or opened in error (X-10)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import (
    OWED,
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import tell_run_in_transaction
from stayline.incidents.actions._threats import reopen_in_transaction
from stayline.incidents.errors import (
    CloseBlocked,
    LawsUnchecked,
    NotASupervisor,
    OpenedInErrorRefused,
    ReasonMissing,
)
from stayline.incidents.events import IncidentClosed, LawsChecked, OpenedInError
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.policies import may_decide
from stayline.incidents.queries import blocking_close, laws_at_closing, opener
from stayline.people.queries import person
from stayline.platform.transactions import action
from stayline_core.protocol import OpenedInError as RunOpenedInError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

NO_LAWS: Final[Mapping[str, str]] = MappingProxyType({})


@action
def close_incident(
    *,
    incident_id: UUID,
    resolution: str,
    laws: Mapping[str, str] = NO_LAWS,
    actor: Actor,
    at: datetime,
) -> Incident:
    """Close an incident with its resolution. Refused while anything is owed (S1-19, S0-5).

    `laws` names each law and policy that applies, with no words where it was kept, or else
    why it was not or does not fit (S3-15).

    Raises:
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: no resolution was given.
        CloseBlocked: a report, an obligation, the caller's safety or a ladder is open.
        LawsUnchecked: a law or policy that applies is not in `laws`.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    if incident.state == "closed":
        return incident
    if not resolution.strip():
        raise ReasonMissing("resolution")
    if blocking := blocking_close(incident):
        raise CloseBlocked(blocking)
    _check_laws_in_transaction(incident, laws, actor=actor, at=at)
    incident.runs.filter(ended_at=None).update(ended_at=at, step_due_at=None, ring_due_at=None)
    incident.state, incident.closed_at, incident.closed_by = "closed", at, actor.id
    incident.save(update_fields=["state", "closed_at", "closed_by"])
    log_in_transaction(
        incident,
        IncidentClosed(resolution=resolution),
        actor=actor,
        at=at,
        live="closed",
        urgent=True,
    )
    tell_floor_in_transaction(incident, urgent=True)
    return incident


def _check_laws_in_transaction(
    incident: Incident, given: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    """Log what was confirmed by name; the caller holds the transaction."""
    applying = laws_at_closing(incident)
    if unchecked := [law.title for law in applying if law.id not in given]:
        raise LawsUnchecked(unchecked)
    if applying:
        why = {law.id: given[law.id].strip() for law in applying}
        event = LawsChecked(
            laws=[law.name for law in applying],
            kept=[law.confirm for law in applying if not why[law.id]],
            otherwise=[f"{law.title}: {why[law.id]}." for law in applying if why[law.id]],
        )
        log_in_transaction(incident, event, actor=actor, at=at)


@action
def reopen_incident(*, incident_id: UUID, reason: str, actor: Actor, at: datetime) -> Incident:
    """Open a closed incident again, by one press with a few words; nothing of it is lost.

    Runs, duties and everything owed stand as they stood. Pressed twice, it is open once.

    Raises:
        NotASupervisor: `actor` does not decide here, or is implicated.
        ReasonMissing: no reason was given; a word is enough.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    if incident.state == "open":
        return incident
    if not reason.strip():
        raise ReasonMissing
    reopen_in_transaction(incident, because=reason, actor=actor, at=at)
    return incident


@action
def open_in_error(
    *,
    incident_id: UUID,
    reason: str,
    spoke_to: str,
    read_words: bool,
    second_person_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Incident:
    """Record that no threat was made (X-10): a machine misheard, or somebody mis-pressed.

    Releases the lock and the owed reports, calls the ladders off, and stays in the log and
    the weekly review; it says nothing about the caller to anybody. What else is owed stays.

    Raises:
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: no reason was given.
        OpenedInErrorRefused: a person stated a threat, the words were not read, nobody was
            spoken to, or the second named person is missing.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    if not reason.strip():
        raise ReasonMissing
    _refuse_x10(incident, spoke_to, second_person_id, read_words=read_words, actor=actor)
    second = person(second_person_id).actor() if second_person_id else None
    subject = incident.contact.subject if incident.contact else ""
    event = OpenedInError(
        reason=reason,
        spoke_to=spoke_to,
        read_words=read_words,
        second_person=second.pseudonym if second else "",
        subject=subject,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    tell_run_in_transaction(
        incident, RunOpenedInError(by="supervisor", reason=reason), actor=actor, at=at
    )
    perform_in_transaction(
        incident, "call_off", "all", because="opened in error", actor=actor, at=at
    )
    incident.threats.filter(void_at=None).update(void_at=at)
    # The record of a difficult call stays owed: it says nothing of a threat.
    reports = Q(do_kind="open_case") | Q(do_kind="file") & ~Q(do_target="call_record")
    Obligation.objects.filter(reports, incident=incident, state__in=OWED).update(
        state="void", reason=reason[:500]
    )
    incident.opened_in_error_at, incident.silence_due_at = at, None
    incident.duties = []
    incident.save(update_fields=["opened_in_error_at", "silence_due_at", "duties"])
    tell_floor_in_transaction(incident, urgent=True)
    return incident


def _refuse_x10(
    incident: Incident,
    spoke_to: str,
    second_person_id: UUID | None,
    *,
    read_words: bool,
    actor: Actor,
) -> None:
    if incident.threats.filter(void_at=None, stated_by_person=True).exists():
        raise OpenedInErrorRefused("A person has stated a threat: that is never taken back.")
    signalled = incident.threats.filter(void_at=None, signal_id__isnull=False).exists()
    if signalled and not read_words:
        raise OpenedInErrorRefused("Read the marked words first, and say that you have.")
    if spoke_to not in {"caller", "agent"}:
        raise OpenedInErrorRefused("Speak to the caller or the agent first, and say to whom.")
    if incident.opened_how == "button" and opener(incident) not in {None, second_person_id}:
        raise OpenedInErrorRefused("The person who pressed for help must agree; name them.")
    bomb = incident.kind == "bomb" or incident.threats.filter(kind="bomb", void_at=None).exists()
    if bomb and second_person_id in {None, actor.id}:
        raise OpenedInErrorRefused("For a bomb threat a second named person must agree.")
