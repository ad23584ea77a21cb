"""Which help from outside was asked for, with the number and the words to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.command.errors import DispatchNotFound
from stayline.command.events import SignpostShown
from stayline.command.models import OPEN, Dispatch
from stayline.command.queries.agencies import (
    AgencyView,
    Found,
    agencies_for,
    as_service,
    local_agencies,
    shipped_services,
)
from stayline.command.queries.words import (
    AGENCIES,
    CRISIS_LINE,
    EMERGENCY,
    HERE,
    HERE_ADVICE,
    HERE_LINES,
    IN_HOUSE,
    POLICE,
    Agency,
    Terms,
    agency_of,
    clue,
    danger_country,
    scripts,
    situations_of,
    spoken_facts,
    terms,
)
from stayline.ledger.queries import entries
from stayline.library.queries import Service, emergency_agency
from stayline.people.queries import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

EXERCISE_FIRST: Final = "This is an exercise. Do not call anybody: say these words aloud instead."

SHOWN_SERVICES: Final = 4
"""So many services stand on a panel; a tired person reads no longer list."""


@dataclass(frozen=True, slots=True)
class DispatchView:
    """One call for help from outside: what to dial, what to say, what came of it.

    `number` is empty when the caller's place is not known, or no service of it is on record:
    the first words ask to be routed then. `source` and `checked_on` say where the number is
    from, and `named` whose it is; `nearby` are the centre's own agencies for the place.
    `state` is asked, could_not, called, answered, no_answer, given or
    arrived. `place_missing`: the words need a town or area, and none is known (S4-9).
    """

    id: UUID
    agency: str
    title: str
    number: str
    place_known: bool
    unverified: bool
    source: str
    checked_on: str
    named: str
    services: tuple[Service, ...]
    nearby: tuple[AgencyView, ...]
    exercise: bool
    advice: str
    comes: bool
    needs_consent: bool
    place_missing: bool
    place: str
    words_to_caller: tuple[str, ...]
    words_to_say: tuple[str, ...]
    questions_to_ask: tuple[str, ...]
    state: str
    asked_at: datetime
    owner: str
    called_at: datetime | None
    called_by: str
    could_not_because: str
    answered_at: datetime | None
    given_at: datetime | None
    arrived_at: datetime | None
    told_at: datetime | None
    confirmed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it still has to be called."""
        return self.state in {"asked", "could_not"}

    @property
    def settled(self) -> bool:
        """Whether it came to its end: somebody is there, has spoken, or the number was given."""
        return self.state in {"arrived", "answered", "given"}


def dispatch(dispatch_id: UUID) -> Dispatch:
    """Return the call of this id with its incident.

    Raises:
        DispatchNotFound: no call has it.
    """
    rows = Dispatch.objects.select_related("incident", "incident__site", "incident__contact")
    found = rows.filter(id=dispatch_id).first()
    if found is None:
        raise DispatchNotFound(dispatch=str(dispatch_id))
    return found


def subject_of(incident: Incident) -> str:
    """Return whose data the words of a call are: the caller's, or the incident's."""
    return incident.contact.subject if incident.contact else f"reported:{incident.id}"


def services_for(agency: Agency, incident: Incident) -> list[Service]:
    """Return the services that answer for the caller's place, the nearest first.

    The centre's own agencies that name the place come before those of the directory; none of
    a country that is not known: a wrong number is worse than none (S3-37).
    """
    local = [as_service(one) for one in local_agencies(incident, agency.id)]
    return [*local, *shipped_services(incident, agency.id)]


def first_local(agency: Agency, incident: Incident) -> Found | None:
    """Return the centre's own agency that is called first; None where the directory's is.

    The emergency number is the country's, always: an own number of a control room stands
    beside it (S0-15).
    """
    if agency.id == EMERGENCY:
        return None
    return next(iter(local_agencies(incident, agency.id)), None)


def named_services(incident: Incident) -> list[Service]:
    """Return the services to name to the caller, once the procedure has come to offering them."""
    named = [agency_of(name) for name in signposts(incident)]
    found = [one for agency in named for one in services_for(agency, incident)]
    return list({one.id: one for one in found}.values())[:SHOWN_SERVICES]


def first_number(agency: Agency, incident: Incident) -> tuple[str, bool]:
    """Return the number to dial first, and whether it was never compared with its source."""
    if agency.id == EMERGENCY:
        country = danger_country(incident)
        found = emergency_agency(country) if country else None
        return (found.number, found.unverified) if found else ("", False)
    one = next((one for one in services_for(agency, incident) if one.number), None)
    return (one.number, one.doubtful) if one else ("", False)


def dispatches(
    incident: Incident, *, speaker: Actor | None = None, at: datetime | None = None
) -> list[DispatchView]:
    """Return the calls for help of an incident, in the order they were asked for.

    With `speaker`, the words give their telephone as the number to call back; with `at`, the
    calls that wait say which agencies answer for the place, and whether they are open now.
    The reader must be allowed to see the incident: the words hold what the caller said.
    """
    rows = list(Dispatch.objects.filter(incident=incident).select_related("obligation"))
    if not rows:
        return []
    said = spoken_facts(incident)
    where = clue(incident, said)
    words = scripts()
    known = names({row.called_by for row in rows if row.called_by} | _owners(rows))
    filled = terms(incident, said, speaker)
    return [
        _view(row, incident, words=words, filled=filled, known=known, where=where, at=at)
        for row in rows
    ]


