"""Who may see the first page of a demo, and who sets a centre up."""

from __future__ import annotations

from django.conf import settings

from stayline.people.policies import SETS_UP
from stayline.people.queries import person
from stayline.platform.actors import Actor


def may_see_welcome(actor: Actor) -> bool:
    """Return whether there is a first page for `actor`: for a demo's own people, in demo mode."""
    return settings.STAYLINE.mode == "demo" and person(actor.id).is_demo


def may_set_up(actor: Actor) -> bool:
    """Return whether `actor` sees set-up at all; each section says who may open it."""
    return not actor.roles.isdisjoint(SETS_UP)
