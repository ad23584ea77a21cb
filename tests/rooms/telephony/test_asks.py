"""What is asked of a telephone, when it is not, and what is kept of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from stayline.connectors.telephony_manual import ManualTelephony
from stayline.connectors.telephony_twilio import Centre, TwilioTelephony
from stayline.connectors.telephony_twilio.workers import telephone_dues
from stayline.connectors.twilio import Account
from stayline.contacts.actions import (
    Conference,
    note_call,
    note_handset,
    note_leg,
    note_look,
    note_reports,
    note_voice,
)
from stayline.contacts.models import Call, Contact, Handset, Leg
from stayline.contacts.queries import contact_of_call
from stayline.escalation.actions import accept_rung
from stayline.escalation.actions.telephoning import (
    fire_call_in,
    fire_free,
    fire_hold,
    fire_hold_back,
    fire_look,
    fire_release,
    note_call_ended,
    note_hold,
    note_hold_back,
    note_not_reached,
    ring_my_phone,
    set_voice,
)
from stayline.escalation.actions.telling import pass_on_call, ring_for_lost_agent
from stayline.escalation.models import HandOver, Page
from stayline.escalation.ports import telephony
from stayline.escalation.queries import how_to_hold, how_to_join, how_to_release
from stayline.escalation.queries.telephone import how_to_be_heard, how_to_hold_back
from stayline.incidents.actions import get_help, note_released, release_contact
from stayline.incidents.queries import by_contact
from stayline.ledger.queries import entries
from stayline.outbox.models import Message
from stayline.people.actions import add_contact_point, set_availability_in_transaction
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline_core.telephone import Leg as LegValue
from stayline_core.telephone import Report, Role, State, What
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

FIRST = Conference("twilio", "CF1", "call-1")


def plug(*, exercises: bool) -> None:
    """Plug a telephone that is asked for exercises, or is not."""
    centre = Centre(Account("AC1", "t"), "https://stayline.example.org", exercises=exercises)
    telephony.plug(TwilioTelephony(centre))


@pytest.fixture(autouse=True)
def telephone() -> Iterator[None]:
    """A telephone that nobody reaches: all that is asked of it waits in the outbox."""
    plug(exercises=True)
    try:
        yield
    finally:
        telephony.plug(ManualTelephony())


@pytest.fixture
def heard(cast: Cast) -> Actor:
    """Who speaks for the telephone."""
    del cast
    return system_actor("telephone")


@pytest.fixture
def contact(cast: Cast, playbook: None, heard: Actor) -> Contact:
    """Ann's call, in a crisis."""
    row = cast.contact()
    note_call(contact_id=row.id, conference=FIRST, actor=heard, at=NOW)
    get_help(contact_id=row.id, kind="self_harm", actor=cast.ann, at=NOW)
    return row


@pytest.fixture
def way(cast: Cast, contact: Contact) -> HandOver:
    """Somebody accepted; they have a number."""
    pages = Page.objects.filter(ladder__incident=by_contact(contact.id))
    rung = set(pages.values_list("person_id", flat=True))
    who = next(one for one in (cast.bo, cast.bea) if one.id in rung)
    ladder_id = pages.filter(person_id=who.id).values_list("ladder_id", flat=True)[0]
    add_contact_point(person_id=who.id, channel="voice", address="+15550123", actor=cast.mo, at=NOW)
    accept_rung(ladder_id=ladder_id, actor=who, at=later(3))
    return HandOver.objects.get(receiver=who.id)


def asked(*kinds: str) -> int:
    """How many of these messages wait."""
    return Message.objects.filter(kind__in=[f"telephony.{one}" for one in kinds]).count()


def kinds(contact: Contact) -> list[str]:
    """The kinds of the log's entries."""
    incident = by_contact(contact.id)
    assert incident is not None
    return [one.kind for one in entries(incident.stream_id)]


def due_now() -> dict[str, int]:
    """What the watcher has to do for the telephone."""
    found = {port.name: len(port.due(later(1), 50)) for port in telephone_dues()}
    return {name: count for name, count in found.items() if count}


