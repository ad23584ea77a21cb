"""A supervisor follows, guides by message, takes over; the log has every word of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.escalation.actions import (
    accept_rung,
    call_off_ladder,
    follow_incident,
    record_spoke,
    see_guidance,
    send_guidance,
    stop_following,
    take_over,
)
from stayline.escalation.errors import (
    AcceptForbidden,
    AcceptRefused,
    ConflictOfInterest,
    FollowForbidden,
    GuidanceMissing,
    GuidanceNotFound,
    GuidanceTooLong,
    NobodyToGuide,
    NotFollowing,
    OwnContact,
)
from stayline.escalation.models import Ladder
from stayline.escalation.queries import (
    coming,
    followers,
    follows,
    guidance,
    guidance_to_see,
    rings_for,
)
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.people.models import Conflict
from stayline.platform.actors import Actor
from stayline.privacy.models import Exclusion
from stayline.privacy.policies import may_see_incident
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.conftest import Kinds

pytestmark = pytest.mark.django_db

WORDS = "Ask whether somebody is with them. You are doing this well."


def in_conflict(one: Actor, other: Actor) -> None:
    Conflict.objects.create(person_id=one.id, other_id=other.id, noted_at=NOW, noted_by=one.id)


@pytest.mark.covers("S2-4", "S2-5")
def test_a_supervisor_follows_guides_and_sees_that_it_was_seen(
    incident: Incident, centre: Cast, logged: Kinds
) -> None:
    for _ in range(2):
        follow_incident(incident_id=incident.id, actor=centre.mo, at=later(5))
    assert [(one.who, one.since) for one in followers(incident.id)] == [("Mo Example", later(5))]
    assert may_see_incident(centre.mo, incident.id)
    sent = send_guidance(incident_id=incident.id, words=f" {WORDS} ", actor=centre.mo, at=later(9))
    (message,) = guidance_to_see(incident, centre.ann.id)
    assert (message.id, message.words, message.author) == (sent, WORDS, "Mo Example")
    for at in (12, 13):
        see_guidance(guidance_id=sent, actor=centre.ann, at=later(at))
    assert guidance_to_see(incident, centre.ann.id) == []
    assert guidance(incident)[0].seen_at == later(12)
    for at in (20, 21):
        stop_following(incident_id=incident.id, actor=centre.mo, at=later(at))
    assert not follows(incident.id, centre.mo.id)
    assert [kind for kind in logged() if "following" in kind or "guidance" in kind] == [
        "escalation.following.started",
        "escalation.guidance.sent",
        "escalation.guidance.seen",
        "escalation.following.ended",
    ]
    (entry,) = entries(incident.stream_id, kinds=["escalation.guidance.sent"])
    assert entry.event is not None
    assert entry.event.describe() == f"Guided by message: {WORDS}"
    assert entry.subject == incident.contact.subject  # type: ignore[union-attr]  # it has one


def test_who_follows_does_not_move_the_contact(incident: Incident, centre: Cast) -> None:
    follow_incident(incident_id=incident.id, actor=centre.mo, at=later(5))
    incident.refresh_from_db()
    assert incident.owner_id == centre.ann.id
    assert coming(incident).state == "ringing"
    assert guidance(incident) == []


@pytest.mark.covers("S3-6")
def test_only_a_supervisor_of_the_site_who_is_not_kept_out_follows(
    incident: Incident, centre: Cast
) -> None:
    in_conflict(centre.ann, centre.bo)
    Exclusion.objects.create(
        incident_id=incident.id, person_id=centre.bea.id, because="implicated", noted_at=NOW
    )
    for actor, refusal in (
        (centre.al, FollowForbidden),
        (centre.cy, FollowForbidden),
        (centre.bea, FollowForbidden),
        (centre.bo, ConflictOfInterest),
        (centre.ann, OwnContact),
    ):
        with pytest.raises(refusal):
            follow_incident(incident_id=incident.id, actor=actor, at=later(5))
        with pytest.raises(refusal):
            send_guidance(incident_id=incident.id, words=WORDS, actor=actor, at=later(5))


def test_a_message_needs_words_that_can_be_read_and_somebody_to_read_them(
    incident: Incident, centre: Cast
) -> None:
    def send(words: str) -> None:
        send_guidance(incident_id=incident.id, words=words, actor=centre.mo, at=later(6))

    with pytest.raises(NotFollowing):
        send(WORDS)
    follow_incident(incident_id=incident.id, actor=centre.mo, at=later(5))
    with pytest.raises(GuidanceMissing):
        send("  ")
    with pytest.raises(GuidanceTooLong):
        send("a" * 401)
    incident.owner = None
    incident.save()
    send(WORDS)
    assert guidance(incident)[0].reader_id == centre.ann.id
    incident.owner_id = centre.mo.id
    incident.save()
    with pytest.raises(NobodyToGuide):
        send(WORDS)


def test_only_its_reader_confirms_a_message(incident: Incident, centre: Cast) -> None:
    follow_incident(incident_id=incident.id, actor=centre.mo, at=later(5))
    sent = send_guidance(incident_id=incident.id, words=WORDS, actor=centre.mo, at=later(6))
    for which, actor in ((sent, centre.mo), (sent, centre.al), (uuid4(), centre.ann)):
        with pytest.raises(GuidanceNotFound):
            see_guidance(guidance_id=which, actor=actor, at=later(7))


# ── take over ──


@pytest.mark.covers("S2-4")
def test_one_press_accepts_and_joins_and_the_run_moves_at_spoke(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    taken = take_over(incident_id=incident.id, actor=centre.mo, at=later(7))
    assert taken.ladder_id == crisis.id
    hand_over = crisis.hand_overs.get()
    assert (hand_over.state, hand_over.receiver_id) == ("joined", centre.mo.id)
    assert not rings_for(centre.bo.id, at=later(8))
    incident.refresh_from_db()
    assert incident.owner_id == centre.ann.id
    record_spoke(ladder_id=crisis.id, actor=centre.mo, at=later(20))
    assert take_over(incident_id=incident.id, actor=centre.mo, at=later(21)).receipt is None


def test_with_nothing_open_one_is_written_and_rings_nobody(
    crisis: Ladder, incident: Incident, centre: Cast, logged: Kinds
) -> None:
    call_off_ladder(ladder_id=crisis.id, reason="Wrong contact.", actor=centre.mo, at=later(5))
    with pytest.raises(AcceptForbidden):
        take_over(incident_id=incident.id, actor=centre.al, at=later(8))
    taken = take_over(incident_id=incident.id, actor=centre.mo, at=later(9))
    assert taken.ladder_id != crisis.id
    assert logged().count("escalation.rung.rang") == 1
    assert logged().count("escalation.ladder.started") == 2
    assert coming(incident).state == "joined"


def test_somebody_who_is_on_time_keeps_it(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    with pytest.raises(AcceptRefused, match=first.name):
        take_over(incident_id=incident.id, actor=centre.mo, at=later(7))
    assert accepted.hand_overs.count() == 1


@pytest.mark.covers("X-6")
def test_nobody_takes_over_from_whom_they_must_not_meet(
    crisis: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    in_conflict(first, centre.ann)
    for act in (
        lambda: take_over(incident_id=incident.id, actor=first, at=later(3)),
        lambda: accept_rung(ladder_id=crisis.id, actor=first, at=later(3)),
    ):
        with pytest.raises(ConflictOfInterest):
            act()


def test_what_nobody_has_is_followed_and_there_is_nobody_to_guide(
    incident: Incident, centre: Cast
) -> None:
    Incident.objects.filter(id=incident.id).update(contact=None, owner=None)
    follow_incident(incident_id=incident.id, actor=centre.mo, at=later(5))
    with pytest.raises(NobodyToGuide):
        send_guidance(incident_id=incident.id, words=WORDS, actor=centre.mo, at=later(6))
    stop_following(incident_id=incident.id, actor=centre.mo, at=later(7))
    assert followers(incident.id) == []
