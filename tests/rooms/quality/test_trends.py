"""Counts by week: what counts, what is kept, when managers are told, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.escalation.models import HandOver, Ladder
from stayline.incidents.models import Incident, Threat
from stayline.outbox.models import Message
from stayline.people.actions import add_contact_point
from stayline.people.models import Exposure, Site
from stayline.quality.actions.trends import answer_alarm
from stayline.quality.errors.trends import AlarmInvalid, AlarmNotFound, AlarmNotYours
from stayline.quality.models import CountAlarm, CountedWeek, CountWatch
from stayline.quality.queries.exported import as_csv, rows_of
from stayline.quality.queries.results import exposure, months, times_to_a_human
from stayline.quality.queries.trends import alarm, alarms, figures
from stayline.quality.workers.trends import CountDue
from tests.cast import Cast
from tests.rooms.escalation.pages import mail_way

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 4, 27, 9, 0, tzinfo=UTC)
"""The Monday on which the centre of these tests began."""

WEEKS = 28
NEXT = FIRST + timedelta(weeks=WEEKS + 2)
"""The Monday after the last week."""


@dataclass(frozen=True)
class Counted:
    """A centre with some weeks behind it."""

    site: Site

    def contacts(self, week: int, number: int) -> None:
        """So many contacts in a week, without a word in them."""
        at = FIRST + timedelta(weeks=week)
        Contact.objects.bulk_create(
            Contact(exercise=True, site=self.site, channel="voice", source="tests", opened_at=at)
            for _ in range(number)
        )

    def incident(
        self, at: datetime, kind: str = "self_harm", *, threats: int = 1, **more: object
    ) -> Incident:
        """An incident as its rows stand, with as many threats."""
        row = Incident.objects.create(
            number=f"SLX-{uuid4().hex[:12]}",
            stream_id=uuid4(),
            site=self.site,
            kind=kind,
            opened_how="signal",
            opened_by=uuid4(),
            opened_at=at,
            **{"exercise": True, "level": 1, **more},
        )
        for _ in range(threats):
            Threat.objects.create(incident=row, kind=kind, form="direct", at=at)
        return row


@pytest.fixture
def counted(cast: Cast) -> Counted:
    """Half a year with one incident in two weeks, then three and five."""
    made = Counted(cast.site)
    for week in range(WEEKS + 2):
        made.contacts(week, 8)
    for week in range(0, WEEKS, 2):
        made.incident(FIRST + timedelta(weeks=week, days=2))
    for day in (0, 1, 1, 7, 7, 8, 9, 10):
        made.incident(FIRST + timedelta(weeks=WEEKS, days=day), threats=2)
    return made


def count_all(at: datetime) -> None:
    """Let the watcher count until nothing is due."""
    port = CountDue()
    while sum(port.fire(one, at) for one in port.due(at, 50)):
        pass


@pytest.mark.covers("S4-3")
def test_a_rise_is_noticed_once_and_managers_are_told_nothing_of_what(
    cast: Cast, counted: Counted
) -> None:
    for one in (cast.mo, cast.bo):
        add_contact_point(
            person_id=one.id, channel="email", address="mo@example.org", actor=one, at=FIRST
        )
    add_contact_point(
        person_id=cast.mo.id, channel="sms", address="+442079460000", actor=cast.mo, at=FIRST
    )
    mail_way("2525", for_exercise=True)
    port = CountDue()
    assert (port.next_due() or NEXT) < FIRST
    count_all(NEXT + timedelta(hours=1))
    (row,) = alarms(counted.site.id)
    assert (row.kind, row.since, row.week) == ("self_harm", date(2026, 11, 9), date(2026, 11, 16))
    assert row.count == 8
    assert row.expected < 2
    assert row.told == 1  # the manager alone, by the one way that is set up
    message = Message.objects.get(kind="quality.rise")
    assert message.exercise
    assert not Message.objects.exclude(kind="quality.rise").exists()
    assert port.next_due() == datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
    assert port.due(NEXT + timedelta(days=1), 9) == []
    assert not port.fire(counted.site.id, NEXT + timedelta(days=1))
    CountWatch.objects.update(due_at=NEXT)  # another watcher, in the same moment
    count_all(NEXT + timedelta(hours=1))
    assert CountAlarm.objects.count() == 1

    with pytest.raises(AlarmNotYours):
        answer_alarm(alarm_id=row.id, found="nothing", actor=cast.bo, at=NEXT)
    with pytest.raises(AlarmInvalid):
        answer_alarm(alarm_id=row.id, found=" ", actor=cast.mo, at=NEXT)
    with pytest.raises(AlarmNotFound):
        answer_alarm(alarm_id=uuid4(), found="bills", actor=cast.mo, at=NEXT)
    with pytest.raises(AlarmNotFound):
        alarm(uuid4())
    answer_alarm(alarm_id=row.id, found="A letter of ours", actor=cast.mo, at=NEXT)
    assert (alarm(row.id).seen_by_id, alarm(row.id).found) == (cast.mo.id, "A letter of ours")


def test_errors_exercises_and_other_sites_do_not_count_and_what_was_counted_stays(
    cast: Cast, counted: Counted
) -> None:
    last = FIRST + timedelta(weeks=WEEKS + 1)
    counted.incident(last, exercise=False)
    counted.incident(last, opened_in_error_at=last)
    Counted(cast.other_site).incident(last)
    night = datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    counted.incident(night)  # Monday in London: of the week that runs
    count_all(NEXT + timedelta(hours=1))
    found = figures(counted.site.id, "self_harm", at=NEXT + timedelta(hours=1))
    assert [one.count for one in found.points[-3:]] == [0, 3, 5]
    assert found.running.count == 1
    assert found.threats == 14 + 16
    assert sum(one.count for one in found.months) == 22
    assert found.usual is not None
    assert not found.why_not
    assert not found.clustered

    Contact.objects.filter(site=counted.site).delete()
    Incident.objects.filter(opened_at__gte=last).update(opened_in_error_at=NEXT)
    later = NEXT + timedelta(weeks=1, hours=1)
    count_all(later)
    again = figures(counted.site.id, "self_harm", at=later)
    assert [one.contacts for one in again.points[-2:]] == [8, 0]
    assert [one.count for one in again.points[-3:]] == [3, 0, 0]
    assert CountedWeek.objects.filter(site=cast.other_site).count() == 2


def test_the_first_weeks_say_that_nothing_can_alarm_yet(cast: Cast) -> None:
    made = Counted(cast.site)
    assert figures(cast.site.id, "self_harm", at=FIRST).points == ()
    made.contacts(0, 8)
    made.incident(FIRST, threats=1)
    at = FIRST + timedelta(weeks=2, hours=1)
    count_all(at)
    found = figures(cast.site.id, "self_harm", at=at)
    assert "there are 1." in found.why_not
    assert found.usual is None
    assert len(found.points) == 2
    Site.objects.filter(id=cast.site.id).update(closed_at=at)
    assert not CountDue().fire(cast.site.id, at + timedelta(weeks=1))
    assert not CountWatch.objects.filter(site=cast.site).exists()


@pytest.mark.covers("S4-28", "S3-49")
def test_exposure_waits_and_results_are_those_of_the_site_and_end_in_a_safe_file(
    cast: Cast,
) -> None:
    made = Counted(cast.site)
    day = date(2026, 10, 1)
    for number in range(10):
        at = datetime(2026, 10, 5, 9, number, tzinfo=UTC)
        row = made.incident(at, level=number % 2 * 2, closed_at=at, outcome="resolved")
        ladder = Ladder.objects.create(
            incident=row, document_id="crisis", exercise=True, rungs=[], limits={}, started_at=at
        )
        for receiver, seconds in ((cast.bo, 20), (cast.bea, 10)):
            HandOver.objects.create(
                ladder=ladder,
                receiver_id=receiver.id,
                state="lost" if receiver == cast.bo else "completed",
                accepted_at=at + timedelta(seconds=seconds + number),
                spoke_at=at + timedelta(seconds=60 + number) if receiver == cast.bea else None,
            )
        Exposure.objects.create(
            person_id=cast.ann.id, incident_id=row.id, level=row.level, exercise=number > 0, at=at
        )
    made.incident(datetime(2026, 10, 6, tzinfo=UTC), opened_in_error_at=NEXT)
    made.incident(datetime(2026, 10, 7, tzinfo=UTC))
    every, severe = times_to_a_human(cast.site.id, since=day)
    assert (every.accepted.n, every.accepted.p50, every.accepted.p90) == (10, 14, 18)
    assert (every.spoke.p50, every.nobody) == (64, 1)
    assert (severe.spoke.n, severe.spoke.p90) == (5, None)
    (month,) = months(cast.site.id, since=day)
    assert (month.counted, month.in_error, month.closed, month.few) == (11, 1, 10, False)
    assert (month.danger, month.outcomes["resolved"], month.spoke.n) == (5, 10, 10)
    assert (month.met, month.missed, month.waived) == (0, 0, 0)
    found = exposure(cast.site.id, since=day)
    assert (found.times, found.exposed, found.team) == (9, 1, 6)
    assert [(one.name, one.times, one.severe) for one in found.people][:2] == [
        ("Al Example", 0, 0),
        ("Ann Example", 9, 4),
    ]

    Site.objects.filter(id=cast.site.id).update(name="Here")
    at = datetime(2026, 11, 22, tzinfo=UTC)
    for what in ("weeks", "months", "alarms", "results", "waits", "exposure", "complaints"):
        assert isinstance(rows_of(what, cast.site.id, at=at), list)
    assert as_csv(rows_of("waits", cast.site.id, at=at)).count("\r\n") == 3
    assert as_csv([]) == ""
    assert as_csv([{"name": "=1+1", "n": None}]) == "name,n\r\n'=1+1,\r\n"
