"""Posts of command: taken, offered, accepted, declined, left; one holder each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stayline.command.actions.posts import (
    Sbar,
    accept_post,
    decline_post,
    leave_post,
    offer_post,
    take_post,
    withdraw_offer,
)
from stayline.command.errors import (
    HandOverIncomplete,
    LeadNotLeft,
    NoCommandHere,
    OfferNotYours,
    PostHeldAlready,
    PostNotHeld,
    PostNotYours,
    PostOfferedAlready,
    PostUnknown,
    PostVacant,
    ReadBackMissing,
    WhyMissing,
)
from stayline.command.policies import may_command, may_see_command
from stayline.command.queries.posts import PostView, leader, offer, posts
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.queries import log
from stayline.outbox.models import Message
from stayline.outbox.queries.messages import opened
from stayline.platform.transactions import action
from stayline.privacy.actions import exclude_in_transaction, grant_in_transaction
from tests.cast import Cast, later
from tests.rooms.escalation.pages import TWILIO, address, way

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.outbox.ports import Outgoing
    from stayline.platform.actors import Actor

pytestmark = pytest.mark.django_db

SAID = Sbar("Gas at the mill.", "Two callers.", "People inside.", "Crew there by 10:00.")


@action
def let_in(incident: Incident, *people: Actor) -> None:
    """Put these people on the incident's list."""
    lock_incident_in_transaction(incident.id)
    for one in people:
        grant_in_transaction(
            incident.id,
            one,
            because="accepted",
            stream_id=incident.stream_id,
            actor=one,
            at=later(3),
        )


@action
def keep_out(incident: Incident, person: Actor) -> None:
    """Name a person as implicated."""
    lock_incident_in_transaction(incident.id)
    exclude_in_transaction(
        incident.id,
        person,
        because="implicated",
        stream_id=incident.stream_id,
        actor=person,
        at=later(4),
    )


def one_post(incident: Incident, name: str) -> PostView:
    """One post as it stands."""
    return next(one for one in posts(incident) if one.post == name)


@pytest.fixture
def led(incident: Incident, cast: Cast) -> Incident:
    """Bo is silver; Bea handles it too."""
    let_in(incident, cast.bo, cast.bea)
    take_post(incident_id=incident.id, post="silver", actor=cast.bo, at=later(10))
    return incident


@pytest.mark.covers("S3-31", "S3-6")
def test_posts_are_taken_by_fitting_roles_and_one_person_holds_each(
    led: Incident, cast: Cast
) -> None:
    assert [(one.post, one.vacant) for one in posts(led)] == [
        ("gold", True),
        ("silver", False),
        ("bronze", True),
        ("liaison", True),
        ("log_keeper", True),
    ]
    held = leader(led)
    assert held is not None
    assert (held.name, held.since) == ("Bo Example", later(10))
    assert set(held.alike) == {"Incident commander", "Network emergency lead"}
    take_post(incident_id=led.id, post="silver", actor=cast.bo, at=later(11))  # it stays
    assert one_post(led, "silver").since == later(10)
    with pytest.raises(PostHeldAlready):
        take_post(incident_id=led.id, post="silver", actor=cast.bea, at=later(12))
    with pytest.raises(PostNotYours):  # the agent's role does not fit
        take_post(incident_id=led.id, post="silver", actor=cast.ann, at=later(12))
    with pytest.raises(PostNotYours):  # the manager does not handle it
        take_post(incident_id=led.id, post="gold", actor=cast.mo, at=later(12))
    with pytest.raises(PostUnknown):
        take_post(incident_id=led.id, post="admiral", actor=cast.bo, at=later(12))
    take_post(incident_id=led.id, post="log_keeper", actor=cast.ann, at=later(13))
    assert not may_command(cast.ann, led)  # to keep the log is not to send
    take_post(incident_id=led.id, post="silver", because="No answer.", actor=cast.bea, at=later(14))
    assert one_post(led, "silver").name == "Bea Example"
    assert "Silver was taken. No answer." in [one.sentence for one in log(led)]