def test_each_thing_is_asked_once(contact: Contact, way: HandOver, cast: Cast) -> None:
    for _ in range(2):
        fire_hold(contact_id=contact.id, at=later(4))
        fire_call_in(hand_over_id=way.id, at=later(4))
        fire_release(contact_id=contact.id, at=later(4))
    assert (asked("hold"), asked("call_in"), asked("release")) == (1, 1, 0)
    release_contact(contact_id=contact.id, reason="Over.", actor=way.receiver.actor(), at=later(9))
    assert fire_release(contact_id=contact.id, at=later(9))
    assert not fire_release(contact_id=contact.id, at=later(9))
    assert asked("release") == 1
    assert not fire_call_in(hand_over_id=uuid4(), at=later(9))
    assert not ring_my_phone(ladder_id=way.ladder_id, actor=way.receiver.actor(), at=later(9)), (
        "the contact is over"
    )
    assert not fire_look(contact_id=contact.id, at=later(9)), "not due yet"
    del cast


def test_an_exercise_asks_nothing_of_an_account_for_what_is_real(
    contact: Contact, way: HandOver, heard: Actor, cast: Cast
) -> None:
    plug(exercises=False)
    note_handset(
        person_id=cast.ann.id,
        platform="twilio",
        worker="WK1",
        activity="Available",
        available=True,
        happened_at=NOW,
        actor=heard,
        at=NOW,
    )
    for port in telephone_dues():
        for row_id in port.due(later(4), 50):
            port.fire(row_id, later(4))
    assert Message.objects.filter(channel="telephony").count() == 0
    assert due_now() == {}, "the watcher is not kept busy"
    assert how_to_hold(contact.id).steps[0].startswith("Do not hang up")
    assert how_to_hold_back(contact.id).steps
    how = how_to_join(way.ladder_id, way.receiver_id)
    assert how is not None
    assert how.failed == "this telephone is not used in exercises"

    plug(exercises=True)
    note_hold(contact_id=contact.id, actor=heard, at=later(5))
    plug(exercises=False)
    release_contact(contact_id=contact.id, reason="Over.", actor=way.receiver.actor(), at=later(9))
    assert not fire_release(contact_id=contact.id, at=later(9))
    assert how_to_release(contact.id).steps
    assert due_now() == {}


def test_what_is_said_again_is_logged_once(contact: Contact, heard: Actor, way: HandOver) -> None:
    for because in ("no answer", "no answer", "", ""):
        note_hold(contact_id=contact.id, because=because, actor=heard, at=later(4))
        note_call_ended(contact_id=contact.id, because=because, actor=heard, at=later(4))
    found = kinds(contact)
    for kind in (
        "contacts.line.held",
        "contacts.line.not_held",
        "contacts.call.ended",
        "contacts.call.not_ended",
    ):
        assert found.count(kind) == 1
    assert how_to_release(contact.id).done
    assert not note_not_reached(leg_id=uuid4(), because="busy", actor=heard, at=later(5))
    del way


def test_a_contact_without_an_incident_logs_nothing(cast: Cast, heard: Actor) -> None:
    row = cast.contact()
    note_call(contact_id=row.id, conference=FIRST, actor=heard, at=NOW)
    note_hold(contact_id=row.id, actor=heard, at=NOW)
    assert how_to_hold(row.id).done
    assert not ring_for_lost_agent(contact_id=row.id, since=NOW, actor=heard, at=NOW)
    assert not fire_hold(contact_id=row.id, at=NOW)
    note_call_ended(contact_id=row.id, actor=heard, at=NOW)
    assert not pass_on_call(contact_id=row.id, at=NOW), "nothing was heard"


