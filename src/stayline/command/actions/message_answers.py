"""What becomes of a message: said, left, answered, asked for again; and reports that are late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.errors import (
    AcknowledgedAlready,
    MessageIncomplete,
    MessageNotFound,
    NotForSaying,
)
from stayline.command.events import (
    MessageAcknowledged,
    MessageLeft,
    MessageNotLeft,
    MessageSaid,
    MessageUnanswered,
    SituationReportMissed,
)
from stayline.command.models import Message, SituationClock
from stayline.command.policies import may_command, may_see_command
from stayline.command.queries.joint import subject_of_words
from stayline.command.queries.message_words import messaging, report_every, urgency_of
from stayline.escalation.actions.effects import give_notice_in_transaction
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.people.queries import names
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

ASKED: Final = 3
"""So often a missing answer is asked for; then it stands on the page until somebody settles it."""
TELL: Final = 2
"""From this time on supervisors are told."""
LONGEST: Final = 400
CLOSED: Final = "closed"


@action
def record_said(*, message_id: UUID, read_back: bool, actor: Actor, at: datetime) -> Message:
    """Record that `actor` said the message themselves, and whether it was read back (S3-21).

    Said again after a failed way counts too: the message was told.

    Raises:
        MessageNotFound: no message has this id.
        NotOnTheList: `actor` does not command here.
        NotForSaying: it is on its way, or has left, by itself.
    """
    incident, row = _locked(message_id)
    if not may_command(actor, incident):
        raise NotOnTheList
    if row.state not in {"to_say", "failed", "said"}:
        raise NotForSaying
    row.medium = row.medium if row.state != "failed" else "voice"
    row.state, row.settled_at, row.read_back = "said", at, read_back
    row.save(update_fields=["medium", "state", "settled_at", "read_back"])
    event = MessageSaid(
        message=str(row.id),
        number=row.number,
        medium=row.medium,
        read_back="yes" if read_back else "no",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return row


@action
def acknowledge_message(
    *, message_id: UUID, name: str = "", words: str = "", actor: Actor, at: datetime
) -> Message:
    """Record that a named owner has a message (S3-12): the owner, or whoever heard them say so.

    The owner answers for themselves by their own press. For somebody else, `name` says who has
    it and `words` what they said, exactly; only who commands records that.

    Raises:
        MessageNotFound: no message has this id.
        NotOnTheList: `actor` neither is its owner nor commands here.
        MessageIncomplete: it is for somebody else, and nobody is named.
        AcknowledgedAlready: somebody has it.
    """
    incident, row = _locked(message_id)
    own = row.owner == actor.id and may_see_command(actor, incident)
    if not own and not may_command(actor, incident):
        raise NotOnTheList
    if row.ack_at is not None:
        raise AcknowledgedAlready
    who = names([actor.id]).get(actor.id, "") if own else name.strip()
    if not who:
        raise MessageIncomplete("name", "Say who has it, by name.")
    row.ack_at, row.ack_by, row.ask_again_at = at, actor.id, None
    row.save(update_fields=["ack_at", "ack_by", "ask_again_at"])
    event = MessageAcknowledged(
        message=str(row.id),
        number=row.number,
        name=who[:LONGEST],
        how="on their screen" if own else "as they said",
        words=words.strip()[:LONGEST],
        subject=subject_of_words(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    return row


@action
def ask_again(*, message_id: UUID, actor: Actor, at: datetime) -> bool:
    """Ask for a missing answer on every screen of the incident; False: it is no longer missing.

    Nothing leaves by itself: a person decides whether it is said again. From the second time
    on, supervisors are told; after the third it stands on the page until it is settled.
    """
    incident, row = _locked(message_id)
    if row.ask_again_at is None or row.ask_again_at > at:
        return False
    row.asked_again += 1
    goes_on = incident.state != CLOSED and row.asked_again < ASKED
    minutes = messaging().answers[urgency_of(incident)]
    row.ask_again_at = at + timedelta(minutes=minutes) if goes_on else None
    row.save(update_fields=["asked_again", "ask_again_at"])
    event = MessageUnanswered(message=str(row.id), number=row.number, times=row.asked_again)
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    if row.asked_again == TELL:
        give_notice_in_transaction(
            incident, "supervisor", because="a message is not answered", actor=actor, at=at
        )
    return True


@action
def note_report_missed(*, incident_id: UUID, actor: Actor, at: datetime) -> bool:
    """Show that a situation report is overdue, once an interval; False: it is not, or no more.

    When the incident is closed its clock stops here.
    """
    incident = lock_incident_in_transaction(incident_id)
    row = SituationClock.objects.select_for_update().get(incident=incident)
    if row.remind_at is None or row.remind_at > at:
        return False
    if incident.state == CLOSED:
        row.remind_at = None
        row.save(update_fields=["remind_at"])
        return True
    row.missed += 1
    row.remind_at = at + report_every(incident)
    row.save(update_fields=["missed", "remind_at"])
    event = SituationReportMissed(due=row.due_at.isoformat())
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    return True


@action
def note_message_left(*, outbox_id: UUID, actor: Actor, at: datetime) -> bool:
    """Record that a message left this centre; False: that is known, or it is nobody's here."""
    found = Message.objects.filter(outbox_id=outbox_id).values_list("id", flat=True).first()
    if found is None:
        return False
    incident, row = _locked(found)
    if row.state not in {"leaving", "failed"}:
        return False
    row.state, row.settled_at = "left", at
    row.save(update_fields=["state", "settled_at"])
    event = MessageLeft(message=str(row.id), number=row.number, medium=row.medium)
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    return True


@action
def note_message_failed(*, outbox_id: UUID, reason: str, actor: Actor, at: datetime) -> bool:
    """Record that a message did not leave, so that somebody says it; False: that is known."""
    found = Message.objects.filter(outbox_id=outbox_id).values_list("id", flat=True).first()
    if found is None:
        return False
    incident, row = _locked(found)
    if row.state != "leaving":
        return False
    row.state, row.settled_at = "failed", at
    row.save(update_fields=["state", "settled_at"])
    event = MessageNotLeft(
        message=str(row.id), number=row.number, medium=row.medium, reason=reason[:LONGEST]
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command", urgent=True)
    return True


def _locked(message_id: UUID) -> tuple[Incident, Message]:
    """Return a message with its incident, the head locked first."""
    found = Message.objects.filter(id=message_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise MessageNotFound(message=str(message_id))
    incident = lock_incident_in_transaction(found)
    return incident, Message.objects.select_for_update().get(id=message_id)
