"""The library: search over everything that is in force, each document, older versions, a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.library.errors import DocumentNotFound
from stayline.library.queries.reading import KINDS, readable_versions, reading, search, shelf
from stayline.people.web.session import StaffRequest, signed_in

if TYPE_CHECKING:
    from stayline.library.queries.reading import Reading

NOTICE: Final = (
    "Uncertified copy from Stayline. Not advice, clinical, legal or security. "
    "Whoever uses it has it certified first. Version {digest}."
)
LONGEST_SEARCH: Final = 120


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show every document by kind, or what was found for the words looked for."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    shelves = [(KINDS[kind], listed) for kind, listed in shelf().items() if listed]
    context = {"words": words, "hits": search(words), "shelves": shelves}
    return render(request, "library/index.html", context)


@require_GET
@signed_in
def page(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Show one document, in the version in force or the one that is asked for."""
    shown = reading(kind, document_id, request.GET.get("version", ""))
    context = {
        "page": shown,
        "versions": readable_versions(kind, document_id),
        "protocols": {one.id: one for one in shelf()["protocol"]},
        "today": request.at.date(),
    }
    return render(request, "library/page.html", context)


@require_GET
@signed_in
def file(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Give a document as a file, with the notice that it is an uncertified copy.

    Raises:
        DocumentNotFound: there is no such version, or what guides people leaves by the studio.
    """
    shown = reading(kind, document_id, request.GET.get("version", ""))
    if not shown.exported:
        raise DocumentNotFound(kind=kind, document=document_id)
    text, ending = _copy(shown)
    response = HttpResponse(text, content_type=f"application/{ending}; charset=utf-8")
    name = f"{document_id}-{shown.version.digest[:12]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _copy(shown: Reading) -> tuple[str, str]:
    """Return the document's source with the notice in it, and the ending of its name."""
    notice = NOTICE.format(digest=shown.version.digest)
    source = bytes(shown.version.source).decode()
    if source.lstrip().startswith("{"):
        marked = {"notice": notice, **json.loads(source)}
        return json.dumps(marked, indent=2, ensure_ascii=False) + "\n", "json"
    return f"# {notice}\n{source}", "yaml"
