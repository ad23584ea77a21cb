"""Who can be sent: kept by managers, weighed at every moment, held for one deployment at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from stayline.command.actions import (
    add_resource,
    change_resource,
    hold_in_transaction,
    remove_resource,
    resource_plan,
    set_resource_state,
    take_in_resources,
)
from stayline.command.errors import (
    ResourceInvalid,
    ResourceListMoved,
    ResourceMoved,
    ResourceNotAvailable,
    ResourceNotFound,
    ResourcesNotYours,
)
from stayline.command.models import Deployment, Resource
from stayline.command.personal_data.resources import held_about
from stayline.command.queries import ResourceFields, available, reach_of, suggested
from stayline.command.queries.resource_fields import fields_of
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident, Threat
from stayline.ledger.queries import entries, stream_about
from stayline.library.models import DocumentVersion, InForce
from stayline.people.actions.system import SYSTEM
from stayline.people.models import Absence, Person
from stayline.people.queries.places import stamp_of
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

CREW = ResourceFields(
    name="Gas crew 1",
    kind="crew",
    call_sign="GAS 1",
    capabilities="gas_crew, vehicle",
    near="Millbrook, Harbour",
    contact="The foreman",
    channel="voice",
    address="020 7946 0011",
)


def add(cast: Cast, fields: ResourceFields = CREW, **more: str) -> Resource:
    made = replace(fields, **more)
    return add_resource(site_id=cast.site.id, fields=made, actor=cast.mo, at=NOW)


def why(cast: Cast, resource: Resource, at: datetime = NOW, *, exercise: bool = True) -> str:
    found = available(cast.site.id, at=at, exercise=exercise)
    return next(one.why_not for one in found if one.id == resource.id)


def told() -> list[str]:
    stream = stream_about("system", SYSTEM)
    assert stream is not None
    return [one.event.describe() for one in entries(stream.id) if "resource" in one.event.kind]


def sent(incident: Incident, resource: Resource, *, exercise: bool) -> None:
    Deployment.objects.create(
        incident=incident,
        resource=resource,
        exercise=exercise,
        state="told",
        method="voice",
        asked_at=NOW,
        asked_by=uuid4(),
        due_by=later(600),
        check_every_s=600,
        link_digest=uuid4().hex,
    )


def held(resource_id: UUID, at: datetime = NOW) -> Resource:
    with transaction.atomic():
        return hold_in_transaction(resource_id, exercise=True, at=at)


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S3-17")
def test_a_manager_keeps_the_list_and_the_log_keeps_no_address(cast: Cast) -> None:
    crew = add(cast)
    assert reach_of(crew).address == "+442079460011"
    assert (crew.hint, crew.zone, why(cast, crew)) == ("…0011", "Europe/London", "")
    was = fields_of(crew)
    change = {"resource_id": crew.id, "actor": cast.mo, "at": later(1)}
    wanted = replace(was, area="North", address="020 7946 0099", contact="")
    change_resource(**change, fields=wanted, expected=stamp_of(was.told()))
    with pytest.raises(ResourceMoved):
        change_resource(**change, fields=was, expected=stamp_of(was.told()))
    now = fields_of(Resource.objects.get(id=crew.id))
    change_resource(**change, fields=now, expected=stamp_of(now.told()))  # nothing: no entry
    with pytest.raises(ResourceInvalid):
        change_resource(**change, fields=replace(now, name=""), expected=stamp_of(now.told()))
    state = {"resource_id": crew.id, "actor": cast.bo, "at": later(2)}
    set_resource_state(**state, state="out_of_service", because="A flat tyre", until=None)
    set_resource_state(**state, state="available", because="", until=later(60))
    remove_resource(resource_id=crew.id, actor=cast.mo, at=later(3))
    remove_resource(resource_id=crew.id, actor=cast.mo, at=later(4))  # pressed twice
    lines = told()
    assert [line.split(":")[0].split(" was ")[0] for line in lines] == ["Gas crew 1"] * 5
    assert "address: …0011 → …0099" in lines[1]
    assert "contact: somebody → nothing" in lines[1]
    assert "A flat tyre" in lines[2]
    assert "7946" not in " ".join(lines)
    gone = Resource.objects.get(id=crew.id)
    assert (bytes(gone.contact_sealed), gone.hint) == (b"", "")
    assert not available(cast.site.id, at=NOW, exercise=True)
    with pytest.raises(ResourceNotAvailable, match="taken off the list"):
        held(crew.id)
    assert add(cast).id != crew.id  # its name is free again


@pytest.mark.usefixtures("playbook")
def test_who_does_not_manage_the_site_keeps_nothing(cast: Cast) -> None:
    crew = add(cast)
    for who in (cast.bo, cast.ann, cast.cy):
        with pytest.raises(ResourcesNotYours):
            add_resource(site_id=cast.site.id, fields=CREW, actor=who, at=NOW)
        with pytest.raises(ResourcesNotYours):
            change_resource(resource_id=crew.id, fields=CREW, expected="", actor=who, at=NOW)
        with pytest.raises(ResourcesNotYours):
            remove_resource(resource_id=crew.id, actor=who, at=NOW)
        with pytest.raises(ResourcesNotYours):
            take_in_resources(site_id=cast.site.id, text="", expected="", actor=who, at=NOW)
    for who in (cast.ann, cast.cy):
        with pytest.raises(ResourcesNotYours):
            set_resource_state(
                resource_id=crew.id, state="off_duty", because="", until=None, actor=who, at=NOW
            )
    with pytest.raises(ResourceNotFound):
        held(uuid4())


@pytest.mark.usefixtures("playbook")
def test_every_fault_is_named_at_once(cast: Cast) -> None:
    add(cast)
    wrong = ResourceFields(
        name="Gas crew 1",
        kind="balloon",
        call_sign="x" * 41,
        capabilities="flying",
        person="nobody",
        channel="pigeon",
        hours="always",
        zone="Mars/North",
    )
    with pytest.raises(ResourceInvalid) as refused:
        add(cast, wrong)
    assert set(refused.value.faults) == {
        *("name", "kind", "call_sign", "capabilities", "person", "channel", "hours", "zone")
    }
    for channel, address, field in (
        ("", "020 7946 0011", "channel"),
        ("sms", "twelve", "address"),
        ("email", "nowhere", "address"),
    ):
        with pytest.raises(ResourceInvalid) as refused:
            add(cast, name="Other", channel=channel, address=address)
        assert set(refused.value.faults) == {field}
    assert add(cast, name="By mail", channel="email", address="crew@example.org").hint
    assert add(cast, name="By radio", channel="radio", address="Channel 4").hint == "Channel 4"
    assert add(cast, name="Not said", channel="", address="", contact="").hint == ""
    out = {"resource_id": add(cast, name="Crew").id, "actor": cast.bo, "at": NOW}
    for state, because, until, field in (
        ("gone", "", None, "state"),
        ("out_of_service", " ", None, "because"),
        ("off_duty", "x" * 241, None, "because"),
        ("off_duty", "", NOW, "until"),
    ):
        with pytest.raises(ResourceInvalid) as refused:
            set_resource_state(**out, state=state, because=because, until=until)
        assert set(refused.value.faults) == {field}


@pytest.mark.usefixtures("playbook")
@pytest.mark.covers("S3-17")
def test_who_is_available_follows_from_state_hours_duty_and_leave(cast: Cast) -> None:
    crew = add(cast)
    out = {"resource_id": crew.id, "actor": cast.bo, "at": NOW}
    until = NOW + timedelta(hours=2)
    set_resource_state(**out, state="out_of_service", because="In the workshop", until=until)
    assert why(cast, crew).startswith("Out of service: In the workshop, until ")
    assert why(cast, crew, until) == ""
    set_resource_state(**out, state="off_duty", because="", until=None)
    assert why(cast, crew) == "Off duty."
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    weekdays = add(cast, name="Engineer", hours="Mon-Fri 08:00-18:00")
    assert "Outside its hours: Mon-Fri 08:00-18:00" in why(cast, weekdays, sunday)
    assert why(cast, weekdays, sunday + timedelta(days=1)) == ""

    person = Person.objects.get(id=cast.ann.id)
    ours = add(cast, name="Ann Example", kind="person", person=person.username)
    for busy, says in (
        ({"availability": "on_contact"}, "On a contact."),
        ({"on_duty": False}, "Not on duty."),
        ({"is_active": False}, "No longer works here."),
    ):
        Person.objects.filter(id=person.id).update(availability="free", on_duty=True)
        Person.objects.filter(id=person.id).update(**busy)
        assert why(cast, ours) == says
    Person.objects.filter(id=person.id).update(is_active=True, on_duty=True, availability="away")
    assert why(cast, ours) == ""
    Absence.objects.create(person=person, starts_at=NOW, ends_at=later(60), added_at=NOW)
    assert why(cast, ours) == "On leave."
    assert why(cast, ours, later(60)) == ""
    assert [one["name"] for one in held_about(person.id)["resources"]] == ["Ann Example"]
    remove_resource(resource_id=ours.id, actor=cast.mo, at=NOW)
    names = [one.name for one in available(cast.site.id, at=NOW, exercise=True)]
    assert names.index("Gas crew 1") == len(names) - 1  # those that cannot be sent come last
    assert not available(cast.site.id, at=NOW, exercise=True, capability="language")


@pytest.mark.covers("S3-1", "S3-17")
def test_one_that_is_sent_cannot_be_sent_again_and_practice_books_nothing_real(
    cast: Cast, incident: Incident
) -> None:
    crew = add(cast)
    with transaction.atomic():
        lock_incident_in_transaction(incident.id)
        assert hold_in_transaction(crew.id, exercise=True, at=NOW).id == crew.id
    sent(incident, crew, exercise=True)
    with pytest.raises(ResourceNotAvailable, match=f"Sent already, on {incident.number}"):
        held(crew.id)
    assert why(cast, crew, exercise=False) == ""
    with pytest.raises(ResourceNotAvailable, match="sent already"):
        remove_resource(resource_id=crew.id, actor=cast.mo, at=NOW)


@pytest.mark.covers("S3-35", "S3-41")
def test_what_a_gas_leak_needs_is_suggested_the_nearest_first_and_gaps_are_said(
    cast: Cast, incident: Incident
) -> None:
    threat = Threat.objects.get(incident=incident)
    threat.kind = "emergency"
    threat.save(update_fields=["kind"])
    assert {one.capability: one.gap for one in suggested(incident, at=NOW).needs} == {
        "network_lead": "Nobody on the list can do this.",
        "vehicle": "Nobody on the list can do this.",
    }
    far, near = add(cast, near=""), add(cast, name="Van", near="Quay, Here")
    add(cast, name="Engineer", capabilities="network_lead", hours="Mon 00:00-00:01")
    found = suggested(incident, at=NOW)
    assert [one.id for one in found.responses] == ["emergency"]
    assert found.natures == ("Life is in danger: people first",)
    vehicle = next(one for one in found.needs if one.capability == "vehicle")
    assert [one.name for one in vehicle.fitting] == [near.name, far.name]
    assert (vehicle.missing, vehicle.gap, vehicle.by) == (0, "", "by voice, read back")
    lead = next(one for one in found.needs if one.capability == "network_lead")
    assert lead.gap == "Nobody who can do this is available now."
    assert [one.name for one in lead.others] == ["Engineer"]
    sent(incident, far, exercise=True)
    vehicle = suggested(incident, at=NOW).needs[-1]
    assert ([one.name for one in vehicle.sent], vehicle.missing) == ([far.name], 0)
    threat.kind = "bomb"
    threat.save(update_fields=["kind"])
    add(cast, name="Patrol", capabilities="security")
    guards = next(one for one in suggested(incident, at=NOW).needs if one.capability == "security")
    assert guards.gap == "1 more needed, and nobody else is available now."
    InForce.objects.filter(kind="allocation").delete()
    DocumentVersion.objects.filter(kind="allocation").update(kind="elsewhere")
    assert suggested(incident, at=NOW).needs == ()
    assert add(cast, name="Balloon", capabilities="flying").capabilities == ["flying"]


@pytest.mark.usefixtures("playbook")
def test_a_list_is_shown_first_and_taken_in_whole_or_not_at_all(cast: Cast) -> None:
    crew = add(cast)
    text = (
        "name;kind;capabilities;area\n"
        "Gas crew 1;crew;;North\n"
        "\n"
        "Patrol A;security;security|first_aider;Gate 2\n"
    )
    plan = resource_plan(text, site=cast.site)
    assert [(one.line, one.kind) for one in plan.lines] == [(2, "change"), (4, "add")]
    take = {"site_id": cast.site.id, "text": text, "actor": cast.mo, "at": later(5)}
    with pytest.raises(ResourceListMoved):
        take_in_resources(**take, expected="older")
    assert Resource.objects.count() == 1
    take_in_resources(**take, expected=plan.stamp)
    crew.refresh_from_db()
    assert (crew.area, crew.capabilities) == ("North", ["gas_crew", "vehicle"])
    assert Resource.objects.get(name="Patrol A").capabilities == ["security", "first_aider"]
    assert told()[-1] == "A list was taken in: 1 added, 1 changed."
    again = resource_plan(text, site=cast.site)
    assert [one.kind for one in again.lines] == ["same", "same"]
    with pytest.raises(ResourceInvalid) as refused:
        take_in_resources(**take | {"text": "name,kind\nX,balloon\nx,crew\n"}, expected="")
    assert set(refused.value.faults) == {"line 2", "line 3"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,kind\n", "Write a heading"),
        ('name,kind\n"X,crew', "no list of values"),
        ("name\nX\n", "The column “kind” is missing."),
        ("name,kind,name,wings\nX,crew,X,2\n", "no column “wings”"),
        ("name,kind\nX\n", "1 values, the heading 2"),
        ("name,kind\n" + "X,crew\n" * 500, "split the file"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_its_place(cast: Cast, text: str, says: str) -> None:
    faults = resource_plan(text, site=cast.site).faults
    assert any(says in one.says for one in faults)
