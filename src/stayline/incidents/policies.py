"""May they? For everything done to an incident; privacy decides on what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.models import Role
from stayline.people.policies import SUPERVISES, may_administer, supervises
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import is_excluded, may_see_incident

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


def may_drive(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` owns the run: the agent until *spoke*, then the receiver.

    A run that nobody owns (an unassigned contact) may be driven by whoever handles it.
    """
    if incident.owner_id is None:
        return may_see_incident(actor, incident.id)
    return incident.owner_id == actor.id


def supervises_incident(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` is a supervisor here: of the site, or of another and has taken over.

    A ladder may ring the people of a fallback site; a supervisor of theirs who has spoken to the
    caller decides for this contact as one of the site would.
    """
    if supervises(actor, incident.site_id):
        return True
    agent = incident.contact.agent_id if incident.contact is not None else None
    took_over = incident.owner_id == actor.id and agent != actor.id
    return took_over and not actor.roles.isdisjoint(SUPERVISES)


def may_decide(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` is a supervisor here who handles it and is not implicated."""
    return (
        supervises_incident(actor, incident)
        and may_see_incident(actor, incident.id)
        and not is_excluded(actor.id, incident.id)
    )


def may_speak_up(actor: Actor, incident: Incident) -> bool:
    """Return whether `actor` may raise the level, state a threat or add safety: all handlers."""
    return actor.kind == "system" or may_see_incident(actor, incident.id)


def may_set_times(actor: Actor, site_id: UUID | None) -> bool:
    """Return whether `actor` sets the centre's own times for what is owed, for a site or all.

    Administrators set all of them, the manager of a site those of that site.
    """
    if may_administer(actor):
        return True
    return actor.is_a(Role.MANAGER.value) and site_id is not None and actor.site_id == site_id


def refuse_strangers(contact: Contact, incident: Incident | None, actor: Actor) -> None:
    """Refuse whoever neither has this contact, supervises its site, nor handles its incident.

    Anybody of the site may act for a contact that nobody has.

    Raises:
        NotOnTheList: the contact is somebody else's.
    """
    if actor.kind == "system" or contact.agent_id == actor.id:
        return
    if supervises(actor, contact.site_id):
        return
    if contact.agent_id is None and actor.site_id == contact.site_id:
        return
    if incident is None or not may_speak_up(actor, incident):
        raise NotOnTheList(contact=str(contact.id))
