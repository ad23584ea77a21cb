"""What a telephone says of people: in any order, once, beside the screen, and never in the way."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import (
    LegReport,
    PhoneWord,
    note_own_leg,
    note_phone_call_over,
    note_phone_state,
    note_seen,
    set_availability_in_transaction,
    set_own_availability,
)
from stayline.people.models import Availability, Person, PhoneLeg
from stayline.people.queries import Candidate, everyone, on_duty, system_actor
from stayline.platform.actors import Actor
from stayline_core.whereabouts import Phone, Seen
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db
HOUR = 3600


def say(
    who: Actor, state: Phone, seconds: float, *, heard: float | None = None, pause: bool = False
) -> bool:
    word = PhoneWord("switchboard", state, later(seconds), pause=pause)
    at = later(max(seconds, 0) if heard is None else heard)
    return note_phone_state(person_id=who.id, word=word, actor=system_actor("telephone"), at=at)


def leg(who: Actor, name: str, sequence: int, *, up: bool, seconds: float, call: str = "c") -> bool:
    report = LegReport("switchboard", call, name, sequence, up, later(seconds))
    actor = system_actor("telephone")
    return note_own_leg(person_id=who.id, report=report, actor=actor, at=later(seconds))


def hang_up(seconds: float, call: str = "c") -> None:
    at = later(seconds)
    actor = system_actor("telephone")
    note_phone_call_over(source="switchboard", call=call, happened_at=at, actor=actor, at=at)


def of(cast: Cast, who: Actor, seconds: float) -> Candidate:
    crew = everyone(site_id=cast.site.id, at=later(seconds))
    return next(one for one in crew if one.id == who.id)


def availability(who: Actor) -> str:
    return Person.objects.get(id=who.id).availability


def test_who_is_in_a_call_elsewhere_is_not_rung_as_free(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id, cast.bea.id], at=later(9), process="web")
    Person.objects.filter(id=cast.bo.id).update(available_since=later(0))
    Person.objects.filter(id=cast.bea.id).update(available_since=later(1))
    ask = {"roles": ["supervisor"], "site_id": cast.site.id, "at": later(10)}
    assert [one.id for one in on_duty(**ask)] == [cast.bo.id, cast.bea.id]
    leg(cast.bo, "a", 1, up=True, seconds=9)
    assert [one.id for one in on_duty(**ask)] == [cast.bea.id, cast.bo.id]
    now = of(cast, cast.bo, 10)
    assert (now.availability, now.calling, now.seen) == ("on_contact", True, Seen.SCREEN)
    assert now.there == "in a call, and at a screen"
    assert availability(cast.bo) == "free", "it is over by itself"
    leg(cast.bo, "a", 2, up=False, seconds=10)
    assert [one.id for one in on_duty(**ask)] == [cast.bo.id, cast.bea.id]


def test_a_leg_of_somebody_without_a_site_counts_as_any_other(cast: Cast) -> None:
    Person.objects.filter(id=cast.bo.id).update(site_id=None)
    assert leg(cast.bo, "a", 1, up=True, seconds=1)
    assert PhoneLeg.objects.get(person_id=cast.bo.id).up


REPORTS = [("a", 1, True), ("a", 2, True), ("a", 5, False), ("b", 3, True), ("b", 4, False)]


def test_reports_of_legs_in_any_order_and_twice_end_the_same(cast: Cast) -> None:
    for number, order in enumerate(permutations(REPORTS)):
        for name, sequence, up in (*order, order[0]):
            leg(cast.bo, name, sequence, up=up, seconds=9, call=f"c{number}")
    assert not PhoneLeg.objects.filter(up=True).exists()
    assert not leg(cast.bo, "a", 5, up=False, seconds=9, call="c0"), "the same again"


def test_of_two_legs_one_is_enough_and_a_lost_end_is_not_for_ever(cast: Cast) -> None:
    leg(cast.bo, "a", 1, up=True, seconds=1)
    leg(cast.bo, "b", 1, up=True, seconds=1, call="other")
    leg(cast.bo, "a", 2, up=False, seconds=2)
    assert of(cast, cast.bo, 3).calling
    assert of(cast, cast.bo, 4 * HOUR).calling
    assert not of(cast, cast.bo, 4 * HOUR + 1).calling


def test_nobody_is_in_a_call_that_is_over_whatever_comes_late(cast: Cast) -> None:
    leg(cast.bo, "a", 1, up=True, seconds=1)
    hang_up(2)
    hang_up(2)
    assert not of(cast, cast.bo, 3).calling
    leg(cast.bo, "b", 9, up=True, seconds=3)
    assert not of(cast, cast.bo, 4).calling
    hang_up(5, call="never heard of")
    leg(cast.bo, "a", 1, up=True, seconds=6, call="never heard of")
    assert not of(cast, cast.bo, 7).calling


def test_what_is_old_is_forgotten(cast: Cast) -> None:
    leg(cast.bo, "a", 1, up=True, seconds=1)
    hang_up(2)
    leg(cast.bo, "a", 1, up=True, seconds=25 * HOUR, call="tomorrow")
    assert list(PhoneLeg.objects.values_list("call", flat=True)) == ["tomorrow"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_word_of_a_line_counts_in_whatever_order_they_come(
    cast: Cast, order: tuple[int, ...]
) -> None:
    words = [(Phone.AVAILABLE, 1), (Phone.NOT_AVAILABLE, 2), (Phone.AVAILABLE, 3)]
    for number in (*order, order[0]):
        state, seconds = words[number]
        say(cast.bo, state, seconds, heard=10)
    assert availability(cast.bo) == "free"
    assert of(cast, cast.bo, 11).seen is Seen.TELEPHONE
    assert not say(cast.bo, Phone.AVAILABLE, 3, heard=10)


def test_a_word_that_was_said_later_elsewhere_stands(cast: Cast) -> None:
    set_own_availability(availability="break", actor=cast.bo, at=later(60))
    assert say(cast.bo, Phone.AVAILABLE, 30, heard=90)
    assert availability(cast.bo) == "break", "it was said before the break"
    assert say(cast.bo, Phone.AVAILABLE, 80, heard=91)
    assert availability(cast.bo) == "free"
    set_own_availability(availability="free", actor=cast.bo, at=later(100))
    assert say(cast.bo, Phone.SIGNED_OUT, 95, heard=110)
    assert availability(cast.bo) == "free", "what is said again is the newest word too"


def test_a_word_by_telephone_is_logged_as_ones_own(cast: Cast) -> None:
    say(cast.bo, Phone.NOT_AVAILABLE, 5, pause=True)
    stream = stream_about("person", cast.bo.id)
    assert stream is not None
    (entry,) = entries(stream.id, kinds=["people.availability.changed"])
    assert (entry.event.was, entry.event.now) == ("free", "break")
    assert entry.actor == cast.bo.pseudonym


def test_a_clock_that_runs_ahead_silences_nothing(cast: Cast) -> None:
    say(cast.bo, Phone.NOT_AVAILABLE, 5 * HOUR, heard=1)
    assert say(cast.bo, Phone.AVAILABLE, 2)
    assert availability(cast.bo) == "free"


@pytest.mark.parametrize("stands", ["on_contact", "in_crisis", "off_queue"])
@pytest.mark.parametrize("state", list(Phone))
def test_a_line_takes_nobody_out_of_a_contact_or_of_aftercare(
    cast: Cast, stands: str, state: Phone
) -> None:
    set_availability_in_transaction(cast.bo.id, stands, at=later(0))
    say(cast.bo, state, 5)
    assert availability(cast.bo) == stands
    assert of(cast, cast.bo, 6).availability == stands


@pytest.mark.parametrize(
    ("state", "met"),
    [
        (Phone.AVAILABLE, Seen.TELEPHONE),
        (Phone.ON_CALL, Seen.TELEPHONE),
        (Phone.NOT_AVAILABLE, Seen.NOWHERE),
        (Phone.SIGNED_OUT, Seen.NOWHERE),
    ],
)
def test_screen_and_telephone_in_every_pair(cast: Cast, state: Phone, met: Seen) -> None:
    say(cast.bo, state, 5)
    assert of(cast, cast.bo, 6).seen is met
    note_seen(person_ids=[cast.bo.id], at=later(6), process="web")
    assert of(cast, cast.bo, 7).seen is Seen.SCREEN
    assert of(cast, cast.bo, 7).calling == (state is Phone.ON_CALL)


def test_who_signs_their_telephone_out_at_a_screen_is_still_there(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id], at=later(6), process="web")
    say(cast.bo, Phone.SIGNED_OUT, 7)
    assert availability(cast.bo) == "free"
    say(cast.bea, Phone.SIGNED_OUT, 7)
    assert availability(cast.bea) == "away"


def test_available_is_believed_for_a_working_day(cast: Cast) -> None:
    say(cast.bo, Phone.AVAILABLE, 0)
    assert of(cast, cast.bo, 12 * HOUR - 1).there == "reached by telephone"
    assert of(cast, cast.bo, 12 * HOUR).there == "at no screen"


def test_the_last_rung_finds_everybody_whatever_their_telephone_says(cast: Cast) -> None:
    every = {one.id for one in everyone(site_id=cast.site.id, at=later(0))}
    for number, (state, stands) in enumerate(product(Phone, Availability)):
        set_availability_in_transaction(cast.bo.id, stands, at=later(number))
        say(cast.bo, state, number + 0.5)
        crew = everyone(site_id=cast.site.id, at=later(number + 1))
        assert {one.id for one in crew} == every
