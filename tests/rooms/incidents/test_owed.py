"""What is owed passes on, is asked for until it is done, and follows the centre's own times."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.incidents.actions import (
    fire_obligation,
    fire_reminder,
    lock_incident_in_transaction,
    lower_level,
    owe_in_transaction,
    raise_level,
    release_contact,
    remove_owed_rule,
    set_owed_rule,
)
from stayline.incidents.actions.passing import pass_on_in_transaction
from stayline.incidents.errors import OwedRuleInvalid, OwedRuleNotFound, OwedRuleNotYours
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import log, may_be_owed, owed_by, owed_rules, unowned
from stayline.incidents.workers import ReminderDue
from stayline.people.actions import set_duty
from stayline.people.models import Availability, Conflict, Person
from stayline.people.ports import off_queue_in_transaction
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.policies import may_see_incident
from tests.cast import NOW, Cast, later
from tests.record import Opened

pytestmark = pytest.mark.django_db


@action
def owe(opened: Opened, name: str, **more: object) -> Obligation:
    told = {
        "do_kind": "file",
        "do_target": "call_record",
        "by": "agent",
        "within": timedelta(minutes=30),
        "actor": opened.cast.bo,
        "at": NOW,
    } | more
    row = lock_incident_in_transaction(opened.incident.id)
    return owe_in_transaction(row, name=name, **told)  # type: ignore[arg-type]  # as a table gives it


@action
def off_queue(who: Actor, availability: Availability, because: str) -> None:
    Person.objects.filter(id=who.id).update(availability=availability)
    off_queue_in_transaction(who.id, because=because, actor=who, at=later(60))


def sentences(row: Incident, kind: str) -> list[str]:
    return [one.sentence for one in log(row) if one.kind == kind]


def test_what_an_agent_owes_passes_to_the_receiver_and_then_to_a_supervisor_on_duty(
    opened: Opened,
) -> None:
    cast = opened.cast
    owe(opened, "note")
    owe(opened, "done", do_target="bomb_checklist")
    Obligation.objects.filter(incident=opened.incident, name="done").update(state="met")
    opened.hand_over_to(cast.bo)
    off_queue(cast.ann, Availability.OFF_QUEUE, "they are off the queue")
    assert opened.obligation("note").owner_id == cast.bo.id
    assert opened.obligation("done").owner_id == cast.ann.id
    # A receiver in aftercare is here, and knows the contact: what is theirs stays theirs.
    off_queue(cast.bo, Availability.OFF_QUEUE, "they are off the queue")
    assert opened.obligation("note").owner_id == cast.bo.id
    Person.objects.filter(id=cast.mo.id).update(availability=Availability.BREAK)
    off_queue(cast.bo, Availability.AWAY, "they are on leave")
    assert opened.obligation("note").owner_id == cast.bea.id
    assert may_see_incident(cast.bea, opened.incident.id)
    assert "call_record" in {one.do_target for one in owed_by(cast.bea.id, at=later(60))}
    assert unowned([opened.incident.id], at=later(60)) == []
    # Mo is free again, but must not handle Ann's contacts.
    Person.objects.filter(id=cast.mo.id).update(availability=Availability.FREE)
    Conflict.objects.create(
        person_id=cast.mo.id, other_id=cast.ann.id, noted_at=later(0), noted_by=cast.lou.id
    )
    off_queue(cast.bea, Availability.AWAY, "they are away")
    (nobodys, *_) = unowned([opened.incident.id], at=later(2000))
    assert (nobodys.whom, nobodys.late, nobodys.number) == ("", True, opened.incident.number)
    told = sentences(opened.incident, "incidents.obligation.passed_on")
    assert (
        "Passed on to whoever received the contact: note, because they are off the queue." in told
    )
    assert "Passed on to a supervisor: note, because they are on leave." in told
    assert "Passed on to nobody yet, it needs an owner: note, because they are away." in told


def test_without_a_receiver_a_supervisor_takes_it_and_whoever_owes_nothing_changes_nothing(
    opened: Opened,
) -> None:
    owe(opened, "note")
    set_duty(person_id=opened.cast.bo.id, on_duty=False, actor=opened.cast.bo, at=NOW)
    off_queue(opened.cast.ann, Availability.AWAY, "they are away")
    assert opened.obligation("note").owner_id == opened.cast.bea.id
    before = len(opened.kinds)

    @action
    def again() -> None:
        row = lock_incident_in_transaction(opened.incident.id)
        pass_on_in_transaction(
            row, opened.cast.al.id, because="nothing", actor=opened.cast.al, at=later(70)
        )

    again()
    assert len(opened.kinds) == before


@pytest.mark.covers("S1-44")
def test_a_draft_is_asked_for_before_and_after_its_time_until_it_is_done(
    opened: Opened, effects: NotedEffects
) -> None:
    cast, due = opened.cast, ReminderDue()
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=NOW)
    Obligation.objects.all().delete()
    row = owe(opened, "record")
    assert due.next_due() == later(900)
    assert list(due.due(later(899), 9)) == []
    effects.asked.clear()
    moments = [900, 1500, 1800, 2100, 3000]
    for moment in moments:
        assert list(due.due(later(moment), 9)) == [row.id]
        assert due.fire(row.id, later(moment))
        assert not due.fire(row.id, later(moment))
        if moment == 1800:
            assert fire_obligation(obligation_id=row.id, at=later(moment))
    assert effects.asked == [("notify", "supervisor")] * 2
    told = sentences(opened.incident, "incidents.obligation.asked_for")
    assert [one.split(" for")[0] for one in told] == [
        "Asked its owner",
        "Asked a supervisor",
        "Asked its owner",
        "Asked a supervisor",
        "Asked its owner",
    ]
    # A watcher that was down for a day asks once, and goes on from now.
    assert due.fire(row.id, later(86400))
    assert later(86400) < opened.obligation("record").remind_at <= later(86400 + 7200)
    Obligation.objects.filter(id=row.id).update(state="met")
    assert due.next_due() is None
    assert not fire_reminder(obligation_id=row.id, at=later(200_000))
    assert not fire_reminder(obligation_id=uuid4(), at=later(200_000))


def test_an_agent_in_a_live_contact_is_not_asked_to_file_anything(
    opened: Opened, effects: NotedEffects
) -> None:
    row = owe(opened, "record", within=None)
    effects.asked.clear()
    assert fire_reminder(obligation_id=row.id, at=later(1800))
    assert effects.asked == [("notify", "supervisor")]
    told = sentences(opened.incident, "incidents.obligation.asked_for")
    assert told == ["Asked a supervisor for: record (1 so far), due no time set."]


def test_what_is_no_longer_asked_for_is_left_alone(opened: Opened) -> None:
    row = owe(opened, "case", do_kind="open_case", do_target="customer_support_supervisor")
    assert row.remind_at is None
    Obligation.objects.filter(id=row.id).update(remind_at=NOW)
    assert not fire_reminder(obligation_id=row.id, at=NOW)
    assert opened.obligation("case").remind_at is None


def test_whether_help_arrived_is_asked_until_somebody_confirms_it(
    opened: Opened, effects: NotedEffects
) -> None:
    row = owe(
        opened,
        "arrived",
        do_kind="confirm",
        do_target="arrived",
        by="receiver",
        within=timedelta(minutes=10),
        otherwise=[{"kind": "raise", "target": "management"}],
    )
    effects.asked.clear()
    assert fire_reminder(obligation_id=row.id, at=later(600))
    assert fire_obligation(obligation_id=row.id, at=later(600))
    for moment in (720, 840, 1020, 1200):
        assert fire_reminder(obligation_id=row.id, at=later(moment))
    assert effects.asked == [("raise", "management"), *[("notify", "supervisor")] * 2]
    assert opened.obligation("arrived").remind_at == later(1380)


def test_the_centres_own_time_holds_at_once_and_the_log_says_why(opened: Opened) -> None:
    cast = opened.cast
    row = owe(opened, "record")
    lowered = {"incident_id": opened.incident.id, "actor": cast.bo}
    opened.let_in(cast.bo)
    elsewhere = set_owed_rule(
        what="file call_record",
        within=timedelta(minutes=2),
        level=3,
        site_id=cast.other_site.id,
        because="another place",
        actor=cast.cy,
        at=later(10),
    )
    assert opened.obligation("record").due_at == later(1800)
    set_owed_rule(
        what="file call_record",
        within=timedelta(days=9),
        level=3,
        site_id=cast.site.id,
        because="never more time",
        actor=cast.mo,
        at=later(15),
    )
    assert opened.obligation("record").due_at == later(1800)
    rule = set_owed_rule(
        what="file call_record",
        within=timedelta(minutes=10),
        level=0,
        site_id=cast.site.id,
        because="our contract",
        actor=cast.mo,
        at=later(20),
    )
    assert opened.incident.level > 0
    assert opened.obligation("record").due_at == later(1800)
    raise_level(level=0, reason="worse", at=later(30), **lowered)
    assert opened.obligation("record").due_at == later(600)
    assert opened.obligation("record").remind_at == later(300)
    # What is owed from now on has it from the beginning; a rule never gives more time.
    assert owe(opened, "second", at=later(40)).due_at == later(640)
    assert owe(opened, "third", within=timedelta(minutes=3), at=later(40)).due_at == later(220)
    remove_owed_rule(rule_id=rule.id, actor=cast.mo, at=later(50))
    remove_owed_rule(rule_id=rule.id, actor=cast.mo, at=later(51))
    assert opened.obligation("record").due_at == later(1800)
    told = sentences(opened.incident, "incidents.obligation.recomputed")
    assert told[0].endswith(": record, because the level rose to L0.")
    assert "because the centre's own time was taken back: our contract." in told[-1]
    assert [(one.site, one.do_target, one.minutes) for one in owed_rules()] == [
        ("There", "call_record", 2),
        ("Here", "call_record", 9 * 24 * 60),
    ]
    assert elsewhere.removed_at is None
    del row


def test_lowering_the_level_gives_the_time_back(opened: Opened) -> None:
    cast = opened.cast
    opened.let_in(cast.bo)
    raise_level(
        incident_id=opened.incident.id, level=0, reason="worse", actor=cast.ann, at=later(1)
    )
    owe(opened, "record")
    set_owed_rule(
        what="file call_record",
        within=timedelta(minutes=1),
        level=0,
        site_id=None,
        because="policy",
        actor=_administrator(cast.mo),
        at=later(120),
    )
    assert opened.obligation("record").due_at == later(180), "whoever owes it keeps a minute"
    lower_level(
        incident_id=opened.incident.id, level=1, reason="calm", actor=cast.bo, at=later(130)
    )
    assert opened.obligation("record").due_at == later(1800)


def test_a_rule_that_is_wrong_or_somebody_elses_is_refused(cast: Cast) -> None:
    good = {
        "what": "file call_record",
        "within": timedelta(minutes=5),
        "level": 3,
        "site_id": cast.site.id,
        "because": "policy",
    }
    for who in (cast.ann, cast.bo, cast.cy):
        with pytest.raises(OwedRuleNotYours):
            set_owed_rule(actor=who, at=NOW, **good)
    with pytest.raises(OwedRuleNotYours):
        set_owed_rule(actor=cast.mo, at=NOW, **(good | {"site_id": None}))
    with pytest.raises(OwedRuleInvalid) as refused:
        set_owed_rule(
            what="sing",
            within=timedelta(seconds=3),
            level=7,
            site_id=cast.site.id,
            because=" ",
            actor=cast.mo,
            at=NOW,
        )
    assert set(refused.value.faults) == {"what", "within", "level", "because"}
    rule = set_owed_rule(actor=cast.mo, at=NOW, **good)
    with pytest.raises(OwedRuleNotYours):
        remove_owed_rule(rule_id=rule.id, actor=cast.cy, at=NOW)
    with pytest.raises(OwedRuleNotFound):
        remove_owed_rule(rule_id=uuid4(), actor=cast.mo, at=NOW)


def test_what_was_owed_in_a_centre_may_be_wanted_sooner(opened: Opened) -> None:
    assert "file our_own_form" not in {one.what for one in may_be_owed()}
    owe(opened, "own", do_target="our_own_form")
    found = [one.what for one in may_be_owed()]
    assert "file our_own_form" in found
    assert len(found) == len(set(found))


def _administrator(actor: Actor) -> Actor:
    return Actor(
        id=actor.id,
        pseudonym=actor.pseudonym,
        name=actor.name,
        roles=frozenset({"administrator"}),
        site_id=actor.site_id,
    )
