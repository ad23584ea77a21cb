"""The demo's site and people as the ten weeks see them, and the times at which things happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from stayline.people.models import Person, Site
from stayline.people.queries import site_by_slug
from stayline.platform.actors import Actor

AGENTS: Final = ("maya", "toby", "ines", "omar", "nia", "sam")
LEADERS: Final = ("jordan", "robin", "dana", "lee", "morgan", "ravi")
OTHERS: Final = ("ida", "wren", "quinn", "vesna", "odile", "corin")


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody did, and when."""

    at: datetime
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class World:
    """Where it happens, who is there, and the day on which a newcomer opens the demo."""

    site: Site
    people: Mapping[str, Actor]
    now: datetime

    def day(self, ago: int) -> date:
        """Return the day so many days ago, as days are at the site."""
        return self.now.astimezone(ZoneInfo(self.site.zone)).date() - timedelta(days=ago)

    def moment(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """Return an hour of the site on a day so many days ago; never later than now."""
        here = ZoneInfo(self.site.zone)
        found = datetime.combine(self.day(ago), time(hour, minute), here).astimezone(UTC)
        return min(found, self.now)

    def actor(self, person_id: object) -> Actor | None:
        """Return the one of the demo's people who has this id."""
        return next((one for one in self.people.values() if one.id == person_id), None)


def world_of(slug: str, now: datetime) -> World:
    """Return the demo's site with its people.

    Raises:
        SiteNotFound: there is no such site.
    """
    site = site_by_slug(slug)
    rows = Person.objects.filter(is_demo=True).select_related("site")
    people = {one.username: one.actor() for one in rows.prefetch_related("roles")}
    return World(site, people, now)
