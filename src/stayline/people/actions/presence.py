"""Who is at a screen, as the live hub reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.people.models import (
    Person,
    Presence,
)
from stayline.people.queries import present_people
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


@action
def note_seen(*, person_ids: Collection[UUID], at: datetime, process: str) -> None:
    """Keep when these people's live streams were last seen, one row each (PresencePort).

    Whoever was not there before shows on the boards of their site.
    """
    arrived = set(person_ids) - present_people(at, person_ids)
    Presence.objects.bulk_create(
        [
            Presence(person_id=one, seen_at=at, gone_at=None, process=process)
            for one in sorted(person_ids)
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["seen_at", "gone_at", "process"],
    )
    _show_on_boards(arrived)


@action
def note_gone(*, person_id: UUID, at: datetime, process: str) -> None:
    """Keep that a person's last live stream closed cleanly: absent at once (PresencePort).

    Another process that saw the person since keeps them present.
    """
    rows = Presence.objects.filter(person_id=person_id, process=process, seen_at__lte=at)
    if rows.update(gone_at=at):
        _show_on_boards([person_id])


def _show_on_boards(person_ids: Collection[UUID]) -> None:
    sites = Person.objects.filter(id__in=list(person_ids), site__isnull=False)
    for site_id in sites.order_by("site_id").values_list("site_id", flat=True).distinct():
        publish_on_commit(f"board:{site_id}", "board")
