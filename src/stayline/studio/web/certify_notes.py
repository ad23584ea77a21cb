"""Restricted notes: written for the named, read by them alone, each reading logged (S0-8).

The page is the same for everybody who works in the studio. Whoever is named in no note sees
an empty one, whether there are any or not.
"""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.library.actions import (
    read_restricted_notes,
    remove_restricted_note,
    write_restricted_note,
)
from stayline.library.errors import RestrictedNoteInvalid
from stayline.people.web.session import StaffRequest, signed_in
from stayline.studio.queries.certify import version_shown
from stayline.studio.queries.register import studio_people


@require_http_methods(["GET", "POST"])
@signed_in
def notes(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show the restricted notes that this person may read; attach one, or remove one's own."""
    version = version_shown(request.actor, kind, document_id, digest)
    context: dict[str, object] = {"shown": version, "people": studio_people()}
    status = 200
    if request.method == "POST":
        try:
            _act(request, kind, document_id, digest)
        except RestrictedNoteInvalid as refused:
            context |= {"typed": request.POST, "faults": refused.faults}
            context["chosen"] = request.POST.getlist("readers")
            status = refused.status
        else:
            names = [kind, document_id, digest]
            return HttpResponseRedirect(reverse("studio:notes", args=names))
    context["notes"] = read_restricted_notes(
        kind=kind, document_id=document_id, actor=request.actor, at=request.at
    )
    return render(request, "studio/certify/notes.html", context, status=status)


def _act(request: StaffRequest, kind: str, document_id: str, digest: str) -> None:
    typed = request.POST
    if typed.get("remove"):
        _remove(request, typed["remove"])
        return
    readers: list[UUID] = []
    for one in typed.getlist("readers"):
        with suppress(ValueError):
            readers.append(UUID(one))
    write_restricted_note(
        kind=kind,
        document_id=document_id,
        text=typed.get("text", ""),
        from_whom=typed.get("from_whom", ""),
        readers=readers,
        about=digest if typed.get("about") else "",
        actor=request.actor,
        at=request.at,
    )


def _remove(request: StaffRequest, note_id: str) -> None:
    try:
        which = UUID(note_id)
    except ValueError:
        raise RestrictedNoteInvalid({"remove": "Choose one of the notes."}) from None
    remove_restricted_note(note_id=which, actor=request.actor, at=request.at)
