"""How long things are kept: decided by name, carried out by the watcher, stopped by a hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller, caller
from stayline.incidents.actions.keeping import (
    ContactsKept,
    ExercisesKept,
    IncidentsKept,
    forget_incident,
)
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.ledger.queries import entries, stream_about, verified
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.models import Message, State
from stayline.people.actions.system import SYSTEM
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import (
    carry_out,
    decide_retention,
    end_retention,
    lift_hold,
    place_hold,
)
from stayline.privacy.errors import (
    HoldInvalid,
    HoldNotFound,
    KindUnknown,
    RetentionInvalid,
    RetentionNotYours,
)
from stayline.privacy.models import RetentionRule
from stayline.privacy.queries import (
    hold_on,
    holds,
    kept_kinds,
    retention_rules,
    undecided_kinds,
    would_go,
)
from stayline.privacy.workers import RetentionDue
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

YEAR = NOW + timedelta(days=365)


@pytest.fixture
def root(cast: Cast) -> Actor:
    """An administrator."""
    return replace(cast.mo, roles=frozenset({"administrator"}))


def said(kind: str) -> list[str]:
    stream = stream_about("system", SYSTEM)
    found = entries(stream.id) if stream else []
    return [one.event.describe() for one in found if one.kind == kind and one.event]


def close(incident: Incident, *, exercise: bool = True) -> None:
    Incident.objects.filter(id=incident.id).update(state="closed", closed_at=NOW, exercise=exercise)
    Contact.objects.filter(id=incident.contact_id).update(released_at=NOW, exercise=exercise)


@action
def send(incident_id: object) -> None:
    enqueue_in_transaction(
        kind="case",
        channel="case",
        key=f"key-{uuid4()}",
        payload={"words": "a case"},
        exercise=True,
        incident_id=incident_id,  # type: ignore[arg-type]  # an id or none
        at=NOW,
    )


@pytest.mark.covers("S3-29")
def test_what_had_its_time_goes_and_what_is_held_stays(
    incident: Incident, cast: Cast, root: Actor
) -> None:
    alone = cast.contact(agent=cast.al)
    Contact.objects.filter(id=alone.id).update(released_at=NOW)
    close(incident)
    assert {one.id for one in undecided_kinds()} >= {"contact", "incident", "exercise", "message"}
    old = would_go("exercise", 90, at=YEAR)
    assert (old.go, old.held, old.oldest) == (2, 0, NOW)
    hold = place_hold(
        incident_id=incident.id,
        number=incident.number,
        reason="A claim was made.",
        actor=cast.mo,
        at=YEAR,
    )
    assert hold_on(incident.id) == hold
    old = would_go("exercise", 90, at=YEAR)
    assert (old.go, old.held) == (1, 1)
    rule = decide_retention(kind="exercise", days=90, basis="Our policy 7.2", actor=root, at=YEAR)
    watched = RetentionDue()
    assert watched.next_due() == YEAR
    assert list(watched.due(YEAR, 9)) == [rule.id]
    assert watched.fire(rule.id, YEAR)
    assert not watched.fire(rule.id, YEAR)
    assert caller(Contact.objects.get(id=alone.id)) == Caller()
    assert caller(Contact.objects.get(id=incident.contact_id)) != Caller()
    lift_hold(hold_id=hold.id, because="The claim was settled.", actor=cast.mo, at=YEAR)
    lift_hold(hold_id=hold.id, because="Told twice.", actor=cast.mo, at=YEAR)
    assert holds()[0].lifted_because == "The claim was settled."
    later = YEAR + timedelta(hours=1)
    assert watched.fire(rule.id, later)
    assert caller(Contact.objects.get(id=incident.contact_id)) == Caller()
    kinds = [one.kind for one in log(incident)]
    assert kinds[-3:] == ["privacy.hold.placed", "privacy.hold.lifted", "ledger.subject.erased"]
    assert verified(open_content=True, progress=lambda _: None).intact
    assert would_go("exercise", 90, at=later).go == 0
    assert watched.fire(rule.id, later + timedelta(hours=1))
    carried = said("privacy.retention.carried_out")
    assert [one[:7] for one in carried] == ["1 went,", "1 went,"]
    assert retention_rules()["exercise"].gone == 2


def test_incidents_and_contacts_that_were_real_have_times_of_their_own(
    incident: Incident, cast: Cast
) -> None:
    alone = cast.contact(agent=cast.al)
    Contact.objects.filter(id=alone.id).update(released_at=NOW, exercise=False)
    close(incident, exercise=False)
    told = {"held": set(), "limit": 9, "actor": cast.mo, "at": YEAR}
    assert ExercisesKept().let_go(YEAR, **told) == 0
    assert ContactsKept().old(YEAR, held=set()).go == 1
    assert ContactsKept().let_go(YEAR, **told) == 1
    assert ContactsKept().old(YEAR, held=set()).go == 0
    assert IncidentsKept().old(YEAR, held=set()).go == 1
    assert IncidentsKept().old(NOW, held=set()).go == 0
    assert IncidentsKept().let_go(YEAR, **told) == 1
    assert IncidentsKept().let_go(YEAR, **told) == 0


def test_a_hold_that_comes_between_the_look_and_the_erasure_wins(
    incident: Incident, cast: Cast
) -> None:
    which = {"incident_id": incident.id, "actor": cast.mo, "at": YEAR}
    assert not forget_incident(before=YEAR, **which), "it is open"
    close(incident)
    assert not forget_incident(before=NOW, **which), "it was closed since"
    place_hold(number=incident.number, reason="A claim.", **which)
    assert not forget_incident(before=YEAR, **which)


def test_messages_that_left_are_emptied_and_those_of_a_held_incident_stay(
    incident: Incident, cast: Cast, root: Actor
) -> None:
    send(None)
    send(incident.id)
    send(None)
    sent = Message.objects.exclude(incident_id=incident.id).order_by("created_at").first()
    assert sent is not None
    for row in (sent, Message.objects.get(incident_id=incident.id)):
        Message.objects.filter(id=row.id).update(state=State.SENT, sent_at=NOW, told_at=NOW)
    place_hold(incident_id=incident.id, number="SL", reason="A claim.", actor=cast.mo, at=NOW)
    old = would_go("message", 30, at=YEAR)
    assert (old.go, old.held, old.oldest) == (1, 1, NOW)
    rule = decide_retention(kind="message", days=30, basis="Policy", actor=root, at=YEAR)
    assert carry_out(rule.id, at=YEAR)
    assert [bool(one.sealed) for one in Message.objects.order_by("sealed")] == [False, True, True]


def test_a_decision_is_an_administrators_with_a_basis_and_can_be_taken_back(
    cast: Cast, root: Actor
) -> None:
    good = {"kind": "contact", "days": 30, "basis": "Policy", "at": NOW}
    with pytest.raises(RetentionNotYours):
        decide_retention(actor=cast.mo, **good)
    with pytest.raises(RetentionInvalid) as refused:
        decide_retention(actor=root, **(good | {"days": 0, "basis": ""}))
    assert set(refused.value.faults) == {"days", "basis"}
    with pytest.raises(KindUnknown):
        decide_retention(actor=root, **(good | {"kind": "secrets"}))
    decide_retention(actor=root, **good)
    decide_retention(actor=root, **(good | {"days": 60}))
    assert retention_rules()["contact"].days == 60
    with pytest.raises(RetentionNotYours):
        end_retention(kind="contact", actor=cast.bo, at=NOW)
    end_retention(kind="contact", actor=root, at=NOW)
    end_retention(kind="contact", actor=root, at=NOW)
    assert "contact" in {one.id for one in undecided_kinds()}
    assert RetentionDue().next_due() is None
    assert [one.split(". ")[0] for one in said("privacy.retention.decided")] == [
        "Contacts with no incident are kept for 30 days, before: without an end",
        "Contacts with no incident are kept for 60 days, before: 30 days",
    ]
    assert len(said("privacy.retention.ended")) == 1
    assert RetentionRule.objects.count() == 2
    assert len(kept_kinds()) == len({one.id for one in kept_kinds()})


def test_a_hold_needs_a_reason_an_incident_and_a_manager(incident: Incident, cast: Cast) -> None:
    good = {"incident_id": incident.id, "number": incident.number, "reason": "Court", "at": NOW}
    with pytest.raises(RetentionNotYours):
        place_hold(actor=cast.bo, **good)
    for wrong in ({"reason": " "}, {"incident_id": uuid4()}):
        with pytest.raises(HoldInvalid):
            place_hold(actor=cast.mo, **(good | wrong))
    hold = place_hold(actor=cast.mo, **good)
    with pytest.raises(HoldInvalid):
        place_hold(actor=cast.mo, **good)
    with pytest.raises(RetentionNotYours):
        lift_hold(hold_id=hold.id, because="Over", actor=cast.bo, at=NOW)
    with pytest.raises(HoldInvalid):
        lift_hold(hold_id=hold.id, because=" ", actor=cast.mo, at=NOW)
    with pytest.raises(HoldNotFound):
        lift_hold(hold_id=uuid4(), because="Over", actor=cast.mo, at=NOW)