def offered(incident: Incident | None) -> list[Agency]:
    """Return the help that can be asked for beside the emergency services, the first first.

    What is being asked for already is left out.
    """
    asked = (
        set(Dispatch.objects.filter(incident=incident, **OPEN).values_list("agency"))
        if incident
        else set()
    )
    found = [one for one in AGENCIES.values() if one.id != EMERGENCY]
    return [one for one in found if (one.id,) not in asked]


def signposts(incident: Incident) -> list[str]:
    """Return the services that the protocol named in this incident, each once, in order."""
    named = [
        entry.event.service
        for entry in entries(incident.stream_id, kinds={SignpostShown.kind})
        if isinstance(entry.event, SignpostShown)
    ]
    return list(dict.fromkeys(named))


def _owners(rows: list[Dispatch]) -> set[UUID]:
    return {row.obligation.owner_id for row in rows if row.obligation and row.obligation.owner_id}


def _view(
    row: Dispatch,
    incident: Incident,
    *,
    words: Mapping[str, Mapping[str, Any]],
    filled: Terms,
    known: Mapping[UUID, str],
    where: str,
    at: datetime | None,
) -> DispatchView:
    agency = agency_of(row.agency)
    script = words.get(row.agency, words[EMERGENCY])
    services = services_for(agency, incident) if agency.id != EMERGENCY else []
    source, checked_on = _source(row, incident, services)
    owner = row.obligation.owner_id if row.obligation else None
    return DispatchView(
        id=row.id,
        agency=row.agency,
        title=agency.title,
        number=row.number,
        place_known=row.place_known,
        unverified=row.number_unverified,
        source=source,
        checked_on=checked_on,
        named=next((_with_place(one) for one in services if one.number == row.number), ""),
        services=tuple(services[:SHOWN_SERVICES]),
        nearby=_nearby(row, incident, at),
        exercise=incident.exercise,
        advice=HERE_ADVICE if _is_here(row, incident) else agency.advice,
        comes=agency.comes,
        needs_consent=agency.consent,
        place_missing=not where and agency.id not in {CRISIS_LINE, IN_HOUSE},
        place=where,
        words_to_caller=_filled(script.get("to_caller", ()), filled),
        words_to_say=_to_say(row, incident, script, filled, known_place=bool(where)),
        questions_to_ask=tuple(script.get("then_ask", ())),
        state=_state(row),
        asked_at=row.asked_at,
        owner=known.get(owner, "") if owner else "",
        called_at=row.called_at,
        called_by=known.get(row.called_by, "") if row.called_by else "",
        could_not_because=row.could_not_because,
        answered_at=row.answered_at,
        given_at=row.given_at,
        arrived_at=row.arrived_at,
        told_at=row.told_at,
        confirmed_at=row.confirmed_at,
    )


def _with_place(one: Service) -> str:
    return f"{one.name}, {one.where}" if one.where else one.name


def _nearby(row: Dispatch, incident: Incident, at: datetime | None) -> tuple[AgencyView, ...]:
    """Return who answers for the place, of a call that waits; the country's own is the number."""
    if at is None or row.called_at is not None or row.given_at is not None:
        return ()
    found = agencies_for(incident, row.agency, at=at)
    local = [one for one in found if one.local and (one.can_dispatch or row.agency != EMERGENCY)]
    return tuple(local[:SHOWN_SERVICES])


def _source(row: Dispatch, incident: Incident, services: list[Service]) -> tuple[str, str]:
    """Return where the number is from and when it was last compared with that (S3-37)."""
    if row.agency == EMERGENCY:
        country = danger_country(incident)
        found = emergency_agency(country) if country else None
        return (found.source, found.checked_on) if found and row.number else ("", "")
    one = next((one for one in services if one.number == row.number), None)
    return (one.source, one.checked_on) if one and row.number else ("", "")


def _to_say(
    row: Dispatch,
    incident: Incident,
    script: Mapping[str, Any],
    filled: Terms,
    *,
    known_place: bool,
) -> tuple[str, ...]:
    known = row.place_known if row.agency == EMERGENCY else known_place
    opening = script["known_place"]
    if _is_here(row, incident):
        opening = script.get("here", HERE_LINES)
    elif not known:
        opening = script.get("unknown_place", opening)
    first = (EXERCISE_FIRST,) if incident.exercise else ()
    return first + _filled((*opening, *script.get("then_say", ())), filled)


def _is_here(row: Dispatch, incident: Incident) -> bool:
    """Return whether somebody is called to the centre itself, because the danger is there."""
    return row.agency in {EMERGENCY, POLICE} and HERE in situations_of(incident)


def _filled(lines: tuple[str, ...], filled: Terms) -> tuple[str, ...]:
    return tuple(words.format_map(filled) for words in lines)


def _state(row: Dispatch) -> str:
    for state, at in (
        ("arrived", row.arrived_at),
        ("answered", row.answered_at),
        ("no_answer", row.unanswered_at),
        ("given", row.given_at),
        ("called", row.called_at),
        ("could_not", row.could_not_at),
    ):
        if at:
            return state
    return "asked"
