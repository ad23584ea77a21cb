"""Who can be rung, in which order: the one question that is asked inside every ring.

It is one statement, written out by hand. The same by the object mapper took half as long again
in building the statement as in answering it, and a ring asks it once a rung, within a quarter
of a second from the words to the screen (`design.md` 6, ADR 22).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from stayline.people.models import Availability, Site
from stayline.platform.actors import Actor
from stayline_core.whereabouts import Phone, Seen, doing, seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

PRESENT_FOR: Final = timedelta(seconds=12)
"""A person not seen for longer than this is absent (`design.md` 3.4)."""

PHONE_FOR: Final = timedelta(hours=12)
"""For how long a telephone that said "available" counts as reachable: about a working day."""

CALL_FOR: Final = timedelta(hours=4)
"""For how long a call is believed of which nothing more is heard: its end may have been lost."""

EXPOSED_FOR: Final = timedelta(days=7)
"""For how long a crisis contact counts when it is decided who is rung first."""

_Value: TypeAlias = str | date | UUID | None
"""What the statement is given; a datetime is a date."""

IN_A_ROW: Final = timedelta(hours=12)
"""Crisis contacts this close together count as one after the other (`crises_in_a_row`)."""

_ORDER: Final = {
    Availability.FREE: 0,
    Availability.AWAY: 1,
    Availability.ON_CONTACT: 1,
    Availability.BREAK: 2,
    Availability.OFF_QUEUE: 3,
    Availability.IN_CRISIS: 4,
}

_MET: Final = tuple(Seen)
"""Where somebody can be met, the soonest first: at a screen, by telephone, nowhere."""

_CALLS: Final = """EXISTS (SELECT 1 FROM people_shift s WHERE s.person_id = p.id
    AND s.kind = 'on_call' AND s.state IN ('planned', 'on')
    AND s.starts_at <= %s AND s.ends_at > %s)"""

_UP: Final = """(t.state = 'on_call' AND t.happened_at > %s) OR EXISTS (SELECT 1
    FROM people_phoneleg l WHERE l.person_id = p.id AND l.up AND l.happened_at > %s)"""

_CREW: Final = """
SELECT p.id, p.name, p.pseudonym, p.site_id, p.availability, p.available_since, p.on_duty,
  (h.gone_at IS NULL AND h.seen_at IS NOT NULL AND h.seen_at > %s),
  CASE WHEN t.happened_at > %s THEN t.state END,
  {up},
  {calls},
  EXISTS (SELECT 1 FROM people_absence a WHERE a.person_id = p.id
    AND a.cancelled_at IS NULL AND a.starts_at <= %s AND a.ends_at > %s),
  (SELECT COUNT(*) FROM people_exposure e WHERE e.person_id = p.id
    AND NOT e.exercise AND e.level <= 2 AND e.at > %s),
  (SELECT COUNT(*) FROM people_exposure e WHERE e.person_id = p.id
    AND NOT e.exercise AND e.level <= 2 AND e.at > %s),
  (SELECT {joined}(g.role, ' ') FROM people_rolegrant g WHERE g.person_id = p.id)
FROM people_person p LEFT JOIN people_presence h ON h.person_id = p.id
  LEFT JOIN people_phonestate t ON t.person_id = p.id
