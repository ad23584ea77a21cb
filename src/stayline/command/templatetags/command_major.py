"""What concerns somebody beside their work: a major incident of the site, a post offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from stayline.command.queries.posts import major_banners, offered_to

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.people.web.session import StaffRequest

register = template.Library()


@register.inclusion_tag("command/parts/major_banner.html")
def major_banner(request: StaffRequest, but: UUID | None = None) -> dict[str, Any]:
    """Return the site's major incidents and the posts offered to the reader.

    Without those of the incident that the page is about (`but`).
    """
    found = major_banners(request.actor)
    return {
        "banners": [one for one in found if one.major.incident_id != but],
        "offers": [one for one in offered_to(request.actor) if one[0].id != but],
    }
