"""Which help from outside was asked for, with the number and the words to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.command.errors import DispatchNotFound
from stayline.command.events import SignpostShown
from stayline.command.models import Dispatch
from stayline.contacts.queries import Caller, caller
from stayline.incidents.queries import answers_of, runs_of
from stayline.ledger.queries import entries
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import emergency_agency, emergency_script
from stayline.people.queries import names, person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

NOT_KNOWN: Final = "not known"

HAPPENING: Final[Mapping[str, str]] = {
    "self_harm": "a person has said that they may end their life",
    "violence": "a person has threatened to hurt somebody",
    "bomb": "a bomb threat was made",
    "abuse_disclosure": "a person has told us that somebody is being abused",
}
"""What is happening, in plain words an operator understands at once (domain.md 14)."""

AT_RISK: Final[Mapping[str, str]] = {
    "self_harm": "the person themselves",
    "violence": "the person who was threatened; ask us who that is",
    "bomb": "everybody at the place named",
    "abuse_disclosure": "the person who is being abused",
}

PLAIN_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "known_place": (
        "I am calling from {centre_name}, a contact centre. I am not where the emergency is.",
        "Please connect me to the control room for {place}.",
        "My call-back number is {callback_number}.",
    ),
    "unknown_place": (
        "I am calling from {centre_name}, a contact centre. I am not where the emergency is.",
        "I do not know where the person is. Please route this call for me.",
        "What I know of the place: {location_clue}. Their number is {caller_number}.",
        "My call-back number is {callback_number}.",
    ),
    "then_say": (
        "What is happening now: {happening}",
        "Who is at risk: {at_risk}",
        "Whether the person is still in contact: {contact_state}",
        "Our reference: {incident_number}",
    ),
    "then_ask": ("Your reference, please.", "Your name, please."),
}
"""The words when no document of agencies is in force: the minimum of any agency call."""

EXERCISE_FIRST: Final = "This is an exercise. Do not call anybody: say these words aloud instead."
OWN_PHONE: Final = (
    "Use another telephone. The centre's own emergency number reaches the control room for "
    "the centre, not for the caller."
)


@dataclass(frozen=True, slots=True)
class DispatchView:
    """One call for help from outside: what to dial, what to say, what came of it.

    `number` is empty when the caller's place is not known: the first words ask to be
    routed then. `state` is asked, could_not, called or arrived.
    """

    id: UUID
    agency: str
    number: str
    place_known: bool
    unverified: bool
    exercise: bool
    advice: str
    words_to_say: tuple[str, ...]
    questions_to_ask: tuple[str, ...]
    state: str
    asked_at: datetime
    owner: str
    called_at: datetime | None
    called_by: str
    could_not_because: str
    arrived_at: datetime | None


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


def dispatches(incident: Incident, *, speaker: Actor | None = None) -> list[DispatchView]:
    """Return the calls for help of an incident, in the order they were asked for.

    With `speaker`, the words give their telephone as the number to call back. The reader
    must be allowed to see the incident: the words hold what the caller said.
    """
    rows = list(Dispatch.objects.filter(incident=incident).select_related("obligation"))
    if not rows:
        return []
    said = spoken_facts(incident)
    script = _script()
    known = names({row.called_by for row in rows if row.called_by} | _owners(rows))
    terms = _terms(incident, said, speaker)
    return [_view(row, incident, terms, script, known) for row in rows]


def signposts(incident: Incident) -> list[str]:
    """Return the services that the protocol named in this incident, each once, in order."""
    named = [
        entry.event.service
        for entry in entries(incident.stream_id, kinds={SignpostShown.kind})
        if isinstance(entry.event, SignpostShown)
    ]
    return list(dict.fromkeys(named))


def spoken_facts(incident: Incident) -> dict[str, str]:
    """Return what was answered in the incident's runs by field: the words, else the value."""
    found: dict[str, str] = {}
    for run in runs_of(incident.id):
        for name, said in answers_of(run).items():
            found[name] = said.get("text") or said["value"]
    return found


