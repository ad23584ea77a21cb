"""Set up, change, stop and try the ways by which pages leave. Every change is logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from stayline.ledger.actions import append_in_transaction
from stayline.outbox import events
from stayline.outbox.actions.enqueue import enqueue_in_transaction
from stayline.outbox.actions.settle import stream_in_transaction
from stayline.outbox.errors import WayInvalid, WayNotFound, WayNotYours, WayStopped
from stayline.outbox.models import Way
from stayline.outbox.policies import may_set_way
from stayline.outbox.queries import way_context
from stayline.outbox.queries.ways import TRIAL_KIND, trial_key
from stayline.platform.actors import Actor
from stayline.platform.ports import keys
from stayline.platform.transactions import action
from stayline_core.ways import KINDS, faults, mail_fault, number_fault

MOST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class WaySettings:
    """A way as somebody typed it. A secret that is left empty keeps the one there is."""

    kind: str
    channel: str
    name: str
    settings: Mapping[str, str] = field(repr=False)
    site_id: UUID | None = None
    for_exercise: bool = False
    position: int = 0


@action
def add_way(typed: WaySettings, *, actor: Actor, at: datetime) -> UUID:
    """Set up a way by which pages may leave from now on, and return its id.

    Raises:
        WayNotYours: `actor` may set up no way of this site.
        WayInvalid: something typed cannot be; the faults name each field.
    """
    _demand(actor, typed.site_id)
    kept = _judged(typed, typed.settings)
    row = Way(id=uuid4(), added_at=at, changed_at=at, settings_sealed=b"")
    _write(row, typed, kept)
    row.save(force_insert=True)
    added = events.WayAdded(
        way=str(row.id),
        name=row.name,
        channel=row.channel,
        kind_of_way=row.kind,
        site=str(row.site_id or ""),
        for_exercise=row.for_exercise,
    )
    append_in_transaction(stream_in_transaction(at=at), added, actor=actor, at=at)
    return row.id


@action
def change_way(way_id: UUID, typed: WaySettings, *, actor: Actor, at: datetime) -> None:
    """Change a way; what is being sent by it meanwhile leaves as it was.

    A secret that is left empty stays as it is, unless the host or address it is given to
    changes: then it is asked for again, so that nobody can have it sent elsewhere. Its last
    test does not speak for it any more.

    Raises:
        WayNotFound: there is none with this id.
        WayStopped: it was stopped.
        WayNotYours: `actor` may set up no way of its site, or of the site it would be of.
        WayInvalid: something typed cannot be; the faults name each field.
    """
    row = _locked(way_id, actor)
    _demand(actor, typed.site_id)
    before = json.loads(keys().unwrap(bytes(row.settings_sealed), way_context(row.id)))
    kept = _judged(typed, _with_kept_secrets(typed, before))
    changed = _changes(row, typed, before, kept)
    if not changed:
        return
    _write(row, typed, kept)
    row.changed_at, row.tested_at = at, None
    row.save()
    event = events.WayChanged(
        way=str(row.id), name=row.name, channel=row.channel, what=", ".join(changed)
    )
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)


@action
def stop_way(*, way_id: UUID, actor: Actor, at: datetime) -> None:
    """Use a way no more, and forget what it needed. What waits for it is set aside.

    Raises:
        WayNotFound: there is none with this id.
        WayStopped: it was stopped before.
        WayNotYours: `actor` may set up no way of its site.
    """
    row = _locked(way_id, actor)
    row.stopped_at = row.changed_at = at
    row.settings_sealed = _sealed(row.id, {})
    row.save(update_fields=["stopped_at", "changed_at", "settings_sealed"])
    event = events.WayStopped(way=str(row.id), name=row.name, channel=row.channel)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)


@action
def try_way(
    *, way_id: UUID, address: str, point_id: UUID | None = None, actor: Actor, at: datetime
) -> UUID:
    """Have a real test sent by a way to `address`, through the outbox; return the message's id.

    `point_id` is whose address it is, where it is kept: `trial_to` says how its test went.
    It says that it is a test and asks for nothing. How it went is the `trial` of the way's view.

    Raises:
        WayNotFound: there is none with this id.
        WayStopped: it was stopped.
        WayNotYours: `actor` may set up no way of its site.
        WayInvalid: `address` is none that this channel reaches.
    """
    row = _locked(way_id, actor)
    wrong = _address_fault(row.channel, address)
    if wrong:
        raise WayInvalid({"address": wrong})
    row.tested_at = at
    row.save(update_fields=["tested_at"])
    message_id = enqueue_in_transaction(
        kind=TRIAL_KIND,
        channel=row.channel,
        payload={
            "ways": [str(row.id)],
            "to": address,
            "subject": "Stayline: a test",
            "text": "This is a test from Stayline. Nothing is asked of you.",
            "say": "This is a test from Stayline. Nothing is asked of you. Good bye.",
        },
        exercise=row.for_exercise,
        at=at,
        key=f"{trial_key(row.id)}{point_id or ''}:{uuid4()}",
    )
    event = events.WayTried(way=str(row.id), name=row.name, channel=row.channel)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    return message_id


def _judged(typed: WaySettings, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that are kept.

    Raises:
        WayInvalid: something typed cannot be.
    """
    wrong = faults(typed.kind, typed.channel, settings)
    if not typed.name.strip() or len(typed.name) > MOST_NAME:
        wrong = {**wrong, "name": f"Give it a name of at most {MOST_NAME} characters."}
    if wrong:
        raise WayInvalid(wrong)
    names = (one.name for one in KINDS[typed.kind].fields)
    return {name: settings[name] for name in names if settings.get(name)}


