"""The words to say to each kind of help from outside, and what fills them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.command.events import TITLES, PlaceNoted, agency_title
from stayline.contacts.queries import Caller, caller
from stayline.incidents.queries import answers_of, protocol_of, runs_of
from stayline.ledger.queries import entries
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import emergency_agency, emergency_script
from stayline.people.queries import person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

EMERGENCY: Final = "emergency_services"
POLICE: Final = "police"
CRISIS_LINE: Final = "crisis_line"
ASSISTANCE: Final = "assistance"
IN_HOUSE: Final = "in_house"

NOT_KNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class Agency:
    """One kind of help from outside, as the desk offers it.

    `need` is its name in the directory of services. `comes` says that somebody comes to the
    person, so that their arrival is asked for until it is confirmed; `consent` that the
    caller is asked before they are connected.
    """

    id: str
    title: str
    need: str
    comes: bool
    consent: bool
    advice: str


OWN_PHONE: Final = (
    "Use another telephone. The centre's own emergency number reaches the control room for "
    "the centre, not for the caller."
)

AGENCIES: Final[Mapping[str, Agency]] = {
    one.id: one
    for one in (
        Agency(
            EMERGENCY,
            TITLES[EMERGENCY],
            "emergency",
            comes=True,
            consent=False,
            advice=OWN_PHONE,
        ),
        Agency(
            CRISIS_LINE,
            TITLES[CRISIS_LINE],
            "crisis",
            comes=False,
            consent=True,
            advice="Ask the caller first. Connect them while you stay on the line, until the "
            "crisis line has spoken with them.",
        ),
        Agency(
            POLICE,
            TITLES[POLICE],
            "police",
            comes=True,
            consent=False,
            advice="For what is not happening this minute. Is anybody in danger now? Press "
            "Emergency services instead. Use another telephone.",
        ),
        Agency(
            ASSISTANCE,
            TITLES[ASSISTANCE],
            "assistance",
            comes=False,
            consent=True,
            advice="Ask the caller first. You can connect them, or give them the number.",
        ),
        Agency(
            IN_HOUSE,
            TITLES[IN_HOUSE],
            "in_house",
            comes=True,
            consent=False,
            advice="Somebody of your own organisation. Your site's plan says who is on call.",
        ),
    )
}
"""Which help can be asked for by one press (S0-41, S4-8, S4-10)."""


def agency_of(name: str) -> Agency:
    """Return what is known of an agency; one that only a document names is called and comes."""
    known = AGENCIES.get(name)
    return known or Agency(
        name, agency_title(name), name, comes=True, consent=False, advice=OWN_PHONE
    )


HAPPENING: Final[Mapping[str, str]] = {
    "self_harm": "a person has said that they may end their life",
    "violence": "a person has threatened to hurt somebody",
    "bomb": "a bomb threat was made",
    "abuse_disclosure": "a person has told us that somebody is being abused",
    "harassment": "somebody is being threatened or followed",
}
"""What is happening, in plain words an operator understands at once (domain.md 14)."""

AT_RISK: Final[Mapping[str, str]] = {
    "self_harm": "the person themselves",
    "violence": "the person who was threatened; ask us who that is",
    "bomb": "everybody at the place named",
    "abuse_disclosure": "the person who is being abused",
    "harassment": "the person who is being threatened; ask us who that is",
}

SITUATION_HAPPENING: Final[Mapping[str, str]] = {
    "third_party": "a person fears that somebody else may end their life",
    "suspicious_item": "an item was found that nobody can account for",
    "person_in_building": "somebody in our building is a danger, or is being forced",
}
"""What is happening, where the procedure that was taken says it more exactly than the harm."""

SITUATION_AT_RISK: Final[Mapping[str, str]] = {
    "third_party": "the one they worry about, who may be somewhere else than the caller",
    "suspicious_item": "everybody near it",
    "person_in_building": "everybody in our building",
}

HERE: Final = "person_in_building"
"""The situation in which the danger is where the centre itself is."""

HERE_LINES: Final = (
    "I am calling from {centre_name}. The emergency is here, in our building.",
    "Where in the building, as far as we know: {location_clue}.",
    "I may have to fall silent. Please stay on the line.",
    "My number is {callback_number}. Please do not ring it: a sound can give somebody away.",
)
"""The opening words of a call about danger in the building, for whoever is called."""

HERE_ADVICE: Final = (
    "From here your own emergency number reaches the right control room. Call from out of sight."
)

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

POLICE_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "known_place": (
        "I am calling from {centre_name}, a contact centre, about something in {place}.",
        "If this belongs to another force, please connect me to the one for {place}.",
        "My call-back number is {callback_number}.",
    ),
    "unknown_place": (
        "I am calling from {centre_name}, a contact centre.",
        "I do not know the place: {location_clue}. Please tell me which force this belongs to.",
        "My call-back number is {callback_number}.",
    ),
    "then_say": PLAIN_SCRIPT["then_say"],
    "then_ask": (
        "Your reference, please.",
        "Your name and your station, please.",
        "What will you do, and by when?",
    ),
}

CRISIS_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "to_caller": (
        "There are people who listen to exactly this, at any hour.",
        "May I bring one of them onto this line? I'm staying until you have spoken.",
    ),
    "known_place": (
        "I am calling from {centre_name}, a contact centre.",
        "A person on my other line has agreed to speak with you.",
        "I am no counsellor. I stay on the line until you have spoken with them.",
    ),
    "then_say": (
        "What they have told us: {happening}",
        "What they have been told: that I am bringing you in",
        "Where they are, as far as I know: {location_clue}",
    ),
    "then_ask": ("Your name, please, so that I can introduce you.",),
}

ASSISTANCE_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "to_caller": (
        "There is a programme that may help with this.",
        "Shall I connect you with them, or give you their number?",
    ),
    "known_place": (
        "I am calling from {centre_name}.",
        "A person who may need your help has agreed to speak with you.",
        "They are in {place}.",
    ),
    "unknown_place": (
        "I am calling from {centre_name}.",
        "A person who may need your help has agreed to speak with you.",
    ),
    "then_ask": ("What can they expect, and by when?",),
}

IN_HOUSE_SCRIPT: Final[Mapping[str, tuple[str, ...]]] = {
    "known_place": ("I need you in {incident_number}, now.",),
    "then_say": (
        "What is happening now: {happening}",
        "Who is at risk: {at_risk}",
        "Whether the person is still in contact: {contact_state}",
    ),
    "then_ask": ("When are you with us, and how do you join?",),
}

SCRIPTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    POLICE: POLICE_SCRIPT,
    CRISIS_LINE: CRISIS_SCRIPT,
    ASSISTANCE: ASSISTANCE_SCRIPT,
    IN_HOUSE: IN_HOUSE_SCRIPT,
}
"""The built-in words of each agency; a document of agencies in force goes before them."""


class Terms(dict[str, str]):
    """The words for each placeholder; one that a document invents reads as not known."""

    def __missing__(self, key: str) -> str:
        """Return that it is not known."""
        return NOT_KNOWN


def scripts() -> Mapping[str, Mapping[str, Any]]:
    """Return the words of each agency: those in force, else the built-in ones."""
    try:
        document = emergency_script()
    except DocumentNotFound:
        return {EMERGENCY: PLAIN_SCRIPT, **SCRIPTS}
    words = {one["id"]: one["words"] for one in document["agencies"] if "words" in one}
    return {EMERGENCY: PLAIN_SCRIPT, **SCRIPTS, **words}


def spoken_facts(incident: Incident) -> dict[str, str]:
    """Return what was answered in the incident's runs by field: the words, else the value."""
    found: dict[str, str] = {}
    for run in runs_of(incident.id):
        for name, said in answers_of(run).items():
            found[name] = said.get("text") or said["value"]
    return found


