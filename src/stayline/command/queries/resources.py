"""Who and what can be sent now, and why the others cannot."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from stayline.command.models import Deployment, Resource, ResourceKind, ResourceState
from stayline.command.queries.words import clue, situations_of, spoken_facts
from stayline.incidents.queries import live_threats, said_so_far
from stayline.library.queries import standing_digests, version_by_digest
from stayline.people.models import Absence, Availability
from stayline_core.allocation import KIND, MEDIA, Case, allot, parse_allocation, united
from stayline_core.hours import kept_windows, open_at, shown_hours
from stayline_core.triage import Harm

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.people.models import Person
    from stayline_core.allocation import Allocation, Need, Response

BUSY: Final = frozenset(
    {
        Availability.ON_CONTACT.value,
        Availability.IN_CRISIS.value,
        Availability.OFF_QUEUE.value,
        Availability.BREAK.value,
    }
)
"""What a person on duty does now that keeps them from being sent; away from the desk does not."""


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One resource as it is at one moment; `why_not` is empty where it can be sent."""

    id: UUID
    name: str
    kind: str
    kind_words: str
    call_sign: str
    capabilities: tuple[str, ...]
    area: str
    near: tuple[str, ...]
    person_id: UUID | None
    channel: str
    hint: str
    hours: str
    state: str
    state_words: str
    site_id: UUID
    why_not: str

    @property
    def available(self) -> bool:
        """Whether it can be sent now (S3-17)."""
        return not self.why_not


def available(
    site_id: UUID, *, at: datetime, exercise: bool, capability: str = ""
) -> list[ResourceView]:
    """Return the resources of a site: those that can be sent now first, each group by name.

    `capability` keeps those that have it. `exercise` says whose deployments count: what is sent
    in practice is free for what is real, and the other way round (S3-17).
    """
    rows = Resource.objects.filter(site_id=site_id, removed_at=None).select_related("person")
    kept = [row for row in rows.order_by("name", "id") if fits(row, capability)]
    return sorted(views(kept, at=at, exercise=exercise), key=lambda one: not one.available)


def fits(row: Resource, capability: str) -> bool:
    """Return whether a resource has a capability; any has none in particular."""
    return not capability or capability in row.capabilities


def views(rows: Collection[Resource], *, at: datetime, exercise: bool) -> list[ResourceView]:
    """Return these resources as they are at `at`, in the same order."""
    sent = sent_on([row.id for row in rows], exercise=exercise)
    leave = _on_leave((row.person_id for row in rows if row.person_id), at=at)
    return [_view(row, _why_not(row, sent=sent, leave=leave, at=at)) for row in rows]


def why_not(row: Resource, *, exercise: bool, at: datetime) -> str:
    """Return why this resource cannot be sent now; empty: it can."""
    return views([row], at=at, exercise=exercise)[0].why_not


def sent_on(ids: Collection[UUID], *, exercise: bool) -> dict[UUID, str]:
    """Return the number of the incident on which each of these is sent now, where it is."""
    found = Deployment.objects.filter(
        resource_id__in=list(ids), exercise=exercise, ended_at=None
    ).order_by("asked_at", "id")
    return dict(found.values_list("resource_id", "incident__number"))


def _why_not(
    row: Resource, *, sent: Mapping[UUID, str], leave: Collection[UUID], at: datetime
) -> str:
    if row.removed_at is not None:
        return "It was taken off the list."
    if fault := _state_fault(row, at):
        return fault
    if number := sent.get(row.id):
        return f"Sent already, on {number}."
    windows = kept_windows(row.hours)
    if not open_at(windows, row.zone, at):
        return f"Outside its hours: {shown_hours(windows)}, {row.zone}."
    return _person_fault(row.person, leave) if row.person else ""


def _state_fault(row: Resource, at: datetime) -> str:
    """Return what somebody said of it that still holds."""
    over = row.state_until is not None and row.state_until <= at
    if row.state == ResourceState.AVAILABLE or over:
        return ""
    words = ResourceState(row.state).label
    because = f": {row.state_because}" if row.state_because else ""
    if row.state_until is None:
        return f"{words}{because}."
    return f"{words}{because}, until {clock(row.state_until, row.zone)}."


