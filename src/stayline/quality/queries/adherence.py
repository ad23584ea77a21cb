"""What the log shows of how a contact was handled, and where procedures are departed from (S3-8).

Nothing is kept: it is computed anew from the log, which is the only truth. Whoever shows it asks
first whether the reader may see the incident: the sentences hold no words of the contact, and
the entries they name do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.incidents.models import Run
from stayline.incidents.queries import incident, protocol_of, runs_of
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol.language import frozen_map
from stayline_core.scoring import Adherence, Departure, Logged, Part, adherence
from stayline_core.scoring.story import ACCEPTED, SPOKE

if TYPE_CHECKING:
    from stayline.incidents.queries import IncidentRow
    from stayline.ledger.queries import EntryView
    from stayline_core.protocol import Protocol

NEWEST: Final = 200
"""So many of the newest incidents of a procedure are read: each is a whole log to open."""


@dataclass(frozen=True, slots=True)
class DepartureCount:
    """How often a procedure was departed from in one way at one step.

    `incidents` are those in which it happened, each once; `seconds` is the lower median of how
    long the step had been shown, None where no time is known.
    """

    step: str
    what: str
    because: str
    times: int
    incidents: tuple[UUID, ...]
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Departures:
    """How one procedure was followed: out of how many incidents, and each way it was not."""

    protocol_id: str
    incidents: int
    counts: tuple[DepartureCount, ...]


def adherence_of(incident_id: UUID) -> Adherence:
    """Return what an incident's log shows of how it was handled (S3-8).

    What was erased, and what no log can know, is `UNSURE`.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    row = incident(incident_id)
    runs = {str(one.id): protocol_of(one) for one in runs_of(row.id)}
    return _judge(row, runs)


def departures(protocol_id: str, *, since: datetime, exercise: bool) -> Departures:
    """Return where the runs of a procedure that began since then left it, the most frequent first.

    Exercises and live contacts are never counted together. The newest 200 incidents are read. An
    incident that was guided by several procedures counts for each, by that one's own steps.
    """
    found = Run.objects.filter(
        protocol_id=protocol_id, started_at__gte=since, incident__exercise=exercise
    ).order_by("-started_at")
    ids = list(dict.fromkeys(found.values_list("incident_id", flat=True)))[:NEWEST]
    ways: dict[tuple[str, str], list[tuple[UUID, Departure]]] = {}
    for incident_id in ids:
        row = incident(incident_id)
        runs = {str(one.id): protocol_of(one) for one in runs_of(row.id)}
        own = {key: one for key, one in runs.items() if one.id == protocol_id}
        for one in _judge(row, runs).departures:
            if _belongs(one, own):
                ways.setdefault((one.step, one.what), []).append((incident_id, one))
    counts = [_counted(step, what, times) for (step, what), times in ways.items()]
    ordered = sorted(counts, key=lambda one: (-one.times, one.step, one.what))
    return Departures(protocol_id, len(ids), tuple(ordered))


def _counted(step: str, what: str, times: list[tuple[UUID, Departure]]) -> DepartureCount:
    seconds = [one.seconds for _, one in times if one.seconds is not None]
    return DepartureCount(
        step=step,
        what=what,
        because=times[0][1].because,
        times=len(times),
        incidents=tuple(dict.fromkeys(which for which, _ in times)),
        seconds=median_low(seconds) if seconds else None,
    )


def _belongs(one: Departure, own: Mapping[str, Protocol]) -> bool:
    """Is it about this procedure: one of its steps, what it owes, or a ladder that it rings?"""
    name = one.step.removeprefix("obligation:")
    return any(
        name in protocol.steps
        or name in {owed.id for owed in protocol.obligations}
        or (one.what == "ladder_late" and protocol.ladder is not None)
        for protocol in own.values()
    )


def _judge(row: IncidentRow, runs: Mapping[str, Protocol]) -> Adherence:
    log = entries(row.stream_id)
    first = next(iter(runs.values()), MINIMUM_SAFE)
    logged = [_logged(one) for one in log]
    return adherence(logged, protocol=first, people=_people(row, log), runs=runs)


def _logged(entry: EntryView) -> Logged:
    fields = frozen_map(entry.event.content()) if entry.event is not None else frozen_map()
    return Logged(entry.sequence, entry.at, entry.kind, entry.actor, fields)


def _people(row: IncidentRow, log: list[EntryView]) -> dict[str, Part]:
    """Return who was what, by pseudonym; machines and the system's own names are no people."""
    names = {one.actor for one in log}
    known = Person.objects.filter(pseudonym__in=names).values_list("pseudonym", "kind", "id")
    agent = row.contact.agent_id if row.contact is not None else None
    took = {one.actor for one in log if one.kind in {ACCEPTED, SPOKE}}
    parts: dict[str, Part] = dict.fromkeys(names, "system")
    for pseudonym, kind, person_id in known:
        if kind != "person":
            continue
        name = str(pseudonym)
        if person_id == agent:
            parts[name] = "agent"
        else:
            parts[name] = "receiver" if name in took else "supervisor"
    return parts
