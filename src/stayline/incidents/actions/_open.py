"""Opening an incident: numbered, levelled, guided and ringing in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from stayline.contacts.actions import make_busy_in_transaction, window_since
from stayline.contacts.errors import ContactNotFound
from stayline.contacts.models import Contact
from stayline.contacts.queries import Line, contacts_of_same_caller, window_lines
from stayline.incidents.actions._record import (
    lock_incident_in_transaction,
    log_in_transaction,
    next_number_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import start_run_in_transaction
from stayline.incidents.actions._threats import (
    hold_withheld_in_transaction,
    lead_in_transaction,
    unite_in_transaction,
)
from stayline.incidents.actions.silence import await_words_in_transaction
from stayline.incidents.events import (
    IncidentLinked,
    IncidentNumbered,
    IncidentOpened,
    LineKept,
    ThreatRecorded,
    ThreatSaidAgain,
)
from stayline.incidents.models import Incident, IncidentLine, Threat
from stayline.incidents.queries import incident_id_of
from stayline.ledger.actions import append_many_in_transaction, open_stream_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import actor as actor_of
from stayline.platform.live import publish_on_commit
from stayline.privacy.actions import grant_in_transaction
from stayline_core import triage
from stayline_core.signals import Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.listening.models import Signal
    from stayline.platform.actors import Actor

FORMS = {"direct": 0, "implied": 1, "perceived": 2}

HOW_WORDS = {
    "aid": "the aid for a difficult call",
    "seen": "what a member of staff saw or heard",
}
"""How an incident was opened, where the log needs more than the word that the row keeps."""

L3 = 3
"""Abuse of staff with no threat: nobody is in a crisis contact by that alone."""

MOST_LINKS = 50
"""So many earlier contacts of a caller are looked through for incidents."""


def open_incident_in_transaction(
    contact: Contact, *, kind: str, level: int, because: str, how: str, actor: Actor, at: datetime
) -> Incident:
    """Open the one incident of a contact, with its stream, its lines and its agent's access.

    The run and the ladder are started by `guide_in_transaction`, once the threat stands.
    The caller holds the transaction.
    """
    incident_id = uuid4()
    stream_id = open_stream_in_transaction(
        kind="incident", subject_id=incident_id, exercise=contact.exercise, at=at
    )
    since = window_since(at=at)
    incident = Incident.objects.create(
        id=incident_id,
        number=str(incident_id)[:24],  # its number is taken last, see number_in_transaction
        stream_id=stream_id,
        exercise=contact.exercise,
        site_id=contact.site_id,
        contact=contact,
        kind=kind,
        level=level,
        level_because=[because],
        opened_how=how,
        opened_by=actor.id,
        opened_at=at,
        owner_id=contact.agent_id,
        words_not_kept_from=contact.opened_at if contact.opened_at < since else None,
    )
    unkept = incident.words_not_kept_from
    opened = IncidentOpened(
        incident=str(incident.id),
        contact=str(contact.id),
        channel=contact.channel,
        how=HOW_WORDS.get(how, how),
        harm=kind,
        level=level,
        contact_opened_at=contact.opened_at.isoformat(),
        words_not_kept_from=unkept.isoformat() if unkept else "",
    )
    log_in_transaction(incident, opened, actor=actor, at=at, live="help", urgent=True)
    publish_on_commit(f"contact:{contact.id}", "help", urgent=True)
    if contact.agent_id:
        crisis = level < L3 and contact.channel_class != "none"
        grant_in_transaction(
            incident.id,
            actor_of(contact.agent_id),
            because="took_contact",
            stream_id=stream_id,
            actor=actor,
            at=at,
        )
        if crisis:
            make_busy_in_transaction(contact, contact.agent_id, Availability.IN_CRISIS, at=at)
        publish_on_commit(f"person:{contact.agent_id}", "help", urgent=True)
    keep_lines_in_transaction(incident, window_lines(contact.id), actor=actor, at=at)
    return incident


def lock_contact_in_transaction(contact_id: UUID) -> tuple[Contact, Incident | None]:
    """Lock the head of the contact's incident, if any, then the contact's row.

    Two transactions may meet here in the other order in the moment an incident is opened;
    the database ends one of them, and the action's edge tries it again.

    Raises:
        ContactNotFound: no contact has this id.
    """
    found = incident_id_of(contact_id)
    incident = lock_incident_in_transaction(found) if found else None
    rows = Contact.objects.select_for_update(of=("self",)).filter(id=contact_id)
    contact = next(iter(rows[:1]), None)
    if contact is None:
        raise ContactNotFound(contact=str(contact_id))
    if incident is None and (late := incident_id_of(contact_id)) is not None:
        incident = lock_incident_in_transaction(late)
    return contact, incident


def guide_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Start the protocol, ring the ladder, waive authentication, and number the incident."""
    run = start_run_in_transaction(incident, actor=actor, at=at)
    _unite_all(incident, actor=actor, at=at)
    hold_withheld_in_transaction(incident, run, actor=actor, at=at)
    _link(incident, actor=actor, at=at)
    await_words_in_transaction(incident, at=at)
    incident.number = next_number_in_transaction("SL", exercise=incident.exercise, at=at)
    incident.save(update_fields=["number"])
    log_in_transaction(incident, IncidentNumbered(number=incident.number), actor=actor, at=at)
    tell_floor_in_transaction(incident, urgent=True)


