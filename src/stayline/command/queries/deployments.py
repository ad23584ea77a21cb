"""Who was sent for an incident, how they stand, and what the field is shown of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from stayline.command.errors import DeploymentNotFound, RequestNotFound
from stayline.command.events import (
    DeploymentAsked,
    DeploymentReported,
    MoreAnswered,
    MoreAsked,
)
from stayline.command.models import Deployment, DeploymentRequest, Message
from stayline.ledger.queries import entries
from stayline_core.deployment import (
    ANSWER_WITHIN,
    BEFORE_ARRIVAL,
    ENDED,
    OUT_OF_CONTACT,
    STATES,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta
    from uuid import UUID

    from stayline.incidents.models import Incident

NEEDS: Final = {
    "information": "information",
    "people": "more people",
    "equipment": "equipment",
    "action": "something to be done",
}
"""What somebody who was sent can ask for (S3-13)."""

GONE: Final = "no longer kept"
"""Stands where the words of a task were erased with the person they speak of."""


@dataclass(frozen=True, slots=True)
class RequestView:
    """What somebody who was sent asked for, and how long it waited or waits (S3-13)."""

    id: UUID
    deployment_id: UUID
    needs: str
    words: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str
    late: bool
    """Whether it was not answered in time, or was answered too late."""

    @property
    def delay(self) -> timedelta | None:
        """How long it had waited when it was answered."""
        return self.answered_at - self.asked_at if self.answered_at else None


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """Somebody who was sent: what they are to do, how they stand, when they were last heard."""

    id: UUID
    resource_id: UUID
    who: str
    call_sign: str
    state: str
    state_words: str
    before_words: str
    """While out of contact: how they stood before."""
    what: str
    where: str
    by: datetime
    asked_at: datetime
    method: str
    told: str
    """Where the words that told them stand on their way: left, to_say, failed …; may be empty."""
    last_heard_at: datetime | None
    last_words: str
    check_due_at: datetime | None
    check_every_s: int
    misses: int
    late: bool
    """A check-in was missed, or the response is not there by when it was needed."""
    ended_at: datetime | None
    supports: str
    """Whom they were added to; empty where they were sent by themselves."""
    requests: tuple[RequestView, ...]

    @property
    def lost(self) -> bool:
        """Whether they are out of contact: the alarm."""
        return self.state == OUT_OF_CONTACT


@dataclass(frozen=True, slots=True)
class OutView:
    """Somebody who was sent as their own system sees them: nothing of what they were asked."""

    id: UUID
    who: str
    call_sign: str
    state: str
    needed_by: datetime
    check_in_due_at: datetime | None
    last_heard_at: datetime | None
    exercise: bool


@dataclass(slots=True)
class _Said:
    """What the log says of the deployments of one incident, by id."""

    tasks: dict[str, DeploymentAsked] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def deployment(deployment_id: UUID) -> Deployment:
    """Return one deployment with its incident and resource.

    Raises:
        DeploymentNotFound: nobody was sent under this id.
    """
    rows = Deployment.objects.select_related("incident__site", "incident__contact", "resource")
    found = rows.filter(id=deployment_id).first()
    if found is None:
        raise DeploymentNotFound(deployment=str(deployment_id))
    return found


def request_made(request_id: UUID) -> DeploymentRequest:
    """Return one request for more with its deployment.

    Raises:
        RequestNotFound: nothing was asked for under this id.
    """
    rows = DeploymentRequest.objects.select_related("deployment__resource")
    found = rows.filter(id=request_id).first()
    if found is None:
        raise RequestNotFound(request=str(request_id))
    return found


def deployments(incident: Incident, *, at: datetime | None = None) -> list[DeploymentView]:
    """Return who was sent for an incident, in the order they were sent (S3-23).

    With `at`, somebody who is not there by when they were needed counts as late as well.
    """
    rows = list(
        Deployment.objects.filter(incident=incident)
        .select_related("resource", "supports__resource")
        .order_by("asked_at", "id")
    )
    if not rows:
        return []
    said = _said(incident)
    requests = _requests([row.id for row in rows], said, at)
    told = _told(incident)
    return [_view(row, said, requests[row.id], told.get(str(row.id), ""), at) for row in rows]


def open_count(incident: Incident) -> int:
    """Return how many are out for an incident."""
    return Deployment.objects.filter(incident=incident, ended_at=None).count()


def out_of_contact(incident_id: UUID) -> list[str]:
    """Return who was sent for an incident and is out of contact: the alarm (S3-23)."""
    lost = Deployment.objects.filter(incident_id=incident_id, state=OUT_OF_CONTACT)
    return list(lost.order_by("asked_at", "id").values_list("resource__name", flat=True))


def late_by_incident(incident_ids: Collection[UUID], *, at: datetime) -> dict[UUID, int]:
    """Return how many are late or out of contact, for each incident that has any."""
    late = Q(misses__gt=0) | Q(due_by__lt=at, state__in=sorted(BEFORE_ARRIVAL))
    found = Deployment.objects.filter(late, incident_id__in=list(incident_ids), ended_at=None)
    return dict(found.order_by().values_list("incident_id").annotate(late=Count("id")))


def out_at(site_id: UUID, *, exercise_only: bool = False) -> list[OutView]:
    """Return who of a site is out now, in the order they were sent."""
    rows = Deployment.objects.filter(incident__site_id=site_id, ended_at=None)
    if exercise_only:
        rows = rows.filter(exercise=True)
    return [out_view(row) for row in rows.select_related("resource").order_by("asked_at", "id")]


def out_view(row: Deployment) -> OutView:
    """Return a deployment as the system of whoever was sent sees it."""
    return OutView(
        id=row.id,
        who=row.resource.name,
        call_sign=row.resource.call_sign,
        state=row.state,
        needed_by=row.due_by,
        check_in_due_at=row.next_check_due_at,
        last_heard_at=row.last_heard_at,
        exercise=row.exercise,
    )


def task_of(row: Deployment) -> tuple[str, str]:
    """Return what somebody was asked to do, and where, as the log kept it."""
    task = _said(row.incident).tasks.get(str(row.id))
    return (task.what, task.where) if task else (GONE, GONE)


def _said(incident: Incident) -> _Said:
    said = _Said()
    kinds = {DeploymentAsked.kind, DeploymentReported.kind, MoreAsked.kind, MoreAnswered.kind}
    for entry in entries(incident.stream_id, kinds=kinds):
        match entry.event:
            case DeploymentAsked() as task:
                said.tasks[task.deployment] = task
            case DeploymentReported() as report if report.words:
                said.words[report.deployment] = report.words
            case MoreAsked() as more:
                said.asked[more.request] = more.words
            case MoreAnswered() as answer:
                said.answers[answer.request] = answer.answer
            case _:
                pass
    return said


def _told(incident: Incident) -> dict[str, str]:
    """Return where the newest words to each stand on their way, by deployment."""
    rows = Message.objects.filter(incident=incident, about="deployment").order_by("number", "id")
    return dict(rows.values_list("about_id", "state"))


def _requests(
    ids: Collection[UUID], said: _Said, at: datetime | None
) -> Mapping[UUID, list[RequestView]]:
    found: defaultdict[UUID, list[RequestView]] = defaultdict(list)
    rows = DeploymentRequest.objects.filter(deployment_id__in=ids).order_by("asked_at", "id")
    for row in rows:
        found[row.deployment_id].append(
            RequestView(
                id=row.id,
                deployment_id=row.deployment_id,
                needs=NEEDS[row.needs],
                words=said.asked.get(str(row.id), GONE),
                asked_at=row.asked_at,
                answered_at=row.answered_at,
                answer=said.answers.get(str(row.id), ""),
                late=(row.answered_at or at or row.asked_at) > row.asked_at + ANSWER_WITHIN,
            )
        )
    return found


def _view(
    row: Deployment, said: _Said, requests: list[RequestView], told: str, at: datetime | None
) -> DeploymentView:
    task = said.tasks.get(str(row.id))
    overdue = at is not None and row.due_by < at and row.state in BEFORE_ARRIVAL
    return DeploymentView(
        id=row.id,
        resource_id=row.resource_id,
        who=row.resource.name,
        call_sign=row.resource.call_sign,
        state=row.state,
        state_words=STATES[row.state],
        before_words=STATES.get(row.before, ""),
        what=task.what if task else GONE,
        where=task.where if task else GONE,
        by=row.due_by,
        asked_at=row.asked_at,
        method=row.method,
        told=told,
        last_heard_at=row.last_heard_at,
        last_words=said.words.get(str(row.id), ""),
        check_due_at=row.next_check_due_at,
        check_every_s=row.check_every_s,
        misses=row.misses,
        late=row.state not in ENDED and (row.misses > 0 or overdue),
        ended_at=row.ended_at,
        supports=row.supports.resource.name if row.supports else "",
        requests=tuple(requests),
    )


def checks_due(at: datetime, limit: int) -> list[UUID]:
    """Return up to `limit` deployments from which a sign is due at `at`, the earliest first."""
    rows = Deployment.objects.filter(next_check_due_at__lte=at)
    return list(rows.order_by("next_check_due_at", "id").values_list("id", flat=True)[:limit])


def next_check_due() -> datetime | None:
    """Return when the next sign is due."""
    rows = Deployment.objects.filter(next_check_due_at__isnull=False)
    return rows.order_by("next_check_due_at").values_list("next_check_due_at", flat=True).first()


def requests_due(at: datetime, limit: int) -> list[UUID]:
    """Return up to `limit` requests whose answer is due at `at`, the earliest first."""
    rows = DeploymentRequest.objects.filter(due_at__lte=at)
    return list(rows.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def next_request_due() -> datetime | None:
    """Return when the next answer is due."""
    rows = DeploymentRequest.objects.filter(due_at__isnull=False)
    return rows.order_by("due_at").values_list("due_at", flat=True).first()


def unwatched(at: datetime, grace: timedelta, limit: int) -> list[UUID]:
    """Return who is out and from whom no sign is due, or was due more than `grace` ago."""
    out = Deployment.objects.filter(ended_at=None)
    lost = Q(next_check_due_at=None) | Q(next_check_due_at__lt=at - grace)
    return list(out.filter(lost).order_by("id").values_list("id", flat=True)[:limit])