WHERE p.is_active AND p.kind = 'person'"""

_ROLES: Final = """
  AND EXISTS (SELECT 1 FROM people_rolegrant g WHERE g.person_id = p.id AND g.role IN ({many}))"""

_SKILL: Final = """
  AND EXISTS (SELECT 1 FROM people_skill k WHERE k.person_id = p.id AND k.name = %s
    AND (k.valid_until IS NULL OR k.valid_until >= %s))"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a rung may ring.

    `on_call` says that a shift on call runs now; `on_leave` that they are away for good reason:
    their `availability` reads as a break then, so that the last rung alone rings them.
    `exposure` counts the crisis contacts of the last seven days, exercises never: whoever had
    fewer is rung first, and nobody is left out for it (`design.md` 3.4). `had_enough` says that
    they had as many one after the other as the centre asks of anybody: they come after those
    who had not, and the last rung rings them all the same.

    `present` is at a screen. `seen` is where they can be met, by screen or by telephone; `calling`
    that a call on their telephone is all that makes them busy: they read as on a contact then,
    and are never rung as free (`stayline_core.whereabouts`, ADR 36).
    """

    id: UUID
    name: str
    availability: str
    available_since: datetime | None
    present: bool
    roles: frozenset[str]
    pseudonym: str
    site_id: UUID | None
    on_duty: bool = True
    on_call: bool = False
    exposure: int = 0
    on_leave: bool = False
    had_enough: bool = False
    seen: Seen = Seen.NOWHERE
    calling: bool = False

    @property
    def there(self) -> str:
        """Return where they can be met, and whether a screen or a telephone says so."""
        if self.calling and self.seen is Seen.TELEPHONE:
            return "in a call, as their telephone says"
        where = "in a call, and at a screen" if self.calling else "at a screen"
        words = {Seen.SCREEN: where, Seen.TELEPHONE: "reached by telephone"}
        return words.get(self.seen, "at no screen")

    def actor(self) -> Actor:
        """Return this person as the one who acts."""
        return Actor(
            id=self.id,
            pseudonym=self.pseudonym,
            name=self.name,
            kind="person",
            roles=self.roles,
            site_id=self.site_id,
        )


def on_duty(
    *,
    roles: Collection[str],
    skills: Collection[str] = (),
    site_id: UUID | None,
    at: datetime,
    exclude: Collection[UUID] = (),
) -> list[Candidate]:
    """Return who is on duty with one of `roles` and all of `skills`.

    Ordered by who can be there soonest: free before busy, those at a screen before
    those whom a telephone reaches and those before the absent, then whoever
    had fewer crisis contacts lately, then the longest idle; people on a break, on leave, off the
    queue or in a crisis come last and are never left out (`design.md` 3.4). A skill counts until
    the end of its last day, in the site's own time.
    """
    who = _Who(roles, skills, site_id, exclude)
    return _crew(who, "AND p.on_duty", at=at)


def on_call(
    *,
    roles: Collection[str],
    skills: Collection[str] = (),
    site_id: UUID | None,
    at: datetime,
    exclude: Collection[UUID] = (),
) -> list[Candidate]:
    """Return who is on call at `at` with one of `roles` and all of `skills`, in the same order.

    That is read from the hours of the rota, so it holds though no watcher runs.
    """
    who = _Who(roles, skills, site_id, exclude)
    return _crew(who, f"AND {_CALLS}", at, at, at=at)


def everyone(
    *,
    roles: Collection[str] = (),
    skills: Collection[str] = (),
    site_id: UUID | None,
    at: datetime,
    exclude: Collection[UUID] = (),
) -> list[Candidate]:
    """Return everyone of a site for the last rung: on duty first, then on call, then the others.

    With `roles`, only people who hold one of them; with `skills`, who has all of these.
    """
    found = _crew(_Who(roles, skills, site_id, exclude), at=at)
    return sorted(found, key=lambda one: (not one.on_duty, not one.on_call))


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom a rung asks for."""

    roles: Collection[str]
    skills: Collection[str]
    site_id: UUID | None
    exclude: Collection[UUID]


def _crew(who: _Who, only: str = "", *values: _Value, at: datetime) -> list[Candidate]:
    """Return whom a rung asks for, in order; `only` is one more condition, with its values."""
    joined = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    sql = [_CREW.format(up=_UP, calls=_CALLS, joined=joined), only]
    given: list[_Value] = [at - PRESENT_FOR, at - PHONE_FOR, at - CALL_FOR, at - CALL_FOR]
    given += [at, at, at, at, at - EXPOSED_FOR, at - IN_A_ROW]
    given += values
    if who.site_id is not None:
        sql.append("AND p.site_id = %s")
        given.append(who.site_id)
    if who.exclude:
        sql.append(f"AND p.id NOT IN ({_places(who.exclude)})")
        given += who.exclude
    if who.roles:
        sql.append(_ROLES.format(many=_places(who.roles)))
        given += who.roles
    today = _today(who.site_id, at) if who.skills else None
    for skill in who.skills:
        sql.append(_SKILL)
        given += (skill, today)
    with connection.cursor() as cursor:
        cursor.execute("\n".join(sql), [_given(one) for one in given])
        found = [_candidate(row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: _place(one, at))


def _places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _today(site_id: UUID | None, at: datetime) -> date:
    """Return which day it is at a site; asked only where a rung asks for a skill."""
    if site_id is None:
        return at.date()
    zone = Site.objects.values_list("zone", flat=True).get(id=site_id)
    return at.astimezone(ZoneInfo(zone)).date()


def _given(value: _Value) -> _Value:
    """Return a value as this database takes it: SQLite keeps ids and times as text."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _candidate(row: Iterable[Any]) -> Candidate:
    (who, name, pseudonym, site, said, since, duty, present, *row) = row
    (phone, up, calls, leave, crises, in_a_row, roles) = row
    word = Availability.BREAK.value if leave else said
    does = doing(word, on_call=bool(up))
    return Candidate(
        id=_id(who),
        name=name,
        availability=does,
        available_since=_moment(since),
        present=bool(present),
        roles=frozenset((roles or "").split()),
        pseudonym=str(_id(pseudonym)),
        site_id=None if site is None else _id(site),
        on_duty=bool(duty),
        on_call=bool(calls),
        exposure=crises,
        on_leave=bool(leave),
        had_enough=in_a_row >= settings.STAYLINE.crises_in_a_row,
        seen=seen(at_screen=bool(present), phone=Phone(phone) if phone else None, on_call=bool(up)),
        calling=does != word,
    )


def _id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: datetime | None) -> datetime | None:
    """Return a time with its zone: SQLite keeps UTC without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _place(one: Candidate, at: datetime) -> tuple[int, int, int, datetime, str]:
    order = _ORDER[Availability(one.availability)]
    return (
        max(order, _ORDER[Availability.OFF_QUEUE]) if one.had_enough else order,
        _MET.index(one.seen),
        one.exposure,
        one.available_since or at,
        str(one.id),
    )
