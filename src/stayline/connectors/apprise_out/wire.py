"""The address of a messenger, with a person's own address in it."""

from __future__ import annotations

from urllib.parse import quote

from stayline_core.ways import ADDRESS


def address_for(template: str, person: str) -> str:
    """Return a messenger's address for one person.

    The person's own address is quoted, so that nothing in it can change to whom it goes.
    """
    return template.replace(ADDRESS, quote(person, safe=""))
