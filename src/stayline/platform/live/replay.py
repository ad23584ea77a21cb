"""What a stream missed on one topic, read from the live events of the last ten minutes."""

from __future__ import annotations

from typing import Final

from stayline.platform.models import LiveEvent

LOOK_BACK: Final = 50
"""Ids are given before the commit; an event with a smaller one may have come a moment later."""


def replay(topic: str, after: int) -> list[tuple[int | None, str]] | None:
    """Return (sequence, kind) of what came after `after` on `topic`, oldest first.

    `None` when `after` is not among the events that are still kept: then the page draws the
    whole topic again. An event may be told twice; the page only fetches again.
    """
    events = LiveEvent.objects.filter(topic=topic)
    last = events.filter(sequence=after).order_by("-id").values_list("id", flat=True).first()
    if last is None:
        return None
    later = (
        events.filter(id__gt=last - LOOK_BACK).order_by("id").values_list("id", "sequence", "kind")
    )
    return [
        (sequence, kind)
        for number, sequence, kind in later.values_list("id", "sequence", "kind")
        if (number > last if sequence is None else sequence > after)
    ]
