"""Who may change what stands beside the fields of forms, keep the register, share, and note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Role
from stayline.people.policies import WORKS_IN_STUDIO, may_administer

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor

WRITES_NOTES: Final = frozenset({Role.MANAGER.value, Role.PROTOCOL_OWNER.value})


def may_change_notes(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may change the notes beside fields at a site (None: at every one).

    An administrator may everywhere; a manager and a protocol owner at their own site.
    """
    if may_administer(actor):
        return True
    own = site_id is not None and actor.site_id == site_id
    return own and not actor.roles.isdisjoint(WRITES_NOTES)


def may_see_notes(actor: Actor) -> bool:
    """Return whether `actor` may look at the notes and their history: whoever may change some."""
    return may_change_notes(actor, actor.site_id)


def may_change_phrases(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` may add, change and withdraw a site's own phrases (S4-39).

    Whoever may change its notes may: a manager or protocol owner of the site, an administrator.
    """
    return site_id is not None and may_change_notes(actor, site_id)


# ── the register of experts, restricted notes, copies ──

KEEPS_REGISTER: Final = frozenset({Role.MANAGER.value, Role.PROTOCOL_OWNER.value})


def may_keep_register(actor: Actor, person_id: UUID | None = None) -> bool:
    """Return whether `actor` may change the register of experts (S0-21).

    `person_id` is whose entry it is, where they sign in here: nobody changes their own.
    """
    if person_id is not None and actor.id == person_id:
        return False
    return may_administer(actor) or not actor.roles.isdisjoint(KEEPS_REGISTER)


def may_share(actor: Actor) -> bool:
    """Return whether `actor` may give copies away, take them in, and see who has some (S0-19)."""
    return may_administer(actor) or not actor.roles.isdisjoint(KEEPS_REGISTER)


def may_write_restricted(actor: Actor) -> bool:
    """Return whether `actor` may attach restricted notes: who writes and who signs (S0-8)."""
    return not actor.roles.isdisjoint(WORKS_IN_STUDIO)


# ── the life of a version: who writes, sends, signs, activates, and hears of it ──

WRITES: Final = frozenset({Role.PROTOCOL_OWNER.value, Role.MANAGER.value})
SIGNER: Final = {
    "legal": Role.LEGAL_REVIEWER.value,
    "ethical": Role.ETHICS_REVIEWER.value,
}
"""Whose role signs for what; an expert signs by the register, not by a role."""


def may_write(actor: Actor) -> bool:
    """Return whether `actor` may draft versions and send them to review: owners and managers."""
    return not actor.roles.isdisjoint(WRITES)


def may_activate(actor: Actor) -> bool:
    """Return whether `actor` may put a version in force, correct or withdraw it."""
    return not actor.roles.isdisjoint(WRITES)


def may_record_paper(actor: Actor) -> bool:
    """Return whether `actor` may record what somebody signed on paper."""
    return not actor.roles.isdisjoint(WRITES)


def may_sign(actor: Actor, kind: str) -> bool:
    """Return whether `actor` may sign for `kind` themselves, by their role.

    An expert is no role but an entry in the register; who adopts is an owner or a manager.
    """
    if kind == "adopted":
        return not actor.roles.isdisjoint(WRITES)
    return kind in SIGNER and actor.is_a(SIGNER[kind])


def may_see_alerts(actor: Actor) -> bool:
    """Return whether `actor` hears of what lapses and is overdue, and may say it was seen."""
    return may_administer(actor) or not actor.roles.isdisjoint(WRITES)
