"""The library of self-care, for anybody: read whole, so that nobody learns what is read (S4-45).

Where nobody has adopted a page yet, the one that was loaded last stands: a missing signature
must not keep help from a tired person. It says that it was not reviewed.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from stayline.library.queries import (
    EmergencyNumber,
    Service,
    crisis_line,
    emergency_agency,
    standing_digests,
    version_by_digest,
)
from stayline.people.queries import sites
from stayline_core.selfcare import KIND, Page, Question, Tool, parse_page, shelved

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Helpline:
    """Who to call in one country: the emergency number and a crisis line, where known."""

    country: str
    emergency: EmergencyNumber | None
    crisis: Service | None


def selfcare_pages() -> list[Page]:
    """Return every page, by its title."""
    return sorted(map(_page, standing_digests(KIND)), key=lambda page: page.title)


def selfcare_shelves() -> list[tuple[str, list[Page]]]:
    """Return the pages under the words of their shelves (S4-14)."""
    return shelved(selfcare_pages())


def selfcare_tools() -> dict[str, Tool]:
    """Return every tool that can go into a plan, by its id (S4-50)."""
    return {tool.id: tool for page in selfcare_pages() for tool in page.tools}


def check_in() -> tuple[Page, Question] | None:
    """Return the question on over-involvement with its page (S4-46); None where there is none."""
    asked = ((page, page.question) for page in selfcare_pages() if page.question)
    return next(asked, None)


def prompts() -> list[str]:
    """Return the blame-free prompts to think by (S4-7)."""
    return [one for page in selfcare_pages() for one in page.prompts]


def titles(pages: Sequence[str]) -> list[Page]:
    """Return the pages of these ids that there are, in this order."""
    found = {page.id: page for page in selfcare_pages()}
    return [found[one] for one in pages if one in found]


def helplines() -> list[Helpline]:
    """Return who to call, for each country in which this centre has a site.

    The numbers that callers get are for staff too.
    """
    countries = sorted({site.country.upper() for site in sites() if site.closed_at is None})
    return [Helpline(one, emergency_agency(one), crisis_line(one)) for one in countries]


@functools.lru_cache(maxsize=128)
def _page(digest: str) -> Page:
    return parse_page(cast("dict[str, Any]", version_by_digest(digest).body))
