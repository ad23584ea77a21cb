"""Readiness of the floor: sites, people, rotas, ladders, and ways to reach people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stayline.admin.queries._ready_types import Missing, missing, open_sites, real
from stayline.escalation.queries.reach import reach
from stayline.library.queries import catalogue
from stayline.outbox.queries import ways as every_way
from stayline.people.models import Role, Site
from stayline.people.queries import people_of, staff_ahead

NEEDED: Final = (
    (Role.AGENT, "Nobody takes contacts"),
    (Role.SUPERVISOR, "Nobody can be rung as a supervisor"),
    (Role.MANAGER, "Nobody can be rung as a manager"),
)
"""The roles without which a contact is left alone, or nobody decides (S0-31, S1-9)."""

RUNGS_ALWAYS: Final = ("crisis", "management")
"""The ladders that a procedure may ring at any hour."""

DAYS: Final = 7


def places(at: datetime) -> list[Missing]:
    """There is a site, and each has its crisis management plan."""
    del at
    found = open_sites()
    if not found:
        return [missing("There is no site yet.", "Add a site", "admin:new_site")]
    return [
        missing(
            f"{one.name} has no crisis management plan for “I need out”.",
            f"Write it for {one.name}",
            "admin:site",
            one.slug,
        )
        for one in found
        if not one.emergency_plan.strip()
    ]


def people(at: datetime) -> list[Missing]:
    """Each site has somebody in every role without which a contact is left alone."""
    del at
    return [
        missing(
            f"{says} at {place.name}.",
            f"Add a {role.label[0].lower()}{role.label[1:]}",
            "admin:new_person",
            query=f"?site={place.slug}&role={role.value}",
        )
        for place in open_sites()
        for role, says in NEEDED
        if role.value not in _roles(place)
    ]


def rotas(at: datetime) -> list[Missing]:
    """Each site has shifts in the days to come, so that nobody is on duty by hand alone."""
    return [
        missing(
            f"{place.name} has no shift in the next seven days: "
            "whoever is on duty now counts as on duty.",
            f"Keep a rota for {place.name}",
            "admin:rotas",
            query=f"?site={place.slug}",
        )
        for place in open_sites()
        if staff_ahead(place, starts_at=at, ends_at=at + timedelta(days=DAYS)).by_hand
    ]


def ladders(at: datetime) -> list[Missing]:
    """Each ladder that is rung at any hour reaches somebody at every site and hour."""
    known = set(catalogue().ladders)
    return [
        missing(
            f"{place.name}, ladder {name}: {found.words}",
            f"Look at the ladder {name}",
            "admin:ladder",
            name,
            query=f"?site={place.slug}",
        )
        for place in open_sites()
        for name in RUNGS_ALWAYS
        if name in known
        for found in reach(place.id, name, at=at).findings
        if found.stops
    ]


def ways(at: datetime) -> list[Missing]:
    """Some way is set up, and a test left by each since it was last changed."""
    del at
    standing = [one for one in every_way() if one.for_exercise is not real()]
    if not standing:
        return [
            missing("People are reached at their screens alone.", "Set a way up", "admin:channels")
        ]
    return [
        missing(
            f"No test has left by “{one.name}” since it was last changed.",
            "Send yourself a test",
            "admin:channels",
        )
        for one in standing
        if not one.tested_well
    ]


def _roles(place: Site) -> set[str]:
    return {grant.role for one in people_of(place.id) for grant in one.roles.all()}