def clock(at: datetime, zone: str) -> str:
    """Return a moment as it is said: day, 24 hours, zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%d %b %H:%M %Z}"


def _person_fault(person: Person, leave: Collection[UUID]) -> str:
    """Return why one of our own people cannot be sent: why they are on leave is not said."""
    if not person.is_active:
        return "No longer works here."
    if person.id in leave:
        return "On leave."
    if not person.on_duty:
        return "Not on duty."
    if person.availability in BUSY:
        return f"{Availability(person.availability).label}."
    return ""


def _on_leave(people: Iterable[UUID], *, at: datetime) -> set[UUID]:
    found = Absence.objects.filter(
        person_id__in=list(people), cancelled_at=None, starts_at__lte=at, ends_at__gt=at
    )
    return set(found.values_list("person_id", flat=True))


def _view(row: Resource, fault: str) -> ResourceView:
    return ResourceView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_words=str(ResourceKind(row.kind).label),
        call_sign=row.call_sign,
        capabilities=tuple(row.capabilities),
        area=row.area,
        near=tuple(row.near),
        person_id=row.person_id,
        channel=row.channel,
        hint=row.hint,
        hours=shown_hours(kept_windows(row.hours)),
        state=row.state,
        state_words=str(ResourceState(row.state).label),
        site_id=row.site_id,
        why_not=fault,
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """One capability that an incident needs, who is out for it, who could go, and what lacks."""

    capability: str
    words: str
    count: int
    within: int
    by: str
    why: str
    sent: tuple[ResourceView, ...]
    fitting: tuple[ResourceView, ...]
    others: tuple[ResourceView, ...]
    missing: int

    @property
    def gap(self) -> str:
        """What is missing, in a sentence; empty where nothing is."""
        if not self.missing:
            return ""
        if not (self.sent or self.fitting or self.others):
            return "Nobody on the list can do this."
        if not (self.sent or self.fitting):
            return "Nobody who can do this is available now."
        return f"{self.missing} more needed, and nobody else is available now."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules say an incident needs: responses with their natures, and each need."""

    digest: str
    responses: tuple[Response, ...]
    natures: tuple[str, ...]
    needs: tuple[Needed, ...]


def rules_in_force() -> tuple[str, Allocation] | None:
    """Return the rules of what is sent, with their digest: adopted, else those loaded last."""
    return next(((one, _rules(one)) for one in standing_digests(KIND)), None)


@functools.lru_cache(maxsize=16)
def _rules(digest: str) -> Allocation:
    return parse_allocation(version_by_digest(digest).body)


def able_words() -> Callable[[str], str]:
    """Return what says a capability in words, as the rules that hold name it."""
    found = rules_in_force()
    return found[1].words if found else plainly


def plainly(name: str) -> str:
    """Return an id as words."""
    return name.replace("_", " ")


def suggested(incident: Incident, *, at: datetime) -> Suggestion:
    """Return what an incident needs by its nature, and who can fill it now (S3-35, S3-41).

    Who is near the place that is known comes first. A gap is said only where no other choice
    would fill it. Nobody is sent by this: a supervisor chooses.
    """
    found = rules_in_force()
    if found is None:
        return Suggestion("", (), (), ())
    digest, rules = found
    responses = rules.responses_for(case_of(incident))
    rows = list(
        Resource.objects.filter(site_id=incident.site_id, removed_at=None)
        .select_related("person")
        .order_by("name", "id")
    )
    place = f"{clue(incident, spoken_facts(incident))} {incident.site.name}".casefold()
    shown = sorted(
        views(rows, at=at, exercise=incident.exercise), key=lambda one: _distance(one, place)
    )
    out = _out_for(incident)
    needs = united(responses)
    able = [one for one in shown if one.id in out] + [one for one in shown if one.available]
    allotted = allot(needs, [(str(one.id), one.capabilities) for one in able])
    return Suggestion(
        digest=digest,
        responses=responses,
        natures=tuple(dict.fromkeys(rules.natures[one.nature] for one in responses)),
        needs=tuple(
            _needed(need, rules.words(need.capability), shown, out, need.count - len(filled))
            for need, filled in zip(needs, allotted, strict=True)
        ),
    )


def case_of(incident: Incident) -> Case:
    """Return what is known of an incident, as the rules read it; what is not known is left out."""
    kinds = [one.kind for one in live_threats(incident)] or [incident.kind]
    return Case(
        level=incident.level,
        harms=tuple(Harm(one) for one in dict.fromkeys(kinds)),
        situations=situations_of(incident),
        answers={name: str(one["value"]) for name, one in said_so_far(incident).items()},
    )


def _out_for(incident: Incident) -> set[UUID]:
    found = Deployment.objects.filter(incident=incident, ended_at=None)
    return set(found.values_list("resource_id", flat=True))


def _distance(one: ResourceView, place: str) -> tuple[int, str]:
    """Return the place of a resource in the order of who is near; where nobody said, the last."""
    named = (number for number, near in enumerate(one.near) if near.casefold() in place)
    return (next(named, len(one.near) + 100), one.name)


def _needed(
    need: Need, words: str, shown: Sequence[ResourceView], out: Collection[UUID], missing: int
) -> Needed:
    able = [one for one in shown if need.capability in one.capabilities]
    rest = [one for one in able if one.id not in out]
    return Needed(
        capability=need.capability,
        words=words,
        count=need.count,
        within=need.within,
        by=MEDIA[need.by],
        why=need.why,
        sent=tuple(one for one in able if one.id in out),
        fitting=tuple(one for one in rest if one.available),
        others=tuple(one for one in rest if not one.available),
        missing=missing,
    )