def guide_again_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Guide a contact again whose incident had been opened in error, and now holds a threat."""
    incident.runs.filter(ended_at=None).update(ended_at=at)
    incident.opened_in_error_at, incident.state = None, "open"
    incident.closed_at, incident.closed_by = None, None
    incident.duties = []
    incident.save(update_fields=["opened_in_error_at", "state", "closed_at", "closed_by", "duties"])
    lead_in_transaction(incident)
    run = start_run_in_transaction(incident, actor=actor, at=at)
    _unite_all(incident, actor=actor, at=at)
    hold_withheld_in_transaction(incident, run, actor=actor, at=at)
    tell_floor_in_transaction(incident, urgent=True)


def _unite_all(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Let the procedures of all threats hold that were recorded before the run began."""
    for threat in incident.threats.filter(void_at=None, protocol_id="").order_by("at", "id"):
        unite_in_transaction(incident, threat, actor=actor, at=at)


def _link(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Link the earlier incidents of the same caller; what they hold stays behind their lists."""
    contact = incident.contact
    others = contacts_of_same_caller(contact)[:MOST_LINKS] if contact else []
    earlier = list(Incident.objects.filter(contact_id__in=others).order_by("opened_at"))
    if earlier:
        incident.links.add(*earlier)
        event = IncidentLinked(numbers=[one.number for one in earlier])
        log_in_transaction(incident, event, actor=actor, at=at)


def keep_lines_in_transaction(
    incident: Incident, lines: Sequence[Line], *, actor: Actor, at: datetime
) -> list[Line]:
    """Put lines into the ledger, each once, with the times they were said; return the new ones.

    The caller holds the transaction and the head, so nobody else adds lines now.
    """
    del at  # each line has its own time; the ledger marks one that is before its predecessor
    ids = [line.line_id for line in lines]
    known = set(
        IncidentLine.objects.filter(incident=incident, line_id__in=ids).values_list(
            "line_id", flat=True
        )
    )
    new = [
        line for line in {one.line_id: one for one in lines}.values() if line.line_id not in known
    ]
    if not new:
        return []
    subject = incident.contact.subject if incident.contact else ""
    receipts = append_many_in_transaction(
        incident.stream_id,
        [
            (LineKept(line=one.line_id, who=one.who, text=one.text, subject=subject), one.at)
            for one in new
        ],
        actor=actor,
    )
    IncidentLine.objects.bulk_create(
        IncidentLine(incident=incident, line_id=line.line_id, sequence=receipt.sequence, at=line.at)
        for line, receipt in zip(new, receipts, strict=True)
    )
    publish_on_commit(
        f"incident:{incident.id}", "lines", urgent=True, sequence=receipts[-1].sequence
    )
    return new


def record_threat_in_transaction(
    incident: Incident, signal: Signal, *, actor: Actor, at: datetime
) -> tuple[Threat, bool]:
    """Record the threat of a signal: a row of its own, or more words of one that stands.

    More words about the same kind of harm in the same contact are the same threat; they may
    make it plainer, never less (`design.md` section 1). A person can state another one.
    """
    threat = incident.threats.filter(kind=signal.kind, void_at=None).order_by("at").first()
    if threat is None:
        return (
            add_threat_in_transaction(
                incident,
                kind=signal.kind,
                form=signal.form,
                conditional=signal.conditional,
                imminent=signal.imminent,
                signal=signal,
                line_id=signal.line_id,
                by_person=False,
                actor=actor,
                at=at,
            ),
            True,
        )
    threat.form = min(threat.form, signal.form, key=FORMS.__getitem__)
    threat.conditional = threat.conditional or signal.conditional
    threat.imminent = threat.imminent or signal.imminent
    threat.save(update_fields=["form", "conditional", "imminent"])
    again = ThreatSaidAgain(
        threat=str(threat.id), harm=signal.kind, form=signal.form, line=signal.line_id
    )
    log_in_transaction(incident, again, actor=actor, at=at, live="form")
    return threat, False


def add_threat_in_transaction(
    incident: Incident,
    *,
    kind: str,
    form: str,
    conditional: bool,
    imminent: bool,
    signal: Signal | None,
    line_id: str,
    by_person: bool,
    actor: Actor,
    at: datetime,
) -> Threat:
    """Add a threat as a row; it owes its own report, at once when others owe theirs already."""
    threat = Threat.objects.create(
        incident=incident,
        kind=kind,
        form=form,
        conditional=conditional,
        imminent=imminent,
        signal_id=signal.id if signal else None,
        line_id=line_id,
        stated_by_person=by_person,
        at=at,
    )
    event = ThreatRecorded(
        threat=str(threat.id),
        harm=kind,
        form=form,
        conditional=conditional,
        imminent=imminent,
        by_person=by_person,
        line=line_id,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="form", urgent=True)
    return threat


def level_of(signal: Signal) -> tuple[int, str]:
    """Return the level that a signal's words give by the published table, and why."""
    return level_of_facts(
        signal.kind, signal.form, conditional=signal.conditional, imminent=signal.imminent
    )


def level_of_facts(kind: str, form: str, *, conditional: bool, imminent: bool) -> tuple[int, str]:
    """Return the level that a threat has by the published table, and why."""
    assessment = triage.level_of(
        triage.Facts(
            harm=triage.Harm(kind),
            form=Form(form),
            conditional=conditional,
            imminent=imminent or None,
        )
    )
    return int(assessment.level), assessment.reasons[0].says
