"""The studio's own pages: the list, a document and its versions, comparing, walking, codes."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stayline.library.policies import may_write
from stayline.people.web.session import StaffRequest, signed_in
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline.studio.queries import (
    document_page,
    draft_head,
    drawing,
    line_changes,
    look_at,
    meaning,
    shelf,
    shown_version,
    walk_page,
)
from stayline.studio.queries.certify import panel
from stayline.studio.web.turns import Turns
from stayline_core.protocol import Protocol, load
from stayline_core.protocol.codes import CODES, GROUPS

TURNS = Turns(burst=20, per_second=2)
"""For pages that draw or compare: each takes the processor a second or two."""


@require_GET
@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """Show every document with its state, and who is writing the next version."""
    context = {"shelves": shelf(request.actor, at=request.at), "writes": may_write(request.actor)}
    return render(request, "studio/index.html", context)


@require_GET
@signed_in
def document(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Show a version of a document line by line, where it comes from, and all its versions."""
    digest = request.GET.get("version", "")
    page = document_page(request.actor, kind, document_id, digest=digest, at=request.at)
    context = {"page": page, "panel": panel(request.actor, page.version, request.at)}
    return render(request, "studio/document.html", context)


@require_GET
@signed_in
def picture(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Show the drawing of a version: the part of the page for htmx, else a page of its own."""
    digest = request.GET.get("version", "")
    version = shown_version(request.actor, kind, document_id, digest=digest)
    with TURNS.of(request.actor.id):
        look = look_at(kind, document_id, bytes(version.source))
        drawn = drawing(look, standing=str(version.get_state_display()))
    part = "studio/parts/drawing.html" if request.htmx else "studio/drawing.html"
    return render(request, part, {"drawing": drawn, "look": look, "version": version})


@require_GET
@signed_in
def compare(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Show what an agent sees or does differently by one version than by another."""
    old = shown_version(request.actor, kind, document_id, digest=request.GET.get("old", ""))
    new = shown_version(request.actor, kind, document_id, digest=request.GET.get("new", ""))
    before, after = bytes(old.source), bytes(new.source)
    loaded = load(after, file=document_id) if kind == "protocol" else None
    with TURNS.of(request.actor.id):
        found = meaning(before, loaded, file=document_id)
    lines = line_changes(before.decode("utf-8", "replace"), after.decode("utf-8", "replace"))
    context = {"old": old, "new": new, "meaning": found, "lines": lines}
    return render(request, "studio/compare.html", context)


@require_GET
@signed_in
def walk(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Walk through a version as an agent would; nothing is real and nothing is kept."""
    version = shown_version(request.actor, kind, document_id, digest=request.GET.get("version", ""))
    source = bytes(version.source)
    context = {"version": version, "title": version.title, "of": version.get_state_display()}
    return _walked(request, load(source, file=document_id).protocol, context)


@require_GET
@signed_in
def walk_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Walk through a draft as it was last saved."""
    head = draft_head(request.actor, draft_id)
    protocol = load(head.text.encode(), file=head.file).protocol
    context = {"head": head, "title": head.title, "of": f"Draft, save {head.revision}"}
    return _walked(request, protocol, context)


@require_GET
@signed_in
def codes(request: StaffRequest) -> HttpResponse:
    """Explain every code of the checker: what is wrong, why it matters, what would be right."""
    if not may_see_studio(request.actor):
        raise StudioNotYours
    groups = [
        (words, [one for one in CODES.values() if one.code[0] == letter])
        for letter, words in GROUPS.items()
    ]
    return render(request, "studio/codes.html", {"groups": groups})


def _walked(
    request: StaffRequest, protocol: Protocol | None, context: dict[str, object]
) -> HttpResponse:
    if protocol is None:
        return render(request, "studio/walk.html", {**context, "page": None}, status=409)
    acts = [" ".join(one.split()) for one in request.GET.getlist("act") if one.strip()]
    typed = " ".join(request.GET.get("typed", "").split())
    begun = request.GET.get("begun", "")
    if begun and typed:
        acts.append(begun + typed)
    page = walk_page(protocol, channel=request.GET.get("channel", ""), acts=acts)
    begin = {"channel": page.channel}
    if version := request.GET.get("version"):
        begin["version"] = version
    back = {**begin, "act": list(page.acts[:-1])}
    here = {"undo": f"?{urlencode(back, doseq=True)}", "again": f"?{urlencode(begin)}"}
    return render(request, "studio/walk.html", {**context, **here, "page": page})
