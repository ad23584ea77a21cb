"""An Emergency Incident Data Object as a file, after NENA-STA-021.1b-2022 (`domain.md` 14).

A centre like this may seldom send one by itself: it is made as a file to hand over, after the
call was made by voice. It says what the log says and nothing else: what is not known is left
out, no coordinates, names or additional data are made up, and the call-back number is one that
the centre was given. An exercise says so in every place where a person or a machine would look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, uuid5

from stayline_core.eido_registry import name_of, value_of

VERSION: Final = "1.0"
"""The version of the data object that a file says it is."""

EXERCISE: Final = "EXERCISE EXERCISE EXERCISE. Nobody is in danger. Send nobody."

EVERY: Final = ("$id", "lastUpdateTimeStamp", "updatedByAgencyReference")
"""What the root and every component must have."""

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "": ("eidoVersion", "issuingElementIdentification", "agencyComponent"),
        "incidentComponent": ("incidentTypeCommonRegistryText",),
        "callComponent": (
            "callStateRegistryText",
            "standardPrimaryCallType",
            "direction",
            "callStartTimestamp",
        ),
        "callbackComponent": (),
        "agencyComponent": ("agencyRoleDescriptionRegistryText", "agencyType"),
        "agentComponent": ("agentRoleRegistryText", "agencyReference"),
        "locationComponent": ("locationTypeDescriptionRegistryText",),
        "personComponent": ("personIncidentRoleRegistryText",),
        "notesComponent": ("notesActionComments",),
        "linkComponent": ("incidentTrackingIdentifier", name_of("link_direction")),
        "emergencyResourceComponent": (),
    }
)
"""What each component that we write must have beyond that; the root by the empty name."""

Direction = Literal["incoming", "outgoing"]

Leads = Literal["leads", "is_led_by"]


@dataclass(frozen=True, slots=True)
class Call:
    """The caller's line: which way it was made, since when, whether it stands, the number."""

    direction: Direction
    started_at: datetime
    open: bool
    callback: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One line for whoever reads the file, and when it was written down."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Another incident that is one with this: its own id, and which of the two leads."""

    id: str
    direction: Leads


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody who was sent: an id that stays, their call sign or name, and how they stand."""

    id: str
    name: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an incident. Empty text is not known, and is left out of the file.

    `id` is the incident's own id, `domain` the name of the centre's system on the network,
    `kind` the harm or the kind of emergency, `words` what happened in plain words. Times are
    aware; `updated_at` is when the newest of this was written down.
    """

    id: str
    domain: str
    organisation: str
    number: str
    kind: str
    words: str
    open: bool
    exercise: bool
    updated_at: datetime
    priority: str = ""
    place: str = ""
    call: Call | None = None
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    sent: tuple[Sent, ...] = ()


def document(told: Told) -> dict[str, Any]:
    """Return the file as JSON values: required members always, others only where known."""
    root = _tracked(told.id, told.domain)
    make = _Maker(root, told.updated_at)
    places = [_location(make, told)] if told.place else []
    callbacks = [_callback(make, told.call)] if told.call and told.call.callback else []
    calls = [_call(make, told.call, callbacks)] if told.call else []
    notes = _notes(make, told)
    found: dict[str, Any] = {
        "$id": root,
        "lastUpdateTimeStamp": told.updated_at.isoformat(),
        "updatedByAgencyReference": make.agency,
        "eidoVersion": VERSION,
        "issuingElementIdentification": told.domain,
        "incidentComponent": _incident(make, told, places, notes),
        "callComponent": calls,
        "callbackComponent": callbacks,
        "agencyComponent": [_agency(make, told)],
        "locationComponent": places,
        "notesComponent": notes,
        "linkComponent": [_link(make, told, one) for one in told.links],
        "emergencyResourceComponent": [_sent(make, one) for one in told.sent],
    }
    return {name: value for name, value in found.items() if value != []}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes components of one file: each with an id of its own and who wrote it when."""

    root: str
    at: datetime

    def name(self, what: str) -> str:
        """Return the id of a component; the same every time the file is made."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.root}/{what}')}"

    @property
    def agency(self) -> dict[str, str]:
        """Return the reference to us."""
        return {"$ref": self.name("agency")}

    def component(self, what: str, **members: object) -> dict[str, Any]:
        """Return a component with what every one must have."""
        first = {
            "$id": self.name(what),
            "lastUpdateTimeStamp": self.at.isoformat(),
            "updatedByAgencyReference": self.agency,
        }
        return first | members


def _refs(components: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"$ref": one["$id"]} for one in components]