def situations_of(incident: Incident) -> frozenset[str]:
    """Return the situations whose procedures were taken in this incident."""
    found = (protocol_of(run).situation for run in runs_of(incident.id))
    return frozenset(name for name in found if name)


def danger_country(incident: Incident) -> str:
    """Return the country where the danger is, whose emergency number is called; may be empty.

    The caller's. Danger in the building, and what staff report without a caller, is at the site.
    """
    contact = incident.contact
    if contact is None or HERE in situations_of(incident):
        return incident.site.country
    return contact.caller_country


def place_noted(incident: Incident) -> str:
    """Return the town or area that was last noted for help from outside (S4-9); may be empty."""
    found = [
        entry.event.place
        for entry in entries(incident.stream_id, kinds={PlaceNoted.kind})
        if isinstance(entry.event, PlaceNoted)
    ]
    return found[-1] if found else ""


def clue(incident: Incident, said: Mapping[str, str]) -> str:
    """Return what is known of where the danger is, without the country."""
    words = (
        place_noted(incident),
        *(said.get(name, "") for name in PLACES),
    )
    known = [word for word in words if word and word not in _NO_ANSWER]
    return ", ".join(dict.fromkeys(known))


PLACES: Final = (
    "safety.location",
    "safety.locality",
    "bomb.where",
    "item.where",
    "building.where",
    "event.where",
)
"""Fields of the threat form that say where the danger is, those of the person at risk first."""

