"""Parts of support: words sealed for a person, entries in their stream, a plan under its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.learning.actions._records import stream_in_transaction
from stayline.learning.errors.support import (
    PlanEnded,
    PlanNotAgreed,
    PlanNotFound,
    PlanNotYours,
    SupportInvalid,
)
from stayline.learning.models import SupportPlan
from stayline.learning.policies.support import is_side, may_see_plan
from stayline.ledger.actions import append_in_transaction, seal_in_transaction
from stayline.platform.live import publish_on_commit
from stayline.quality.queries.told import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.people.models import Person
    from stayline.platform.actors import Actor

WORDS = 4000


def seal_words_in_transaction(person: Person, words: str, *, at: datetime) -> bytes:
    """Seal words in a person's own stream; empty stays empty. The caller holds the transaction."""
    if not words:
        return b""
    stream = stream_in_transaction(person, at=at)
    return seal_in_transaction(stream, subject_of(person), words.encode())


def log_in_transaction(person: Person, event: Event, *, actor: Actor, at: datetime) -> None:
    """Append to a person's own stream. The caller holds the transaction."""
    append_in_transaction(stream_in_transaction(person, at=at), event, actor=actor, at=at)


def tell_in_transaction(people: Iterable[UUID | None]) -> None:
    """Let the open screens of these people hear of it. The caller holds the transaction."""
    for one in sorted({one for one in people if one is not None}):
        publish_on_commit(f"person:{one}", "growth")


def plan_locked(
    plan_id: UUID, actor: Actor, *, side: bool = True, agreed: bool = False
) -> SupportPlan:
    """Return an open plan with its row locked; the caller holds the transaction.

    Raises:
        PlanNotFound: there is none, or `actor` may not know of it: the answer is the same.
        PlanNotYours: with `side`, `actor` is none of its two sides.
        PlanEnded: it has ended.
        PlanNotAgreed: with `agreed`, both sides did not agree to it yet.
    """
    rows = SupportPlan.objects.select_for_update(of=("self",))
    plan = rows.select_related("person__site", "supporter", "site").filter(id=plan_id).first()
    if plan is None or not may_see_plan(actor, plan):
        raise PlanNotFound
    if side and not is_side(actor, plan):
        raise PlanNotYours
    if plan.ended_at is not None:
        raise PlanEnded
    if agreed and plan.agreed_at is None:
        raise PlanNotAgreed
    return plan


def said(words: str, field: str = "words") -> str:
    """Return words without what stands round them.

    Raises:
        SupportInvalid: there are none, or too many.
    """
    plain = words.strip()
    if not plain:
        raise SupportInvalid({field: "Say it in a few words."})
    if len(plain) > WORDS:
        raise SupportInvalid({field: f"At most {WORDS} characters."})
    return plain
