"""A person's own cards on My care, read for whoever is signed in and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template

from stayline.care.policies import leads, may_see_effect
from stayline.care.queries import (
    check_in,
    count_owed,
    own_plan,
    own_reminders,
    prompts,
    pulse_for,
    titles,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline.care.queries import OwnReminder, PlanItem, PulseNow
    from stayline_core.selfcare import Page

register = template.Library()

FIRST: tuple[str, ...] = ("breathing", "over-involvement", "sleep")
"""The pages that stand on My care itself: for right now, for when it replays, for tonight."""


@dataclass(frozen=True, slots=True)
class Helps:
    """The first pages of the library, and the question on over-involvement."""

    pages: list[Page]
    question: str


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What stands beside a person's care: their reminders, plan, thoughts and duties."""

    reminders: list[OwnReminder]
    plan: list[PlanItem]
    prompts: list[str]
    pulse: PulseNow | None
    owed: int
    leads: bool
    sees_effect: bool


@register.simple_tag
def things_that_help() -> Helps:
    """Return what stands on My care of the library; it is the same for everybody."""
    asked = check_in()
    return Helps(titles(FIRST), asked[1].text if asked else "")


@register.simple_tag(takes_context=True)
def own_side(context: Mapping[str, Any]) -> OwnSide:
    """Return the own cards of whoever asks."""
    request = context["request"]
    who = request.actor
    return OwnSide(
        reminders=[one for one in own_reminders(who.id) if one.stands],
        plan=own_plan(who.id),
        prompts=prompts(),
        pulse=pulse_for(who, at=request.at),
        owed=count_owed(who),
        leads=leads(who),
        sees_effect=may_see_effect(who),
    )