def _incident(
    make: _Maker, told: Told, places: list[dict[str, Any]], notes: list[dict[str, Any]]
) -> dict[str, Any]:
    status = "open" if told.open else "closed"
    words = f"EXERCISE: {told.words}" if told.exercise else told.words
    members: dict[str, Any] = {
        "incidentTypeCommonRegistryText": value_of("IncidentType", told.kind),
        "incidentTypeInternalText": words,
        "incidentStatusInternalText": ["EXERCISE", status] if told.exercise else [status],
        "internalIncidentId": told.number,
    }
    if told.priority:
        members["incidentPriorityInternalText"] = told.priority
    if places:
        members["locationReference"] = _refs(places)
    if notes:
        members["notesReference"] = _refs(notes)
    return make.component("incident", **members)


def _call(make: _Maker, call: Call, callbacks: list[dict[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {
        "callStateRegistryText": value_of("CallState", "open" if call.open else "ended"),
        "standardPrimaryCallType": value_of("PrimaryCallType", "any"),
        "direction": call.direction,
        "callStartTimestamp": call.started_at.isoformat(),
    }
    if callbacks:
        members["callbackReference"] = _refs(callbacks)[0]
    return make.component("call", **members)


def _callback(make: _Maker, call: Call) -> dict[str, Any]:
    return make.component("callback", callBackInformationUri=[f"tel:{call.callback}"])


def _agency(make: _Maker, told: Told) -> dict[str, Any]:
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", told.organisation]]]
    return make.component(
        "agency",
        agencyRoleDescriptionRegistryText=[value_of("AgencyRole", "ours")],
        agencyType=[value_of("AgencyType", "ours")],
        agencyJcard=card,
    )


def _location(make: _Maker, told: Told) -> dict[str, Any]:
    return make.component(
        "location",
        locationTypeDescriptionRegistryText=value_of("LocationType", "incident"),
        locationDescriptionText=told.place,
    )


def _tracked(incident: str, domain: str) -> str:
    return f"urn:emergency:uid:incidentid:{incident}:{domain}"


def _link(make: _Maker, told: Told, one: Link) -> dict[str, Any]:
    return make.component(
        f"link {one.id}",
        **{
            "incidentTrackingIdentifier": _tracked(one.id, told.domain),
            name_of("link_direction"): value_of("LinkDirection", one.direction),
        },
    )


def _sent(make: _Maker, one: Sent) -> dict[str, Any]:
    found = make.component(
        f"resource {one.id}",
        **{name_of("resource"): one.name, name_of("resource_state"): one.state},
    )
    return found | {"lastUpdateTimeStamp": one.at.isoformat()}


def _notes(make: _Maker, told: Told) -> list[dict[str, Any]]:
    first = (Note(EXERCISE, told.updated_at),) if told.exercise else ()
    return [
        make.component(f"note {number}", notesActionComments=one.text)
        | {"lastUpdateTimeStamp": one.at.isoformat()}
        for number, one in enumerate((*first, *told.notes), start=1)
    ]


def faults(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is wrong with a file, a sentence each; none where it can be handed over.

    Looks at required members, at ids that stand twice, at references that lead nowhere, at
    times without a zone, at empty members, and at additional data, which we never write.
    """
    wrong: list[str] = []
    ids: list[str] = []
    for name, component in _components(found):
        ids.append(str(component.get("$id", "")))
        wanted = (*EVERY, *REQUIRED.get(name, ()))
        wrong.extend(
            f"{name or 'The file'} has no {one}." for one in wanted if one not in component
        )
        wrong.extend(
            f"{name or 'The file'}: {one} is empty."
            for one, value in component.items()
            if value in ("", None, [], {})
        )
        wrong.extend(_bad_times(name, component))
    wrong.extend(f"{one} stands twice." for one in sorted(set(ids)) if ids.count(one) > 1)
    wrong.extend(f"{one} leads nowhere." for one in _references(found) if one not in ids)
    if "additionalDataComponent" in found:
        wrong.append("Additional data is never written.")
    return tuple(wrong)


def _components(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "", found
    for name, value in found.items():
        if name.endswith("Component"):
            for one in value if isinstance(value, list) else [value]:
                yield name, one


def _references(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "$ref" in value:
            yield str(value["$ref"])
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def _bad_times(name: str, component: Mapping[str, Any]) -> Iterator[str]:
    for member in ("lastUpdateTimeStamp", "callStartTimestamp"):
        if member not in component:
            continue
        try:
            zoned = datetime.fromisoformat(str(component[member])).tzinfo is not None
        except ValueError:
            zoned = False
        if not zoned:
            yield f"{name or 'The file'}: {member} is no time with a zone."