@pytest.mark.covers("S3-31")
def test_command_is_handed_over_only_when_a_named_person_accepts_and_reads_back(
    led: Incident, cast: Cast
) -> None:
    def hand(to: Actor, sbar: Sbar = SAID, actor: Actor = cast.bo) -> None:
        offer_post(
            incident_id=led.id, post="silver", to=to.id, sbar=sbar, actor=actor, at=later(20)
        )

    with pytest.raises(HandOverIncomplete) as missing:
        hand(cast.mo, Sbar("Gas at the mill.", "Two callers."))
    assert set(missing.value.faults) == {"assessment", "recommendation"}
    with pytest.raises(PostNotYours):
        hand(cast.al)
    with pytest.raises(PostNotYours):
        hand(cast.bo)
    with pytest.raises(NoCommandHere):  # only its holder hands it over
        hand(cast.mo, actor=cast.bea)
    assert not may_see_command(cast.mo, led)
    hand(cast.mo)
    assert may_see_command(cast.mo, led)
    with pytest.raises(PostOfferedAlready):
        hand(cast.bea)
    asked = one_post(led, "silver")
    assert (asked.name, asked.offered_name) == ("Bo Example", "Mo Example")
    read = offer(led, "silver")
    assert read is not None
    assert (read.giver, read.situation) == ("Bo Example", "Gas at the mill.")
    assert "The contact is still open." in read.waiting
    with pytest.raises(OfferNotYours):
        accept_post(
            incident_id=led.id, post="silver", read_back="Mine.", actor=cast.bea, at=later(21)
        )
    with pytest.raises(ReadBackMissing):
        accept_post(incident_id=led.id, post="silver", read_back=" ", actor=cast.mo, at=later(22))
    accept_post(
        incident_id=led.id,
        post="silver",
        read_back="Gas at the mill, crew by 10:00.",
        actor=cast.mo,
        at=later(23),
    )
    now = one_post(led, "silver")
    assert (now.name, now.since, now.offered_to) == ("Mo Example", later(23), None)
    assert offer(led, "silver") is None
    sentences = [one.sentence for one in log(led)]
    assert "Silver was accepted and read back: “Gas at the mill, crew by 10:00.”" in sentences


def test_an_offer_is_declined_or_taken_back_and_its_giver_keeps_the_post(
    led: Incident, cast: Cast
) -> None:
    def hand(post: str, to: Actor) -> None:
        offer_post(incident_id=led.id, post=post, to=to.id, sbar=SAID, actor=cast.bo, at=later(30))

    hand("silver", cast.mo)
    with pytest.raises(WhyMissing):
        decline_post(incident_id=led.id, post="silver", because="", actor=cast.mo, at=later(31))
    decline_post(incident_id=led.id, post="silver", because="Driving.", actor=cast.mo, at=later(32))
    kept = one_post(led, "silver")
    assert (kept.name, kept.offered_to) == ("Bo Example", None)
    hand("silver", cast.mo)
    with pytest.raises(NoCommandHere):
        withdraw_offer(incident_id=led.id, post="silver", actor=cast.ann, at=later(33))
    withdraw_offer(incident_id=led.id, post="silver", actor=cast.bea, at=later(34))
    with pytest.raises(OfferNotYours):
        decline_post(incident_id=led.id, post="silver", because="No.", actor=cast.mo, at=later(35))
    with pytest.raises(PostVacant):
        withdraw_offer(incident_id=led.id, post="silver", actor=cast.bo, at=later(36))
    with pytest.raises(HandOverIncomplete):  # a vacant post needs the situation at least
        offer_post(
            incident_id=led.id,
            post="liaison",
            to=cast.lou.id,
            sbar=Sbar(""),
            actor=cast.bo,
            at=later(37),
        )
    offer_post(
        incident_id=led.id,
        post="liaison",
        to=cast.lou.id,
        sbar=Sbar("Speak with the police."),
        actor=cast.bo,
        at=later(37),
    )
    decline_post(incident_id=led.id, post="liaison", because="Busy.", actor=cast.lou, at=later(38))
    assert one_post(led, "liaison").vacant
    with pytest.raises(PostVacant):
        withdraw_offer(incident_id=led.id, post="liaison", actor=cast.bo, at=later(39))


