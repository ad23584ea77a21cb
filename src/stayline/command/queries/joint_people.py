"""What each member of staff on an incident does now, owes, and waits for (S3-46).

It ends with the incident: nothing is counted, compared or kept of how people work, and everyone
sees the same of themselves that a supervisor sees of them (`design.md` 3.7).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stayline.command.models import OPEN, Deployment, DeploymentRequest, Dispatch, Message, Resource
from stayline.command.policies import may_command
from stayline.command.queries.deployments import deployments
from stayline.command.queries.posts import posts
from stayline.escalation.models import Page
from stayline.escalation.queries import followers, ladders
from stayline.incidents.models import EndingRequest
from stayline.incidents.queries import obligations, open_incidents, screen, steps_taken
from stayline.people.queries import names
from stayline.privacy.policies import may_see_incident
from stayline.privacy.queries import incidents_visible_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor

    Found = Iterator[tuple[UUID, str, "Item"]]
    """Whose it is, in which of the three lists it stands, and what."""

OWES: Final = frozenset({"owed", "missed"})

STAGES: Final = {
    "accepted": "Has accepted and is coming",
    "joined": "Is on the line",
    "spoke": "Has spoken with the caller",
    "completed": "Has taken over",
}
"""How far somebody came who accepted, in words."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody does, owes or waits for. `owed` has its words where it is owed."""

    words: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    late: bool = False
    owed: Obligation | None = None


@dataclass(slots=True)
class PersonOn:
    """One member of staff on an incident."""

    id: UUID
    name: str = ""
    does: list[Item] = field(default_factory=list)
    owes: list[Item] = field(default_factory=list)
    waits: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IncidentPeople:
    """The staff of one incident, as far as the reader may see: all, or themselves alone."""

    incident: Incident
    people: tuple[PersonOn, ...]
    all_of_them: bool


def people_on(incident: Incident, *, actor: Actor, at: datetime) -> IncidentPeople:
    """Return who of our own people is on an incident, and what each does, owes and waits for.

    Whoever commands it sees all of them; everybody else only themselves. The order is that of
    the names.
    """
    found: dict[UUID, PersonOn] = {}
    for source in _SOURCES:
        for person_id, what, item in source(incident, at):
            person = found.setdefault(person_id, PersonOn(person_id))
            getattr(person, what).append(item)
    commands = may_command(actor, incident)
    known = names(found)
    for one in found.values():
        one.name = known.get(one.id, "")
    shown = [one for one in found.values() if one.name and (commands or one.id == actor.id)]
    shown.sort(key=lambda one: (one.name, str(one.id)))
    return IncidentPeople(incident, tuple(shown), commands)


def staff_now(actor: Actor, *, at: datetime) -> list[IncidentPeople]:
    """Return the staff of every open incident that `actor` handles, danger to life first.

    An incident on which nobody stands whom the reader may see is left out.
    """
    mine = incidents_visible_to(actor)
    rows = [
        one
        for one in (open_incidents([actor.site_id]) if actor.site_id else [])
        if one.id in mine and may_see_incident(actor, one.id)
    ]
    rows.sort(key=lambda one: (one.level, one.opened_at, one.number))
    found = [people_on(one, actor=actor, at=at) for one in rows]
    return [one for one in found if one.people]


def _on_the_contact(incident: Incident, at: datetime) -> Found:
    """Who has the contact, who guides it, and at which step it stands."""
    del at
    contact = incident.contact
    agent = contact.agent_id if contact else None
    guide = incident.owner_id or agent
    if contact and agent and contact.released_at is None:
        yield agent, "does", Item("Is with the caller", contact.opened_at)
    if incident.owner_id and incident.owner_id != agent:
        yield incident.owner_id, "does", Item("Guides the contact")
    shown = screen(incident)
    if guide and shown and not shown[1].ended:
        step = shown[1].title or shown[1].step.rsplit("/", 1)[-1].replace("_", " ").capitalize()
        taken = steps_taken(incident)
        since = taken[-1].shown_at if taken else None
        yield guide, "does", Item(f"Is at the step “{step}”", since)


