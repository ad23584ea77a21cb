"""Tell somebody something: the words checked and kept in the log, sent where a way exists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.db.models import Max

from stayline.command.errors import (
    MediumUnknown,
    MessageIncomplete,
    MessageUnclear,
    WordingToLookAt,
)
from stayline.command.events import MessageNotLeft, MessageSent
from stayline.command.models import Message, SituationClock
from stayline.command.policies import may_command
from stayline.command.queries.joint import subject_of_words
from stayline.command.queries.message_recipients import (
    EVERYONE,
    Reached,
    Recipient,
    everyone_on,
    is_outward,
    reached,
    recipient,
)
from stayline.command.queries.message_words import (
    exercise_words,
    judged,
    messaging,
    report_every,
    suggested_medium,
    urgency_of,
)
from stayline.command.queries.messages import REPORT
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core.uniform import must_mend

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

__all__ = ["KIND", "Recipient", "send_in_transaction", "send_message", "send_report"]

KIND: Final = "command.message"
"""The kind of every message of command that leaves by the outbox."""

LONGEST: Final = 2000
"""So many characters are the most for one message."""

USELESS_AFTER: Final = timedelta(hours=1)
"""What did not leave by then is set aside: old orders mislead."""

SAID_BY_HAND: Final = frozenset({"voice", "radio", "chat"})
"""Media by which a named person tells it themselves."""

NO_ADDRESS: Final = "no such address is kept for them"
NO_WAY: Final = "this centre has no way out for it"
NO_SCREEN: Final = "they have no screen here"


@action
def send_message(
    *,
    incident_id: UUID,
    to_kind: str,
    to_id: str,
    medium: str,
    text: str,
    needs_ack: bool,
    urgency: str = "",
    accepted: bool = False,
    actor: Actor,
    at: datetime,
) -> Message:
    """Tell somebody something, by a way that is chosen and kept (S3-18).

    The words are looked at first (S3-21, S3-22): what would do harm is refused; the rest is
    named once, and with `accepted` it is sent as it is, which the log says. `urgency`
    (immediate, soon, can_wait; default: by the level) decides which way is suggested and when a
    missing answer is asked for. What needs an answer says what, where and by when.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command here.
        MessageIncomplete: nobody is chosen, or there are no words.
        MediumUnknown: nobody is told by this way.
        MessageUnclear: the words would do harm as they are.
        WordingToLookAt: something may be read wrongly, and nobody has accepted it.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_command(actor, incident):
        raise NotOnTheList
    to = recipient(incident, to_kind, to_id)
    if to is None:
        raise MessageIncomplete("to", "Choose who is told.")
    if not accepted:
        found = judged(incident, text, medium=medium, outward=is_outward(to), task=needs_ack)
        if found and not must_mend(found):
            raise WordingToLookAt(found)
    return send_in_transaction(
        incident,
        to=to,
        medium=medium,
        text=text,
        about="message",
        needs_ack=needs_ack,
        urgency=urgency,
        actor=actor,
        at=at,
    )