def test_a_post_is_left_with_a_reason_but_never_the_incident_without_a_commander(
    led: Incident, cast: Cast
) -> None:
    def leave(post: str, because: str, actor: Actor) -> None:
        leave_post(incident_id=led.id, post=post, because=because, actor=actor, at=later(41))

    take_post(incident_id=led.id, post="bronze", actor=cast.bea, at=later(40))
    with pytest.raises(LeadNotLeft):
        leave("silver", "End of shift.", cast.bo)
    with pytest.raises(PostNotHeld):
        leave("bronze", "Not mine.", cast.bo)
    with pytest.raises(PostNotHeld):
        leave("gold", "Nobody has it.", cast.bo)
    with pytest.raises(WhyMissing):
        leave("bronze", " ", cast.bea)
    leave("bronze", "The task is done.", cast.bea)
    assert one_post(led, "bronze").vacant


def test_the_implicated_hold_no_post_even_when_it_was_offered_before(
    led: Incident, cast: Cast
) -> None:
    offer_post(
        incident_id=led.id, post="silver", to=cast.bea.id, sbar=SAID, actor=cast.bo, at=later(50)
    )
    keep_out(led, cast.bea)
    with pytest.raises(PostNotYours):
        accept_post(
            incident_id=led.id, post="silver", read_back="I have it.", actor=cast.bea, at=later(51)
        )
    keep_out(led, cast.bo)
    assert not may_command(cast.bo, led)
    with pytest.raises(PostNotYours):
        take_post(incident_id=led.id, post="gold", actor=cast.mo, at=later(52))


@pytest.mark.covers("S3-12", "S3-42")
def test_whoever_a_post_is_offered_to_is_paged_without_a_word_of_the_contact(
    led: Incident, cast: Cast
) -> None:
    way("smtp", "email", {"host": "127.0.0.1", "port": "25", "security": "none",
                          "sender": "stayline@example.org"})  # fmt: skip
    way("twilio_sms", "sms", TWILIO)
    way("twilio_voice", "voice", TWILIO)

    def offered() -> list[Outgoing]:
        offer_post(
            incident_id=led.id, post="silver", to=cast.mo.id, sbar=SAID, actor=cast.bo, at=later(20)
        )
        found = Message.objects.filter(kind="command.post_offer")
        return [opened(one) for one in found.order_by("channel")]

    assert offered() == []  # no address: the screens alone
    assert "was paged" not in " ".join(one.sentence for one in log(led))
    withdraw_offer(incident_id=led.id, post="silver", actor=cast.bo, at=later(21))
    address(cast.mo, "email", "mo@example.org")
    address(cast.mo, "sms", "+447700900123")
    address(cast.mo, "voice", "+447700900124")
    mail, text, call = offered()
    spoken = str(call.payload["say"])
    assert spoken.startswith("This is an exercise. This is Stayline for")
    assert "A post of command is offered to you: Silver. Please sign in." in spoken
    assert not any(word in spoken for word in (SAID.situation, "Alex", "mill"))
    for one in (mail, text):
        said = str(one.payload["text"])
        assert all(word in said for word in ("Silver", led.site.name, led.number, "/post/"))
        assert not any(word in said for word in (SAID.situation, "Alex", "mill", "L0", "L1"))
        assert one.exercise
    assert mail.payload["to"] == "mo@example.org"
    assert "Whoever Silver is offered to was paged, by email, text message, telephone call." in [
        one.sentence for one in log(led)
    ]