def test_a_line_that_is_freed_and_needed_again_is_held_back_again(
    contact: Contact, cast: Cast, heard: Actor
) -> None:
    who = cast.ann.id
    assert not fire_hold_back(person_id=who, at=NOW), "no line of theirs is known"
    at: dict[str, Any] = {
        "platform": "twilio",
        "worker": "WK1",
        "activity": "Available",
        "actor": heard,
        "at": NOW,
    }
    note_handset(person_id=who, available=True, happened_at=NOW, **at)
    assert fire_hold_back(person_id=who, at=NOW)
    assert not fire_hold_back(person_id=who, at=NOW)
    for _ in range(2):
        note_hold_back(person_id=who, actor=heard, at=NOW)
    assert not fire_free(person_id=who, at=NOW), "not free"
    set_availability_in_transaction(who, "free", at=later(9))
    assert fire_free(person_id=who, at=later(9))
    assert not fire_free(person_id=who, at=later(9))
    note_hold_back(person_id=who, because="no answer", freed=True, actor=heard, at=later(9))
    assert due_now().get("telephony.free") is None, "the outbox tries again, nobody else"
    set_availability_in_transaction(who, "in_crisis", at=later(10))
    assert fire_hold_back(person_id=who, at=later(10))
    note_hold_back(person_id=who, because="no answer", actor=heard, at=later(11))
    assert Handset.objects.get(person=who).back == "failed"
    assert kinds(contact).count("contacts.next_call.held_back") == 1
    set_availability_in_transaction(who, "free", at=later(12))
    assert fire_free(person_id=who, at=later(12))
    note_hold_back(person_id=who, freed=True, actor=heard, at=later(13))
    note_hold_back(person_id=who, because="late", actor=heard, at=later(14))
    assert asked("hold_back", "free") == 4


def test_a_voice_that_is_none_and_a_leg_that_is_gone_change_nothing(
    contact: Contact, way: HandOver, heard: Actor
) -> None:
    me = way.receiver.actor()
    assert not set_voice(ladder_id=way.ladder_id, voice="all", actor=me, at=later(4))
    joined = Report("CA8", What.JOINED, 3, later(5), f"stayline-{me.id}", muted=True)
    note_reports(contact_id=contact.id, reports=[joined], actor=heard, at=later(5))
    assert not set_voice(ladder_id=way.ladder_id, voice="loud", actor=me, at=later(6))
    assert how_to_be_heard(contact.id, me.id).done
    note_voice(leg_id=uuid4(), why="no answer", actor=heard, at=later(6))
    assert not note_leg(leg_id=uuid4(), state="ringing", actor=heard, at=later(6))
    left = Report("CA8", What.LEFT, 4, later(7))
    note_reports(contact_id=contact.id, reports=[left], actor=heard, at=later(7))
    by_hand = how_to_be_heard(contact.id, me.id)
    assert (by_hand.done, by_hand.steps) == (False, ("Mute and unmute on your own phone.",))


def test_a_leg_that_was_reported_before_its_call_was_answered_is_theirs(
    contact: Contact, way: HandOver, heard: Actor
) -> None:
    fire_call_in(hand_over_id=way.id, at=later(4))
    ours = Leg.objects.get(role="receiver")
    unlabelled = Report("CA8", What.JOINED, 3, later(5))
    note_reports(contact_id=contact.id, reports=[unlabelled], actor=heard, at=later(5))
    assert not note_leg(leg_id=ours.id, state="asked", call_sid="CA8", actor=heard, at=later(6))
    (row,) = Leg.objects.all()
    assert (row.role, row.person_id, row.state) == ("receiver", way.receiver_id, "in")


def test_a_label_that_comes_later_says_whose_leg_it_was(contact: Contact, heard: Actor) -> None:
    for number, label in ((1, ""), (2, "agent-nobody-here"), (3, "")):
        report = Report("CA5", What.CHANGED, number, later(number), label)
        note_reports(contact_id=contact.id, reports=[report], actor=heard, at=later(number))
    row = Leg.objects.get(call_sid="CA5")
    assert (row.role, row.person_id) == ("agent", None)


def test_a_contact_that_is_named_after_its_caller_s_leg_knows_it(cast: Cast, heard: Actor) -> None:
    row = cast.contact(external_id="CA1")
    assert contact_of_call("twilio", "CF1", "", "CA1") == row.id
    note_call(contact_id=row.id, conference=FIRST, actor=heard, at=NOW)
    unlabelled = Report("CA1", What.JOINED, 1, NOW)
    note_reports(contact_id=row.id, reports=[unlabelled], actor=heard, at=NOW)
    assert Leg.objects.get().role == "caller"