def _ladders(incident: Incident, at: datetime) -> Found:
    """Who is being rung, how far whoever accepted came, and who waits for somebody to come."""
    del at
    contact = incident.contact
    agent = contact.agent_id if contact else None
    for one in ladders(incident):
        for step in one.hand_overs:
            if step.state in STAGES and (one.open or step.completed_at):
                since = step.completed_at or step.spoke_at or step.joined_at or step.accepted_at
                item = Item(STAGES[step.state], since, late=step.late)
                yield step.who_id, "does", item
        if one.open and agent and one.coming.state in {"ringing", "nobody"}:
            words = "Somebody to come: nobody has accepted yet"
            yield agent, "waits", Item(words, one.coming.started_at, one.coming.due_at)
    rung = Page.objects.filter(
        ladder__incident=incident, ladder__ended_at=None, answer="", answered_at=None
    )
    seen: set[UUID] = set()
    for page in rung.order_by("paged_at", "id"):
        if page.person_id not in seen:
            seen.add(page.person_id)
            yield page.person_id, "owes", Item("An answer to the ring", page.paged_at)


def _posts(incident: Incident, at: datetime) -> Found:
    """Who holds which post, and who was offered one."""
    del at
    for one in posts(incident):
        if one.person_id is None:
            continue
        yield one.person_id, "does", Item(f"Holds the post {one.title}", one.since)
        if one.offered_to:
            words = f"{one.offered_name} to accept the post {one.title}"
            yield one.person_id, "waits", Item(words, one.offered_at)
            words = f"An answer: the post {one.title} is offered"
            yield one.offered_to, "owes", Item(words, one.offered_at)


def _sent(incident: Incident, at: datetime) -> Found:
    """Who of our own was sent, who sent somebody, and whose questions wait for an answer."""
    shown = {one.id: one for one in deployments(incident, at=at) if one.ended_at is None}
    rows = Deployment.objects.filter(id__in=list(shown)).order_by("asked_at", "id")
    people = dict(
        Resource.objects.filter(id__in=[one.resource_id for one in shown.values()])
        .exclude(person=None)
        .values_list("id", "person_id")
    )
    for row in rows:
        one = shown[row.id]
        if person := people.get(row.resource_id):
            words = f"Was sent: {one.what}, {one.where} ({one.state_words.lower()})"
            yield person, "does", Item(words, one.asked_at, one.by, one.late)
        if one.check_due_at:
            words = f"To hear from {one.who}"
            yield row.asked_by, "waits", Item(words, one.last_heard_at, one.check_due_at, one.late)
    asked = DeploymentRequest.objects.filter(deployment_id__in=list(shown), answered_at=None)
    for request in asked.select_related("deployment").order_by("asked_at", "id"):
        late = request.due_at is not None and request.due_at < at
        words = f"An answer to {shown[request.deployment_id].who}, who needs {request.needs}"
        yield (
            request.deployment.asked_by,
            "owes",
            Item(words, request.asked_at, request.due_at, late),
        )


def _owed(incident: Incident, at: datetime) -> Found:
    """What is owed by whom: reports, calls, confirmations, the case."""
    del at
    for one in obligations(incident):
        if one.state in OWES and one.owner_id:
            item = Item("", one.owed_at, one.due_at, one.state == "missed", one)
            yield one.owner_id, "owes", item


def _messages(incident: Incident, at: datetime) -> Found:
    """Whose message has no answer, and who has to say that they have it."""
    del at
    rows = Message.objects.filter(incident=incident, needs_ack=True, ack_at=None)
    for row in rows.order_by("number", "id"):
        late = row.asked_again > 0
        words = f"An answer to message {row.number}"
        yield row.sent_by, "waits", Item(words, row.sent_at, row.ask_again_at, late)
        if row.owner:
            words = f"To say that message {row.number} was understood"
            yield row.owner, "owes", Item(words, row.sent_at, row.ask_again_at, late)


def _others(incident: Incident, at: datetime) -> Found:
    """Who follows, who waits to hear whether a call may end, who waits for help to arrive."""
    del at
    for one in followers(incident.id):
        yield one.who_id, "does", Item("Follows the contact", one.since)
    for asked in EndingRequest.objects.filter(incident=incident, decided_at=None):
        yield asked.asked_by, "waits", Item("Approval to end the call", asked.asked_at)
    called = Dispatch.objects.filter(incident=incident, called_at__isnull=False, **OPEN)
    for row in called.order_by("asked_at", "id"):
        if row.called_by:
            yield row.called_by, "waits", Item("Help from outside to arrive", row.called_at)


_SOURCES: Final[tuple[Callable[[Incident, datetime], Found], ...]] = (
    _on_the_contact,
    _ladders,
    _posts,
    _sent,
    _owed,
    _messages,
    _others,
)
