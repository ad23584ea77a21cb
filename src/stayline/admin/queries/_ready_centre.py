"""Readiness of the centre as a whole: what watches it, what is kept, who is outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stayline.admin.ports import centre
from stayline.admin.queries._ready_types import Missing, missing, open_sites, real
from stayline.deadlines.queries import watcher_health
from stayline.people.queries import token_rows
from stayline.privacy.queries import undecided_kinds

A_NIGHT: Final = timedelta(hours=25)
"""How old the newest backup may be."""


def outside(at: datetime) -> list[Missing]:
    """Each site has another that helps out, or somebody outside to call."""
    del at
    return [
        missing(
            f"{one.name} names nobody for when a ladder has nobody left to ring.",
            f"Name a site that helps out, or a number outside, for {one.name}",
            "admin:site",
            one.slug,
        )
        for one in open_sites()
        if one.fallback_id is None and not one.outside_number
    ]


def tokens(at: datetime) -> list[Missing]:
    """A system may bring contacts; without one they are opened by hand."""
    living = [
        one
        for one in token_rows()
        if one.revoked_at is None and (one.expires_at is None or one.expires_at > at)
    ]
    if living:
        return []
    says = "No system brings contacts: agents open each by hand, and type what is said."
    return [missing(says, "Make a token for your platform", "admin:tokens")]


def watcher(at: datetime) -> list[Missing]:
    """Somebody watches the deadlines; without it nothing rings."""
    if watcher_health(at=at).well:
        return []
    says = "Nothing watches the deadlines: no ladder goes on, and nothing owed is asked for."
    return [missing(says, "Start it with `stayline up`, and look again", "admin:ready")]


def lookout(at: datetime) -> list[Missing]:
    """Somebody outside hears of it when this centre falls silent."""
    del at
    if centre().told_outside() or not real():
        return []
    says = "Nobody outside hears of it when this centre falls silent."
    return [missing(says, "Set STAYLINE_DEADMAN_URL to an address that alarms", "admin:ready")]


def backups(at: datetime) -> list[Missing]:
    """There is a backup of this night; a demo and a practice centre need none."""
    last = centre().last_backup()
    if not real() or (last is not None and at - last <= A_NIGHT):
        return []
    says = "There is no backup yet." if last is None else "The newest backup is over a day old."
    return [missing(says, "Let a timer run `stayline backup` every night", "admin:ready")]


def retention(at: datetime) -> list[Missing]:
    """Somebody decided how long each kind of thing is kept; until then it is kept for ever."""
    del at
    return [
        missing(
            f"Nobody decided how long to keep {one.title[0].lower()}{one.title[1:]}.",
            "Decide it",
            "admin:retention",
        )
        for one in undecided_kinds()
    ]
