"""A rota kept elsewhere: read from iCalendar, taken in, read again, refused when it is odd."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from stayline.connectors.calendar_http import CalendarHttp
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import (
    add_calendar,
    claim_calendar,
    fire_shift_begins,
    hand_in_calendar,
    note_calendar_failed,
    remove_calendar,
)
from stayline.people.actions.system import SYSTEM
from stayline.people.errors import (
    CalendarInvalid,
    CalendarNotFound,
    CalendarUnread,
    PeopleNotYours,
)
from stayline.people.models import Calendar, Person, Shift
from stayline.people.ports import calendars as source
from stayline.people.queries import Entry, calendars, people_named, read_calendar
from stayline.people.workers import CalendarReader
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
WEEK = {"starts_at": NOW, "ends_at": NOW + timedelta(days=14)}


def text(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{one.strip()}\r\nEND:VEVENT\r\n" for one in events)
    lines = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//rota//EN\r\n{body}END:VCALENDAR\r\n"
    return "\r\n".join(lines.split("\r\n")).encode()


def event(uid: str, start: str, end: str, *more: str) -> str:
    first = (f"UID:{uid}", f"DTSTART{start}", f"DTEND{end}", "SUMMARY:On call: Bo Example")
    return "\r\n".join((*first, *more))


def read(*events: str, zone: str = "Europe/London") -> list[Entry]:
    found, faults = read_calendar(text(*events), zone=zone, **WEEK)
    assert faults == []
    return found


def hours(found: list[Entry]) -> list[str]:
    return [f"{one.starts_at:%d %H:%M}-{one.ends_at:%d %H:%M}" for one in found]


def fault(one: str) -> str:
    found, faults = read_calendar(text(one), zone="UTC", **WEEK)
    assert found == []
    return faults[0]


# ── reading ──


def test_times_are_read_with_their_zone_and_without_one_as_the_sites() -> None:
    assert hours(read(event("a", ":20261123T220000Z", ":20261124T060000Z"))) == [
        "23 22:00-24 06:00"
    ]
    local = event("a", ":20261123T090000", ":20261123T170000")
    assert hours(read(local, zone="America/New_York")) == ["23 14:00-23 22:00"]
    berlin = event(
        "a", ";TZID=Europe/Berlin:20261123T090000", ";TZID=Europe/Berlin:20261123T170000"
    )
    assert hours(read(berlin)) == ["23 08:00-23 16:00"]
    day = "UID:d\r\nDTSTART;VALUE=DATE:20261124\r\nSUMMARY:Bo"
    assert hours(read(day)) == ["24 00:00-25 00:00"]
    lasting = "UID:l\r\nDTSTART:20261124T100000Z\r\nDURATION:PT90M"
    assert hours(read(lasting)) == ["24 10:00-24 11:30"]


def test_what_repeats_is_written_out_with_what_was_moved_and_left_out() -> None:
    weekly = event(
        "w",
        ";TZID=Europe/London:20261019T220000",
        ";TZID=Europe/London:20261020T060000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261203T000000Z",
        "EXDATE;TZID=Europe/London:20261125T220000",
        "RDATE;TZID=Europe/London:20261128T220000",
    )
    moved = event(
        "w",
        ":20261201T220000Z",
        ":20261202T060000Z",
        "RECURRENCE-ID;TZID=Europe/London:20261130T220000",
    )
    assert hours(read(weekly, moved)) == [
        "23 22:00-24 06:00",
        "28 22:00-29 06:00",
        "02 22:00-03 06:00",
        "01 22:00-02 06:00",
    ]
    until_day = event(
        "d", ":20261122T200000", ":20261122T210000", "RRULE:FREQ=DAILY;UNTIL=20261124"
    )
    assert hours(read(until_day)) == ["22 20:00-22 21:00", "23 20:00-23 21:00", "24 20:00-24 21:00"]
    floating = event(
        "f", ":20261122T200000", ":20261122T210000", "RRULE:FREQ=DAILY;UNTIL=20261122T230000"
    )
    assert len(read(floating)) == 1
    over = event("o", ":20261101T200000Z", ":20261101T210000Z", "RRULE:FREQ=DAILY;COUNT=3")
    gone = event("g", ":20261123T200000Z", ":20261123T210000Z", "STATUS:CANCELLED")
    assert read(over, gone) == []


def test_what_cannot_be_used_is_named_and_stops_nothing() -> None:
    start, end = ":20261123T220000Z", ":20261124T060000Z"
    for rule in (
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=DAILY;BYHOUR=1,2,3",
    ):
        assert "by a rule that is not understood" in fault(event("a", start, end, f"RRULE:{rule}"))
    old = event("a", ":18000101T220000Z", ":18000102T060000Z", "RRULE:FREQ=DAILY")
    assert "since long ago" in fault(old)
    assert "has no end" in fault("UID:a\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Bo")
    assert "longer than a month" in fault(event("a", start, ":20270301T060000Z"))
    assert "cannot be read" in fault(event("a", start, ";VALUE=PERIOD:20261123T220000Z/PT1H"))
    for nothing in (b"", b"<html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"x" * 2_100_000):
        with pytest.raises(CalendarUnread):
            read_calendar(nothing, zone="UTC", **WEEK)
    many = [event(f"a{one}", start, end) for one in range(5001)]
    with pytest.raises(CalendarUnread, match="5000"):
        read_calendar(text(*many), zone="UTC", **WEEK)


def test_whom_an_entry_names(cast: Cast) -> None:
    people = list(Person.objects.filter(site_id=cast.site.id))
    Person.objects.filter(id=cast.ann.id).update(email="Ann@example.org")
    people = list(Person.objects.filter(site_id=cast.site.id))

    def named(words: str, *addresses: str) -> list[str]:
        who = people_named(Entry("u", NOW, NOW, addresses, words), people)
        return sorted(one.username for one in people if one.id in who)

    assert named("whoever", "ann@example.org") == ["ann"]
    assert named("Night: BO  EXAMPLE".replace("  ", " ")) == ["bo"]
    assert named("bo & bea on the desk") == ["bea", "bo"]
    assert named("Boat trip, annual") == []
    Person.objects.filter(id=cast.bea.id).update(name="Bo Example")
    people = list(Person.objects.filter(site_id=cast.site.id))
    assert named("Bo Example") == [], "two people of one name"
    assert named("bea") == ["bea"]


# ── taking in ──


class Shelf:
    """A `CalendarPort` that gives what it was told."""

    content: bytes | None = None

    def fetch(self, url: str) -> bytes:
        if self.content is None:
            raise CalendarUnread(f"{url} did not answer.")
        return self.content


@pytest.fixture
def shelf() -> object:
    before, mine = source(), Shelf()
    source.plug(mine)
    yield mine
    source.plug(before)


def new(cast: Cast, **other: object) -> Calendar:
    fields = {"site_id": cast.site.id, "name": "Nights", "duty": "on_call"}
    return add_calendar(**fields | other, actor=cast.mo, at=NOW)


def told() -> list[str]:
    stream = stream_about("system", SYSTEM)
    assert stream is not None
    return [one.kind for one in entries(stream.id) if one.kind.startswith("people.calendar")]


def test_a_file_gives_shifts_and_the_next_one_takes_their_place(cast: Cast) -> None:
    made = new(cast)
    one = event("a", ":20261123T220000Z", ":20261124T060000Z")
    two = event("b", ":20261124T220000Z", ":20261125T060000Z")
    odd = event("c", ":20261124T220000Z", ":20261125T060000Z").replace("Bo Example", "Nobody Here")
    fields = {"calendar_id": made.id, "actor": cast.mo}
    done = hand_in_calendar(**fields, content=text(one, two, odd), at=NOW)
    assert (done.added, done.changed, done.cancelled, done.faults) == (2, 0, 0, 1)
    (view,) = calendars(cast.site.id, at=NOW)
    assert (view.name, view.shifts, view.read_at) == ("Nights", 2, NOW)
    assert "“On call: Nobody Here” names nobody" in view.faults[0]
    again = hand_in_calendar(**fields, content=text(one, two, odd), at=NOW)
    assert (again.added, again.changed, again.cancelled) == (0, 0, 0)
    longer = event("a", ":20261123T220000Z", ":20261124T080000Z")
    third = hand_in_calendar(**fields, content=text(longer), at=NOW)
    assert (third.added, third.changed, third.cancelled) == (0, 1, 1)
    running = Shift.objects.get(state="planned")
    assert running.ends_at == datetime(2026, 11, 24, 8, tzinfo=UTC)
    night = datetime(2026, 11, 23, 23, tzinfo=UTC)
    fire_shift_begins(shift_id=running.id, at=night)
    hand_in_calendar(**fields, content=text(), at=night)
    running.refresh_from_db()
    assert (running.state, running.ends_at) == ("on", night), "the watcher ends it now"
    assert told() == ["people.calendar.added", *["people.calendar.read"] * 3]


def test_an_address_is_read_by_the_worker_and_what_fails_leaves_the_shifts(
    cast: Cast, shelf: Shelf
) -> None:
    made = new(cast, url="http://127.0.0.1:9/rota.ics")
    clock = [NOW]
    reader = CalendarReader(wall=lambda: clock[0])
    assert reader.look() == 0
    row = Calendar.objects.get(id=made.id)
    assert row.fault == "http://127.0.0.1:9/rota.ics did not answer."
    assert reader.look() == 0, "asked again only after a while"
    shelf.content = text(event("a", ":20261123T220000Z", ":20261124T060000Z"))
    clock[0] = NOW + timedelta(minutes=15)
    assert reader.look() == 1
    row.refresh_from_db()
    assert (row.fault, row.read_at, row.shifts.count()) == ("", clock[0], 1)
    shelf.content = b"<html>Sign in</html>"
    for _ in range(2):
        clock[0] += timedelta(minutes=15)
        assert reader.look() == 0
    row.refresh_from_db()
    assert row.fault == "This calendar could not be read."
    assert row.shifts.filter(state="planned").count() == 1
    failed = "people.calendar.failed"
    assert told() == ["people.calendar.added", failed, "people.calendar.read", failed]
    assert claim_calendar(calendar_id=made.id, actor=cast.mo, at=clock[0]) == "", "one reader alone"


def test_a_calendar_that_is_removed_takes_its_shifts_with_it(cast: Cast, shelf: Shelf) -> None:
    made = new(cast, url="http://localhost/rota.ics", duty="duty")
    shelf.content = text(event("a", ":20261123T220000Z", ":20261124T060000Z"))
    reader = CalendarReader(wall=lambda: NOW)
    reader.look()
    assert remove_calendar(calendar_id=made.id, actor=cast.mo, at=NOW) == 1
    assert calendars(cast.site.id, at=NOW) == []
    assert Calendar.objects.get().url == "", "its address may open it: it goes"
    with pytest.raises(CalendarNotFound):
        remove_calendar(calendar_id=made.id, actor=cast.mo, at=NOW)
    note_calendar_failed(calendar_id=made.id, fault="late", actor=cast.mo, at=NOW)
    assert Calendar.objects.get().fault == ""


class Meanwhile(Shelf):
    """Something happens while a calendar is fetched."""

    content = text()

    def __init__(self, what: Callable[[], object]) -> None:
        self.what = what

    def fetch(self, url: str) -> bytes:
        self.what()
        return super().fetch(url)


def test_what_happens_while_a_calendar_is_fetched_breaks_nothing(cast: Cast, shelf: Shelf) -> None:
    del shelf
    first, second = (new(cast, url=f"http://localhost/{one}.ics") for one in range(2))
    reader = CalendarReader(wall=lambda: NOW)
    source.plug(Meanwhile(CalendarReader(wall=lambda: NOW).look))
    assert reader.look() == 1, "the other reader was first with the second one"
    Calendar.objects.update(due_at=NOW)
    remove_calendar(calendar_id=second.id, actor=cast.mo, at=NOW)
    ended = threading.Event()

    def removed() -> None:
        remove_calendar(calendar_id=first.id, actor=cast.mo, at=NOW)
        ended.set()

    source.plug(Meanwhile(removed))
    reader.run(ended)
    assert set(Calendar.objects.values_list("read_at", flat=True)) == {NOW}


def test_who_may_keep_calendars_and_what_is_refused_in_words(cast: Cast) -> None:
    for who in (cast.cy, cast.bo):
        with pytest.raises(PeopleNotYours):
            add_calendar(
                site_id=cast.site.id, name="Nights", duty="duty", url="", actor=who, at=NOW
            )
    made = new(cast)
    with pytest.raises(PeopleNotYours):
        hand_in_calendar(calendar_id=made.id, content=text(), actor=cast.cy, at=NOW)
    with pytest.raises(CalendarNotFound):
        hand_in_calendar(calendar_id=uuid4(), content=text(), actor=cast.mo, at=NOW)
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"duty": "now and then"}, "duty"),
        ({"url": "ftp://127.0.0.1/rota"}, "url"),
        ({"url": "http://calendar.example.org/rota"}, "url"),
        ({"url": "https://calendar.example.org/rota"}, "url"),  # a demo asks nothing outside
        ({"url": "https://[::1/rota"}, "url"),
        ({"url": "rota.ics"}, "url"),
    ):
        with pytest.raises(CalendarInvalid) as refused:
            new(cast, **wrong)
        assert list(refused.value.faults) == [field]


# ── over the network ──


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/gone": 404, "/moved": 302}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/rota")
        self.end_headers()
        self.wfile.write(b"x" * 2_200_000 if self.path == "/large" else text())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.loopback
def test_the_connector_takes_a_calendar_and_says_in_words_why_not() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    fetch = CalendarHttp().fetch
    try:
        assert fetch(f"{base}/rota") == text()
        for path, words in (("/gone", "404"), ("/moved", "302"), ("/large", "two megabytes")):
            with pytest.raises(CalendarUnread, match=words):
                fetch(base + path)
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(CalendarUnread, match="did not answer"):
        fetch(f"{base}/rota")
    with pytest.raises(CalendarUnread, match="A demo asks nothing"):
        fetch("https://calendar.example.org/rota.ics")
