"""Who may open a contact on the desk. Need to know is asked of privacy, never decided here."""

from __future__ import annotations

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.incidents.policies import supervises_incident
from stayline.people.policies import supervises
from stayline.platform.actors import Actor
from stayline.privacy.policies import may_see_incident


def may_open_contact(actor: Actor, contact: Contact, incident: Incident | None) -> bool:
    """Return whether `actor` may see this contact and its lines.

    Without an incident that is the agent whose contact it is. With one it is whoever handles
    the incident; an agent who is implicated sees nothing of it (S1-36, S1-39).
    """
    if incident is not None:
        return may_see_incident(actor, incident.id)
    return contact.agent_id == actor.id


def may_take_contact(actor: Actor, contact: Contact) -> bool:
    """Return whether `actor` may take this unassigned contact: a person of the same site."""
    return contact.agent_id is None and contact.site_id == actor.site_id


def may_release(actor: Actor, contact: Contact, incident: Incident | None) -> bool:
    """Return whether `actor` is shown the end of the contact at all (X-1, S1-40).

    While a duty keeps the contact open, only a supervisor of its site is, or one of another site
    who has taken it over.
    """
    if contact.released_at is not None:
        return False
    if incident is not None and "keep_contact_open" in incident.duties:
        return supervises_incident(actor, incident)
    return contact.agent_id == actor.id or supervises(actor, contact.site_id)
