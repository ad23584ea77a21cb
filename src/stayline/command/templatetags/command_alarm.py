"""The alarm that somebody who was sent is out of contact, on every screen of their incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from stayline.command.queries.deployments import out_of_contact

if TYPE_CHECKING:
    from uuid import UUID

register = template.Library()


@register.inclusion_tag("command/parts/deployment_alarm.html")
def deployment_alarm(incident_id: UUID) -> dict[str, Any]:
    """Return who is out of contact. Whoever sees this page handles the incident (S3-23)."""
    return {"lost": out_of_contact(incident_id), "incident_id": incident_id}
