"""What documents say is owed: by whom, from when, one a threat or one an incident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._owe import (
    AUTOMATIC,
    meet_in_transaction,
    owe_in_transaction,
    perform_in_transaction,
)
from stayline.incidents.models import Incident, Obligation, Threat
from stayline.incidents.queries import TO_OTHERS
from stayline_core.protocol import Obligation as OwedInDocument

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol

DRAFTS: Final = "file"

THREAT_FORM: Final = "security_threat"
"""The report of a threat: one for each, never waived (S1-20)."""

PEOPLE_AT_RISK: Final = "people_at_risk"
"""Who is at risk, told or not told: one for each threat to others (`design.md` section 1)."""

PEOPLE_AT_RISK_WITHIN: Final = timedelta(minutes=15)
"""After the contact; a protocol may want it sooner, and the earlier time stands."""


def owe_document_in_transaction(
    incident: Incident,
    protocol: Protocol,
    owed: OwedInDocument,
    *,
    waits: bool,
    actor: Actor,
    at: datetime,
) -> list[Obligation]:
    """Let what a document says be owed; the system's own part is done at once.

    A form of a threat is owed once a threat, any other once an incident. With `waits` its
    clock starts when the last leg is released. The caller holds the transaction and the head.
    """
    if owed.do.kind == DRAFTS and owed.do.target in {THREAT_FORM, PEOPLE_AT_RISK}:
        return owe_forms_in_transaction(
            incident, protocol, owed, waits=waits, actor=actor, at=at, threats=None
        )
    row = _owe(incident, protocol, owed, waits=waits, actor=actor, at=at)
    if not waits:
        do_at_once_in_transaction(incident, row, actor=actor, at=at)
    return [row]


def owe_forms_in_transaction(
    incident: Incident,
    protocol: Protocol,
    owed: OwedInDocument,
    *,
    waits: bool,
    actor: Actor,
    at: datetime,
    threats: Collection[Threat] | None,
) -> list[Obligation]:
    """Let each of these threats owe its own form; None: every threat that stands (S1-20)."""
    found = list(incident.threats.filter(void_at=None).order_by("at", "id"))
    wanted = found if threats is None else threats
    if owed.do.target == PEOPLE_AT_RISK:
        wanted = [one for one in wanted if one.kind in TO_OTHERS]
    else:
        wanted = [one for one in wanted if not one.report_number]
    return [
        _owe(incident, protocol, owed, waits=waits, actor=actor, at=at, threat=one)
        for one in wanted
    ]


def owe_people_at_risk_in_transaction(
    incident: Incident, threat: Threat, *, waits: bool, actor: Actor, at: datetime
) -> None:
    """Let whoever received the contact owe who is at risk of a threat to others.

    It is owed whatever the protocol says. Nothing reaches a target by itself.
    """
    if threat.kind not in TO_OTHERS:
        return
    owe_in_transaction(
        incident,
        name=PEOPLE_AT_RISK,
        do_kind=DRAFTS,
        do_target=PEOPLE_AT_RISK,
        by="receiver",
        within=PEOPLE_AT_RISK_WITHIN,
        otherwise=[{"kind": "notify", "target": "supervisor"}],
        threat=threat,
        waits=waits,
        actor=actor,
        at=at,
    )


def do_at_once_in_transaction(
    incident: Incident, row: Obligation, *, actor: Actor, at: datetime
) -> None:
    """Do what the system itself owes now; a ladder it owes waits for its time."""
    if row.by == "system" and row.do_kind in AUTOMATIC - {"raise"} and row.state == "owed":
        perform_in_transaction(
            incident,
            row.do_kind,
            row.do_target,
            because=row.name,
            actor=actor,
            at=at,
            obligation=row,
        )
        meet_in_transaction(
            incident, do_kind=row.do_kind, do_target=row.do_target, actor=actor, at=at
        )


def _owe(
    incident: Incident,
    protocol: Protocol,
    owed: OwedInDocument,
    *,
    waits: bool,
    actor: Actor,
    at: datetime,
    threat: Threat | None = None,
) -> Obligation:
    return owe_in_transaction(
        incident,
        name=owed.id,
        do_kind=owed.do.kind.rstrip("_"),
        do_target=owed.do.target,
        by=owed.by,
        within=timedelta(seconds=owed.within_s) if owed.within_s is not None else None,
        otherwise=[{"kind": one.kind, "target": one.target} for one in owed.otherwise],
        threat=threat,
        waits=waits,
        protocol=protocol.id,
        actor=actor,
        at=at,
    )
