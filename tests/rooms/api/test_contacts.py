"""Contacts over HTTP: opened once, never lost, an exercise where they must be one."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller, caller, unassigned
from stayline.people.models import Person, Site
from tests.cast import Cast
from tests.rooms.api.conftest import Machine, MakeMachine, problem

pytestmark = pytest.mark.django_db


def kept(contact: dict[str, str]) -> Contact:
    return Contact.objects.get(id=contact["id"])


def test_a_contact_is_opened_with_what_the_platform_knows(platform: Machine, cast: Cast) -> None:
    said = platform.opens(
        channel="chat",
        caller={
            "name": "Alex Thistle",
            "number": "+15550100",
            "job_link": "https://jobs.example/7",
            "country": "gb",
        },
        recorded_line=True,
        recording="tape-7",
    )
    assert said | {"id": "", "opened_at": ""} == {
        "id": "",
        "channel": "chat",
        "exercise": True,
        "assigned": True,
        "opened_at": "",
        "caller_left_at": None,
        "released_at": None,
        "incident": None,
        "number": None,
        "level": None,
    }
    row = kept(said)
    assert (row.site, row.source, row.agent_id) == (cast.site, "tests", cast.ann.id)
    assert (row.caller_country, row.recorded_line, row.recording) == ("GB", True, "tape-7")
    assert caller(row) == Caller("Alex Thistle", "+15550100", "https://jobs.example/7")
    assert b"Thistle" not in bytes(row.caller_sealed)
    assert Person.objects.get(id=cast.ann.id).availability == "on_contact"


def test_nothing_is_needed_but_a_token(platform: Machine) -> None:
    said = platform.post("contacts", {}).json()
    assert (said["channel"], said["assigned"]) == ("voice", False)
    assert UUID(said["id"]) != UUID(platform.post("contacts", {}).json()["id"])


def test_the_same_id_opens_it_once(platform: Machine) -> None:
    first = platform.opens()
    again = platform.opens(id=first["id"], channel="chat", agent="nobody")
    assert again == first
    assert Contact.objects.count() == 1


def test_the_same_external_id_opens_it_once_for_each_source(
    platform: Machine, machine: MakeMachine
) -> None:
    first = platform.opens(id=None, external_id="call-7")
    assert platform.opens(id=None, external_id="call-7") == first
    assert platform.opens(id=str(uuid4()), external_id="call-7") == first
    other = machine("contacts:write", source="another platform")
    assert other.opens(id=None, external_id="call-7")["id"] != first["id"]
    assert Contact.objects.count() == 2


def test_an_id_of_another_site_gives_nothing_away(
    platform: Machine, machine: MakeMachine, cast: Cast
) -> None:
    theirs = platform.opens()
    there = machine("contacts:write", site=cast.other_site)
    problem(there.post("contacts", {"id": theirs["id"]}), 401, "people.token.invalid")
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("agent", ["", "platform-nobody", "platform-cy"])
def test_an_agent_nobody_knows_here_never_loses_a_contact(
    platform: Machine, cast: Cast, agent: str
) -> None:
    said = platform.opens(agent=agent)
    assert said["assigned"] is False
    assert [one.id for one in unassigned(cast.site.id)] == [UUID(said["id"])]
    assert kept(said).platform_agent == agent


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"channel": "telegraph"}, "/channel"),
        ({"caller": {"country": "GBR"}}, "/caller/country"),
        ({"caller": {"country": "1!"}}, "/caller/country"),
        ({"id": "seven"}, "/id"),
        ({"external_id": "x" * 201}, "/external_id"),
    ],
)
def test_a_fault_names_its_field_and_keeps_nothing(
    platform: Machine, fields: dict[str, object], pointer: str
) -> None:
    answer = platform.post("contacts", fields)
    body = problem(answer, 422, answer.json()["code"])
    assert [one["pointer"] for one in body["errors"]] == [pointer]
    assert body["errors"][0]["detail"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("token", "says", "becomes"),
    [(False, False, False), (False, True, True), (True, False, True), (True, True, True)],
)
def test_an_exercise_is_one_by_token_or_by_word(
    machine: MakeMachine, real_site: Site, token: bool, says: bool, becomes: bool
) -> None:
    outside = machine("contacts:write", site=real_site, exercise=token)
    assert outside.opens(exercise=says)["exercise"] is becomes


def test_on_a_site_of_exercises_everything_is_one(platform: Machine) -> None:
    assert platform.opens(exercise=False)["exercise"] is True


def test_how_it_stands_is_read_again(platform: Machine) -> None:
    said = platform.opens()
    assert platform.get(f"contacts/{said['id']}").json() == said


@pytest.mark.outsider("api-v1:get_contact", "api-v1:post_lines", "api-v1:post_leg")
def test_another_sites_machine_neither_reads_nor_writes(
    platform: Machine, machine: MakeMachine, cast: Cast
) -> None:
    said = platform.opens()
    there, path = machine("contacts:write", site=cast.other_site), f"contacts/{said['id']}"
    for answer in (
        there.get(path),
        there.post(f"{path}/lines", {"lines": [{"text": "Hello"}]}),
        there.post(f"{path}/leg", {"event": "caller_left"}),
    ):
        problem(answer, 401, "people.token.invalid")
    assert platform.get(path).json() == said


def leg(platform: Machine, contact: dict[str, str], **fact: str) -> dict[str, str]:
    answer = platform.post(f"contacts/{contact['id']}/leg", fact)
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.covers("S1-42")
def test_the_caller_leaves_comes_back_and_the_last_leg_ends(platform: Machine) -> None:
    said = platform.opens()
    left = leg(platform, said, event="caller_left", by="network")
    assert left["caller_left_at"]
    assert left["released_at"] is None
    assert kept(said).ended_by == "network"
    assert leg(platform, said, event="caller_left", by="caller") == left
    assert leg(platform, said, event="caller_back")["caller_left_at"] is None
    left = leg(platform, said, event="caller_left")
    done = leg(platform, said, event="released", by="platform")
    assert done["caller_left_at"] == left["caller_left_at"]
    assert done["released_at"] > done["caller_left_at"]
    assert leg(platform, said, event="released") == done


def test_a_leg_fact_of_another_kind_is_named(platform: Machine) -> None:
    path = f"contacts/{platform.opens()['id']}/leg"
    for fact, pointer in (
        ({"event": "hung_up"}, "/event"),
        ({"event": "released", "by": "x"}, "/by"),
    ):
        body = problem(platform.post(path, fact), 422, "platform.invalid")
        assert [one["pointer"] for one in body["errors"]] == [pointer]
