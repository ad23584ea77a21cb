"""Which laws and policies an incident has to keep, and which are confirmed at its end (S3-15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.queries import laws_for, laws_to_confirm

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.library.queries import Law


def laws_of(row: Incident) -> list[Law]:
    """Return what applies to an incident: by the harms of its threats and its site's country.

    None where it was opened in error: nothing was threatened.
    """
    return [] if row.opened_in_error_at else laws_for(harms_of(row), row.site.country)


def laws_at_closing(row: Incident) -> list[Law]:
    """Return those of them that whoever closes goes through."""
    return [] if row.opened_in_error_at else laws_to_confirm(harms_of(row), row.site.country)


def harms_of(row: Incident) -> set[str]:
    """Return the kinds of harm of an incident: what it was opened for, and every threat's."""
    threatened = row.threats.filter(void_at=None).values_list("kind", flat=True)
    return {row.kind, *threatened}
