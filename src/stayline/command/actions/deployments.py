"""Sending somebody, asking them for a sign of themselves, and standing them down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from stayline.command.actions.messages import Recipient, send_in_transaction
from stayline.command.actions.resources import hold_in_transaction
from stayline.command.errors import (
    DeploymentEnded,
    DeploymentIncomplete,
    DeploymentNotFound,
    DeploymentThere,
    IncidentOver,
    StandDownReasonMissing,
)
from stayline.command.events import (
    AskedForSign,
    DeploymentAsked,
    DeploymentWithdrawn,
    FieldLinkRenewed,
    SupportAdded,
)
from stayline.command.models import Deployment
from stayline.command.policies import may_command
from stayline.command.queries import subject_of
from stayline.command.queries.deployments import deployment
from stayline.command.queries.field import digest, field_link, link_token, text_code
from stayline.command.queries.posts_major import major
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core import deployment as rules

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

WRITTEN: Final = frozenset({"text", "email"})
"""Media by which somebody can be given a link."""

AHEAD: Final = timedelta(days=7)
"""What is needed later than this is not sent for now."""


@action
def deploy(
    *,
    incident_id: UUID,
    resource_id: UUID,
    what: str,
    where: str,
    by: datetime | None,
    check_every: timedelta,
    medium: str,
    supports: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Deployment:
    """Send somebody who is available: what is needed, where, by when (S3-1, S3-17, S3-19).

    They are told by `medium` in these words, with a link and a code of their own where they can
    read one, and are asked for a sign of themselves every `check_every`. `supports` is the
    deployment to which they are added. Two who send the last crew in the same moment: one
    does, the other is told why not.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command this incident.
        DeploymentIncomplete: what, where or by when is missing, or a time cannot be.
        IncidentOver: the incident is closed.
        ResourceNotFound: no resource has this id.
        ResourceNotAvailable: it cannot be sent now; why is said.
        DeploymentNotFound: nobody was sent here under the id that is to be supported.
        MediumUnknown: nobody is told by this way.
        MessageUnclear: the words would do harm; each place and its mend is named.
    """
    due_by = _complete(what, where, by, check_every, at)
    incident = _commanded(incident_id, actor)
    if incident.state == "closed":
        raise IncidentOver
    supported = _supported(supports, incident)
    resource = hold_in_transaction(resource_id, exercise=incident.exercise, at=at)
    row = Deployment(
        id=uuid4(),
        incident=incident,
        resource=resource,
        supports=supported,
        exercise=incident.exercise,
        state=rules.TOLD,
        method=medium,
        asked_at=at,
        asked_by=actor.id,
        due_by=due_by,
        check_every_s=int(check_every.total_seconds()),
    )
    row.next_check_due_at = rules.first_check(interval(row), at=at)
    _give_keys(row)
    row.save(force_insert=True)
    task = DeploymentAsked(
        deployment=str(row.id),
        resource=str(resource.id),
        who=resource.name,
        what=what.strip(),
        where=where.strip(),
        by=by_words(row.due_by, incident),
        due_by=row.due_by.isoformat(),
        check_every_s=row.check_every_s,
        method=medium,
        subject=subject_of(incident),
    )
    log_in_transaction(incident, task, actor=actor, at=at, live="command", urgent=True)
    if supported:
        _note_support(row, supported, actor=actor, at=at)
    tell_in_transaction(row, _task_words(task), actor=actor, at=at)
    tell_floor_in_transaction(incident)
    return row


@action
def ask_for_sign(*, deployment_id: UUID, actor: Actor, at: datetime) -> Deployment:
    """Ask somebody who was sent for a sign of themselves, now and by name (S3-23).

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        NotOnTheList: `actor` does not command this incident.
        DeploymentEnded: they are not out any more.
    """
    row = _commanded_row(deployment_id, actor)
    if row.ended_at is not None:
        raise DeploymentEnded(state=row.state)
    event = AskedForSign(
        deployment=str(row.id),
        who=row.resource.name,
        method=row.method,
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command")
    tell_in_transaction(row, SIGN_WORDS, actor=actor, at=at)
    return row


@action
def renew_link(*, deployment_id: UUID, actor: Actor, at: datetime) -> Deployment:
    """Give somebody who was sent a new link and code, and end the old ones at once.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        NotOnTheList: `actor` does not command this incident.
        DeploymentEnded: they are not out any more.
    """
    row = _commanded_row(deployment_id, actor)
    if row.ended_at is not None:
        raise DeploymentEnded(state=row.state)
    row.link_round += 1
    _give_keys(row)
    row.save(update_fields=["link_round", "link_digest", "code_digest"])
    event = FieldLinkRenewed(
        deployment=str(row.id), who=row.resource.name, subject=subject_of(row.incident)
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command")
    return row


@action
def stand_down(*, deployment_id: UUID, reason: str, actor: Actor, at: datetime) -> Deployment:
    """Stand somebody down, with a reason, and tell them; the reason stays in the log (S3-23).

    Raises:
        DeploymentNotFound: nobody was sent under this id.
        NotOnTheList: `actor` does not command this incident.
        StandDownReasonMissing: no word of why.
        DeploymentEnded: they are not out any more.
    """
    if not reason.strip():
        raise StandDownReasonMissing
    row = _commanded_row(deployment_id, actor)
    _withdraw_in_transaction(row, reason, actor=actor, at=at)
    return row


@action
def stand_down_all(
    *, incident_id: UUID, reason: str, actor: Actor, at: datetime
) -> list[Deployment]:
    """Stand everybody down who is still out for an incident, and return them (S3-23).

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not command this incident.
        StandDownReasonMissing: no word of why.
    """
    if not reason.strip():
        raise StandDownReasonMissing
    incident = _commanded(incident_id, actor)
    rows = Deployment.objects.select_for_update(of=("self",)).select_related("resource")
    out = list(rows.filter(incident=incident, ended_at=None).order_by("id"))
    for row in out:
        row.incident = incident
        _withdraw_in_transaction(row, reason, actor=actor, at=at)
    return out


def lock_in_transaction(deployment_id: UUID) -> Deployment:
    """Return a deployment under its lock, the head of its incident's stream first.

    The caller holds the transaction.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
    """
    incident = lock_incident_in_transaction(deployment(deployment_id).incident_id)
    rows = Deployment.objects.select_for_update(of=("self",)).select_related("resource")
    row = rows.get(id=deployment_id)
    row.incident = incident
    return row


def moved_in_transaction(row: Deployment, event: str, *, by: UUID | None, at: datetime) -> None:
    """Let `event` happen to a locked deployment, and keep how it stands.

    The caller holds the transaction and logs what happened.

    Raises:
        DeploymentEnded: they are not out any more.
        DeploymentThere: they are there already, and cannot say that they do not go.
    """
    stands = rules.move(row.standing(), event)
    if isinstance(stands, rules.Refusal):
        raise (
            DeploymentThere
            if stands.why == "there_already"
            else DeploymentEnded(state=stands.state)
        )
    row.state, row.before = stands.state, stands.before
    if stands.state in rules.ENDED:
        row.ended_at, row.ended_by, row.next_check_due_at = at, by, None
    row.save()


def interval(row: Deployment) -> timedelta:
    """Return how often a sign of somebody is due: oftener while the incident is called major."""
    usual, called = timedelta(seconds=row.check_every_s), major(row.incident)
    return min(usual, called.check_every) if called else usual


def tell_in_transaction(row: Deployment, text: str, *, actor: Actor, at: datetime) -> None:
    """Tell somebody who was sent something by the medium they were told by before.

    That they have it is asked for by the clock of check-ins, so no answer to the message is. The
    caller holds the transaction and the head.

    Raises:
        MediumUnknown: nobody is told by this way.
        MessageUnclear: the words would do harm.
    """
    keys = _answer_words(row) if row.method in WRITTEN and row.ended_at is None else ""
    send_in_transaction(
        row.incident,
        to=Recipient("resource", str(row.resource_id), row.resource.name, keys),
        medium=row.method,
        text=text,
        about="deployment",
        about_id=str(row.id),
        actor=actor,
        at=at,
    )


def by_words(by: datetime, incident: Incident) -> str:
    """Return a moment as it is told: date where it is another day's, 24 hours, zone."""
    return f"{by.astimezone(ZoneInfo(incident.site.zone)):%Y-%m-%d %H:%M %Z}"


