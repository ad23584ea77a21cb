"""The figures as plain rows: for a file that a spreadsheet opens, and for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from stayline.people.queries import site as site_by_id
from stayline.quality.queries.complaints import complaint_trends
from stayline.quality.queries.results import exposure, months, times_to_a_human
from stayline.quality.queries.trends import KINDS, alarms, figures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stayline_core.counting import Spread

Row = dict[str, Any]

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would reckon with instead of showing it."""

LATELY: Final = timedelta(days=84)
"""Twelve weeks: how far back exposure and times to a human look."""

A_YEAR: Final = timedelta(days=365)


def lately(zone: str, at: datetime) -> date:
    """Return the day from which exposure and times to a human are counted."""
    return (at - LATELY).astimezone(ZoneInfo(zone)).date()


def a_year(zone: str, at: datetime) -> date:
    """Return the first day of the month a year ago: from then on results are shown by month."""
    return (at - A_YEAR).astimezone(ZoneInfo(zone)).date().replace(day=1)


def rows_of(what: str, site_id: UUID, *, at: datetime) -> list[Row]:
    """Return one kind of figures of a site as plain rows, in a fixed order.

    Raises:
        KeyError: there is no such kind; `WHATS` holds them.
    """
    return WHATS[what](site_id, at)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180). No cell can be read as a formula."""
    text = io.StringIO()
    if rows:
        writer = csv.writer(text)
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    told = "" if value is None else str(value)
    return f"'{told}" if told.startswith(DANGEROUS) else told


def _weeks(site_id: UUID, at: datetime) -> list[Row]:
    return [
        {
            "kind": kind,
            "week": one.monday.isoformat(),
            "contacts": one.contacts,
            "counted": one.count,
            "usual": None if one.expected is None else round(one.expected, 2),
            "state": one.state.value,
            "sum": round(one.statistic, 2),
            "threshold": one.threshold,
            "alarm": one.alarm,
        }
        for kind in KINDS
        for one in figures(site_id, kind, at=at).points
    ]


def _months(site_id: UUID, at: datetime) -> list[Row]:
    return [
        {
            "kind": kind,
            "month": f"{one.monday:%Y-%m}",
            "contacts": one.contacts,
            "counted": one.count,
        }
        for kind in KINDS
        for one in figures(site_id, kind, at=at).months
    ]


def _results(site_id: UUID, at: datetime) -> list[Row]:
    since = a_year(site_by_id(site_id).zone, at)
    return [
        {
            "month": f"{one.first:%Y-%m}",
            "incidents": one.counted,
            "opened_in_error": one.in_error,
            "closed": one.closed,
            "safety_recorded": one.safe,
            **{f"kind_{kind}": one.kinds[kind] for kind in KINDS},
            **{f"level_{level}": one.levels[level] for level in range(4)},
            "owed_met": one.met,
            "owed_missed": one.missed,
            "owed_waived": one.waived,
            **_spread("spoke", one.spoke),
        }
        for one in months(site_id, since=since)
    ]


def _waits(site_id: UUID, at: datetime) -> list[Row]:
    since = lately(site_by_id(site_id).zone, at)
    return [
        {
            "which": one.words,
            "since": since.isoformat(),
            **_spread("accepted", one.accepted),
            **_spread("spoke", one.spoke),
            "nobody_spoke": one.nobody,
        }
        for one in times_to_a_human(site_id, since=since)
    ]


def _exposure(site_id: UUID, at: datetime) -> list[Row]:
    found = exposure(site_id, since=lately(site_by_id(site_id).zone, at))
    return [{"since": found.since.isoformat(), **asdict(one)} for one in found.people]


def _alarms(site_id: UUID, at: datetime) -> list[Row]:
    del at
    return [
        {
            "kind": one.kind,
            "week": one.week.isoformat(),
            "since": one.since.isoformat(),
            "counted": one.count,
            "usual": round(one.expected, 1),
            "answered": one.seen_at.isoformat() if one.seen_at else None,
        }
        for one in alarms(site_id)
    ]


def _complaints(site_id: UUID, at: datetime) -> list[Row]:
    site = site_by_id(site_id)
    return [
        {
            "month": f"{one.first:%Y-%m}",
            "questions": one.queries,
            "complaints": one.complaints,
            "answered": one.answered,
            "right_or_partly": one.upheld,
            "late": one.late,
            **_spread("answered", one.took),
        }
        for one in complaint_trends(site, since=a_year(site.zone, at))
    ]


def _spread(name: str, found: Spread) -> Row:
    return {f"{name}_n": found.n, f"{name}_p50_s": found.p50, f"{name}_p90_s": found.p90}


WHATS: Final[Mapping[str, Callable[[UUID, datetime], list[Row]]]] = {
    "weeks": _weeks,
    "months": _months,
    "alarms": _alarms,
    "results": _results,
    "waits": _waits,
    "exposure": _exposure,
    "complaints": _complaints,
}
"""What can be asked for, by name."""

OF_PEOPLE: Final = frozenset({"exposure"})
"""What names people: for who looks after them alone."""
