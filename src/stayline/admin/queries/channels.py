"""What the screens of ways to reach people show: per channel, which ways there are, how they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings

from stayline.escalation.queries.paging import public_address
from stayline.outbox.errors import WayNotFound, WayNotYours
from stayline.outbox.policies import may_set_way
from stayline.outbox.queries import WayView, way_view, ways
from stayline.people.queries import Point, contact_points, sites
from stayline.platform.actors import Actor
from stayline_core.ways import CHANNELS, KINDS, Field, Kind

EVERY_SITE: Final = ""
"""How a form names every site."""

TEXTS: Final = "/api/v1/pages/texts"
"""Where the provider posts what is texted back."""


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way in the list, and whether whoever looks may change it."""

    way: WayView
    site: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """One channel: its ways in the order in which they are tried, and what can be added."""

    channel: str
    words: str
    rows: tuple[WayRow, ...]
    kinds: tuple[Kind, ...]

    @property
    def real(self) -> bool:
        """Whether a page that is no exercise can leave by it."""
        return any(not one.way.for_exercise for one in self.rows)


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the form, with what stands in it. A kept secret is never shown."""

    field: Field
    value: str
    kept: bool
    fault: str


@dataclass(frozen=True, slots=True)
class Place:
    """A site that a way may be of; `key` is its id, or nothing for every site."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class WayPage:
    """The form of one way, new or known, and how its last test stands."""

    way: WayView | None
    channel: str
    channel_words: str
    kind: Kind
    name: str
    site: str
    for_exercise: bool
    boxes: tuple[Box, ...]
    places: tuple[Place, ...]
    points: tuple[Point, ...]
    answers_at: str
    """Where the provider posts answers; empty where it posts none."""


def channel_cards(actor: Actor) -> tuple[ChannelCard, ...]:
    """Return every channel in its order, with the ways of all sites."""
    names: dict[UUID | None, str] = {one.id: one.name for one in sites()}
    rows = [
        WayRow(one, names.get(one.site_id, "every site"), may_set_way(actor, one.site_id))
        for one in ways()
    ]
    return tuple(
        ChannelCard(
            channel=channel,
            words=words,
            rows=tuple(row for row in rows if row.way.channel == channel),
            kinds=tuple(one for one in KINDS.values() if channel in one.channels),
        )
        for channel, words in CHANNELS.items()
    )


def links_leave_this_machine() -> bool:
    """Return whether the links in pages lead where other people's devices can go."""
    return bool(settings.STAYLINE.public_url)


def own_way(actor: Actor, way_id: UUID) -> WayView:
    """Return a way that `actor` may change.

    Raises:
        WayNotFound: there is none with this id.
        WayNotYours: it is not theirs to set up.
    """
    found = way_view(way_id)
    if not may_set_way(actor, found.site_id):
        raise WayNotYours
    return found


def way_page(
    actor: Actor,
    *,
    way: WayView | None = None,
    channel: str = "",
    kind: str = "",
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> WayPage:
    """Return the form of a way; `typed` is what somebody wrote and did not get saved.

    Raises:
        WayNotFound: no kind of this name serves the channel.
    """
    channel, kind = (way.channel, way.kind) if way else (channel, kind)
    known = KINDS.get(kind)
    if known is None or channel not in known.channels:
        raise WayNotFound(channel=channel)
    faults = faults or {}
    places = _places(actor)
    kept = way.kept_secrets if way else frozenset()
    first = places[0].key if places else EVERY_SITE
    shown = _shown(way, known, first) if typed is None else dict(typed)
    return WayPage(
        way=way,
        channel=channel,
        channel_words=CHANNELS[channel],
        kind=known,
        name=shown.get("name", ""),
        site=shown.get("site", first),
        for_exercise=bool(shown.get("for_exercise")),
        boxes=tuple(
            Box(
                one,
                "" if one.secret else shown.get(one.name, ""),
                one.name in kept,
                faults.get(one.name, ""),
            )
            for one in known.fields
        ),
        places=places,
        points=tuple(contact_points([actor.id], channels=[channel])),
        answers_at=public_address() + TEXTS if kind == "twilio_sms" else "",
    )


def _shown(way: WayView | None, kind: Kind, site: str) -> dict[str, str]:
    """Return what stands in the boxes before anybody types."""
    if way is None:
        return {"site": site, **{one.name: one.default for one in kind.fields}}
    return {
        **way.settings,
        "name": way.name,
        "site": str(way.site_id or EVERY_SITE),
        "for_exercise": "yes" * way.for_exercise,
    }


def _places(actor: Actor) -> tuple[Place, ...]:
    """Return the sites of which `actor` may set up ways, every site first."""
    all_of_them = [Place(EVERY_SITE, "Every site")] if may_set_way(actor, None) else []
    own = [Place(str(one.id), one.name) for one in sites() if may_set_way(actor, one.id)]
    return (*all_of_them, *own)
