"""By when something is owed: what documents ask for, the centre's own rules, who is asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._record import log_in_transaction
from stayline.incidents.events import (
    ObligationHastened,
    ObligationOwed,
    ObligationRecomputed,
)
from stayline.incidents.models import Incident, Obligation, OwedRule
from stayline_core.obligation import (
    Deadline,
    Reminder,
    arrival_reminder,
    both,
    recomputed,
    reminder,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

TIMES: Final = (
    "state",
    "owed_at",
    "within_s",
    "after_s",
    "asked_due_at",
    "due_at",
    "remind_at",
    "reminded",
)
"""The columns that the clocks of an obligation take up."""


def start_clocks(incident: Incident, row: Obligation, asked: Deadline, *, at: datetime) -> None:
    """Set the clocks of a row as its documents ask, and as the centre's own rules want it sooner.

    Saves nothing.
    """
    row.state = "waiting" if asked.waits else "owed"
    row.asked_due_at = asked.due
    row.after_s = None if asked.after is None else int(asked.after.total_seconds())
    if asked.waits:
        row.due_at, row.remind_at = None, None
        return
    within = _rule(incident, row)
    since = row.owed_at or at
    row.due_at = recomputed(asked.due, since=since, within=within, stood=asked.due, at=at)
    row.remind_at = next_asking(row)


def asked_of(row: Obligation) -> Deadline:
    """Return what the documents of a row ask for."""
    after = None if row.after_s is None else timedelta(seconds=row.after_s)
    return Deadline(row.state == "waiting", row.asked_due_at, after)


def merge_in_transaction(
    incident: Incident,
    row: Obligation,
    asked: Deadline,
    within: timedelta | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Let both times go on (`stayline_core.obligation.both`); what is dealt with stays so.

    The caller holds the transaction and the head.
    """
    if row.state not in {"waiting", "owed"}:
        return
    known = asked_of(row)
    stands = both(known, asked)
    if stands == known:
        return
    waited, before = row.state == "waiting", row.due_at
    if waited and not stands.waits:
        row.owed_at = at
    if within is not None and (row.within_s is None or within.total_seconds() < row.within_s):
        row.within_s = int(within.total_seconds())
    start_clocks(incident, row, stands, at=at)
    row.save(update_fields=TIMES)
    if row.state == "owed" and (waited or row.due_at != before):
        _log_sooner(incident, row, actor=actor, at=at)


def release_clocks_in_transaction(
    incident: Incident, rows: QuerySet[Obligation], *, actor: Actor, at: datetime
) -> list[Obligation]:
    """Start the clocks that waited for the release of the last leg; return the rows that waited.

    What ran already and has a second clock is due when the first of both ends. The caller holds
    the transaction and the head.
    """
    started = []
    for row in rows.select_for_update().order_by("id"):
        waited, before = row.state == "waiting", row.due_at
        if waited:
            row.owed_at = at
            started.append(row)
        start_clocks(incident, row, asked_of(row).released(at), at=at)
        row.save(update_fields=TIMES)
        if waited:
            log_owed(incident, row, actor=actor, at=at)
        elif row.due_at != before:
            _log_sooner(incident, row, actor=actor, at=at)
    return started


def recompute_in_transaction(
    incident: Incident, *, because: str, actor: Actor, at: datetime
) -> int:
    """Let the times that run follow the incident's level, its site and the centre's rules now.

    Each that changes is logged with both times and why; what was missed, met or let go stays.
    Returns how many changed. The caller holds the transaction and the head.
    """
    rows = Obligation.objects.filter(incident=incident, state="owed").exclude(by="system")
    changed = 0
    for row in rows.select_for_update().order_by("id"):
        before, within = row.due_at, _rule(incident, row)
        since = row.owed_at or at
        row.due_at = recomputed(row.asked_due_at, since=since, within=within, stood=before, at=at)
        if row.due_at == before:
            continue
        row.remind_at = next_asking(row)
        row.save(update_fields=["due_at", "remind_at"])
        event = ObligationRecomputed(
            obligation=str(row.id),
            name=row.name,
            before=before.isoformat() if before else "no time set",
            after=row.due_at.isoformat() if row.due_at else "no time set",
            because=because,
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="obligations")
        changed += 1
    return changed


def next_asking(row: Obligation) -> datetime | None:
    """Return when somebody is asked for this next; None where nobody is, or it waits."""
    asking = asking_of(row)
    return asking.at if asking else None


def asking_of(row: Obligation) -> Reminder | None:
    """Return who is asked for this next, and when: for what is to be filed, and for arrival."""
    if row.by == "system" or row.owed_at is None:
        return None
    if row.do_kind == "file":
        return reminder(row.reminded, owed_at=row.owed_at, due_at=row.due_at)
    if (row.do_kind, row.do_target) == ("confirm", "arrived"):
        return arrival_reminder(row.reminded, due_at=row.due_at or row.owed_at)
    return None


def log_owed(incident: Incident, row: Obligation, *, actor: Actor, at: datetime) -> None:
    """Log that something is owed from now on, until when; "after the contact" while it waits."""
    unlimited = "after the contact" if row.state == "waiting" else "no time set"
    event = ObligationOwed(
        obligation=str(row.id),
        name=row.name,
        by=row.by,
        due=row.due_at.isoformat() if row.due_at else unlimited,
        threat=str(row.threat_id or ""),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="obligations")


def _rule(incident: Incident, row: Obligation) -> timedelta | None:
    """Return the centre's own time for this at the incident's site and level; the shortest."""
    rules = OwedRule.objects.filter(
        do_kind=row.do_kind, do_target=row.do_target, level__gte=incident.level, removed_at=None
    )
    found = [
        one.within_s for one in rules if one.site_id is None or one.site_id == incident.site_id
    ]
    return timedelta(seconds=min(found)) if found else None


def _log_sooner(incident: Incident, row: Obligation, *, actor: Actor, at: datetime) -> None:
    event = ObligationHastened(
        obligation=str(row.id),
        name=row.name,
        due=row.due_at.isoformat() if row.due_at else "no time set",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="obligations")
