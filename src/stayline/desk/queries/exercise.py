"""What an exercise reads over HTTP: the floor of its site, and an incident as its people see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from stayline.command.queries import dispatches
from stayline.contacts.models import Contact
from stayline.contacts.queries import open_contacts
from stayline.escalation.queries import LadderView, coming, ladders
from stayline.incidents.models import Incident
from stayline.incidents.queries import (
    blocking_close,
    by_contact,
    ending,
    obligations,
    open_incidents,
    screen,
    switches,
    threats,
    warnings_given,
)
from stayline.people.models import Presence
from stayline.people.queries import people_of, person, present_people
from stayline.reports.queries import cases_of, gathering, reports_of

PLAYED: Final = "exercise"
"""What stands for the process in the presence of somebody whom an exercise plays."""


def exercise_floor(site_id: UUID, *, at: datetime) -> dict[str, Any]:
    """Return who works at an exercise's site and which contacts are not done with.

    A contact is here while it is open, and after its end while its incident is. `person` is
    somebody in front of a screen, not a part that is played.
    """
    people = people_of(site_id)
    there = persons_at_screens(site_id, at=at)
    contacts = {row.id: (row, by_contact(row.id)) for row in open_contacts(site_id)}
    for incident in open_incidents([site_id]):
        if incident.contact is not None and incident.exercise:
            contacts.setdefault(incident.contact.id, (incident.contact, incident))
    return {
        "people": [
            {
                "username": one.username,
                "roles": sorted(grant.role for grant in one.roles.all()),
                "person": one.id in there,
                "on_duty": one.on_duty,
                "availability": one.availability,
            }
            for one in people
        ],
        "contacts": [
            _contact(row, incident, at) for row, incident in contacts.values() if row.exercise
        ],
    }


def persons_at_screens(site_id: UUID, *, at: datetime) -> set[UUID]:
    """Return who of a site has a screen open, without those whom an exercise says to be there."""
    people = [one.id for one in people_of(site_id)]
    said = Presence.objects.filter(process=PLAYED, person_id__in=people)
    return present_people(at, people) - set(said.values_list("person_id", flat=True))


def exercise_incident(row: Incident) -> dict[str, Any]:
    """Return an incident of an exercise as the screens of those who handle it show it."""
    found = screen(row)
    protocol, shown = found or (None, None)
    who = coming(row)
    usernames = {one.name: one.username for one in people_of(row.site_id)}
    return {
        "incident": str(row.id),
        "number": row.number,
        "level": row.level,
        "state": row.state,
        "exercise": row.exercise,
        "owner": _username(row.owner_id),
        "contact_open": row.contact is not None and row.contact.released_at is None,
        "safety_recorded": row.safety_recorded_at is not None,
        "protocol": protocol.id if protocol else None,
        "screen": _screen(shown) if shown else None,
        "switches": [
            {"harm": one.harm, "title": one.title, "outranks": one.outranks}
            for one in switches(row)
        ],
        "ending": _ending(row),
        "warnings": [one.which for one in warnings_given(row)],
        "coming": {"state": who.state, "sentence": who.sentence},
        "threats": [{"kind": one.kind, "form": one.form} for one in threats(row)],
        "ladders": [_ladder(one, usernames) for one in ladders(row)],
        "owed": [
            {"id": str(one.id), "name": one.name, "state": one.state} for one in obligations(row)
        ],
        "dispatches": [
            {"id": str(one.id), "agency": one.agency, "state": one.state} for one in dispatches(row)
        ],
        "gathering": [
            {"field": one.field.name, "minimum": one.minimum, "standing": str(one.standing)}
            for one in gathering(row).items
        ],
        "reports": [
            {"id": str(one.id), "form": one.form_id, "number": one.number}
            for one in reports_of(row.id)
        ],
        "cases": [
            {
                "reference": one.reference,
                "queue": one.queue,
                "referral_comments": one.referral_comments,
                "delivered": one.delivered_at is not None,
            }
            for one in cases_of(row.id)
        ],
        "blocking": blocking_close(row),
    }


def _ending(row: Incident) -> str:
    """Return how an ending that was asked for stands: waits, approved, refused; or nothing."""
    found = ending(row)
    if found.asked_at is None:
        return ""
    return {None: "waits", True: "approved", False: "refused"}[found.approved]


def _contact(row: Contact, incident: Incident | None, at: datetime) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "source": row.source,
        "external_id": row.external_id,
        "channel": row.channel,
        "agent": _username(row.agent_id),
        "age_s": max(0, int((at - row.opened_at).total_seconds())),
        "open": row.released_at is None,
        "incident": str(incident.id) if incident else None,
        "incident_open": incident is not None and incident.state == "open",
    }


def _ladder(one: LadderView, usernames: dict[str, str]) -> dict[str, Any]:
    last = max((page.round for page in one.pages), default=0)
    rung = [page.who for page in one.pages if page.round == last and page.answered_at is None]
    ringing = one.open and one.coming.state in {"ringing", "nobody"}
    return {
        "id": str(one.id),
        "document": one.document,
        "informs": one.informs,
        "open": one.open,
        "ringing": sorted({usernames[who] for who in rung if who in usernames}) if ringing else [],
        "hand_overs": [
            {"who": _username(each.who_id), "state": each.state} for each in one.hand_overs
        ],
    }


def _username(person_id: UUID | None) -> str | None:
    return person(person_id).username if person_id else None


def _screen(shown: Any) -> dict[str, Any]:  # noqa: ANN401  # the core's Screen, read by its names
    return {
        "step": shown.step,
        "title": shown.title,
        "say": list(shown.say),
        "asks": [list(one) for one in shown.asks],
        "observes": [list(one) for one in shown.observes],
        "routed": shown.routed,
        "answers": [list(one) for one in shown.answers],
        "waiting_for": shown.waiting_for,
        "can_next": shown.can_next,
        "can_skip": shown.can_skip,
        "offers": [one.step for one in shown.offers],
        "anytime": [list(one) for one in shown.anytime],
        "ended": shown.ended,
        "locked": shown.locked,
        "sequence": shown.sequence,
    }