def _with_kept_secrets(typed: WaySettings, before: Mapping[str, str]) -> dict[str, str]:
    found = dict(typed.settings)
    kind = KINDS.get(typed.kind)
    fields = kind.fields if kind else ()
    moved = any(
        found.get(name, "") != before.get(name, "")
        for name in ("host", "base_url", "url")
        if any(one.name == name and not one.secret for one in fields)
    )
    for one in fields:
        if one.secret and not found.get(one.name) and not moved:
            found[one.name] = before.get(one.name, "")
    return found


def _changes(
    row: Way, typed: WaySettings, before: Mapping[str, str], kept: Mapping[str, str]
) -> list[str]:
    """Return the names of what changes, in a fixed order; values stay out of the log."""
    pairs = {
        "name": (row.name, typed.name),
        "channel": (row.channel, typed.channel),
        "kind": (row.kind, typed.kind),
        "site": (row.site_id, typed.site_id),
        "exercises": (row.for_exercise, typed.for_exercise),
        "order": (row.position, typed.position),
        **{name: (before.get(name), kept.get(name)) for name in sorted({*before, *kept})},
    }
    return [name for name, (was, is_now) in pairs.items() if was != is_now]


def _write(row: Way, typed: WaySettings, kept: Mapping[str, str]) -> None:
    row.kind, row.channel, row.name = typed.kind, typed.channel, typed.name.strip()
    row.site_id, row.for_exercise = typed.site_id, typed.for_exercise
    row.position = typed.position
    row.settings_sealed = _sealed(row.id, kept)


def _sealed(way_id: UUID, kept: Mapping[str, str]) -> bytes:
    return keys().wrap(json.dumps(dict(kept)).encode(), way_context(way_id))


def _demand(actor: Actor, site_id: UUID | None) -> None:
    if not may_set_way(actor, site_id):
        raise WayNotYours


def _locked(way_id: UUID, actor: Actor) -> Way:
    row = Way.objects.select_for_update().filter(id=way_id).first()
    if row is None:
        raise WayNotFound(way=str(way_id))
    _demand(actor, row.site_id)
    if row.stopped_at is not None:
        raise WayStopped(way=str(way_id))
    return row


def _address_fault(channel: str, address: str) -> str:
    if channel == "email":
        return mail_fault(address)
    if channel in {"sms", "voice"}:
        return number_fault(address)
    return "" if address.strip() else "Write where it should go."
