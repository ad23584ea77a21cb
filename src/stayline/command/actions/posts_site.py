"""How a site commands: its structure, and who usually holds each post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.errors import NoCommandHere, PostNotYours, PostUnknown
from stayline.command.events import PostDefaultSet, StructureChosen
from stayline.command.models import PostDefault, SiteCommand
from stayline.command.policies.posts import may_set_command
from stayline.command.queries.posts_structures import structure_named, structure_of
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.queries import person
from stayline.people.queries import site as site_of
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def choose_structure(*, site_id: UUID, structure: str, actor: Actor, at: datetime) -> None:
    """Let a site work by a structure of command; posts held now keep the one they began with.

    Chosen twice, nothing is logged.

    Raises:
        NoCommandHere: `actor` does not manage the site.
        StructureUnknown: none of this name is loaded.
    """
    if not may_set_command(actor, site_id):
        raise NoCommandHere
    site, chosen = site_of(site_id), structure_named(structure)
    before = structure_of(site)
    row = SiteCommand.objects.select_for_update().filter(site=site).first()
    if row is not None and row.structure == chosen.id:
        return
    SiteCommand.objects.update_or_create(
        site=site, defaults={"structure": chosen.id, "chosen_at": at}
    )
    event = StructureChosen(
        site=str(site.id),
        site_name=site.name,
        structure=chosen.id,
        title=chosen.title,
        before=before.title,
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)


@action
def set_usual(
    *, site_id: UUID, post: str, person_id: UUID | None, actor: Actor, at: datetime
) -> None:
    """Say who usually holds a post at a site, or, with None, nobody. They take it by themselves.

    Raises:
        NoCommandHere: `actor` does not manage the site.
        PostUnknown: the site's structure has no such post.
        PersonNotFound: nobody has this id.
        PostNotYours: they work elsewhere, work no longer, or have no fitting role.
    """
    if not may_set_command(actor, site_id):
        raise NoCommandHere
    site = site_of(site_id)
    found = structure_of(site).post(post)
    if found is None:
        raise PostUnknown(post=post)
    who = person(person_id) if person_id else None
    if who is not None and (
        who.site_id != site_id or not who.is_active or found.roles.isdisjoint(who.actor().roles)
    ):
        raise PostNotYours
    row = (
        PostDefault.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(site=site, post=post)
        .first()
    )
    if (row.person_id if row else None) == person_id:
        return
    if person_id is None:
        PostDefault.objects.filter(site=site, post=post).delete()
    else:
        PostDefault.objects.update_or_create(
            site=site, post=post, defaults={"person_id": person_id}
        )
    event = PostDefaultSet(
        site=str(site.id),
        site_name=site.name,
        post=post,
        title=found.title,
        person=str(who.pseudonym) if who else "",
        before=str(row.person.pseudonym) if row else "",
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
