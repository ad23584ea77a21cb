"""What is attached to an incident, for whoever handles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from stayline.incidents.models import Incident
from stayline.incidents.queries import incident
from stayline.ledger.actions.attach import LARGEST
from stayline.ledger.queries import AttachmentView, attachments
from stayline.people.queries import names_by_pseudonym
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import may_see_incident
from stayline.reports.actions.attach import ATTACHMENT_KINDS


@dataclass(frozen=True, slots=True)
class AttachmentsPage:
    """The attachments of one incident, who gave each, and what may be attached."""

    incident: Incident
    zone: str
    attachments: tuple[AttachmentView, ...]
    names: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=lambda: ATTACHMENT_KINDS)
    largest_mb: int = LARGEST // (1024 * 1024)

    @property
    def rows(self) -> list[tuple[AttachmentView, str]]:
        """Each attachment with the name of whoever attached it."""
        return [(one, self.names.get(one.actor, "somebody")) for one in self.attachments]


def attachments_page(incident_id: UUID, *, actor: Actor) -> AttachmentsPage:
    """Return the attachments of an incident.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
    """
    row = incident(incident_id)
    if not may_see_incident(actor, row.id):
        raise NotOnTheList
    found = tuple(attachments(row.stream_id))
    return AttachmentsPage(
        incident=row,
        zone=row.site.zone,
        attachments=found,
        names=names_by_pseudonym({one.actor for one in found}),
    )
