"""Come back, decline, done, missed."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.care.actions import come_back, decline_check, miss_check, record_check
from stayline.care.errors import CheckClosed, CheckNotFound, NotOffTheQueue, NotYours, TooSoon
from stayline.care.models import PrivateCheck
from stayline.care.personal_data import held_about
from stayline.care.policies import may_see_dates
from stayline.care.queries import due_checks, own_care, promises_of
from stayline.care.workers import CheckDue
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import log
from stayline.ledger.queries import entries, stream_about
from stayline.people.models import Availability, Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import Cast, later
from tests.rooms.care.conftest import ENDED

pytestmark = pytest.mark.django_db

LEAST = ENDED + 600
DUE = ENDED + 1800


@pytest.fixture
def check(ended: Incident, cast: Cast) -> PrivateCheck:
    """The check on Ann, by Bea."""
    return PrivateCheck.objects.get(person_id=cast.ann.id, incident_id=ended.id, step="first")


def own_kinds(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    assert stream is not None
    return [one.kind for one in entries(stream.id)]


@pytest.mark.usefixtures("ended")
class TestComeBack:
    def test_too_soon_is_refused_and_says_from_when(self, cast: Cast) -> None:
        with pytest.raises(TooSoon) as refused:
            come_back(actor=cast.ann, at=later(LEAST - 1))
        assert refused.value.data["until"] == later(LEAST).isoformat()
        assert Person.objects.get(id=cast.ann.id).availability == Availability.OFF_QUEUE

    def test_after_the_least_time_it_is_the_persons_choice(self, cast: Cast) -> None:
        come_back(actor=cast.ann, at=later(LEAST))
        row = Person.objects.get(id=cast.ann.id)
        assert (row.availability, row.available_since) == (Availability.FREE, later(LEAST))
        assert own_care(cast.ann.id, at=later(LEAST)).off_since is None
        assert own_kinds(cast.ann)[-1] == "care.person.came_back"
        assert Person.objects.get(id=cast.bo.id).availability == Availability.OFF_QUEUE

    def test_off_duty_it_is_away(self, cast: Cast) -> None:
        Person.objects.filter(id=cast.ann.id).update(on_duty=False)
        come_back(actor=cast.ann, at=later(LEAST))
        assert Person.objects.get(id=cast.ann.id).availability == Availability.AWAY

    def test_whoever_is_not_off_cannot_come_back(self, cast: Cast) -> None:
        with pytest.raises(NotOffTheQueue):
            come_back(actor=cast.al, at=later(LEAST))
        come_back(actor=cast.ann, at=later(LEAST))
        with pytest.raises(NotOffTheQueue):
            come_back(actor=cast.ann, at=later(LEAST + 1))


@pytest.mark.covers("S4-6")
def test_a_check_can_be_declined_by_the_person_alone(check: PrivateCheck, cast: Cast) -> None:
    for other in (cast.bea, cast.mo, cast.al):
        with pytest.raises(NotYours):
            decline_check(check_id=check.id, actor=other, at=later(ENDED + 60))
    decline_check(check_id=check.id, actor=cast.ann, at=later(ENDED + 60))
    check.refresh_from_db()
    assert (check.declined_at, check.due_at) == (later(ENDED + 60), None)
    assert own_kinds(cast.ann)[-1] == "care.check.declined"
    assert [one.person for one in promises_of(cast.bea.id, at=later(DUE))] == ["Bo Example"]
    with pytest.raises(CheckClosed):
        record_check(check_id=check.id, actor=cast.bea, at=later(ENDED + 70))


def test_a_check_is_recorded_by_the_supporter_or_another_supervisor(
    check: PrivateCheck, cast: Cast
) -> None:
    for other in (cast.ann, cast.al, cast.cy):
        with pytest.raises(NotYours):
            record_check(check_id=check.id, actor=other, at=later(ENDED + 60))
    record_check(check_id=check.id, actor=cast.mo, at=later(ENDED + 60))
    check.refresh_from_db()
    assert (check.done_at, check.due_at) == (later(ENDED + 60), None)
    assert own_kinds(cast.ann)[-1] == "care.check.done"
    with pytest.raises(CheckClosed):
        decline_check(check_id=check.id, actor=cast.ann, at=later(ENDED + 70))


def test_a_missed_check_goes_to_somebody_else_and_then_management_is_told(
    ended: Incident, check: PrivateCheck, cast: Cast, noted: NotedEffects
) -> None:
    assert CheckDue().next_due() == later(DUE)
    assert CheckDue().due(later(DUE - 1), 50) == []
    assert check.id in CheckDue().due(later(DUE), 50)
    asked = len(noted.asked)
    assert CheckDue().fire(check.id, later(DUE))
    check.refresh_from_db()
    assert (check.supporter_id, check.due_at) == (cast.mo.id, later(DUE + 15 * 60))
    assert own_kinds(cast.ann)[-1] == "care.check.passed_on"
    assert noted.asked[asked:] == []
    assert not CheckDue().fire(check.id, later(DUE + 1)), "it is not due any more"
    late = {one.person: one.late for one in promises_of(cast.mo.id, at=later(DUE + 60))}
    assert late == {"Ann Example": False}

    assert CheckDue().fire(check.id, later(DUE + 900))
    assert noted.asked[asked:] == [("notify", "management")]
    sentences = " ".join(one.sentence for one in log(ended) if one.kind.startswith("incidents.eff"))
    assert "a private check was not done in time" in sentences
    assert "Ann" not in sentences
    check.refresh_from_db()
    assert (check.missed_at, check.due_at) == (later(DUE + 900), None)
    assert promises_of(cast.mo.id, at=later(DUE + 901))[0].late
    assert "late" in {one.state for one in own_care(cast.ann.id, at=later(DUE + 901)).checks}
    record_check(check_id=check.id, actor=cast.mo, at=later(DUE + 990))
    assert own_care(cast.ann.id, at=later(DUE + 990)).checks[0].state == "done"


def test_a_check_that_nobody_else_can_do_is_told_at_once(
    check: PrivateCheck, cast: Cast, noted: NotedEffects
) -> None:
    Person.objects.exclude(id__in=[cast.ann.id, cast.bea.id]).update(is_active=False)
    asked = len(noted.asked)
    watcher = system_actor("watcher")
    assert not miss_check(check_id=check.id, actor=watcher, at=later(DUE - 1))
    assert miss_check(check_id=check.id, actor=watcher, at=later(DUE))
    assert noted.asked[asked:] == [("notify", "management")]
    assert check.id not in due_checks(at=later(DUE + 60), limit=50)


def test_a_check_that_was_done_is_not_missed(
    check: PrivateCheck, cast: Cast, noted: NotedEffects
) -> None:
    record_check(check_id=check.id, actor=cast.bea, at=later(ENDED + 60))
    asked = list(noted.asked)
    assert not CheckDue().fire(check.id, later(DUE))
    assert noted.asked == asked


def test_an_unknown_check_is_said(cast: Cast) -> None:
    for act in (decline_check, record_check, miss_check):
        with pytest.raises(CheckNotFound):
            act(check_id=uuid4(), actor=cast.ann, at=later(1))


def test_what_care_holds_about_a_person_is_dates(check: PrivateCheck, cast: Cast) -> None:
    held = held_about(cast.ann.id)
    assert [one["since"] for one in held["off_queue"]] == [later(ENDED)]
    assert check.due_at in {one["due_at"] for one in held["private_checks"]}
    assert not any(held_about(cast.al.id).values())


def test_dates_are_for_those_who_supervise_the_site(cast: Cast) -> None:
    assert may_see_dates(cast.mo, cast.site.id)
    assert may_see_dates(cast.bo, cast.site.id)
    assert not may_see_dates(cast.ann, cast.site.id)
    assert not may_see_dates(cast.cy, cast.site.id)


def test_a_person_who_belongs_to_no_site_comes_back_too(check: PrivateCheck, cast: Cast) -> None:
    del check
    Person.objects.filter(id=cast.ann.id).update(site=None)
    come_back(actor=cast.ann, at=later(LEAST))
    assert Person.objects.get(id=cast.ann.id).availability == Availability.FREE
