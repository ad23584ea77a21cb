"""Opening and taking contacts: once each, never lost, one agent at a time."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from stayline.contacts.actions import (
    NewContact,
    note_caller_back_in_transaction,
    note_caller_left_in_transaction,
    open_contact,
    release_in_transaction,
    take_contact,
)
from stayline.contacts.errors import ContactInvalid, ContactNotFound, ContactTaken
from stayline.contacts.models import Channel, Contact
from stayline.contacts.queries import (
    Caller,
    caller,
    channel_class,
    channels,
    contact,
    open_contacts,
    open_contacts_of,
    unassigned,
)
from stayline.people.models import Person, Site
from stayline.platform.actors import Actor
from stayline.platform.crypto import CannotUnseal
from stayline.platform.transactions import action
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db


def new(cast: Cast, **other: object) -> NewContact:
    return replace(
        NewContact(
            id=uuid4(), site_id=cast.site.id, channel="voice", source="tests", exercise=False
        ),
        **other,
    )


def opened(cast: Cast, **other: object) -> Contact:
    return open_contact(new(cast, **other), actor=cast.mo, at=NOW)


def busy(who: Actor) -> str:
    return Person.objects.get(id=who.id).availability


# ── open ──


def test_a_contact_by_the_platforms_name_of_its_agent(cast: Cast) -> None:
    row = opened(cast, platform_agent="platform-ann", caller_country="gb")
    assert (row.agent_id, row.platform_agent, row.caller_country) == (cast.ann.id, "", "GB")
    assert row.opened_at == NOW
    assert busy(cast.ann) == "on_contact"
    assert open_contacts_of(cast.ann.id) == open_contacts(cast.site.id) == [row]


def test_a_contact_by_an_agents_id(cast: Cast) -> None:
    row = opened(cast, agent_id=cast.al.id, platform_agent="platform-ann")
    assert row.agent_id == cast.al.id
    assert busy(cast.ann) == "free"


def test_a_contact_of_nobody_here_is_unassigned(cast: Cast) -> None:
    row = opened(cast, platform_agent="stranger")
    assert (row.agent_id, row.platform_agent) == (None, "stranger")
    assert unassigned(cast.site.id) == [row]
    assert unassigned(cast.other_site.id) == []


def test_the_same_id_or_the_same_platform_id_opens_it_once(cast: Cast) -> None:
    first = new(cast, external_id="call-7")
    row = open_contact(first, actor=cast.mo, at=NOW)
    assert open_contact(first, actor=cast.mo, at=later(5)) == row
    assert opened(cast, external_id="call-7") == row
    assert opened(cast, external_id="call-7", source="another") != row
    assert opened(cast) != opened(cast)
    assert contact(row.id).opened_at == NOW


@pytest.mark.parametrize(
    ("site", "said", "becomes"),
    [(False, False, False), (False, True, True), (True, False, True), (True, True, True)],
)
def test_an_exercise_by_its_site_or_by_word(
    cast: Cast, site: bool, said: bool, becomes: bool
) -> None:
    Site.objects.filter(id=cast.site.id).update(exercise=site)
    assert opened(cast, exercise=said).exercise is becomes


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"channel": "telegraph"}, "channel"),
        ({"authentication": "perhaps"}, "authentication"),
        ({"caller_country": "GBR"}, "caller_country"),
        ({"caller_country": "1!"}, "caller_country"),
        ({"caller_country": "ÄÖ"}, "caller_country"),
    ],
)
def test_a_fault_names_its_field_and_opens_nothing(
    cast: Cast, fault: dict[str, str], field: str
) -> None:
    with pytest.raises(ContactInvalid) as refused:
        opened(cast, **fault)
    assert set(refused.value.faults) == {field}
    assert not Contact.objects.exists()


def test_the_caller_is_sealed_to_the_contact(cast: Cast) -> None:
    known = Caller("Alex Thistle", "+15550100", "https://jobs.example/7")
    row, other = opened(cast, caller=known), opened(cast)
    assert caller(contact(row.id)) == known
    assert b"Thistle" not in bytes(Contact.objects.get(id=row.id).caller_sealed)
    assert caller(other) == Caller()
    other.caller_sealed = row.caller_sealed
    with pytest.raises(CannotUnseal):
        caller(other)
    other.caller_sealed = b""
    assert caller(other) == Caller()


def test_every_channel_has_words_and_a_class() -> None:
    assert dict(channels()).keys() == set(Channel.values)
    assert {one: channel_class(one) for one in Channel.values} == {
        "voice": "live",
        "in_person": "live",
        "chat": "chat",
        "sms": "chat",
        "email": "written",
        "social_media": "written",
        "letter": "written",
        "staff": "none",
    }


def test_a_contact_that_is_none(cast: Cast) -> None:
    with pytest.raises(ContactNotFound):
        contact(uuid4())


# ── take ──


def test_an_unassigned_contact_is_taken_by_one(cast: Cast) -> None:
    row = opened(cast, platform_agent="stranger")
    taken = take_contact(contact_id=row.id, actor=cast.ann, at=later(5))
    assert (taken.agent_id, taken.platform_agent) == (cast.ann.id, "")
    assert busy(cast.ann) == "on_contact"
    assert take_contact(contact_id=row.id, actor=cast.ann, at=later(6)).agent_id == cast.ann.id
    with pytest.raises(ContactTaken):
        take_contact(contact_id=row.id, actor=cast.al, at=later(6))
    assert busy(cast.al) == "free"


def test_nobody_of_another_site_or_of_none_takes_it(cast: Cast) -> None:
    row = opened(cast)
    nowhere = Actor(id=cast.al.id, pseudonym=cast.al.pseudonym, name="Al")
    for who in (cast.cy, nowhere):
        with pytest.raises(ContactTaken):
            take_contact(contact_id=row.id, actor=who, at=later(5))
    assert contact(row.id).agent_id is None


def test_what_has_ended_or_never_was_is_not_taken(cast: Cast) -> None:
    row = opened(cast)
    release(row)
    for which in (row.id, uuid4()):
        with pytest.raises(ContactTaken):
            take_contact(contact_id=which, actor=cast.ann, at=later(5))


# ── the two ends (S1-42) ──


@action
def leave(row: Contact, by: str = "caller", seconds: float = 1) -> bool:
    return note_caller_left_in_transaction(row, by=by, at=later(seconds))


@action
def back(row: Contact) -> bool:
    return note_caller_back_in_transaction(row)


@action
def release(row: Contact, by: str = "agent", seconds: float = 9) -> bool:
    return release_in_transaction(row, by=by, at=later(seconds))


@pytest.mark.covers("S1-42")
def test_when_the_caller_left_and_when_the_last_leg_ended_are_two_times(cast: Cast) -> None:
    row = opened(cast)
    assert leave(row, "network")
    assert not leave(row, "caller", 5)
    assert (row.caller_left_at, row.ended_by, row.released_at) == (later(1), "network", None)
    assert release(row)
    assert not release(row, seconds=20)
    assert (row.caller_left_at, row.ended_by, row.released_at) == (later(1), "network", later(9))
    assert open_contacts(cast.site.id) == []


def test_ending_both_at_once_says_who_did(cast: Cast) -> None:
    row = opened(cast)
    release(row, "supervisor")
    assert (row.caller_left_at, row.released_at, row.ended_by) == (
        later(9),
        later(9),
        "supervisor",
    )


def test_coming_back_undoes_having_left_and_nothing_else(cast: Cast) -> None:
    row = opened(cast)
    assert not back(row)
    leave(row)
    assert back(row)
    assert (row.caller_left_at, row.ended_by) == (None, "")