_NO_ANSWER: Final = frozenset(
    {"answered", "observed", "caller_did_not_say", "refused", "not_asked", "unknown"}
)


def terms(incident: Incident, said: Mapping[str, str], speaker: Actor | None) -> Terms:
    """Return what fills the placeholders of the words of this incident."""
    contact = incident.contact
    known = caller(contact) if contact else Caller()
    where = clue(incident, said)
    return Terms(
        centre_name=incident.site.name,
        place=_place(incident, where),
        location_clue=where or NOT_KNOWN,
        caller_number=known.number or NOT_KNOWN,
        callback_number=_callback(speaker),
        happening=_exactly(SITUATION_HAPPENING, incident)
        or HAPPENING.get(incident.kind, "a person may be in danger"),
        at_risk=_at_risk(incident, said),
        means_at_hand=_yes_no(said, "safety.means_at_hand"),
        contact_state=_contact_state(contact),
        told="say what you have told them",
        incident_number=incident.number,
    )


def _exactly(words: Mapping[str, str], incident: Incident) -> str:
    """Return what the situations say; empty where none does."""
    return "; ".join(words[name] for name in sorted(situations_of(incident)) if name in words)


def _place(incident: Incident, where: str) -> str:
    country = danger_country(incident)
    found = emergency_agency(country) if country else None
    return ", ".join(part for part in (where, found.country_name if found else "") if part)


def _at_risk(incident: Incident, said: Mapping[str, str]) -> str:
    first = _exactly(SITUATION_AT_RISK, incident) or AT_RISK.get(
        incident.kind, "the person we speak with"
    )
    others = said.get("safety.others_at_risk") == "yes"
    return f"{first}, and children or others with them" if others else first


def _yes_no(said: Mapping[str, str], name: str) -> str:
    value = said.get(name, "")
    return value if value in {"yes", "no"} else NOT_KNOWN


def _contact_state(contact: Contact | None) -> str:
    if contact is None or contact.channel_class == "none":
        return "no: nobody is on a line with them"
    if contact.released_at is None and contact.caller_left_at is None:
        return "yes, with a colleague of mine or with me"
    return "no, they have left the line"


def _callback(speaker: Actor | None) -> str:
    phone = person(speaker.id).phone if speaker and speaker.kind == "person" else ""
    return phone or "the number of the telephone in your hand"
