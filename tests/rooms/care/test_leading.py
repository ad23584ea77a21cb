"""The anonymous pulse and leaders' duties of care: what is kept, what is owed, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction

from stayline.care.actions import (
    answer_pulse,
    begin_month,
    close_round,
    meet_duty,
    miss_duty,
    owe_duties_in_transaction,
    waive_duty,
)
from stayline.care.errors import (
    DutyClosed,
    DutyNotFound,
    NoPulse,
    OwnInvalid,
    PulseAnswered,
)
from stayline.care.models import LeaderDuty, PrivateCheck, PulseCount, PulseMark, PulseRound
from stayline.care.personal_data import held_about
from stayline.care.queries import count_owed, duties_at, duties_of, effect, pulse_for, pulse_results
from stayline.care.queries.pulse import group_of
from stayline.care.workers import DutyDue, PulseDue
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries, stream_about
from stayline.library.models import DocumentVersion, InForce
from stayline.people.actions import add_person
from stayline.people.models import Site
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction
from tests.cast import NOW, PASSWORD, Cast, later
from tests.rooms.care.conftest import ENDED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

OVER = datetime(2026, 12, 1, tzinfo=UTC)
ANSWERS = {"load": "heavy", "carry_home": "often", "name": "Ann", "support": "who knows"}


@pytest.fixture
def watcher(cast: Cast) -> Actor:
    """The clock's actor, with this month begun at both sites."""
    del cast
    found = system_actor("watcher")
    due = PulseDue()
    began = due.next_due()
    assert began is not None
    assert began < datetime.now(UTC), "a watcher that looked at its clock before fires it"
    for site_id in due.due(NOW, 10):
        assert due.fire(site_id, NOW)
    assert (list(due.due(NOW, 10)), due.next_due()) == ([], OVER)
    return found


def some_agents(cast: Cast, count: int) -> list[Actor]:
    return [
        add_person(
            username=f"extra{number}",
            name=f"Extra Example {number}",
            password=PASSWORD,
            roles=["agent"],
            site_id=cast.site.id,
            at=NOW,
        ).actor()
        for number in range(count)
    ]


