"""Who else works in the demo centre: more agents, and two further sites. All are invented.

Whoever is shown on the sign-in page is in `people.actions`; these keep the floor alive.
"""

from __future__ import annotations

from typing import Final

from stayline.people.actions import DEMO_SITE, DemoSite
from stayline.people.models import Role

_AGENT: Final = (Role.AGENT,)
_SUPERVISOR: Final = (Role.SUPERVISOR,)
_LEAD: Final = (Role.LEAD,)
_MANAGER: Final = (Role.MANAGER,)

MORE: Final = (
    DemoSite(
        DEMO_SITE,
        "",
        "",
        "",
        (
            ("ines", "Ines Willow", _AGENT),
            ("omar", "Omar Brook", _AGENT),
            ("nia", "Nia Field", _AGENT),
            ("sam", "Sam Rowan", _AGENT),
            ("dana", "Dana Finch", _SUPERVISOR),
            ("ravi", "Ravi Dale", _MANAGER),
            ("corin", "Corin Ash", (Role.LOBBY,)),
            ("vesna", "Vesna Larch", (Role.LEGAL,)),
            ("odile", "Odile Wick", (Role.OMBUDSPERSON,)),
        ),
        # The demo floor puts them on duty, so that a newcomer's role is not played for them.
        frozenset({"dana", "ravi"}),
    ),
    DemoSite(
        "fernhill",
        "Fernhill Water, demo centre",
        "Europe/London",
        "GB",
        (
            ("ada", "Ada Moss", _AGENT),
            ("ben", "Ben Hollow", _AGENT),
            ("cleo", "Cleo Birch", _AGENT),
            ("ruth", "Ruth Linden", _SUPERVISOR),
            ("evan", "Evan Thorne", _SUPERVISOR),
            ("gale", "Gale Furrow", _LEAD),
            ("priya", "Priya Heron", _MANAGER),
        ),
    ),
    DemoSite(
        "larkspur",
        "Larkspur Bank, demo centre",
        "America/New_York",
        "US",
        (
            ("kit", "Kit Meadow", _AGENT),
            ("lena", "Lena Brier", _AGENT),
            ("hugo", "Hugo Vale", _AGENT),
            ("iris", "Iris Stone", _SUPERVISOR),
            ("noel", "Noel Wren", _SUPERVISOR),
            ("tess", "Tess Harrow", _LEAD),
            ("paul", "Paul Clay", _MANAGER),
        ),
    ),
)
"""The first entry adds to the demo's first site, which is there by then."""
