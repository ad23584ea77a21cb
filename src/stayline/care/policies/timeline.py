"""Who may do what with a step of aftercare, and who may say who else was near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.policies import supervises

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from stayline.care.models import CheckNote, PrivateCheck
    from stayline.platform.actors import Actor


def may_move(actor: Actor, check: PrivateCheck) -> bool:
    """Return whether `actor` may move this step: the person it is for, and who comes to it."""
    return actor.id in {check.person_id, check.supporter_id}


def may_note(actor: Actor, check: PrivateCheck) -> bool:
    """Return whether `actor` may write something down with this step: the same two."""
    return may_move(actor, check)


def may_read(actor: Actor, note: CheckNote) -> bool:
    """Return whether `actor` may read a note: the person it is about, and its one reader.

    No role opens it: not a manager's, not an administrator's, not a reviewer's.
    """
    return actor.id in {note.of.person_id, note.reader_id}


def may_name_bystander(actor: Actor, site_id: UUID, involved: Collection[UUID]) -> bool:
    """Return whether `actor` may say who was near: whoever was in it, and its supervisors."""
    return actor.id in involved or supervises(actor, site_id)
