"""The structures of command that hold, and which one a site works by."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from stayline.command.errors import StructureUnknown
from stayline.command.models import SiteCommand
from stayline.library.queries import standing_digests, version_by_digest
from stayline_core.command_roles import KIND, MINIMUM, Structure, parse_structure

if TYPE_CHECKING:
    from stayline.people.models import Site
    from stayline_core.command_roles import Post

USUAL: Final = {"US": "united-states", "CA": "united-states"}
"""The structure of a country until a site has chosen; elsewhere gold, silver and bronze."""

ELSEWHERE: Final = "united-kingdom"


def structures() -> list[Structure]:
    """Return every structure of command that holds, by its title: adopted, else as loaded."""
    return sorted((_structure(one) for one in standing_digests(KIND)), key=lambda one: one.title)


@functools.lru_cache(maxsize=32)
def _structure(digest: str) -> Structure:
    return parse_structure(version_by_digest(digest).body)


def structure_named(name: str) -> Structure:
    """Return a structure by its id.

    Raises:
        StructureUnknown: none of this name is loaded.
    """
    found = next((one for one in structures() if one.id == name), None)
    if found is None:
        raise StructureUnknown(structure=name)
    return found


def structure_of(site: Site) -> Structure:
    """Return the structure a site works by: the one chosen, else its country's, else the least.

    A site whose chosen structure is gone is not left without one.
    """
    chosen = SiteCommand.objects.filter(site=site).values_list("structure", flat=True).first()
    known = {one.id: one for one in structures()}
    for name in (chosen or "", USUAL.get(site.country, ELSEWHERE), ELSEWHERE):
        if name in known:
            return known[name]
    return MINIMUM


def structure_for(name: str) -> Structure:
    """Return a structure by its id; the least one where it is loaded no longer."""
    return next((one for one in structures() if one.id == name), MINIMUM)


def declaring() -> frozenset[str]:
    """Return the posts, of any structure, whose holders may call an incident major."""
    return frozenset(
        post.id for one in (*structures(), MINIMUM) for post in one.posts if post.declares
    )


def compared(chosen: Structure) -> list[tuple[Post, list[tuple[str, str]]]]:
    """Return each post of a structure with what the other structures call it (S3-31)."""
    others = [one for one in structures() if one.id != chosen.id]
    return [
        (
            post,
            [
                (one.title, like.title)
                for one in others
                if (like := one.post(post.alike.get(one.id, ""))) is not None
            ],
        )
        for post in chosen.posts
    ]
