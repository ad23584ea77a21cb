"""Who is there, and who is rung first."""

from __future__ import annotations

import pytest

from stayline.people.actions import (
    note_gone,
    note_seen,
    set_availability_in_transaction,
    set_duty,
)
from stayline.people.models import Availability, Person
from stayline.people.queries import everyone, is_present, on_duty, present_people
from stayline.people.workers import PresenceKeeper
from stayline.platform.actors import Actor
from stayline.platform.models import LiveEvent
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db
LEADS = ["supervisor", "lead_resolution_specialist", "manager"]


def rung(cast: Cast, **more: object) -> list[str]:
    fields = {"roles": LEADS, "site_id": cast.site.id, "at": later(10)} | more
    return [one.name.split()[0] for one in on_duty(**fields)]


def idle_since(who: Actor, seconds: float) -> None:
    Person.objects.filter(id=who.id).update(available_since=later(seconds))


@pytest.fixture
def floor(cast: Cast) -> Cast:
    """Four who may take over: everybody present and free, idle one after the other."""
    for seconds, who in enumerate((cast.mo, cast.lou, cast.bea, cast.bo)):
        idle_since(who, seconds)
    note_seen(
        person_ids=[cast.bo.id, cast.bea.id, cast.lou.id, cast.mo.id], at=later(9), process="web"
    )
    return cast


def test_the_longest_idle_is_first(floor: Cast) -> None:
    assert rung(floor) == ["Mo", "Lou", "Bea", "Bo"]
    idle_since(floor.mo, 8)
    assert rung(floor) == ["Lou", "Bea", "Bo", "Mo"]


def test_present_comes_before_absent_and_free_before_busy(floor: Cast) -> None:
    note_gone(person_id=floor.mo.id, at=later(9), process="web")
    assert rung(floor) == ["Lou", "Bea", "Bo", "Mo"]
    set_availability_in_transaction(floor.lou.id, Availability.ON_CONTACT, at=later(9))
    assert rung(floor) == ["Bea", "Bo", "Mo", "Lou"]


def test_a_break_orders_people_and_leaves_nobody_out(floor: Cast) -> None:
    for who, what in (
        (floor.mo, Availability.IN_CRISIS),
        (floor.lou, Availability.OFF_QUEUE),
        (floor.bea, Availability.BREAK),
    ):
        set_availability_in_transaction(who.id, what, at=later(9))
    assert rung(floor) == ["Bo", "Bea", "Lou", "Mo"]


def test_nobody_off_duty_excluded_inactive_or_of_another_site(floor: Cast) -> None:
    set_duty(person_id=floor.mo.id, on_duty=False, actor=floor.mo, at=NOW)
    Person.objects.filter(id=floor.lou.id).update(is_active=False)
    assert rung(floor, exclude=[floor.bo.id]) == ["Bea"]
    assert rung(floor, site_id=None, roles=["manager"]) == ["Cy"]
    assert rung(floor, roles=["manager"]) == []


def test_a_skill_is_needed_where_it_is_asked(floor: Cast) -> None:
    assert rung(floor, skills=["sign_language"]) == []


def test_everyone_is_everyone_with_those_on_duty_first(floor: Cast) -> None:
    set_duty(person_id=floor.mo.id, on_duty=False, actor=floor.mo, at=NOW)
    note_seen(person_ids=[floor.ann.id, floor.al.id], at=later(9), process="web")
    found = everyone(site_id=floor.site.id, at=later(10), exclude=[floor.al.id])
    names = [one.name.split()[0] for one in found]
    assert set(names) == {"Ann", "Bo", "Bea", "Lou", "Mo"}
    assert names[-1] == "Mo"
    leads = everyone(roles=["manager"], site_id=floor.site.id, at=later(10))
    assert [(one.name, one.on_duty) for one in leads] == [("Mo Example", False)]


def test_a_candidate_says_what_a_rung_needs_to_know(floor: Cast) -> None:
    (mo, *_) = on_duty(roles=["manager"], site_id=floor.site.id, at=later(10))
    assert (mo.id, mo.availability, mo.available_since) == (floor.mo.id, "free", NOW)
    assert (mo.present, mo.roles, mo.on_duty) == (True, {"manager"}, True)


def test_being_busy_ends_the_idle_time(cast: Cast) -> None:
    set_availability_in_transaction(cast.bo.id, Availability.ON_CONTACT, at=later(5))
    assert Person.objects.get(id=cast.bo.id).available_since is None
    set_availability_in_transaction(cast.bo.id, Availability.FREE, at=later(9))
    assert Person.objects.get(id=cast.bo.id).available_since == later(9)


# ── presence ──


def test_seen_is_present_for_twelve_seconds(cast: Cast) -> None:
    assert not is_present(cast.bo.id, NOW)
    note_seen(person_ids=[cast.bo.id], at=NOW, process="web")
    assert is_present(cast.bo.id, later(11.9))
    assert not is_present(cast.bo.id, later(12))
    assert present_people(later(1)) == {cast.bo.id}
    assert present_people(later(1), [cast.bea.id]) == set()


def test_gone_is_absent_at_once_and_back_is_present(cast: Cast) -> None:
    keeper = PresenceKeeper()
    keeper.seen([cast.bo.id, cast.bea.id], at=NOW, process="web")
    keeper.seen([], at=later(1), process="web")
    keeper.gone(cast.bo.id, at=later(2), process="web")
    assert present_people(later(3)) == {cast.bea.id}
    keeper.seen([cast.bo.id], at=later(4), process="web")
    assert is_present(cast.bo.id, later(4))


def test_another_process_that_sees_somebody_keeps_them_present(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id], at=NOW, process="web-1")
    note_seen(person_ids=[cast.bo.id], at=later(1), process="web-2")
    note_gone(person_id=cast.bo.id, at=later(2), process="web-1")
    assert is_present(cast.bo.id, later(3))


def test_a_late_goodbye_does_not_undo_a_later_hello(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id], at=later(5), process="web")
    note_gone(person_id=cast.bo.id, at=later(4), process="web")
    assert is_present(cast.bo.id, later(6))


def boards() -> list[str]:
    return list(LiveEvent.objects.filter(kind="board").values_list("topic", flat=True))


def test_who_arrives_or_leaves_shows_on_the_boards_of_their_sites(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id, cast.bea.id, cast.cy.id], at=NOW, process="web")
    assert sorted(boards()) == sorted(f"board:{site.id}" for site in (cast.site, cast.other_site))
    LiveEvent.objects.all().delete()
    note_seen(person_ids=[cast.bo.id], at=later(5), process="web")
    assert boards() == []
    note_gone(person_id=cast.bo.id, at=later(6), process="another")
    assert boards() == []
    note_gone(person_id=cast.bo.id, at=later(6), process="web")
    assert boards() == [f"board:{cast.site.id}"]
