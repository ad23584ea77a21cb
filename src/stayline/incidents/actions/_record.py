"""What every action of the record begins and ends with: the head, the log, the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from django.db.models import F

from stayline.incidents.errors import IncidentNotFound
from stayline.incidents.events import OwnerMoved
from stayline.incidents.models import Counter, Incident, Obligation
from stayline.incidents.queries import admit, current_run, guide_of_version
from stayline.ledger.actions import append_in_transaction, lock_head_in_transaction
from stayline.people.policies import SUPERVISES
from stayline.people.queries import actor as actor_of
from stayline.people.queries import everyone, on_duty
from stayline.platform.live import publish_on_commit
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.actions import Receipt
    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

Series = Literal["SL", "SLR", "SLC", "SLP", "SLQ", "SLF", "SLK"]
"""Incidents, threat reports, cases, people at risk, records of calls, a centre's own forms, and
queries and complaints."""

OWED: Final = ("owed", "missed", "waiting")
"""States in which an obligation keeps an incident from being closed."""


def lock_incident_in_transaction(incident_id: UUID) -> Incident:
    """Lock the head of an incident's stream, then return its row as it is now.

    The first lock of every action on an incident (`design.md` section 2); the caller holds
    the transaction.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    rows = Incident.objects.filter(id=incident_id)
    stream_id = next(iter(rows.values_list("stream_id", flat=True)[:1]), None)
    if stream_id is None:
        raise IncidentNotFound(incident=str(incident_id))
    lock_head_in_transaction(stream_id)
    return rows.select_related("contact").get()


def log_in_transaction(
    incident: Incident,
    event: Event,
    *,
    actor: Actor,
    at: datetime,
    live: str = "log",
    urgent: bool = False,
) -> Receipt:
    """Append `event` to the incident's stream and let its screens hear of it as `live`."""
    receipt = append_in_transaction(incident.stream_id, event, actor=actor, at=at)
    publish_on_commit(f"incident:{incident.id}", live, urgent=urgent, sequence=receipt.sequence)
    return receipt


def tell_floor_in_transaction(incident: Incident, *, urgent: bool = False) -> None:
    """Let the boards of the incident's site draw themselves again."""
    publish_on_commit(f"board:{incident.site_id}", "board", urgent=urgent)


def next_number_in_transaction(series: Series, *, exercise: bool, at: datetime) -> str:
    """Return the next number of a series, as `SL-2026-000123`; exercises count as `SLX-…`.

    Take it last: the counter's row stays locked until the transaction ends, and a number
    of a transaction that failed is given again, so there is no gap.
    """
    prefix = series.replace("SL", "SLX", 1) if exercise else series
    name = f"{prefix}-{at:%Y}"
    Counter.objects.get_or_create(series=name)
    Counter.objects.filter(series=name).update(last=F("last") + 1)
    return f"{name}-{Counter.objects.get(series=name).last:06d}"


def move_owner_in_transaction(
    incident: Incident, person_id: UUID, *, actor: Actor, at: datetime
) -> None:
    """Let the run, and what its receiver owes, pass to a person, at the same step."""
    person = actor_of(person_id)
    incident.owner_id = person_id
    incident.save(update_fields=["owner"])
    Obligation.objects.filter(incident=incident, by="receiver", state__in=OWED).update(
        owner_id=person_id
    )
    grant_in_transaction(
        incident.id, person, because="accepted", stream_id=incident.stream_id, actor=actor, at=at
    )
    log_in_transaction(
        incident,
        OwnerMoved(person=person.pseudonym, trained=_trained(incident, person_id, at=at)),
        actor=actor,
        at=at,
        live="step",
        urgent=True,
    )


def _trained(incident: Incident, person_id: UUID, *, at: datetime) -> str:
    """Say whether who takes over is trained on what guides; empty where nobody asks (S0-16)."""
    run = current_run(incident.id)
    if run is None:
        return ""
    admitted = admit(incident, guide_of_version(run.protocol_digest), person_id, at=at)
    return "no" if admitted.withheld else admitted.trained


def let_supervisors_read_in_transaction(
    incident: Incident, *, because: str, actor: Actor, at: datetime
) -> None:
    """Put the supervisors who may decide on the list: those on duty, else all of the site."""
    out = excluded_people(incident.id) | {actor.id}
    site = incident.site_id
    found = on_duty(roles=SUPERVISES, site_id=site, at=at, exclude=out) or everyone(
        roles=SUPERVISES, site_id=site, at=at, exclude=out
    )
    for one in found:
        grant_in_transaction(
            incident.id,
            actor_of(one.id),
            because=because,
            stream_id=incident.stream_id,
            actor=actor,
            at=at,
        )
