"""The list of sections beside every page of set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from stayline.admin.queries.sections import sections_of

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("admin/parts/sections.html", takes_context=True)
def setup_sections(context: RequestContext) -> dict[str, object]:
    """Return the sections of whoever looks, and on which page they are."""
    request = context["request"]
    groups = sections_of(request.actor)
    hrefs = [one.href for group in groups for one in group.sections]
    here = max((one for one in hrefs if request.path.startswith(one)), key=len, default="")
    return {"groups": groups, "here": here}
