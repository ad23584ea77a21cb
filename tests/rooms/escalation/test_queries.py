"""What screens read of a ladder: the sentence, the stages, the five lines, in every state."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.escalation.actions import (
    accept_rung,
    call_off_ladder,
    complete_hand_over,
    fire_limit,
    fire_rung,
    raise_again,
    raise_ladder_in_transaction,
    receiver_lost,
    record_spoke,
    ring_again_after_step,
)
from stayline.escalation.errors import LadderNotFound
from stayline.escalation.models import HandOver, Ladder, Page
from stayline.escalation.queries import (
    accepted_by,
    briefing,
    coming,
    how_to_hold,
    how_to_join,
    how_to_release,
    ladder,
    rings_for,
)
from stayline.incidents.actions import answer_step, record_safety
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.queries import last_run
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Person
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.conftest import sit_down

pytestmark = pytest.mark.django_db


def test_no_ladder_is_said_as_it_is(incident: Incident) -> None:
    Page.objects.all().delete()
    Ladder.objects.all().delete()
    assert coming(incident).state == "none"


def test_while_it_rings_the_agent_reads_whom(incident: Incident, crisis: Ladder) -> None:
    shown = coming(incident)
    assert shown.sentence == (
        "Ringing: customer support supervisor. Keep talking. You are not alone with this."
    )
    assert shown.rung_words == "Rung 1 of 4: customer support supervisor"
    assert [moment for _, moment in shown.stages] == ["now", "next", "next", "next", "next"]
    Ladder.objects.filter(id=crisis.id).update(attempt=2)
    assert coming(incident).rung_words.endswith(", time 2")


def test_the_last_rung_is_said_in_words(incident: Incident, crisis: Ladder, centre: Cast) -> None:
    for at in (20, 40, 60):
        sit_down(centre, seconds=at)
        fire_rung(ladder_id=crisis.id, at=later(at))
    assert coming(incident).rung_words == "Rung 4 of 4: everyone who can take over"


def test_completed_and_called_off_are_said(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    complete_hand_over(ladder_id=accepted.id, actor=first, at=later(30))
    shown = coming(incident)
    assert {moment for _, moment in shown.stages} == {"done"}
    assert shown.rung_words == ""
    sit_down(centre, seconds=40)
    again = raise_again(incident_id=incident.id, actor=centre.ann, at=later(40))
    assert again.id != accepted.id
    assert coming(incident).state == "ringing"
    call_off_ladder(ladder_id=again.id, reason="Enough.", actor=centre.mo, at=later(41))
    assert coming(incident).stages == ()
    assert "called the ladder off" in coming(incident).sentence
    assert not ring_again_after_step(ladder_id=again.id, at=later(42))


def test_a_ladder_that_informs_is_not_who_is_coming(incident: Incident, centre: Cast) -> None:
    raise_ladder_in_transaction(
        incident, "management", because="a test", actor=centre.ann, at=later(1)
    )
    assert coming(incident).rung_words.startswith("Rung 1 of 4: customer support")


def test_rings_come_by_danger_to_life(crisis: Ladder, first: Actor, centre: Cast) -> None:
    from stayline.incidents.actions import get_help  # noqa: PLC0415 - a second one, here alone

    contact = centre.contact(agent=centre.al)
    second = get_help(contact_id=contact.id, actor=centre.al, at=later(2))
    Incident.objects.filter(id=second.id).update(level=0)
    for ring_of in Ladder.objects.filter(incident=second):
        Page.objects.filter(ladder=ring_of).update(person_id=first.id)
    assert [one.level for one in rings_for(first.id, at=later(3))] == [0, 1]
    assert rings_for(first.id, at=later(3))[1].ladder_id == crisis.id


def test_the_briefing_grows_with_what_is_known(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    before = {one.heading: one.text for one in briefing(accepted.id)}
    assert "Nothing about their safety is answered yet." in before["Assessment"]
    assert "by somebody pressing for help" in before["Background"]
    run = last_run(incident.id)
    assert run is not None
    answer_step(
        incident_id=incident.id,
        expected=run.sequence,
        field="safety.in_danger_now",
        value="caller_did_not_say",
        actor=centre.ann,
        at=later(8),
    )
    Obligation.objects.create(
        incident=incident,
        name="emergency_services",
        do_kind="dispatch",
        do_target="emergency_services",
        by="agent",
        owed_at=later(9),
    )
    receiver_lost(ladder_id=accepted.id, actor=centre.ann, at=later(9))
    after = {one.heading: one.text for one in briefing(accepted.id)}
    assert "In danger now: did not say." in after["Assessment"]
    assert "the call is not confirmed yet" in after["Recommendation"]
    assert "could not stay" in after["Background"]
    Obligation.objects.filter(do_kind="dispatch").update(state="met")
    assert "have been called" in briefing(accepted.id)[3].text


def test_the_briefing_of_what_staff_reported(crisis: Ladder, incident: Incident) -> None:
    Run.objects.filter(incident=incident).delete()
    Incident.objects.filter(id=incident.id).update(contact=None)
    lines = briefing(crisis.id)
    assert lines[0].text.startswith("Reported by staff.")
    assert lines[4].text == "Keep talking, and stay with them."
    assert how_to_join(crisis.id, crisis.pages.get().person_id) is None


def test_unknown_ladders(db: None) -> None:
    del db
    with pytest.raises(LadderNotFound):
        ladder(uuid4())


@pytest.mark.covers("S1-40")
@pytest.mark.parametrize(
    ("channel", "hold", "join"),
    [
        ("voice", "Do not hang up", "On your phone, join the call of Ann Example"),
        ("in_person", "Leave the contact open", "Go to Ann Example"),
        ("chat", "Leave the contact open", "Open the chat of Ann Example"),
        ("email", "Leave the contact open", "Take the message over from Ann Example"),
    ],
)
def test_on_the_telephone_a_person_does_it_and_confirms(
    accepted: Ladder, incident: Incident, first: Actor, channel: str, hold: str, join: str
) -> None:
    Contact.objects.filter(id=incident.contact_id).update(channel=channel)
    assert incident.contact_id is not None
    told = [how_to_hold(incident.contact_id), how_to_join(accepted.id, first.id)]
    for one, words in zip(told, (hold, join), strict=True):
        assert one is not None
        assert one.steps[0].startswith(words)
        assert one.confirm
        assert not one.done
    assert "Ann Example" in how_to_release(incident.contact_id).steps[0]


def test_whoever_gives_it_back_is_where_they_were(
    crisis: Ladder, centre: Cast, first: Actor
) -> None:
    from stayline.escalation.actions import decline_rung  # noqa: PLC0415 - here alone

    set_availability_in_transaction(first.id, "off_queue", at=NOW)
    accept_rung(ladder_id=crisis.id, actor=first, at=later(5))
    decline_rung(ladder_id=crisis.id, actor=first, at=later(9))
    assert Person.objects.get(id=first.id).availability == "off_queue"
    assert accepted_by(first.id) == []


def test_round_robin_takes_turns_over_ladders(
    incident: Incident, crisis: Ladder, first: Actor, centre: Cast
) -> None:
    rungs = [{**crisis.rungs[0], "pick": "round_robin", "tries": 3}, crisis.rungs[-1]]
    Ladder.objects.filter(id=crisis.id).update(rungs=rungs)
    for at in (20, 40):
        sit_down(centre, seconds=at)
        fire_rung(ladder_id=crisis.id, at=later(at))
    turns = list(crisis.pages.order_by("paged_at").values_list("person_id", flat=True))
    assert turns[0] == turns[2] == first.id
    assert turns[1] != first.id
    assert coming(incident).rung_words.endswith("time 3")


def test_rows_say_what_they_are(accepted: Ladder, first: Actor) -> None:
    hand_over = HandOver.objects.get(ladder=accepted)
    assert str(accepted) == "crisis: ringing"
    assert str(hand_over) == f"{first.id}: accepted"
    assert str(accepted.pages.get()) == f"rung 0 -> {first.id}"


def test_late_is_said_beside_who_is_coming(
    accepted: Ladder, incident: Incident, first: Actor
) -> None:
    fire_limit(hand_over_id=accepted.hand_overs.get().id, at=later(35))
    assert coming(incident).sentence.startswith(f"{first.name} is coming.")
    assert coming(incident).sentence.endswith("Others are being rung as well.")


def test_safety_recorded_does_not_stop_the_ladder(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    record_safety(incident_id=incident.id, text="With a friend now.", actor=centre.ann, at=later(3))
    crisis.refresh_from_db()
    assert crisis.due_at is not None
