"""What is heard of somebody who was sent: by link, text message, machine, or on behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.command.actions.deployments import (
    interval,
    lock_in_transaction,
    moved_in_transaction,
    tell_in_transaction,
)
from stayline.command.errors import (
    DeploymentEnded,
    RequestAnswered,
    RequestInvalid,
    StatusInvalid,
)
from stayline.command.events import DeploymentReported, MoreAnswered, MoreAsked
from stayline.command.models import DeploymentRequest
from stayline.command.policies import may_command, may_see_command
from stayline.command.queries import subject_of
from stayline.command.queries.deployments import NEEDS, request_made
from stayline.incidents.actions import log_in_transaction, tell_floor_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core import deployment as rules

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.command.models import Deployment

ON_BEHALF: Final = {
    "voice": "voice",
    "radio": "radio",
    "chat": "chat",
    "text": "text message",
    "email": "email",
    "in_person": "word of mouth, in person",
}
"""The ways by which somebody may have been heard whose report another writes down."""

OWN_WAYS: Final = {"link": "their link", "text_reply": "text message", "api": "their own system"}
"""The ways by which somebody reports themselves."""

LONGEST: Final = 500
"""So many characters of what somebody said are kept in one report."""


@action
def record_status(
    *,
    deployment_id: UUID,
    state: str,
    channel: str,
    exact_words: str,
    actor: Actor,
    at: datetime,
) -> Deployment:
    """Write down how somebody who was sent stands, by which way and in which words (S3-23).

    `state` is one of `stayline_core.deployment.REPORTS`, or `heard` for a sign of them that
    says nothing new. Everybody who handles the incident may: whoever hears a crew writes it
    down. It stops the check-in clock, and brings back whoever was out of contact.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        NotOnTheList: `actor` does not handle this incident.
        StatusInvalid: the state or the way is none, or their words are missing.
        DeploymentEnded: they are not out any more.
        DeploymentThere: they are there already, and cannot say that they do not go.
    """
    _refuse_invalid(state, channel, exact_words)
    row = lock_in_transaction(deployment_id)
    if not may_see_command(actor, row.incident):
        raise NotOnTheList
    words = exact_words.strip()[:LONGEST]
    return _report_in_transaction(row, state, ON_BEHALF[channel], words, actor=actor, at=at)


@action
def report_status(
    *, deployment_id: UUID, state: str, channel: str, words: str = "", at: datetime
) -> Deployment:
    """Take how somebody stands from themselves: `channel` is link, text_reply or api (S3-23).

    Whoever calls this has looked at their key: the link, the code or the token.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        StatusInvalid: the state is none.
        DeploymentEnded: they are not out any more.
        DeploymentThere: they are there already, and cannot say that they do not go.
    """
    if state not in _HEARD:
        raise StatusInvalid({"state": f"Choose one of {', '.join(_HEARD)}."})
    row = lock_in_transaction(deployment_id)
    words = words.strip()[:LONGEST]
    return _report_in_transaction(
        row, state, OWN_WAYS[channel], words, actor=themselves(row), at=at
    )


@action
def ask_for_more(
    *, deployment_id: UUID, needs: str, words: str, channel: str, actor: Actor, at: datetime
) -> DeploymentRequest:
    """Write down what somebody who was sent asks for, by which way, in which words (S3-13).

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        NotOnTheList: `actor` does not handle this incident.
        RequestInvalid: what is needed, the way or the words are missing.
        DeploymentEnded: they are not out any more.
    """
    if channel not in ON_BEHALF:
        raise RequestInvalid({"channel": f"Choose one of {', '.join(ON_BEHALF)}."})
    row = lock_in_transaction(deployment_id)
    if not may_see_command(actor, row.incident):
        raise NotOnTheList
    return _ask_in_transaction(row, needs, words, ON_BEHALF[channel], actor=actor, at=at)


@action
def request_more(
    *, deployment_id: UUID, needs: str, words: str, channel: str = "link", at: datetime
) -> DeploymentRequest:
    """Take what somebody who was sent asks for from themselves (S3-13); supervisors see it.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        RequestInvalid: what is needed or the words are missing.
        DeploymentEnded: they are not out any more.
    """
    row = lock_in_transaction(deployment_id)
    return _ask_in_transaction(row, needs, words, OWN_WAYS[channel], actor=themselves(row), at=at)


@action
def answer_more(*, request_id: UUID, answer: str, actor: Actor, at: datetime) -> DeploymentRequest:
    """Answer what somebody who was sent asked for; they are told, and the delay is kept (S3-13).

    Raises:
        RequestNotFound: nothing was asked for under this id.
        NotOnTheList: `actor` does not command this incident.
        RequestInvalid: no word of an answer.
        RequestAnswered: somebody has answered it.
        MessageUnclear: the words would do harm; each place and its mend is named.
    """
    if not answer.strip():
        raise RequestInvalid({"answer": "Say what they get, and when. A few words are enough."})
    row = lock_in_transaction(request_made(request_id).deployment_id)
    if not may_command(actor, row.incident):
        raise NotOnTheList
    asked = request_made(request_id)
    if asked.answered_at is not None:
        raise RequestAnswered
    asked.answered_at, asked.answered_by, asked.due_at = at, actor.id, None
    asked.save(update_fields=["answered_at", "answered_by", "due_at"])
    waited = at - asked.asked_at
    event = MoreAnswered(
        deployment=str(row.id),
        request=str(asked.id),
        who=row.resource.name,
        answer=answer.strip(),
        delay_s=int(waited.total_seconds()),
        delay=rules.how_long(waited),
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command")
    if row.ended_at is None:
        tell_in_transaction(row, answer.strip(), actor=actor, at=at)
    return asked


def themselves(row: Deployment) -> Actor:
    """Return who reports from the field: the person, or the crew by its place in the list."""
    if row.resource.person:
        return row.resource.person.actor()
    return Actor(
        id=row.resource_id,
        pseudonym=str(row.resource_id),
        name=row.resource.name,
        kind="system",
        site_id=row.resource.site_id,
    )


_HEARD: Final = (*rules.REPORTS, rules.HEARD)


def _refuse_invalid(state: str, channel: str, words: str) -> None:
    checks = (
        ("state", state not in _HEARD, f"Choose one of {', '.join(_HEARD)}."),
        ("channel", channel not in ON_BEHALF, f"Choose one of {', '.join(ON_BEHALF)}."),
        ("exact_words", not words.strip(), "Write what they said, word for word."),
    )
    if faults := {name: mend for name, wrong, mend in checks if wrong}:
        raise StatusInvalid(faults)


def _report_in_transaction(
    row: Deployment, state: str, channel: str, words: str, *, actor: Actor, at: datetime
) -> Deployment:
    back = row.state == rules.OUT_OF_CONTACT
    row.misses, row.last_heard_at = 0, at
    row.next_check_due_at = at + interval(row)
    moved_in_transaction(row, state, by=actor.id, at=at)
    event = DeploymentReported(
        deployment=str(row.id),
        who=row.resource.name,
        state=row.state,
        state_words=rules.STATES[row.state],
        channel=channel,
        words=words,
        back=back,
        subject=subject_of(row.incident),
    )
    live = "help" if back else "command"  # the alarm goes from every screen of the incident
    log_in_transaction(row.incident, event, actor=actor, at=at, live=live, urgent=True)
    tell_floor_in_transaction(row.incident)
    return row


def _ask_in_transaction(
    row: Deployment, needs: str, words: str, channel: str, *, actor: Actor, at: datetime
) -> DeploymentRequest:
    checks = (
        ("needs", needs not in NEEDS, f"Choose one of {', '.join(NEEDS)}."),
        ("words", not words.strip(), "Say what is needed. A few words are enough."),
    )
    if faults := {name: mend for name, wrong, mend in checks if wrong}:
        raise RequestInvalid(faults)
    if row.ended_at is not None:
        raise DeploymentEnded(state=row.state)
    _report_in_transaction(row, rules.HEARD, channel, "", actor=actor, at=at)
    made = DeploymentRequest.objects.create(
        id=uuid4(), deployment=row, needs=needs, asked_at=at, due_at=at + rules.ANSWER_WITHIN
    )
    event = MoreAsked(
        deployment=str(row.id),
        request=str(made.id),
        who=row.resource.name,
        needs=NEEDS[needs],
        words=words.strip()[:LONGEST],
        channel=channel,
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command", urgent=True)
    return made
