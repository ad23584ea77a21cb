"""A person's own plan and own thoughts: kept, changed, deleted by nobody but themselves.

Nothing of it is in the log, also not that it exists: what is deleted is gone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from stayline.care.errors import OwnInvalid, PlanItemNotFound, ReflectionNotFound
from stayline.care.models import OwnPlan, Reflection
from stayline.care.queries.own import LONGEST, LONGEST_THOUGHT, MOST, PlanItem, plan_in
from stayline.care.queries.selfcare import selfcare_tools
from stayline.ledger.actions import seal_in_transaction
from stayline.people.actions.system import person_locked, person_stream
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.platform.actors import Actor


@action
def add_to_plan(*, actor: Actor, at: datetime, tool: str = "", words: str = "") -> PlanItem:
    """Put a tool of the library, or own words, at the end of one's own plan (S4-50).

    A tool brings its words along, so the plan reads the same when the library changes.

    Raises:
        OwnInvalid: nothing was said, it is too long, no such tool, or the plan is full.
    """
    found = selfcare_tools().get(tool)
    said = found.words if found and not words.strip() else words.strip()
    if (tool and found is None) or not said or len(said) > LONGEST:
        raise OwnInvalid({"words": f"Write what you want to do, in up to {LONGEST} letters."})
    who = person_locked(actor.id)
    items = _plan_locked(who)
    if len(items) >= MOST:
        raise OwnInvalid({"words": f"A plan has up to {MOST} lines. Take one away first."})
    made = PlanItem(uuid4().hex, tool, said)
    _keep(who, [*items, made], at=at)
    return made


@action
def move_in_plan(*, item: str, up: bool, actor: Actor, at: datetime) -> None:
    """Move a line of one's own plan by one place; at the end of the list nothing happens.

    Raises:
        PlanItemNotFound: the plan has no such line.
    """
    who = person_locked(actor.id)
    items = _plan_locked(who)
    here = _place(items, item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        _keep(who, items, at=at)


@action
def remove_from_plan(*, item: str, actor: Actor, at: datetime) -> None:
    """Take a line out of one's own plan. With the last one the plan is gone.

    Raises:
        PlanItemNotFound: the plan has no such line.
    """
    who = person_locked(actor.id)
    items = _plan_locked(who)
    del items[_place(items, item)]
    _keep(who, items, at=at)


@action
def keep_reflection(*, words: str, actor: Actor, at: datetime, prompt: str = "") -> UUID:
    """Keep a thought for oneself, sealed (S4-7). It names no contact and is evidence of nothing.

    Raises:
        OwnInvalid: there are no words, or too many.
    """
    said = words.strip()
    if not said or len(said) > LONGEST_THOUGHT:
        raise OwnInvalid({"thought": f"Write up to {LONGEST_THOUGHT} letters."})
    who = person_locked(actor.id)
    sealed = seal_for_in_transaction(who, {"prompt": prompt[:LONGEST], "words": said}, at=at)
    return Reflection.objects.create(person=who, sealed=sealed, written_at=at).id


@action
def delete_reflection(*, reflection_id: UUID, actor: Actor, at: datetime) -> None:
    """Delete a thought of one's own. Nothing of it stays.

    Raises:
        ReflectionNotFound: `actor` has no such thought.
    """
    del at  # nothing is logged
    gone, _ = Reflection.objects.filter(id=reflection_id, person_id=actor.id).delete()
    if not gone:
        raise ReflectionNotFound


def seal_for_in_transaction(who: Person, said: dict[str, Any], *, at: datetime) -> bytes:
    """Return something sealed under a person's own key; the caller holds the transaction."""
    stream_id = person_stream(who, at)
    return seal_in_transaction(stream_id, f"person:{who.pseudonym}", json.dumps(said).encode())


def _plan_locked(who: Person) -> list[PlanItem]:
    row = OwnPlan.objects.select_for_update().filter(person=who).first()
    return plan_in(who, bytes(row.sealed)) if row else []


def _keep(who: Person, items: Sequence[PlanItem], *, at: datetime) -> None:
    if not items:
        OwnPlan.objects.filter(person=who).delete()
        return
    said = [{"id": one.id, "tool": one.tool, "words": one.words} for one in items]
    sealed = seal_for_in_transaction(who, {"items": said}, at=at)
    OwnPlan.objects.update_or_create(person=who, defaults={"sealed": sealed, "changed_at": at})


def _place(items: Sequence[PlanItem], item: str) -> int:
    for number, one in enumerate(items):
        if one.id == item:
            return number
    raise PlanItemNotFound