def _script() -> Mapping[str, Any]:
    try:
        document = emergency_script()
    except DocumentNotFound:
        return PLAIN_SCRIPT
    words: dict[str, Mapping[str, Any]] = {
        agency["id"]: agency["words"] for agency in document["agencies"] if "words" in agency
    }
    return words.get("emergency_services", PLAIN_SCRIPT)


def _owners(rows: list[Dispatch]) -> set[UUID]:
    return {row.obligation.owner_id for row in rows if row.obligation and row.obligation.owner_id}


def _view(
    row: Dispatch,
    incident: Incident,
    terms: _Terms,
    script: Mapping[str, Any],
    known: Mapping[UUID, str],
) -> DispatchView:
    opening = script["known_place"] if row.place_known else script["unknown_place"]
    first = (EXERCISE_FIRST,) if incident.exercise else ()
    owner = row.obligation.owner_id if row.obligation else None
    return DispatchView(
        id=row.id,
        agency=row.agency,
        number=row.number,
        place_known=row.place_known,
        unverified=row.number_unverified,
        exercise=incident.exercise,
        advice=OWN_PHONE,
        words_to_say=first
        + tuple(words.format_map(terms) for words in (*opening, *script["then_say"])),
        questions_to_ask=tuple(script.get("then_ask", ())),
        state=_state(row),
        asked_at=row.asked_at,
        owner=known.get(owner, "") if owner else "",
        called_at=row.called_at,
        called_by=known.get(row.called_by, "") if row.called_by else "",
        could_not_because=row.could_not_because,
        arrived_at=row.arrived_at,
    )


def _state(row: Dispatch) -> str:
    if row.arrived_at:
        return "arrived"
    if row.called_at:
        return "called"
    return "could_not" if row.could_not_at else "asked"


class _Terms(dict[str, str]):
    """The words for each placeholder; one that a document invents reads as not known."""

    def __missing__(self, key: str) -> str:
        return NOT_KNOWN


def _terms(incident: Incident, said: Mapping[str, str], speaker: Actor | None) -> _Terms:
    contact = incident.contact
    known = caller(contact) if contact else Caller()
    clue = _clue(said)
    return _Terms(
        centre_name=incident.site.name,
        place=_place(contact, clue),
        location_clue=clue or NOT_KNOWN,
        caller_number=known.number or NOT_KNOWN,
        callback_number=_callback(speaker),
        happening=HAPPENING.get(incident.kind, "a person may be in danger"),
        at_risk=_at_risk(incident, said),
        means_at_hand=_yes_no(said, "safety.means_at_hand"),
        contact_state=_contact_state(contact),
        told="say what you have told them",
        incident_number=incident.number,
    )


def _clue(said: Mapping[str, str]) -> str:
    words = (said.get("safety.location", ""), said.get("safety.locality", ""))
    return ", ".join(word for word in words if word and word not in _NO_ANSWER)


_NO_ANSWER: Final = frozenset(
    {"answered", "observed", "caller_did_not_say", "refused", "not_asked", "unknown"}
)


def _place(contact: Contact | None, clue: str) -> str:
    found = emergency_agency(contact.caller_country) if contact and contact.caller_country else None
    return ", ".join(part for part in (clue, found.country_name if found else "") if part)


def _at_risk(incident: Incident, said: Mapping[str, str]) -> str:
    first = AT_RISK.get(incident.kind, "the person we speak with")
    others = said.get("safety.others_at_risk") == "yes"
    return f"{first}, and children or others with them" if others else first


def _yes_no(said: Mapping[str, str], name: str) -> str:
    value = said.get(name, "")
    return value if value in {"yes", "no"} else NOT_KNOWN


def _contact_state(contact: Contact | None) -> str:
    if contact is None:
        return "no: nobody is on a line with them"
    if contact.released_at is None and contact.caller_left_at is None:
        return "yes, with a colleague of mine or with me"
    return "no, they have left the line"


def _callback(speaker: Actor | None) -> str:
    phone = person(speaker.id).phone if speaker and speaker.kind == "person" else ""
    return phone or "the number of the telephone in your hand"