@pytest.mark.covers("S4-4")
def test_answers_are_counts_at_once_and_nothing_ties_one_to_a_person(
    cast: Cast, watcher: Actor
) -> None:
    people = [cast.ann, cast.al, cast.bo, *some_agents(cast, 4)]
    row = PulseRound.objects.get(site=cast.site)
    cells = PulseCount.objects.filter(round=row).count()
    for who in people:
        assert pulse_for(who, at=later(1)) is not None
        answer_pulse(answers=ANSWERS, actor=who, at=later(1))
        assert pulse_for(who, at=later(2)) is None
    with pytest.raises(PulseAnswered):
        answer_pulse(answers=ANSWERS, actor=cast.ann, at=later(2))
    assert pulse_results(cast.site.id) == [], "nothing of an open round"
    assert PulseCount.objects.filter(round=row).count() == cells, "an answer makes no row"
    names = {one.name for model in (PulseCount, PulseMark) for one in model._meta.get_fields()}
    assert not names & {"person", "at", "created_at", "order"}
    ids = {str(who.id) for who in people} | {who.id.hex for who in people}
    with connection.cursor() as cursor:
        for table in ("care_pulsecount", "care_pulsemark", "care_pulseround"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            assert not [one for one in ids if one in repr(cursor.fetchall())]
    for who in people:
        stream = stream_about("person", who.id)
        kinds = [one.kind for one in entries(stream.id)] if stream else []
        assert not [kind for kind in kinds if kind.startswith("care.pulse")]
        assert "load" not in repr(held_about(who.id))

    assert not close_round(round_id=row.id, actor=watcher, at=later(2)), "its month is not over"
    assert PulseDue().fire(row.id, OVER)
    assert not close_round(round_id=row.id, actor=watcher, at=OVER)
    row.refresh_from_db()
    assert (bytes(row.secret), PulseMark.objects.filter(round=row).exists()) == (b"", False)
    with pytest.raises(NoPulse):
        answer_pulse(answers=ANSWERS, actor=cast.mo, at=OVER)
    (result,) = pulse_results(cast.site.id)
    assert (result.answered, len(result.questions)) == (7, 6)
    asked = {one.label: one for one in result.questions}
    load = asked["The weight of the contacts this month was"]
    support = asked["When I needed somebody, somebody was there"]
    assert [one.words for one in load.rows] == ["Everybody"], "one supervisor would stand alone"
    assert [word for word, _ in load.rows[0].bands] == ["few", "few", "most", "few"]
    assert support.rows == (), "what is no answer counts nowhere"
    assert list(PulseDue().due(OVER, 10))[-1] == cast.site.id
    assert PulseDue().fire(cast.site.id, OVER)
    assert pulse_for(cast.ann, at=OVER) is not None, "a new month, everybody again"


def test_without_a_form_or_a_list_a_month_begins_and_asks_and_owes_nothing(cast: Cast) -> None:
    kinds = ("form", "duties")
    InForce.objects.filter(kind__in=kinds).delete()
    DocumentVersion.objects.filter(kind__in=kinds).update(state="draft")
    DocumentVersion.objects.filter(kind="form", document_id="pulse").update(document_id="other")
    watcher = system_actor("watcher")
    assert begin_month(site_id=cast.site.id, actor=watcher, at=NOW)
    assert not begin_month(site_id=cast.site.id, actor=watcher, at=NOW)
    assert not begin_month(site_id=uuid4(), actor=watcher, at=NOW)
    assert pulse_for(cast.ann, at=NOW) is None
    with pytest.raises(NoPulse):
        answer_pulse(answers={}, actor=cast.ann, at=NOW)
    assert not LeaderDuty.objects.exists()


def test_each_person_is_counted_with_others(cast: Cast) -> None:
    assert [group_of(one) for one in (cast.ann, cast.bo, cast.lou, system_actor("watcher"))] == [
        "contacts", "leaders", "leaders", "others",
    ]  # fmt: skip


@pytest.mark.covers("S4-52")
def test_after_an_incident_leaders_owe_staff_and_customers_and_what_is_missed_goes_up(
    ended: Incident, cast: Cast
) -> None:
    owed = LeaderDuty.objects.filter(incident_id=ended.id)
    assert set(owed.filter(duty="speak").values_list("person_id", flat=True)) == {
        cast.ann.id, cast.bo.id,
    }  # fmt: skip
    assert not [one for one in owed if one.owner_id in {None, one.person_id}]
    assert owed.filter(duty="caller-safety", person=None).count() == 1
    assert set(owed.filter(duty="load").values_list("owner_id", flat=True)) == {cast.mo.id}
    count = owed.count()
    with transaction.atomic():
        locked = lock_incident_in_transaction(ended.id)
        assert owe_duties_in_transaction(locked, actor=cast.bo, at=later(ENDED + 5)) == 0
    assert owed.count() == count, "owed once"

    safety = owed.get(duty="caller-safety")
    due, late = DutyDue(), safety.until
    assert due.next_due() == late, "the caller comes first"
    assert list(due.due(late, 10)) == [safety.id]
    assert due.fire(safety.id, late)
    assert not due.fire(safety.id, late)
    safety.refresh_from_db()
    assert (safety.missed_at, safety.above_id) == (late, cast.mo.id), "a manager is above"
    assert safety.id in {one.id for one in duties_of(cast.mo)}
    assert count_owed(cast.mo) == len(duties_of(cast.mo))
    others = {one.id for one in duties_at(cast.mo, since=late)}
    assert safety.id not in others, "it stands among their own"


@pytest.mark.covers("S4-52")
def test_a_duty_is_met_or_waived_by_whoever_owes_it_and_counted(
    ended: Incident, cast: Cast
) -> None:
    owed, late = LeaderDuty.objects.filter(incident_id=ended.id), later(ENDED + 60)
    speak = owed.get(duty="speak", person_id=cast.ann.id)
    assert speak.owner is not None
    owner = speak.owner.actor()
    shown = next(one for one in duties_of(owner) if one.id == speak.id)
    assert (shown.to, shown.about, shown.state) == ("Ann Example", ended.number, "open")
    for other in (cast.ann, cast.al, cast.cy):
        with pytest.raises(DutyNotFound):
            meet_duty(duty_id=speak.id, actor=other, at=late)
    meet_duty(duty_id=speak.id, actor=owner, at=late)
    with pytest.raises(DutyClosed):
        meet_duty(duty_id=speak.id, actor=owner, at=late)
    load = owed.get(duty="load")
    with pytest.raises(OwnInvalid):
        waive_duty(duty_id=load.id, because="no time", actor=cast.mo, at=late)
    waive_duty(duty_id=load.id, because="not-here", actor=cast.mo, at=late)
    states = {one.id: one.state for one in duties_at(cast.mo, since=late)}
    assert (states[speak.id], states[load.id]) == ("met", "waived")
    stream = stream_about("person", owner.id)
    assert stream is not None
    kinds = [one.kind for one in entries(stream.id)]
    assert {"care.duties.owed", "care.duty.met"} <= set(kinds)
    assert {one["duty"] for one in held_about(cast.ann.id)["duties_to_them"]} == {"speak", "thank"}
    month = effect(cast.site.id, at=late)[0]
    assert (month.incidents, month.offered, month.duties_met, month.duties_missed) == (1, 2, 1, 0)


def test_who_is_kept_out_of_an_incident_owes_and_learns_nothing_of_it(
    ended: Incident, cast: Cast
) -> None:
    with transaction.atomic():
        locked = lock_incident_in_transaction(ended.id)
        exclude_in_transaction(
            locked.id,
            cast.mo,
            because="implicated",
            stream_id=locked.stream_id,
            actor=cast.bo,
            at=later(ENDED + 1),
        )
        LeaderDuty.objects.filter(incident_id=ended.id).delete()
        owe_duties_in_transaction(locked, actor=cast.bo, at=later(ENDED + 5))
    load = LeaderDuty.objects.get(incident_id=ended.id, duty="load")
    assert load.owner_id is None, "the only manager is kept out"
    assert duties_of(cast.mo) == duties_at(cast.mo, since=NOW) == []
    with pytest.raises(DutyNotFound):
        meet_duty(duty_id=load.id, actor=cast.mo, at=later(ENDED + 6))
    with pytest.raises(DutyNotFound):
        meet_duty(duty_id=uuid4(), actor=cast.mo, at=later(ENDED + 6))
    assert miss_duty(duty_id=load.id, actor=system_actor("watcher"), at=load.until)
    load.refresh_from_db()
    assert load.above_id is None, "nobody else leads here yet"
    chief = add_person(
        username="chief", name="Chief Example", password=PASSWORD, roles=["administrator"],
        site_id=cast.other_site.id, at=NOW,
    )  # fmt: skip
    Site.objects.filter(id=cast.site.id).update(fallback=cast.other_site)
    controls = LeaderDuty.objects.get(incident_id=ended.id, duty="violence-controls")
    assert miss_duty(duty_id=controls.id, actor=system_actor("watcher"), at=controls.until)
    controls.refresh_from_db()
    assert controls.above_id == cast.cy.id, "a manager of the site that stands in"
    assert chief.id != controls.above_id


def test_where_nobody_is_offered_care_and_what_was_opened_in_error_owe_less(
    ended: Incident, cast: Cast
) -> None:
    def again(**changes: object) -> set[str]:
        with transaction.atomic():
            locked = lock_incident_in_transaction(ended.id)
            for name, value in changes.items():
                setattr(locked, name, value)
            LeaderDuty.objects.filter(incident_id=ended.id).delete()
            owe_duties_in_transaction(locked, actor=cast.bo, at=later(ENDED + 5))
        return set(LeaderDuty.objects.filter(incident_id=ended.id).values_list("duty", flat=True))

    assert "caller-safety" in again()
    assert "caller-safety" not in again(opened_in_error_at=later(1))
    assert "speak" in again(opened_in_error_at=later(1))
    assert "report-injury" not in again(level=3)
    PrivateCheck.objects.filter(incident_id=ended.id).delete()
    assert again() == set(), "where nobody is offered care, nothing is owed"
