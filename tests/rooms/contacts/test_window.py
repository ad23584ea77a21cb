"""The window where lines wait: sealed, once each, and forgotten in time."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from stayline.contacts.actions import drop_from_window, keep_in_window, purge_window, window_since
from stayline.contacts.actions.window import _boot, _key_in_use, _WindowWriter
from stayline.contacts.models import Contact, WindowEpoch, WindowKey, WindowLine
from stayline.contacts.queries import (
    WINDOW_LINES,
    window_alias,
    window_is_due,
    window_lines,
    window_next_due,
)
from stayline.contacts.workers import PURGE, WindowDue
from tests.cast import NOW, Cast, later, line

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def contact(cast: Cast) -> Contact:
    return cast.contact()


def texts(contact_id: UUID) -> list[str]:
    return [one.text for one in window_lines(contact_id)]


def test_lines_come_back_in_the_order_said_and_are_sealed(contact: Contact) -> None:
    later_line, first = line(2, "My meter is broken."), line(1, "Hello?", "agent")
    keep_in_window(contact.id, [later_line, first], at=later(3))
    assert window_lines(contact.id) == [first, later_line]
    assert window_lines(contact.id, limit=1) == [later_line]
    for row in WindowLine.objects.all():
        assert b"meter" not in bytes(row.sealed)
        assert b"Hello" not in bytes(row.sealed)


def test_a_line_is_kept_once_and_as_it_was_first_said(contact: Contact) -> None:
    keep_in_window(contact.id, [line(1, "Hello?")], at=later(1))
    keep_in_window(contact.id, [line(1, "Hello again?")], at=later(2))
    assert texts(contact.id) == ["Hello?"]


def test_each_contact_has_lines_of_its_own(cast: Cast, contact: Contact) -> None:
    other = cast.contact()
    for one in (contact, other):
        keep_in_window(one.id, [line(1, f"of {one.id}")], at=later(1))
    assert texts(contact.id) == [f"of {contact.id}"]
    drop_from_window(contact.id, ["line-1"])
    assert texts(contact.id) == []
    assert texts(other.id) == [f"of {other.id}"]


# ── keys ──


def test_a_key_seals_for_45_minutes_and_lives_for_60(contact: Contact) -> None:
    for number, minutes in enumerate((0, 44, 46, 92)):
        at = later(minutes * MINUTE)
        keep_in_window(contact.id, [line(number, "Hm.", at=at)], at=at)
    keys = WindowLine.objects.order_by("received_at").values_list("key_id", flat=True)
    first, second, third, fourth = keys
    assert first == second
    assert len({first, third, fourth}) == 3
    made = WindowKey.objects.get(id=first)
    assert (made.made_at, made.dies_at) == (NOW, NOW + timedelta(hours=1))


def test_another_process_finds_the_key_that_there_is(contact: Contact) -> None:
    keep_in_window(contact.id, [line(1, "One.")], at=later(1))
    _key_in_use.clear()
    keep_in_window(contact.id, [line(2, "Two.")], at=later(2))
    assert texts(contact.id) == ["One.", "Two."]
    assert WindowKey.objects.count() == 1


def test_a_line_whose_key_has_died_is_gone(contact: Contact) -> None:
    keep_in_window(contact.id, [line(1, "Hello?")], at=NOW)
    WindowKey.objects.all().delete()
    assert window_lines(contact.id) == []
    keep_in_window(contact.id, [line(2, "Still there?")], at=later(1))
    assert texts(contact.id) == ["Still there?"]


# ── forgetting ──


def test_lines_are_forgotten_after_15_minutes_and_keys_after_an_hour(contact: Contact) -> None:
    keep_in_window(contact.id, [line(1, "Hello?")], at=NOW)
    end = NOW + timedelta(minutes=15)
    assert not window_is_due(end)
    assert purge_window(at=end) == 0
    after = end + timedelta(milliseconds=1)
    assert window_next_due() == after
    assert window_is_due(after)
    assert purge_window(at=after) == 1
    assert not WindowLine.objects.exists()
    dies = NOW + timedelta(hours=1)
    assert window_next_due() == dies
    assert not window_is_due(dies - timedelta(milliseconds=1))
    assert window_is_due(dies)
    purge_window(at=dies)
    assert not WindowKey.objects.exists()
    assert window_next_due() is None


def test_a_long_contact_keeps_its_last_200_lines(cast: Cast, contact: Contact) -> None:
    other = cast.contact()
    keep_in_window(other.id, [line(1, "Hello?")], at=NOW)
    keep_in_window(
        contact.id, [line(number, str(number)) for number in range(WINDOW_LINES + 3)], at=NOW
    )
    assert len(texts(contact.id)) == WINDOW_LINES
    assert purge_window(at=later(1)) == 3
    assert texts(contact.id)[0] == "3"
    assert WindowLine.objects.filter(contact_id=contact.id).count() == WINDOW_LINES
    assert texts(other.id) == ["Hello?"]


def test_the_watcher_has_one_job_when_there_is_something_to_forget(contact: Contact) -> None:
    due = WindowDue()
    keep_in_window(contact.id, [line(1, "Hello?")], at=NOW)
    late = NOW + timedelta(minutes=16)
    assert due.due(NOW, 50) == []
    assert due.due(late, 50) == [PURGE]
    assert due.due(late, 0) == []
    assert due.next_due() == window_next_due()
    assert due.fire(PURGE, late) is True
    assert not WindowLine.objects.exists()


# ── after a machine crash ──


def test_the_window_says_since_when_it_has_kept_every_line(db: None) -> None:
    WindowEpoch.objects.all().delete()
    assert window_since(at=NOW) == NOW
    assert window_since(at=later(60)) == NOW
    WindowEpoch.objects.update(boot="another start of the machine")
    assert window_since(at=later(90)) == later(90)
    assert window_since(at=later(120)) == later(90)


def test_a_system_that_does_not_say_when_it_started(tmp_path: Path) -> None:
    assert _boot(tmp_path / "none") == ""
    (tmp_path / "boot_id").write_text("7\n", encoding="ascii")
    assert _boot(tmp_path / "boot_id") == "7"


# ── many writers ──


@pytest.mark.django_db(transaction=True)
def test_writers_that_wait_are_written_for(cast: Cast) -> None:
    contacts = [cast.contact() for _ in range(4)]
    keep_in_window(contacts[0].id, [line(0, "First.")], at=NOW)

    def write(contact: Contact) -> None:
        for number in range(1, 6):
            keep_in_window(contact.id, [line(number, f"{number}")], at=later(number))
        connections.close_all()

    threads = [threading.Thread(target=write, args=(one,)) for one in contacts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for one in contacts[1:]:
        assert texts(one.id) == ["1", "2", "3", "4", "5"]
    WindowLine.objects.all().delete()
    WindowKey.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_write_that_failed_is_told(db: None) -> None:
    writer, faulty = _WindowWriter(), WindowLine(contact_id="no id")
    told: list[BaseException] = []

    def write() -> None:
        try:
            writer.write([faulty])
        except ValidationError as fault:
            told.append(fault)
        connections.close_all()

    with writer._turn:
        threads = [threading.Thread(target=write) for _ in range(2)]
        for thread in threads:
            thread.start()
        while len(writer._waiting) < 2:
            threading.Event().wait(0.01)
    for thread in threads:
        thread.join(30)
    assert len(told) == 2
    assert writer._waiting == []


def test_the_window_has_a_file_of_its_own_on_the_embedded_engine(engine: str) -> None:
    assert window_alias() == {"sqlite": "window", "postgres": "default"}[engine]