def test_a_contact_goes_on_in_another_call(contact: Contact, heard: Actor) -> None:
    second = Conference("twilio", "CF2")
    note_call(contact_id=contact.id, conference=second, actor=heard, at=later(2))
    assert Call.objects.get().conference == "CF1", "the first one is not over"
    note_reports(contact_id=contact.id, reports=[], ended_at=later(3), actor=heard, at=later(3))
    assert not note_reports(
        contact_id=contact.id, reports=[], ended_at=later(4), actor=heard, at=later(4)
    )
    note_call(contact_id=contact.id, conference=second, actor=heard, at=later(5))
    assert (Call.objects.get().conference, Call.objects.get().ended_at) == ("CF2", None)
    assert contact_of_call("twilio", "CF2") == contact.id
    assert contact_of_call("twilio", "CF9", "") is None


def test_a_look_that_finds_what_is_known_says_nothing_new(contact: Contact, heard: Actor) -> None:
    seen = {"CA1": ("caller", LegValue("CA1", Role.CALLER, State.IN, muted=False))}
    common: dict[str, Any] = {"contact_id": contact.id, "seen": seen, "actor": heard}
    assert note_look(before={}, name="call-9", at=later(4), **common)
    assert not note_look(before={"CA1": -1}, at=later(5), **common)
    assert Call.objects.get().name == "call-1", "the name it had"
    assert note_look(before={"CA1": -1}, over=True, at=later(6), **common)
    assert Call.objects.get().ended_at == later(6)
    assert not fire_look(contact_id=contact.id, at=later(60))


def test_a_name_that_nobody_said_is_found_by_looking(cast: Cast, heard: Actor) -> None:
    row = cast.contact()
    conference = Conference("twilio", "CF1")
    note_call(contact_id=row.id, conference=conference, actor=heard, at=NOW)
    note_look(contact_id=row.id, seen={}, before={}, name="call-9", actor=heard, at=NOW)
    assert Call.objects.get().name == "call-9"


def test_looking_stops_where_nothing_is_held(contact: Contact, heard: Actor) -> None:
    assert fire_look(contact_id=contact.id, at=later(1))
    assert Call.objects.get().look_at is None
    Call.objects.update(look_at=NOW)
    plug(exercises=False)
    assert not fire_look(contact_id=contact.id, at=later(2))
    (look,) = [port for port in telephone_dues() if port.name == "telephony.look"]
    assert look.next_due() is None
    Call.objects.update(look_at=later(30))
    assert look.next_due() == later(30)
    assert telephone_dues()[0].next_due() is None
    del heard


def test_an_agent_whose_line_drops_after_somebody_took_over_is_only_logged(
    contact: Contact, way: HandOver, heard: Actor
) -> None:
    from stayline.escalation.actions import record_spoke  # noqa: PLC0415 - here alone

    record_spoke(ladder_id=way.ladder_id, actor=way.receiver.actor(), at=later(9))
    assert not ring_for_lost_agent(
        contact_id=contact.id, since=later(10), actor=heard, at=later(10)
    )
    assert kinds(contact)[-1] == "contacts.line.agent_gone"
    note_released(contact_id=contact.id, by="network", actor=heard, at=later(12))
    assert not ring_for_lost_agent(
        contact_id=contact.id, since=later(13), actor=heard, at=later(13)
    )


def test_a_leg_of_somebody_who_accepted_and_left_the_ladder_joins_nobody(
    contact: Contact, way: HandOver, heard: Actor, cast: Cast
) -> None:
    from stayline.escalation.actions import call_off_ladder  # noqa: PLC0415 - here alone

    call_off_ladder(ladder_id=way.ladder_id, reason="All is well.", actor=cast.mo, at=later(5))
    joined = Report("CA8", What.JOINED, 3, later(6), f"stayline-{way.receiver_id}")
    note_reports(contact_id=contact.id, reports=[joined], actor=heard, at=later(6))
    assert pass_on_call(contact_id=contact.id, at=later(6))
    assert "escalation.receiver.joined" not in kinds(contact)
