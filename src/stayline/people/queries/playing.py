"""Colleagues who are played while somebody practises: nobody real, and never found as people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

PLAYED: Final = "played"


def played_colleagues(site_id: UUID) -> list[Person]:
    """Return who is played at a site when somebody practises there, in the order of their names.

    They cannot sign in, are rung for nothing real, and every list of people leaves them out.
    """
    rows = Person.objects.filter(site_id=site_id, kind=PLAYED)
    return list(rows.prefetch_related("roles").order_by("name"))
