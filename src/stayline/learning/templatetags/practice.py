"""What practice shows on the page of one's own learning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from stayline.learning.queries.practice import Listed, scenario_list

if TYPE_CHECKING:
    from stayline.platform.actors import Actor

register = template.Library()


@register.simple_tag
def practice_asked_of(actor: Actor) -> list[Listed]:
    """Return the scenarios that somebody asks this person to practise."""
    return [one for one in scenario_list(actor.id) if one.asked is not None]
