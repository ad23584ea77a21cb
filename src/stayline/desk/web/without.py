"""The desk without its server: what it keeps beforehand, and the script that brings it back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.desk.queries import contact_page
from stayline.desk.queries.without import Without
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.actions import note_read

WORKER: Final = Path(__file__).parents[1] / "static" / "desk" / "without-worker.js"
NOTHING: Final = 204


@require_GET
@signed_in
def panel(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Give what the desk of this contact keeps; nothing (204) once it is over."""
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    kept = Without(page)
    if not kept.wanted:
        return HttpResponse(status=NOTHING)
    if page.incident is not None:
        note_read(incident_id=page.incident.id, actor=request.actor, screen="desk", at=request.at)
    return render(request, "desk/without.html", {"page": page, "without": kept})


@require_GET
@signed_in
def shell(request: StaffRequest) -> HttpResponse:
    """Give the page that stands in for a desk which cannot be loaded. It holds nobody's data."""
    return render(request, "desk/without_shell.html")


@require_GET
@signed_in
def worker(_request: StaffRequest) -> HttpResponse:
    """Give the service worker. It lies below /desk/, because it looks after what is there."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> bytes:
    return WORKER.read_bytes()
