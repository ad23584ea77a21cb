"""What a person says of themselves: free, on a break, away, off duty; kept, refused, logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.people.actions.duty import set_own_availability
from stayline.people.errors import InAftercare, InContact, PersonInvalid
from stayline.people.models import Person
from stayline.people.ports import off_queue
from stayline.people.queries.standing import said_of
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db


@dataclass
class Heard:
    """Keeps whose things were to be passed on, and why."""

    told: list[tuple[UUID, str]] = field(default_factory=list)

    def off_queue_in_transaction(
        self, person_id: UUID, *, because: str, actor: Actor, at: datetime
    ) -> None:
        """Keep it; `actor` and `at` are not looked at."""
        del actor, at
        self.told.append((person_id, because))


@pytest.fixture
def heard() -> Iterator[Heard]:
    one = Heard()
    off_queue.plug(one)
    yield one
    off_queue.unplug(one)


def say(who: Actor, what: str, seconds: float = 1, *, contact_over: bool = False) -> str:
    set_own_availability(availability=what, contact_over=contact_over, actor=who, at=later(seconds))
    row = Person.objects.get(id=who.id)
    return said_of(row.availability, on_duty=row.on_duty)


def mark(who: Actor, availability: str) -> None:
    Person.objects.filter(id=who.id).update(availability=availability)


def logged(who: Actor) -> list[tuple[str, str]]:
    stream = stream_about("person", who.id)
    assert stream is not None
    found = entries(stream.id, kinds=["people.availability.changed"])
    return [(one.event.was, one.event.now) for one in found]


def test_a_day_is_said_step_by_step_and_each_step_is_logged(cast: Cast, heard: Heard) -> None:
    assert say(cast.bo, "free") == "free"
    assert logged(cast.bo) == []
    assert say(cast.bo, "break", 2) == "break"
    assert say(cast.bo, "free", 3) == "free"
    assert Person.objects.get(id=cast.bo.id).available_since == later(3)
    assert say(cast.bo, "off_duty", 4) == "off_duty"
    assert say(cast.bo, "off_duty", 5) == "off_duty"
    assert not Person.objects.get(id=cast.bo.id).on_duty
    assert say(cast.bo, "away", 6) == "away"
    assert Person.objects.get(id=cast.bo.id).on_duty
    assert logged(cast.bo) == [
        ("free", "break"),
        ("break", "free"),
        ("free", "off duty"),
        ("off duty", "away"),
    ]
    assert [why for who, why in heard.told if who == cast.bo.id] == [
        "they are on a break",
        "their working day is over",
        "they are away",
    ]


@pytest.mark.parametrize("now", ["on_contact", "in_crisis"])
def test_a_press_takes_nobody_out_of_a_contact_that_is_not_over(cast: Cast, now: str) -> None:
    mark(cast.ann, now)
    with pytest.raises(InContact):
        say(cast.ann, "break")
    assert said_of(now, on_duty=False) == now
    assert say(cast.ann, "free", contact_over=True) == "free"


def test_aftercare_ends_on_ones_own_page_alone_and_outlasts_the_day(cast: Cast) -> None:
    mark(cast.ann, "off_queue")
    for what in ("free", "break", "away"):
        with pytest.raises(InAftercare):
            say(cast.ann, what)
    assert say(cast.ann, "off_duty") == "off_queue"
    assert say(cast.ann, "off_duty", 2) == "off_queue"
    assert not Person.objects.get(id=cast.ann.id).on_duty
    assert logged(cast.ann) == [("off queue", "off duty")]


def test_nobody_says_what_only_contacts_say(cast: Cast) -> None:
    with pytest.raises(PersonInvalid):
        say(cast.ann, "in_crisis")


def test_somebody_without_a_log_or_a_site_is_given_a_log(cast: Cast) -> None:
    lone = Person.objects.create(username="lone", name="Lone Example", created_at=NOW)
    assert say(lone.actor(), "free") == "free"
    assert logged(lone.actor()) == [("off duty", "free")]
    assert cast
