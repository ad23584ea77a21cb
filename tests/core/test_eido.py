"""The EIDO file, field by field, and what its validator finds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from stayline_core.eido import EXERCISE, Call, Link, Note, Sent, Told, document, faults
from stayline_core.eido_registry import NAMES, REGISTRIES, UNVERIFIED, name_of, value_of

AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
STAMP = "2026-11-22T09:05:00+00:00"
ROOT = "urn:emergency:uid:incidentid:1f7c:stayline.example.org"

BARE = Told(
    id="1f7c",
    domain="stayline.example.org",
    organisation="Meadowbank Energy",
    number="SL-2026-000123",
    kind="gas",
    words="Smell of gas.",
    open=True,
    exercise=False,
    updated_at=AT,
)
FULL = replace(
    BARE,
    priority="P1",
    place="12 Mill Lane",
    call=Call("incoming", AT, open=True, callback="+15550100"),
    notes=(Note("Hazards: gas.", AT),),
)


@pytest.mark.covers("S3-20")
def test_a_file_holds_what_is_known_field_by_field() -> None:
    made = document(FULL)
    assert faults(made) == ()
    ours = made["agencyComponent"][0]
    assert {name: made[name] for name in ("$id", "lastUpdateTimeStamp", "eidoVersion")} == {
        "$id": ROOT,
        "lastUpdateTimeStamp": STAMP,
        "eidoVersion": "1.0",
    }
    assert made["issuingElementIdentification"] == "stayline.example.org"
    assert made["updatedByAgencyReference"] == {"$ref": ours["$id"]}
    assert ours["agencyJcard"][1][1] == ["fn", {}, "text", "Meadowbank Energy"]
    (place,), (call,), (back,), (note,) = (
        made[f"{name}Component"] for name in ("location", "call", "callback", "notes")
    )
    incident = made["incidentComponent"]
    assert incident["incidentTypeCommonRegistryText"] == "Gas Leak"
    assert incident["incidentTypeInternalText"] == "Smell of gas."
    assert incident["incidentStatusInternalText"] == ["open"]
    assert incident["internalIncidentId"] == "SL-2026-000123"
    assert incident["incidentPriorityInternalText"] == "P1"
    assert incident["locationReference"] == [{"$ref": place["$id"]}]
    assert incident["notesReference"] == [{"$ref": note["$id"]}]
    assert place["locationDescriptionText"] == "12 Mill Lane"
    assert call["direction"] == "incoming"
    assert call["callStartTimestamp"] == STAMP
    assert call["callbackReference"] == {"$ref": back["$id"]}
    assert back["callBackInformationUri"] == ["tel:+15550100"]
    assert note["notesActionComments"] == "Hazards: gas."
    assert json.loads(json.dumps(made)) == made
    assert document(FULL) == made  # the same file every time


def test_what_is_not_known_is_left_out_and_nothing_is_made_up() -> None:
    made = document(BARE)
    assert faults(made) == ()
    assert not made.keys() & {
        "callComponent",
        "callbackComponent",
        "locationComponent",
        "notesComponent",
        "personComponent",
        "additionalDataComponent",
    }
    assert not made["incidentComponent"].keys() & {
        "locationReference",
        "notesReference",
        "incidentPriorityInternalText",
    }
    no_number = replace(FULL, call=Call("incoming", AT, open=False), open=False, kind="flood")
    made = document(no_number)
    assert "callbackReference" not in made["callComponent"][0]
    assert made["callComponent"][0]["callStateRegistryText"] == "callEnd"
    assert made["incidentComponent"]["incidentStatusInternalText"] == ["closed"]
    assert made["incidentComponent"]["incidentTypeCommonRegistryText"] == "Other"
    standings = {one.standing for values in REGISTRIES.values() for one in values.values()}
    assert standings == {UNVERIFIED}
    assert value_of("IncidentType", "bomb") == "Bomb Threat"


@pytest.mark.covers("S3-20", "S3-23")
def test_joined_incidents_are_links_and_who_was_sent_is_a_resource() -> None:
    made = document(
        replace(
            FULL,
            links=(Link("2a", "leads"), Link("3b", "is_led_by")),
            sent=(Sent("4c", "Gas 1", "On scene", AT),),
        )
    )
    assert faults(made) == ()
    first, second = made["linkComponent"]
    assert first["incidentTrackingIdentifier"] == ROOT.replace("1f7c", "2a")
    assert [one[name_of("link_direction")] for one in (first, second)] == ["parent", "child"]
    assert first["$id"] != second["$id"]
    (crew,) = made["emergencyResourceComponent"]
    assert (crew[name_of("resource")], crew[name_of("resource_state")]) == ("Gas 1", "On scene")
    assert crew["updatedByAgencyReference"] == made["updatedByAgencyReference"]
    del first["incidentTrackingIdentifier"]
    assert faults(made) == ("linkComponent has no incidentTrackingIdentifier.",)
    assert {one.standing for one in NAMES.values()} == {UNVERIFIED}
    assert not document(FULL).keys() & {"linkComponent", "emergencyResourceComponent"}


def test_an_exercise_says_so_everywhere_somebody_would_look() -> None:
    made = document(replace(FULL, exercise=True))
    incident = made["incidentComponent"]
    assert incident["incidentTypeInternalText"] == "EXERCISE: Smell of gas."
    assert incident["incidentStatusInternalText"][0] == "EXERCISE"
    assert made["notesComponent"][0]["notesActionComments"] == EXERCISE


def broken(**changes: Any) -> dict[str, Any]:
    return document(FULL) | changes


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (broken(eidoVersion=""), "The file: eidoVersion is empty."),
        (
            broken(lastUpdateTimeStamp="today"),
            "The file: lastUpdateTimeStamp is no time with a zone.",
        ),
        (
            broken(lastUpdateTimeStamp="2026-11-22T09:05:00"),
            "The file: lastUpdateTimeStamp is no time with a zone.",
        ),
        (broken(additionalDataComponent=[]), "Additional data is never written."),
        (broken(agentComponent=[{"$id": ROOT}]), f"{ROOT} stands twice."),
        (broken(agentComponent=[{"$id": "a"}]), "agentComponent has no agencyReference."),
        (broken(updatedByAgencyReference={"$ref": "nobody"}), "nobody leads nowhere."),
        (
            {name: one for name, one in document(FULL).items() if name != "agencyComponent"},
            "The file has no agencyComponent.",
        ),
    ],
)
def test_the_validator_says_what_is_wrong(found: dict[str, Any], fault: str) -> None:
    assert fault in faults(found)
