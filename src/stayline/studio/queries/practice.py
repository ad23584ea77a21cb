"""Whether somebody can practise on a document here, and what an exercise contact for it needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from stayline.contacts.queries import open_contacts_of
from stayline.library.models import InForce
from stayline.library.policies import may_write
from stayline.library.queries import protocol_by_digest, protocol_for
from stayline.people.queries import site
from stayline.platform.actors import Actor
from stayline.studio.errors import PractiseRefused, StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline_core.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Practice:
    """An exercise contact to open: where, on which channel, for which harm."""

    site_id: UUID
    channel: str
    harm: str


def practice_of(actor: Actor, kind: str, document_id: str) -> Practice:
    """Return the exercise contact in which this protocol guides `actor`.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        PractiseRefused: it guides nobody now, another one opens for its harm, `actor` has a
            contact already, or this floor takes real contacts.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    row = InForce.objects.filter(kind="protocol", document_id=document_id).first()
    if kind != "protocol" or row is None:
        raise PractiseRefused("Only a protocol that is in force can be practised on.")
    if not may_write(actor) or actor.site_id is None:
        raise PractiseRefused("Practising from the studio is for whoever writes protocols.")
    if settings.STAYLINE.mode == "production" and not site(actor.site_id).exercise:
        raise PractiseRefused(
            "This floor takes real contacts. Practise on a floor that is for exercises."
        )
    if open_contacts_of(actor.id):
        raise PractiseRefused("You have a contact on your desk. End it first.")
    return _opens(actor.site_id, protocol_by_digest(row.version_id))


def _opens(site_id: UUID, protocol: Protocol) -> Practice:
    """The first harm for which this very protocol opens; a situation's is taken on the desk."""
    for harm in protocol.handles:
        found = protocol_for(harm, protocol.classes[0])
        own = found is not None and found.protocol.id == protocol.id
        if own or protocol.situation is not None:
            return Practice(site_id, protocol.channels[0], harm)
    raise PractiseRefused("Another protocol opens for what this one handles.")
