"""Count a site's week, tell managers of a rise, and keep what they found behind it (S4-3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from stayline.ledger.actions import append_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.actions.system import system_stream
from stayline.people.models import Role, Site
from stayline.people.queries import contact_points, everyone, system_actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.quality.errors.trends import AlarmInvalid, AlarmNotFound, AlarmNotYours
from stayline.quality.events.trends import RiseAnswered, RiseNoticed
from stayline.quality.models import CountAlarm, CountedWeek, CountWatch
from stayline.quality.policies.trends import may_answer_alarm
from stayline.quality.queries.trends import (
    WATCHED,
    count,
    counted_at,
    next_week,
    this_week,
    threats_in,
    weeks,
)
from stayline_core.counting import DAYS, Point, watch

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from stayline.people.queries import Point as ContactPoint
    from stayline.platform.actors import Actor

AGAIN: Final = 4
"""So many weeks are counted anew each time: what was opened in error since does not count."""

MESSAGE: Final = "quality.rise"
"""The kind of every message that asks a manager to look at figures."""

CHANNELS: Final = ("email", "sms", "slack", "teams")
"""By what a manager is told. It can wait for the morning: nobody is called for a figure."""

LONGEST: Final = 500


@action
def fire_count(*, site_id: UUID, at: datetime) -> bool:
    """Count one week of a site that is over; after the last one, tell managers of a rise.

    One week at a time, so that no ring waits for years of counting. False: all is counted, or
    somebody was first. A week that was counted stays when its contacts had their time; what was
    opened in error since does not count in the newest ones.
    """
    site = Site.objects.filter(id=site_id, closed_at=None).first()
    if site is None:
        CountWatch.objects.filter(site_id=site_id).delete()
        return False
    CountWatch.objects.get_or_create(site=site, defaults={"due_at": at})
    watched = CountWatch.objects.select_for_update().get(site=site)  # another watcher waits here
    if watched.due_at > at:
        return False
    week = next_week(site, at)
    if week is not None:
        _keep(site, week, at)
    if next_week(site, at) is None:
        _over(site, watched, at)
    return True


def _keep(site: Site, week: date, at: datetime) -> None:
    found = count(site, week)
    CountedWeek.objects.get_or_create(
        site=site,
        week=week,
        defaults={
            "contacts": found.contacts,
            "incidents": dict(found.incidents),
            "threats": dict(found.threats),
            "counted_at": at,
        },
    )


def _over(site: Site, watched: CountWatch, at: datetime) -> None:
    """Look for a rise once every week is counted; the caller holds the row of the watch.

    Nobody is alarmed about what is long over: at a site that is counted for the first time only
    its last week can alarm.
    """
    last = this_week(site.zone, at) - timedelta(days=DAYS)
    before = watched.judged or last - timedelta(days=DAYS)
    watched.due_at, watched.judged = counted_at(site.zone, at), last
    watched.save(update_fields=["due_at", "judged"])
    for row in CountedWeek.objects.filter(site=site).order_by("-week")[:AGAIN]:
        incidents, threats = threats_in(site, row.week)
        row.incidents, row.threats = dict(incidents), dict(threats)
        row.save(update_fields=["incidents", "threats"])
    for kind in WATCHED:
        for point in watch(weeks(site, kind, at=at)):
            if point.alarm and point.monday > before:
                _alarm(site, kind, point, at)
    publish_on_commit(f"board:{site.id}", "figures")


def _alarm(site: Site, kind: str, point: Point, at: datetime) -> None:
    row = CountAlarm.objects.create(
        site=site,
        kind=kind,
        week=point.monday,
        exercise=site.exercise,
        since=point.since or point.monday,
        count=point.counted_since,
        expected=point.expected_since,
        statistic=point.statistic,
        threshold=point.threshold or 0.0,
        at=at,
    )
    managers = everyone(roles={Role.MANAGER.value}, site_id=site.id, at=at)
    for one in managers:
        publish_on_commit(f"person:{one.id}", "figures")
    row.told = _tell(row, [one.id for one in managers], at)
    row.save(update_fields=["told"])
    event = RiseNoticed(
        alarm=str(row.id),
        site=str(site.id),
        harm=kind,
        week=row.week.isoformat(),
        since=row.since.isoformat(),
        count=row.count,
        expected=f"{row.expected:.1f}",
        managers=len(managers),
    )
    append_in_transaction(system_stream(at), event, actor=system_actor("watcher"), at=at)


def _tell(row: CountAlarm, managers: Collection[UUID], at: datetime) -> int:
    """Put a message for each manager into the outbox, where a way is set up; return how many."""
    told = 0
    for point in contact_points(list(managers), channels=CHANNELS):
        ways = ways_for(point.channel, site_id=row.site_id, exercise=row.exercise)
        if ways:
            enqueue_in_transaction(
                kind=MESSAGE,
                channel=point.channel,
                payload=_said(row, point, [str(one.id) for one in ways]),
                exercise=row.exercise,
                destination=str(point.id),
                key=f"{MESSAGE}:{row.id}:{point.id}",
                at=at,
            )
            told += 1
    return told


def _said(row: CountAlarm, point: ContactPoint, ways: list[str]) -> dict[str, Any]:
    """Return what a message says: that there is something to look at, and nothing of what."""
    mark = "EXERCISE. " if row.exercise else ""
    text = (
        f"{mark}Stayline: the weekly figures of {row.site.name} need a manager's look."
        " Sign in, and open Quality, Trends. Nobody is waiting on a line."
    )
    return {"ways": ways, "to": point.address, "subject": "Stayline: weekly figures", "text": text}


@action
def answer_alarm(*, alarm_id: UUID, found: str, actor: Actor, at: datetime) -> None:
    """Keep what a manager found behind a rise and what is done; told again, the new words hold.

    Raises:
        AlarmNotFound: there is no such alarm.
        AlarmNotYours: `actor` is no manager of its site.
        AlarmInvalid: nothing was said, or too much.
    """
    row = CountAlarm.objects.select_for_update().filter(id=alarm_id).first()
    if row is None:
        raise AlarmNotFound(alarm=str(alarm_id))
    if not may_answer_alarm(actor, row.site_id):
        raise AlarmNotYours
    told = found.strip()
    if not told or len(told) > LONGEST:
        raise AlarmInvalid(
            {"found": f"Say what you found and what is done, in up to {LONGEST} characters."}
        )
    row.found, row.seen_by_id, row.seen_at = told, actor.id, at
    row.save(update_fields=["found", "seen_by", "seen_at"])
    event = RiseAnswered(
        alarm=str(row.id), site=str(row.site_id), found=told, subject=f"person:{actor.pseudonym}"
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