@action
def send_report(
    *, incident_id: UUID, medium: str, text: str, actor: Actor, at: datetime
) -> Message:
    """Send a situation report to everyone on the incident, and set its clock again.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command here.
        MessageIncomplete: there are no words.
        MediumUnknown: nobody is told by this way.
        MessageUnclear: the words would do harm as they are.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_command(actor, incident):
        raise NotOnTheList
    return send_in_transaction(
        incident, to=EVERYONE, medium=medium, text=text, about=REPORT, actor=actor, at=at
    )


def send_in_transaction(
    incident: Incident,
    *,
    to: Recipient,
    medium: str,
    text: str,
    about: str = "message",
    about_id: str = "",
    needs_ack: bool = False,
    urgency: str = "",
    actor: Actor,
    at: datetime,
) -> Message:
    """Tell somebody something: keep the words in the log, and send them where a way exists.

    `medium` is voice, radio, chat, text, email or screen. Text and email leave by the outbox
    when the recipient has such an address and the centre a way; voice, radio and chat are to
    be said by the named person who sends (`record_said`). A message to everyone has a copy for
    each person and resource on the incident. `about` says what it belongs to: message,
    deployment, hand_over, report. What may be read wrongly is sent, and the log says which
    rules. The recipient's `keys`, a link of their own, leave after the words and stand in no
    log. The caller holds the transaction and the head.

    Raises:
        MediumUnknown: nobody is told by this way.
        MessageIncomplete: there are no words.
        MessageUnclear: the words would do harm; the fault names each place and its mend.
    """
    document, words = messaging(), text.strip()
    if document.medium(medium) is None:
        raise MediumUnknown(tuple(one.id for one in document.media))
    if not words or len(words) > LONGEST:
        raise MessageIncomplete("text", f"Write what is to be told, up to {LONGEST} characters.")
    found = judged(incident, words, medium=medium, outward=is_outward(to))
    if must_mend(found):
        raise MessageUnclear(must_mend(found))
    urgency = urgency or urgency_of(incident)
    suggested = suggested_medium(urgency, to.kind, at=at).medium
    waits = at + timedelta(minutes=document.answers[urgency]) if needs_ack else None
    made = Message(
        id=uuid4(),
        incident=incident,
        number=_next_number(incident),
        to_kind=to.kind,
        to_id=to.id,
        medium=medium,
        suggested=suggested,
        about=about,
        about_id=about_id,
        exercise=incident.exercise,
        sent_at=at,
        sent_by=actor.id,
        needs_ack=needs_ack,
        ask_again_at=waits,
    )
    event = MessageSent(
        message=str(made.id),
        number=made.number,
        to_kind=to.kind,
        to=to.name,
        medium=medium,
        suggested=suggested,
        about=about,
        text=words,
        needs_ack=needs_ack,
        style=sorted({one.rule for one in found}),
        subject=subject_of_words(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="command")
    if to.kind == "everyone":
        _copy(incident, made, words, actor=actor, at=at)
    else:
        leaves = f"{words}\n{to.keys}" if to.keys else words
        _leave(incident, made, to, leaves, actor=actor, at=at)
    set_clock_in_transaction(incident, reported=about == REPORT, at=at)
    return made


def set_clock_in_transaction(incident: Incident, *, reported: bool, at: datetime) -> None:
    """Let the clock of situation reports run from now; a report sets it again."""
    every = report_every(incident)
    row = SituationClock.objects.filter(incident=incident).first()
    if row is not None and not reported:
        return
    row = row or SituationClock(incident=incident)
    row.every_s, row.due_at, row.missed = int(every.total_seconds()), at + every, 0
    row.remind_at = row.due_at
    row.last_at = at if reported else None
    row.save()


def _copy(incident: Incident, head: Message, text: str, *, actor: Actor, at: datetime) -> None:
    """Make a copy for each person and resource but the sender; the answers are theirs."""
    waits, head.ask_again_at = head.ask_again_at, None
    asks, head.needs_ack = head.needs_ack, False
    head.state = "shown"
    head.settled_at = at
    head.save(force_insert=True)
    others = [one for one in everyone_on(incident) if one.id != str(actor.id)]
    for number, to in enumerate(others, start=head.number + 1):
        copy = Message(
            id=uuid4(),
            incident=incident,
            parent=head,
            number=number,
            to_kind=to.kind,
            to_id=to.id,
            medium=head.medium,
            suggested=head.suggested,
            about=head.about,
            about_id=head.about_id,
            exercise=head.exercise,
            sent_at=at,
            sent_by=actor.id,
            needs_ack=asks,
            ask_again_at=waits,
        )
        _leave(incident, copy, to, text, actor=actor, at=at)


def _leave(
    incident: Incident, made: Message, to: Recipient, text: str, *, actor: Actor, at: datetime
) -> None:
    """Keep a message with where it stands: put into the outbox, to be said, shown, or not sent."""
    reach = reached(incident, to, made.medium)
    made.owner = reach.owner
    failed = _why_not(made.medium, reach)
    if made.medium in SAID_BY_HAND:
        made.state = "to_say"
    elif failed:
        made.state, made.settled_at = "failed", at
    elif made.medium == "screen":
        made.state, made.settled_at = "shown", at
    else:
        made.state = "leaving"
        made.outbox_id = _enqueue(incident, made, reach, text, at=at)
    made.save(force_insert=True)
    if failed:
        event = MessageNotLeft(
            message=str(made.id), number=made.number, medium=made.medium, reason=failed
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="command")


def _why_not(medium: str, reach: Reached) -> str:
    """Return why a message cannot leave by itself; empty: it can, or nobody expects it to."""
    if medium in SAID_BY_HAND:
        return ""
    if medium == "screen":
        return "" if reach.owner else NO_SCREEN
    if not reach.address:
        return NO_ADDRESS
    return "" if reach.ways else NO_WAY


def _enqueue(incident: Incident, made: Message, reach: Reached, text: str, *, at: datetime) -> UUID:
    """Put what must leave into the outbox. The subject is the number and nothing else."""
    return enqueue_in_transaction(
        kind=KIND,
        channel=reach.channel,
        payload={
            "ways": list(reach.ways),
            "to": reach.address,
            "subject": incident.number,
            "text": exercise_words(incident, text),
        },
        exercise=incident.exercise,
        key=f"{KIND}:{made.id}",
        incident_id=incident.id,
        destination=reach.destination,
        urgent=True,
        useless_at=at + USELESS_AFTER,
        at=at,
    )


def _next_number(incident: Incident) -> int:
    found: Collection[int | None] = (
        Message.objects.filter(incident=incident).aggregate(last=Max("number")).values()
    )
    return (next(iter(found)) or 0) + 1