SIGN_WORDS: Final = "Please say how you are and where you are."
"""What asks somebody who was sent for a sign of themselves."""


def _complete(
    what: str, where: str, by: datetime | None, check_every: timedelta, at: datetime
) -> datetime:
    """Return by when it is needed, once what, where and by when are all said."""
    checks = (
        ("what", not what.strip(), "Say what they are to do, in one sentence."),
        ("where", not where.strip(), "Say where: an address, an entrance, a meeting point."),
        (
            "check_every",
            not rules.SHORTEST <= check_every <= rules.LONGEST,
            "Ask for a sign of them at least every 4 hours, at most every minute.",
        ),
    )
    faults = {name: mend for name, wrong, mend in checks if wrong}
    if by is None:
        faults["by"] = "Say by when, as 24-hour time: 14:40."
    elif not at < by <= at + AHEAD:
        faults["by"] = "Choose a time that is to come, within a week."
    if by is None or faults:
        raise DeploymentIncomplete(faults)
    return by


def _supported(supports: UUID | None, incident: Incident) -> Deployment | None:
    """Return the deployment that somebody is added to; it is one of the same incident."""
    if supports is None:
        return None
    found = deployment(supports)
    if found.incident_id != incident.id:
        raise DeploymentNotFound(deployment=str(supports))
    return found


def _commanded(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_command(actor, incident):
        raise NotOnTheList
    return incident


def _commanded_row(deployment_id: UUID, actor: Actor) -> Deployment:
    row = lock_in_transaction(deployment_id)
    if not may_command(actor, row.incident):
        raise NotOnTheList
    return row


def _give_keys(row: Deployment) -> None:
    row.link_digest, row.code_digest = digest(link_token(row)), digest(text_code(row))


def _note_support(row: Deployment, supported: Deployment, *, actor: Actor, at: datetime) -> None:
    event = SupportAdded(
        deployment=str(row.id),
        supports=str(supported.id),
        who=row.resource.name,
        to=supported.resource.name,
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command")


def _withdraw_in_transaction(row: Deployment, reason: str, *, actor: Actor, at: datetime) -> None:
    moved_in_transaction(row, rules.WITHDRAWN, by=actor.id, at=at)
    event = DeploymentWithdrawn(
        deployment=str(row.id),
        who=row.resource.name,
        reason=reason.strip(),
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="help", urgent=True)
    words = "Stand down. You are not needed for this any more. Thank you."
    tell_in_transaction(row, words, actor=actor, at=at)


def _task_words(task: DeploymentAsked) -> str:
    """Return what somebody is told: one fact a line."""
    return "\n".join([f"What: {task.what}", f"Where: {task.where}", f"By: {task.by}"])


def _answer_words(row: Deployment) -> str:
    link = f"Answer: {field_link(row)}"
    if row.method != "text":
        return link
    return f"{link}\nOr text back {text_code(row)} and: ON THE WAY, ON SCENE, DONE or CANNOT"
