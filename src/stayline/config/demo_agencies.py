"""The demo's agencies of its own: invented, with numbers of the range kept for fiction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.command.actions import add_agency
from stayline.command.queries import agency_rows
from stayline.people.queries import site_by_slug, system_actor
from stayline_core.agency_list import COLUMNS

if TYPE_CHECKING:
    from datetime import datetime

PLACES: Final = "Millbrook; Harbour; Elm Hill"
WEEK: Final = "Mon-Fri 08:00-18:00"

AGENCIES: Final = (
    {
        "kind": "police",
        "name": "Millbrook Police (invented)",
        "places": PLACES,
        "number": "+1 202 555 0141",
        "hours": "24 hours",
        "can_dispatch": "yes",
        "procedure": "Ask for the desk of the shift. Say the place first.",
    },
    {
        "kind": "fire",
        "name": "Millbrook Fire control room (invented)",
        "places": PLACES,
        "number": "+1 202 555 0142",
        "hours": "24 hours",
        "can_dispatch": "yes",
    },
    {
        "kind": "utility",
        "name": "Harbour Gas Network (invented)",
        "number": "+1 202 555 0143",
        "hours": "24 hours",
        "can_dispatch": "yes",
        "procedure": "Say that the emergency services were called, and when.",
    },
    {
        "kind": "assistance",
        "name": "Millbrook Hardship Fund (invented)",
        "places": PLACES,
        "number": "+1 202 555 0144",
        "hours": WEEK,
        "languages": "English; Spanish",
        "can_dispatch": "no",
        "warm_transfer": "yes",
    },
    {
        "kind": "council",
        "name": "Millbrook Town Office (invented)",
        "places": PLACES,
        "number": "+1 202 555 0145",
        "hours": WEEK,
        "can_dispatch": "no",
    },
    {
        "kind": "in_house",
        "name": "Specialist on call (invented)",
        "number": "+1 202 555 0146",
        "hours": "24 hours",
        "warm_transfer": "yes",
    },
)
"""What stands on the list; nobody answers under these numbers."""


def put_agencies_on_list(slug: str, at: datetime) -> None:
    """Write the demo's invented agencies down for this site; once."""
    site = site_by_slug(slug)
    if agency_rows(site.id, at=at):
        return
    for one in AGENCIES:
        fields = {
            **dict.fromkeys(COLUMNS, ""),
            "country": site.country,
            "zone": site.zone,
            "source": "Invented for the demo",
            "review_by": (at + timedelta(days=180)).date().isoformat(),
            **one,
        }
        add_agency(site_id=site.id, fields=fields, actor=system_actor("command_line"), at=at)
