"""A gas leak, as an exercise: three calls become one incident, until everybody is accounted for.

From the first call to the record that verifies, through the same actions and pages as in earnest.
Two crews and the emergency services are sent; one crew is not heard twice; briefs come out of the
log field by field; command is handed over. Every moment is passed in; only pages read a clock.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client

from stayline.command.actions import (
    add_resource,
    assess_incident,
    deploy,
    join_incidents,
    record_arrived,
    record_called,
    record_status,
    stand_down,
)
from stayline.command.actions.briefs import correct_block, update_and_tell
from stayline.command.actions.posts import Sbar, accept_post, offer_post, take_post
from stayline.command.queries import dispatches
from stayline.command.queries.assessing import assessment, method_standing
from stayline.command.queries.briefs import Period, brief, issued
from stayline.command.queries.deployments import deployments
from stayline.command.queries.field import field_link
from stayline.command.queries.joint import lead_of, verify_joint
from stayline.command.queries.posts import posts
from stayline.command.queries.resource_fields import ResourceFields
from stayline.command.queries.resources import suggested
from stayline.command.workers.deployments import CheckInDue
from stayline.config.wiring import plug
from stayline.incidents.actions import answer_step, get_help
from stayline.incidents.models import Incident
from stayline.incidents.queries import current_run, log
from stayline.people.models import Person
from stayline.privacy.actions import grant_in_transaction
from stayline_core.eido import EXERCISE, faults
from tests.cast import Cast, later, make_cast
from tests.playbook import put_playbook_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stayline.command.models import Deployment
    from stayline.platform.actors import Actor

pytestmark = pytest.mark.django_db

STREET = "12 Mill Lane, Northbridge"


def minute(number: float) -> datetime:
    """The moment so many minutes after 09:00 UTC, when the first call came."""
    return later(60 * number)


def browser(who: Actor) -> Client:
    """A browser that is signed in as somebody."""
    client = Client()
    client.force_login(Person.objects.get(id=who.id))
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    """A centre with everything plugged together, and the shipped playbook."""
    plug()
    people = make_cast()
    put_playbook_in_force()
    return people


@pytest.fixture
def calls(cast: Cast) -> list[Incident]:
    """Three calls from one street, each an incident of its own; Bo supervises all of them."""
    made = []
    for agent in (cast.ann, cast.al, cast.lou):
        contact = cast.contact(agent=agent, country="GB", at=minute(0))
        made.append(get_help(contact_id=contact.id, kind="emergency", actor=agent, at=minute(0)))
    for one in made:
        with transaction.atomic():
            grant_in_transaction(
                one.id,
                cast.bo,
                because="accepted",
                stream_id=one.stream_id,
                actor=cast.bo,
                at=minute(1),
            )
    return made


def answered(incident: Incident, who: Actor, said: Mapping[str, tuple[str, str]]) -> None:
    """Ann writes down what the caller says, one answer after another."""
    for field, (value, text) in said.items():
        run = current_run(incident.id)
        assert run is not None
        answer_step(
            incident_id=incident.id,
            expected=run.sequence,
            field=field,
            value=value,
            text=text,
            actor=who,
            at=minute(1),
        )


def sent_crews(lead: Incident, cast: Cast) -> list[Deployment]:
    """Two crews that are free are sent to the street, to be there by half past nine."""
    for number in (1, 2):
        crew = ResourceFields(
            name=f"Gas crew {number}", kind="crew", capabilities="gas_crew", zone="Europe/London"
        )
        add_resource(site_id=cast.site.id, fields=crew, actor=cast.mo, at=minute(-60))
    (need,) = (one for one in suggested(lead, at=minute(5)).needs if one.capability == "gas_crew")
    assert [one.name for one in need.fitting] == ["Gas crew 1", "Gas crew 2"]
    return [
        deploy(
            incident_id=lead.id,
            resource_id=one.id,
            what="Make the supply safe.",
            where=STREET,
            by=minute(30),
            check_every=timedelta(minutes=10),
            medium="voice",
            actor=cast.bo,
            at=minute(6),
        )
        for one in need.fitting
    ]


def heard(row: Deployment, state: str, words: str, who: Actor, at: float) -> None:
    record_status(
        deployment_id=row.id,
        state=state,
        channel="voice",
        exact_words=words,
        actor=who,
        at=minute(at),
    )


def watched(until: float, since: float = 9) -> None:
    """Let the watcher look once a minute for signs that are due."""
    for number in range(int(since), int(until)):
        for due in CheckInDue().due(minute(number), 50):
            CheckInDue().fire(due, minute(number))


def lines(lead: Incident, form: str, who: Actor, at: float) -> dict[str, tuple[str, ...]]:
    period = Period(minute(0), minute(at)) if form == "ics214" else None
    made = brief(lead, form, at=minute(at), speaker=who, period=period)
    return {one.id: one.lines for one in made.blocks}


@pytest.mark.covers("S3-1", "S3-21", "S3-23")
def test_a_gas_leak_over_three_calls_is_commanded_to_its_end(
    cast: Cast, calls: list[Incident]
) -> None:
    lead, bo, bea = calls[0], cast.bo, cast.bea
    _one_incident_of_three_calls(cast, calls)
    first, second = sent_crews(lead, cast)
    _one_crew_is_not_heard(lead, first, second, cast)
    _methane_says_what_the_log_says(lead, bo)
    _own_log_of_bo(lead, bo)
    _command_is_handed_over(lead, bo, bea)
    _eido_is_a_file_that_says_exercise(lead, browser(bea))
    _help_is_there_and_everybody_is_accounted_for(lead, first, second, cast)
    _one_record_that_verifies(calls, browser(bea))


def _one_incident_of_three_calls(cast: Cast, calls: list[Incident]) -> None:
    lead = calls[0]
    said = {
        "safety.location": ("answered", STREET),
        "safety.in_danger_now": ("yes", ""),
        "event.kind": ("gas", ""),
        "event.people_hurt": ("yes", ""),
    }
    answered(lead, cast.ann, said)
    known = {one.id: "no" for one in method_standing()[1].questions if one.life}
    assess_incident(
        incident_id=lead.id,
        answers={**known, "hazard": "yes", "hurt": "2", "affected": "12"},
        expected=0,
        actor=cast.bo,
        at=minute(3),
    )
    found = assessment(lead)
    assert found is not None
    assert (found.level, found.urgency, found.priority) == (0, "immediate", 1)
    for other in calls[1:]:
        join_incidents(
            lead_id=lead.id,
            member_id=other.id,
            because="The same street and the same smell.",
            actor=cast.bo,
            at=minute(4),
        )
    assert {lead_of(one).id for one in calls} == {lead.id}
    take_post(incident_id=lead.id, post="silver", actor=cast.bo, at=minute(4))


def _one_crew_is_not_heard(
    lead: Incident, first: Deployment, second: Deployment, cast: Cast
) -> None:
    (call,) = (one for one in dispatches(lead) if one.agency == "emergency_services")
    record_called(dispatch_id=call.id, place=STREET, actor=cast.bo, at=minute(7))
    for one in (first, second):
        heard(one, "acknowledged", "We have it.", cast.bo, 8)
    watched(until=16)
    heard(first, "on_scene", "We are at the mill.", cast.bo, 16)
    watched(since=16, until=24)
    standing = {one.who: (one.state, one.misses) for one in deployments(lead)}
    assert standing == {"Gas crew 1": ("on_scene", 0), "Gas crew 2": ("out_of_contact", 2)}
    alarm = [one.sentence for one in log(lead) if one.sentence.startswith("ALARM")]
    assert len(alarm) == 1
    assert "Gas crew 2 is out of contact, 2 check-ins missed in a row" in alarm[0]


def _methane_says_what_the_log_says(lead: Incident, bo: Actor) -> None:
    made = lines(lead, "methane", bo, 24)
    assert made == {
        "major": ("Not called major.",),
        "location": (f"{STREET}.", "United Kingdom."),
        "type": ("EXERCISE. Emergency: smell of gas, by phone.",),
        "hazards": ("Gas.", "Somebody is in danger now."),
        "access": ("Not known.",),
        "casualties": ("2 hurt or unwell, as assessed.",),
        "services": ("Emergency services: called 09:07 GMT.",),
    }
    correct_block(
        incident_id=lead.id,
        form="methane",
        block="casualties",
        text="Two people are unwell.",
        was=made["casualties"][0],
        actor=bo,
        at=minute(25),
    )
    update_and_tell(incident_id=lead.id, form="methane", actor=bo, at=minute(26))
    kept = {one.id: one.lines for one in issued(lead, "methane", 1).blocks}
    assert kept == made | {"casualties": ("Two people are unwell.",)}


def _own_log_of_bo(lead: Incident, bo: Actor) -> None:
    made = lines(lead, "ics214", bo, 27)
    activity = made.pop("activity")
    assert made == {
        "name": ("Emergency: smell of gas, Here.",),
        "period": ("From 2026-11-22 09:00 GMT to 2026-11-22 09:27 GMT.",),
        "person": ("Bo Example",),
        "position": ("Silver (Incident commander).",),
        "unit": ("Here.",),
        "resources": ("Gas crew 1: On scene.", "Gas crew 2: Out of contact."),
        "prepared": ("Bo Example, Silver, 2026-11-22 09:27 GMT.",),
    }
    did = (
        "09:03 GMT Assessed: priority P1",
        "09:04 GMT Silver was taken",
        "09:06 GMT Gas crew 1 was sent",
        "09:06 GMT Gas crew 2 was sent",
        f"09:07 GMT Emergency services was called for “{STREET}”",
        "09:08 GMT Gas crew 2: Acknowledged",
        "09:16 GMT Gas crew 1: On scene, heard by voice. Their words: “We are at the mill.”",
        "09:26 GMT Message 3 to everyone on the incident",
    )
    starts = [next(n for n, one in enumerate(activity) if part in one) for part in did]
    assert starts == sorted(starts)
    assert all(one.startswith("2026-11-22 09:") for one in activity)


def _command_is_handed_over(lead: Incident, bo: Actor, bea: Actor) -> None:
    told = Sbar(
        "Gas in Mill Lane, two people unwell.",
        "Three calls, two crews sent.",
        "Crew 2 is not heard.",
        "Find crew 2 first.",
    )
    offer_post(incident_id=lead.id, post="silver", to=bea.id, sbar=told, actor=bo, at=minute(28))
    (held,) = (one for one in posts(lead) if one.post == "silver")
    assert (held.name, held.offered_name) == ("Bo Example", "Bea Example")
    accept_post(
        incident_id=lead.id,
        post="silver",
        read_back="Two unwell, crew 2 not heard.",
        actor=bea,
        at=minute(29),
    )
    (held,) = (one for one in posts(lead) if one.post == "silver")
    assert (held.name, held.offered_to) == ("Bea Example", None)


def _eido_is_a_file_that_says_exercise(lead: Incident, bea: Client) -> None:
    answer = bea.post(f"/command/{lead.id}/brief/eido/file/")
    assert answer.status_code == 200
    found = json.loads(answer.content)
    assert faults(found) == ()
    assert found["eidoVersion"] == "1.0"
    assert said(found["incidentComponent"]) == {
        "incidentTypeCommonRegistryText": "Gas Leak",
        "incidentTypeInternalText": f"EXERCISE: {_typed(lead)}",
        "incidentStatusInternalText": ["EXERCISE", "open"],
        "internalIncidentId": lead.number,
        "incidentPriorityInternalText": "P1",
    }
    (call,) = said(found["callComponent"])
    assert (call["direction"], call["callStartTimestamp"]) == ("incoming", minute(0).isoformat())
    assert call["callStateRegistryText"] == "callAnswered"
    assert said(found["callbackComponent"]) == [{"callBackInformationUri": ["tel:+15550100"]}]
    (place,) = said(found["locationComponent"])
    assert place["locationDescriptionText"] == f"{STREET}. United Kingdom."
    assert [one["notesActionComments"] for one in found["notesComponent"]] == [
        EXERCISE,
        "Major incident: Not called major.",
        f"Exact location: {STREET}. United Kingdom.",
        f"Type: {_typed(lead)}",
        "Hazards: Gas. Somebody is in danger now.",
        "Number hurt: Two people are unwell.",
        "Emergency services: Emergency services: called 09:07 GMT.",
    ]


def _typed(lead: Incident) -> str:
    """The type of the incident in the METHANE that was told, with the two that were joined."""
    (block,) = (one for one in issued(lead, "methane", 1).blocks if one.id == "type")
    return " ".join(block.lines)


def said(component: Any) -> Any:
    """What a component tells, without ids, references and when it was written."""
    if isinstance(component, list):
        return [said(one) for one in component]
    return {
        name: value
        for name, value in component.items()
        if name not in {"$id", "lastUpdateTimeStamp"} and not name.endswith("Reference")
    }


def _help_is_there_and_everybody_is_accounted_for(
    lead: Incident, first: Deployment, second: Deployment, cast: Cast
) -> None:
    bea = cast.bea
    heard(second, "on_scene", "Our radio was dead. All well.", bea, 31)
    (call,) = dispatches(lead)
    record_arrived(dispatch_id=call.id, actor=bea, at=minute(33))
    stand_down(deployment_id=second.id, reason="The supply is safe.", actor=bea, at=minute(40))
    field = Client()
    link = re.sub(r"^https?://[^/]+", "", field_link(first))
    shown = field.get(link).content.decode()
    assert STREET in shown
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)
    assert stamp is not None
    assert field.post(link, {"stamp": stamp[1], "state": "complete"}).status_code == 302
    standing = {one.who: (one.state, one.ended_at is not None) for one in deployments(lead)}
    assert standing == {"Gas crew 1": ("complete", True), "Gas crew 2": ("withdrawn", True)}


def _one_record_that_verifies(calls: list[Incident], bea: Client) -> None:
    lead = calls[0]
    page = bea.get(f"/command/{lead.id}/")
    assert page.status_code == 200
    assert bea.get(f"/command/{lead.id}/picture/").status_code == 200
    assert "SLX-" in bea.get(f"/command/{lead.id}/joint/").content.decode()
    told = [one.sentence for one in log(lead)]
    story = (
        "Answered event.kind: gas",
        "Assessed: priority P1",
        "was joined to",
        "Silver was taken",
        "Gas crew 1 was sent",
        "Emergency services was called",
        "ALARM: Gas crew 2",
        "METHANE was issued as version 1",
        "Silver was accepted and read back",
        "has reached the person",
    )
    places = [next(n for n, one in enumerate(told) if part in one) for part in story]
    assert places == sorted(places)
    record = verify_joint(lead)
    assert record.numbers == tuple(one.number for one in calls)
    assert all(one.startswith("SLX-") for one in record.numbers)
    assert (record.anchors, record.intact) == (4, True)
