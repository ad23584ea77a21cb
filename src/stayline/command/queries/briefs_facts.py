"""What the log says of an incident, as short lines for briefs, each with its entries.

Where several entries speak of one thing, the newest stands. What a person was asked and did
not know is not known; nothing is guessed or filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.events import (
    DecisionRecorded,
    IncidentAssessed,
    MajorCalled,
    MarkerPlaced,
    MarkerRemoved,
    PlaceNoted,
)
from stayline.command.queries.briefs_log import notable, timed
from stayline.command.queries.briefs_sent import organisation, sent, services, told
from stayline.command.queries.briefs_words import (
    CASUALTIES,
    CHANNELS,
    EVENTS,
    FORMS_OF_A_THREAT,
    HAZARDS,
    HURT_HOW_MANY,
    KIND_HAZARDS,
    KINDS,
    LEVELS,
    SITUATIONS,
    moment_in,
)
from stayline.command.queries.words import PLACES, danger_country, situations_of
from stayline.incidents.events import (
    IncidentOpened,
    LevelLowered,
    LevelRaised,
    ObligationOwed,
    ThreatRecorded,
)
from stayline.incidents.queries import obligations
from stayline.library.queries import emergency_agency
from stayline.people.queries import names_by_pseudonym
from stayline.platform.templatetags.stayline import owed_words
from stayline_core.briefs import Said

if TYPE_CHECKING:
    from stayline.command.queries.briefs_log import Read
    from stayline.incidents.models import Incident

CARE_OFFERED: Final = "care.aftercare.started"
LAST_ACTIONS: Final = 30
"""So many of the newest activities the briefing of an incident names; the log has them all."""

NOT_MAJOR: Final = "Not called major."
AT_RISK: Final = "safety.others_at_risk"
HAZARD: Final = "hazard"


def facts_of(incident: Incident, read: Read) -> dict[str, tuple[Said, ...]]:
    """Return every fact that a form can hold, by its name; what is not known is missing."""
    found = {
        "name": _name(incident, read),
        "number": (Said(incident.number),),
        "started": _started(incident, read),
        "major": _major(read),
        "location": _location(incident, read),
        "type": _type(incident, read),
        "hazards": _hazards(incident, read),
        "access": _markers(read, hazards=False),
        "map": _map(read),
        "casualties": _casualties(read),
        "services": services(read),
        "level": _level(incident, read),
        "history": _actions(read, 5),
        "decisions": _decisions(read),
        "owed": _owed(incident, read),
        "at_risk": read.chosen({(AT_RISK, "yes"): HAZARDS[AT_RISK, "yes"]}),
        "care": _care(read),
        "actions": _actions(read, LAST_ACTIONS),
        **sent(read),
        **organisation(incident, read),
        **told(incident, read),
    }
    return {name: lines for name, lines in found.items() if lines}


def _opened(read: Read) -> tuple[int, ...]:
    return tuple(entry.sequence for entry, _ in read.of(IncidentOpened)[:1])


def _kind(incident: Incident, read: Read) -> str:
    """Return what kind of incident it is: “Emergency: smell of gas”."""
    words = KINDS.get(incident.kind, "Somebody asked for help")
    more = [SITUATIONS[one] for one in sorted(situations_of(incident)) if one in SITUATIONS]
    event = EVENTS.get(read.answers.get("event.kind", ("", "", 0))[0], "")
    return f"{words}: {', '.join([*filter(None, [event]), *more])}" if event or more else words


def _name(incident: Incident, read: Read) -> tuple[Said, ...]:
    return (Said(f"{_kind(incident, read)}, {incident.site.name}.", _opened(read)),)


def _type(incident: Incident, read: Read) -> tuple[Said, ...]:
    channel = CHANNELS.get(incident.contact.channel if incident.contact else "staff", "")
    threat = read.of(ThreatRecorded)[:1]
    form = [FORMS_OF_A_THREAT[one.form] for _, one in threat if one.form in FORMS_OF_A_THREAT]
    answered = read.answers.get("event.kind", ("", "", 0))[2]
    sources = (*_opened(read), *(one.sequence for one, _ in threat), *filter(None, [answered]))
    words = ", ".join(filter(None, [_kind(incident, read), channel, *form]))
    exercise = "EXERCISE. " if incident.exercise else ""
    return (Said(f"{exercise}{words}.", sources),)


def _started(incident: Incident, read: Read) -> tuple[Said, ...]:
    return (Said(f"{moment_in(incident.opened_at, read.zone, day=True)}.", _opened(read)),)


def _major(read: Read) -> tuple[Said, ...]:
    called = read.of(MajorCalled)
    if not called:
        return (Said(NOT_MAJOR),)
    entry, event = called[-1]
    return (Said(f"{event.words}, since {read.clock(entry)}.", (entry.sequence,)),)


def _location(incident: Incident, read: Read) -> tuple[Said, ...]:
    """Return the place as it was noted and answered, each once, and the country last."""
    said: dict[str, list[int]] = {}
    noted = read.of(PlaceNoted)
    if noted:
        said[noted[-1][1].place] = [noted[-1][0].sequence]
    for name in PLACES:
        _, words, entry = read.answers.get(name, ("", "", 0))
        if words:
            said.setdefault(words, []).append(entry)
    if not said:
        return ()
    country = danger_country(incident)
    agency = emergency_agency(country) if country else None
    lines = [Said(f"{place}.".replace("..", "."), tuple(at)) for place, at in said.items()]
    return (*lines, *([Said(f"{agency.country_name}.")] if agency else []))


def _hazards(incident: Incident, read: Read) -> tuple[Said, ...]:
    own = KIND_HAZARDS.get(incident.kind)
    first = (Said(own, _opened(read)),) if own else ()
    return (*first, *read.chosen(HAZARDS), *_markers(read, hazards=True))


def _casualties(read: Read) -> tuple[Said, ...]:
    """Return who is hurt: the number that was assessed stands before a yes without one."""
    assessed = read.of(IncidentAssessed)
    entry, event = assessed[-1] if assessed else (None, None)
    hurt = event.answers.get("hurt", "") if event else ""
    answered = read.chosen(CASUALTIES)
    if entry is None or not hurt.isdigit() or int(hurt) == 0:
        return answered
    counted = Said(f"{hurt} hurt or unwell, as assessed.", (entry.sequence,))
    return (counted, *(one for one in answered if one.text != HURT_HOW_MANY))


def _markers(read: Read, *, hazards: bool) -> tuple[Said, ...]:
    """Return what is marked on plans of the place: its hazards, or its ways and meeting points."""
    gone = {event.marker for _, event in read.of(MarkerRemoved)}
    return tuple(
        Said(f"{event.what}: {event.label}.", (entry.sequence,))
        for entry, event in read.of(MarkerPlaced)
        if event.marker not in gone and event.what.lower().startswith(HAZARD) == hazards
    )


def _map(read: Read) -> tuple[Said, ...]:
    plans = dict.fromkeys(event.title for _, event in read.of(MarkerPlaced))
    return tuple(Said(f"Plan “{title}”, on the page “Picture”.") for title in plans)


def _level(incident: Incident, read: Read) -> tuple[Said, ...]:
    moved = read.last(LevelRaised, LevelLowered)
    sources = (moved.sequence,) if moved else _opened(read)
    return (Said(LEVELS[incident.level], sources),)


def _decisions(read: Read) -> tuple[Said, ...]:
    """Return what was decided, a corrected decision by its correction alone."""
    found = read.of(DecisionRecorded)
    corrected = {event.corrects for _, event in found}
    return tuple(
        Said(f"{read.clock(entry)} {event.words}", (entry.sequence,))
        for entry, event in found
        if event.decision not in corrected
    )


def _owed(incident: Incident, read: Read) -> tuple[Said, ...]:
    """Return what is still owed, by when and by whom."""
    where = {event.obligation: entry.sequence for entry, event in read.of(ObligationOwed)}
    return tuple(
        Said(
            f"{owed_words(one)}"
            f"{f', by {one.owner.name}' if one.owner else ''}"
            f"{f', until {moment_in(one.due_at, read.zone)}' if one.due_at else ''}.",
            (where[str(one.id)],) if str(one.id) in where else (),
        )
        for one in obligations(incident)
        if one.state in {"owed", "missed", "waiting"}
    )


def _care(read: Read) -> tuple[Said, ...]:
    found = [one for one in read.log if one.kind == CARE_OFFERED]
    return tuple(Said("Aftercare was offered.", (one.sequence,)) for one in found[:1])


def _actions(read: Read, last: int) -> tuple[Said, ...]:
    found = [one for one in read.log if notable(one)][-last:]
    return timed(found, read.zone, names_by_pseudonym({one.actor for one in found}))
