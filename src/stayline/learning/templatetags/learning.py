"""Tags of the pages of learning: what this person may open beside their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template

from stayline.learning.policies import may_keep_lists, teaches_somewhere

if TYPE_CHECKING:
    from stayline.platform.actors import Actor

register = template.Library()

STAND_WORDS = {
    "missing": "To do",
    "lapsed": "Has run out",
    "soon": "Runs out soon",
    "done": "Done",
}


@dataclass(frozen=True, slots=True)
class May:
    """What somebody may open in learning: the trainer's pages, the lists of a site."""

    teaches: bool
    keeps_lists: bool


@register.simple_tag
def learning_may(actor: Actor) -> May:
    """Return what `actor` may open in learning."""
    return May(teaches_somewhere(actor), may_keep_lists(actor))


@register.filter
def stand_words(stand: str) -> str:
    """Return how somebody stands to a course, in words."""
    return STAND_WORDS[stand]
