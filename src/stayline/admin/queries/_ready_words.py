"""Readiness of the playbook: procedures, forms, and the numbers of each country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from stayline.admin.queries._ready_types import Missing, missing, open_sites, real
from stayline.learning.queries import Ready, readiness
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import (
    crisis_line,
    emergency_agency,
    form_in_force,
    handling_in_force,
)

FORMS: Final = {
    "security_threat": "the report of a threat",
    "people_at_risk": "the record of people at risk",
    "call_record": "the record of a difficult call",
    "case": "the case for the supervisors",
}
"""What is owed by the engine itself, whatever the procedures say."""


def protocols(at: datetime) -> list[Missing]:
    """Procedures guide contacts; real ones only where a site is ready for every harm (S0-38)."""
    if not any(one.opens for one in handling_in_force()):
        return [missing("No procedure is in force.", "Look at the playbook", "studio:index")]
    if not real():
        return []
    open_slugs = {one.slug for one in open_sites()}
    return [
        missing(f"{place.name}: {_what(cells)}: {says}", "See what is ready", "learning:readiness")
        for place in readiness(at=at)
        if place.slug in open_slugs
        for says, cells in place.missing.items()
    ]


def forms(at: datetime) -> list[Missing]:
    """Each form that is owed by the engine itself is in force."""
    del at
    return [
        missing(f"No form is in force for {words}.", "Look at the playbook", "studio:index")
        for name, words in FORMS.items()
        if not _in_force(name)
    ]


def numbers(at: datetime) -> list[Missing]:
    """The emergency number and a crisis line of every site's country are known."""
    del at
    return [
        missing(says, "Look at the directory", "library:index")
        for country in sorted({one.country for one in open_sites()})
        for says in _unknown(country)
    ]


def _unknown(country: str) -> Iterator[str]:
    if emergency_agency(country) is None:
        yield f"No emergency number is known for {country}."
    if crisis_line(country) is None:
        yield f"No crisis line is known for {country}."


def _in_force(name: str) -> bool:
    try:
        form_in_force(name)
    except DocumentNotFound:
        return False
    return True


def _what(cells: list[Ready]) -> str:
    """Name each harm once."""
    return ", ".join(dict.fromkeys(one.harm.replace("_", " ") for one in cells))
