"""The ways by which a page may leave: as a screen may show them, and opened for their sender."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from stayline.outbox.errors import WayNotFound
from stayline.outbox.models import Message, State, Way
from stayline.platform.ports import keys
from stayline_core import ways as rules

TRIAL_KIND: Final = "outbox.way_test"
"""The kind of a message that only tries a way."""


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way with what it needs opened, for its sender alone. Never shown, never logged."""

    id: UUID
    kind: str
    name: str
    channel: str
    for_exercise: bool
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WayTrial:
    """How the last test of a way stands: waiting, sent or failed, and why."""

    message_id: UUID
    state: str
    why: str
    asked_at: datetime
    sent_at: datetime | None

    @property
    def over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in {"sent", "failed"}


@dataclass(frozen=True, slots=True)
class WayView:
    """A way as a screen may show it: its settings without any secret."""

    id: UUID
    kind: str
    kind_words: str
    name: str
    channel: str
    site_id: UUID | None
    for_exercise: bool
    settings: Mapping[str, str]
    kept_secrets: frozenset[str]
    """The names of secrets that are kept and not shown."""

    stopped_at: datetime | None
    changed_at: datetime
    trial: WayTrial | None
    """How the last test since the last change stands; None when there was none."""

    @property
    def tested_well(self) -> bool:
        """Whether a test left by it since it was last changed."""
        return self.trial is not None and self.trial.state == "sent"


def way_context(way_id: UUID) -> bytes:
    """Return what a way's settings are sealed to: under another way they do not open."""
    return b"outbox way:" + way_id.bytes


def ways_for(channel: str, *, site_id: UUID | None, exercise: bool) -> list[OpenWay]:
    """Return the ways by which a page of this channel may leave, in the order to try them.

    Those of the site come first, then those of every site. Exercises leave only by ways that
    are marked for them, and nothing else does (`design.md` 3.9).
    """
    rows = _serving(site_id, exercise=exercise).filter(channel=channel)
    return [_open(row) for row in sorted(rows, key=lambda row: row.site_id is None)]


def served_channels(*, site_id: UUID | None, exercise: bool) -> set[str]:
    """Return the channels by which anybody of a site can be reached now; opens nothing."""
    return set(_serving(site_id, exercise=exercise).values_list("channel", flat=True))


def open_way(way_id: UUID) -> OpenWay | None:
    """Return one way opened for its sender; None when it was stopped or is not there."""
    row = Way.objects.filter(id=way_id, stopped_at=None).first()
    return _open(row) if row else None


def ways(*, stopped: bool = False) -> list[WayView]:
    """Return every way as a screen may show it, in the order in which they are tried."""
    return [_view(row) for row in Way.objects.filter(stopped_at__isnull=not stopped)]


def way_view(way_id: UUID) -> WayView:
    """Return one way as a screen may show it.

    Raises:
        WayNotFound: there is none with this id.
    """
    row = Way.objects.filter(id=way_id).first()
    if row is None:
        raise WayNotFound(way=str(way_id))
    return _view(row)


def ways_of_kinds(kinds: Collection[str]) -> list[OpenWay]:
    """Return every way of these kinds that stands, opened, for whoever checks its answers."""
    return [_open(row) for row in Way.objects.filter(kind__in=list(kinds), stopped_at=None)]


def trial_key(way_id: UUID) -> str:
    """Return how the idempotency keys of a way's tests begin."""
    return f"way-test:{way_id}:"


def trial_to(point_id: UUID) -> WayTrial | None:
    """Return how the last test stands that went to a kept address; None: none is known any more."""
    tried = Message.objects.filter(key__contains=f":{point_id}:", kind=TRIAL_KIND)
    last = tried.order_by("-created_at").first()
    return None if last is None else _stands(last)


def _serving(site_id: UUID | None, *, exercise: bool) -> QuerySet[Way]:
    of_site = Q(site_id=None) | Q(site_id=site_id)
    return Way.objects.filter(of_site, for_exercise=exercise, stopped_at=None)


def _settings(row: Way) -> dict[str, str]:
    plain = keys().unwrap(bytes(row.settings_sealed), way_context(row.id))
    found: dict[str, str] = json.loads(plain)
    return found


def _open(row: Way) -> OpenWay:
    return OpenWay(row.id, row.kind, row.name, row.channel, row.for_exercise, _settings(row))


def _trial(row: Way) -> WayTrial | None:
    tried = Message.objects.filter(key__startswith=trial_key(row.id), kind=TRIAL_KIND)
    last = tried.filter(created_at__gte=row.changed_at).order_by("-created_at").first()
    return None if last is None else _stands(last)


def _stands(last: Message) -> WayTrial:
    failed = last.state == State.DEAD or (last.state == State.QUEUED and bool(last.last_error))
    state = "sent" if last.state == State.SENT else "failed" if failed else "waiting"
    return WayTrial(last.id, state, last.last_error, last.created_at, last.sent_at)


def _view(row: Way) -> WayView:
    kind, found = rules.KINDS[row.kind], _settings(row)
    secret = {field.name for field in kind.fields if field.secret}
    return WayView(
        id=row.id,
        kind=row.kind,
        kind_words=kind.words,
        name=row.name,
        channel=row.channel,
        site_id=row.site_id,
        for_exercise=row.for_exercise,
        settings={name: value for name, value in found.items() if name not in secret},
        kept_secrets=frozenset(name for name in secret if found.get(name)),
        stopped_at=row.stopped_at,
        changed_at=row.changed_at,
        trial=_trial(row),
    )
