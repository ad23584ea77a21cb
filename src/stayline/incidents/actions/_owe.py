"""One mechanism for everything owed: who, by when, what if not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from stayline.incidents.actions._record import OWED, log_in_transaction
from stayline.incidents.actions._times import (
    log_owed,
    merge_in_transaction,
    release_clocks_in_transaction,
    start_clocks,
)
from stayline.incidents.events import EffectAsked, ObligationMet
from stayline.incidents.models import Incident, Obligation, Threat
from stayline.incidents.ports import effect_port
from stayline_core.obligation import Deadline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

AUTOMATIC = frozenset({"raise", "notify", "start"})
"""What the system does by itself; all else makes a named person owe it (language, 1)."""


def owe_in_transaction(  # noqa: PLR0913  # everything that is owed has all of these
    incident: Incident,
    *,
    name: str,
    do_kind: str,
    do_target: str,
    by: str,
    within: timedelta | None,
    otherwise: Sequence[dict[str, Any]] = (),
    threat: Threat | None = None,
    waits: bool = False,
    protocol: str = "",
    actor: Actor,
    at: datetime,
) -> Obligation:
    """Let somebody owe something; the same name of the same threat is owed once.

    With `waits` its clock starts when the last leg is released. `protocol` is the document that
    says so: what another one asks for already is owed once, and both their times go on
    (`protocol-language.md` section 4). The caller holds the transaction and the head.
    """
    due = None if waits or within is None else at + within
    asked = Deadline(waits, due, within if waits else None)
    rows = Obligation.objects.filter(incident=incident, threat=threat)
    known = _known(rows, name, (do_kind, do_target), protocol)
    if known is not None:
        merge_in_transaction(incident, known, asked, within, actor=actor, at=at)
        return known
    row = Obligation(
        incident=incident,
        name=_longer(name, protocol) if rows.filter(name=name).exists() else name,
        threat=threat,
        protocol_id=protocol,
        do_kind=do_kind,
        do_target=do_target,
        by=by,
        owner_id=_owner(incident, by),
        owed_at=at,
        within_s=int(within.total_seconds()) if within is not None else None,
        otherwise=list(otherwise),
    )
    start_clocks(incident, row, asked, at=at)
    row.save(force_insert=True)
    log_owed(incident, row, actor=actor, at=at)
    return row


def meet_in_transaction(
    incident: Incident,
    *,
    do_kind: str,
    do_target: str,
    actor: Actor,
    at: datetime,
    threat: Threat | None = None,
) -> list[Obligation]:
    """Mark what is owed of this kind as met, with who did it, and return those rows."""
    rows = Obligation.objects.filter(
        incident=incident, do_kind=do_kind, do_target=do_target, state__in=OWED
    )
    if threat is not None:
        rows = rows.filter(threat=threat)
    met = list(rows.select_for_update().order_by("id"))
    for row in met:
        row.state, row.met_at, row.met_by = "met", at, actor.id
        row.save(update_fields=["state", "met_at", "met_by"])
        event = ObligationMet(obligation=str(row.id), name=row.name)
        log_in_transaction(incident, event, actor=actor, at=at, live="obligations")
    return met


def perform_in_transaction(
    incident: Incident,
    effect: str,
    target: str,
    *,
    because: str,
    actor: Actor,
    at: datetime,
    obligation: Obligation | None = None,
) -> None:
    """Log that an effect is asked for, let its room do it, and meet what owed just that."""
    event = EffectAsked(effect=effect, target=target, because=because)
    log_in_transaction(incident, event, actor=actor, at=at, live="coming")
    effect_port(effect).perform_in_transaction(
        incident=incident,
        effect=effect,
        target=target,
        because=because,
        actor=actor,
        at=at,
        obligation=obligation,
    )
    if effect in AUTOMATIC:
        meet_in_transaction(incident, do_kind=effect, do_target=target, actor=actor, at=at)


def perform_otherwise_in_transaction(
    incident: Incident, obligation: Obligation, *, actor: Actor, at: datetime
) -> None:
    """Do what follows by itself when an obligation was not met in time."""
    for effect in obligation.otherwise:
        perform_in_transaction(
            incident,
            str(effect["kind"]).rstrip("_"),
            str(effect["target"]),
            because=f"{obligation.name} was not done in time",
            actor=actor,
            at=at,
        )


def start_waiting_in_transaction(
    incident: Incident, *, name: str | None, actor: Actor, at: datetime
) -> list[Obligation]:
    """Start the clocks that waited for the last leg to be released; return their rows."""
    waits = Q(state="waiting") | Q(state="owed", after_s__isnull=False)
    rows = Obligation.objects.filter(waits, incident=incident)
    if name is not None:
        rows = rows.filter(name=name)
    return release_clocks_in_transaction(incident, rows, actor=actor, at=at)


def settle_system_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Do now what the system itself still owes: after the contact nothing is gained by waiting.

    The manager is told of every such contact, at the latest here (S0-26).
    """
    rows = Obligation.objects.filter(incident=incident, state="owed", by="system")
    for row in rows.filter(do_kind__in=AUTOMATIC).order_by("id"):
        perform_in_transaction(
            incident,
            row.do_kind,
            row.do_target,
            because=f"{row.name}: the contact has ended",
            actor=actor,
            at=at,
            obligation=row,
        )


def _known(
    rows: QuerySet[Obligation], name: str, do: tuple[str, str], protocol: str
) -> Obligation | None:
    """Return what is owed already: under this name, or the same thing by another document."""
    same = rows.filter(do_kind=do[0], do_target=do[1])
    own = same.filter(name__in=(name, _longer(name, protocol))).first()
    if own is not None or not protocol:
        return own
    return same.exclude(protocol_id=protocol).order_by("owed_at", "id").first()


def _longer(name: str, protocol: str) -> str:
    """Return the name of what is owed where another document owes something else under it."""
    return f"{name} ({protocol})"[:60]


def _owner(incident: Incident, by: str) -> UUID | None:
    if by == "agent" and incident.contact is not None:
        return incident.contact.agent_id
    return incident.owner_id if by == "receiver" else None
