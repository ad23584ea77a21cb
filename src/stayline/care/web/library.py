"""The library of self-care: one whole page for anybody, so that nobody learns what is read.

No sign-in, no cookie, no line in a log, no count (S4-45; `platform.middleware.unwatched`). It can
be printed, and kept by whoever likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from stayline.care.queries import check_in, helplines, selfcare_shelves
from stayline_core.selfcare import SIDES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show every page of self-care, and who to call."""
    shelves = selfcare_shelves()
    context = {
        "shelves": shelves,
        "sides": SIDES,
        "helplines": helplines(),
        "check_in": check_in(),
        "sources": sorted(
            {source for _, pages in shelves for page in pages for source in page.sources},
            key=lambda source: source.text,
        ),
    }
    return render(request, "care/library.html", context)
