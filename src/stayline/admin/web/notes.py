"""Notes beside the fields of forms: look, change, see how it looks, go back (S1-53)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stayline.admin.queries import note_page, notes_page, place_named
from stayline.library.actions import change_note, restore_note
from stayline.library.errors import NoteInvalid, NoteStale
from stayline.people.web.session import StaffRequest, signed_in
from stayline_core.forms import MAX_EXAMPLE, MAX_NOTE, Note, note_faults


@require_GET
@signed_in
def notes(request: StaffRequest) -> HttpResponse:
    """Show the forms, and how many notes a site has written beside their fields."""
    page = notes_page(request.actor, key=request.GET.get("at", ""))
    return render(request, "admin/notes.html", {"page": page})


@require_GET
@signed_in
def form_notes(request: StaffRequest, form_id: str) -> HttpResponse:
    """Show the fields of a form, each with the note that stands and whose it is."""
    page = notes_page(request.actor, key=request.GET.get("at", ""), form_id=form_id)
    return render(request, "admin/form_notes.html", {"page": page})


@require_http_methods(["GET", "POST"])
@signed_in
def note(request: StaffRequest, form_id: str, field: str) -> HttpResponse:
    """Show one field with its note; save another one, show how it would look, or go back."""
    key = request.POST.get("at", request.GET.get("at", ""))
    if request.method == "GET":
        return _page(request, form_id, field, key)
    typed = Note(_line(request, "note"), _line(request, "example"))
    what = request.POST.get("what", "")
    if what == "look":
        return _page(request, form_id, field, key, typed=typed, faults=note_faults(typed))
    place = place_named(request.actor, key)
    expected = request.POST.get("expected", "")
    try:
        if what == "restore":
            restore_note(
                form_id=form_id,
                field=field,
                site_id=place.id,
                expected=expected,
                actor=request.actor,
                at=request.at,
            )
        else:
            change_note(
                form_id=form_id,
                field=field,
                site_id=place.id,
                note=typed,
                expected=expected,
                actor=request.actor,
                at=request.at,
            )
    except NoteInvalid as refused:
        return _page(request, form_id, field, key, typed=typed, faults=refused.faults, status=422)
    except NoteStale as refused:
        return _page(request, form_id, field, key, typed=typed, refusal=refused, status=409)
    saved = urlencode({"at": place.key, "saved": "yes"})
    return HttpResponseRedirect(f"{reverse('admin:note', args=[form_id, field])}?{saved}")


def _page(
    request: StaffRequest,
    form_id: str,
    field: str,
    key: str,
    *,
    typed: Note | None = None,
    faults: dict[str, str] | None = None,
    refusal: NoteStale | None = None,
    status: int = 200,
) -> HttpResponse:
    page = note_page(request.actor, key=key, form_id=form_id, field=field, typed=typed)
    context = {
        "page": page,
        "faults": faults or {},
        "refusal": refusal,
        "saved": request.method == "GET" and "saved" in request.GET,
        "max_note": MAX_NOTE,
        "max_example": MAX_EXAMPLE,
    }
    return render(request, "admin/note.html", context, status=status)


def _line(request: StaffRequest, name: str) -> str:
    """Return what was typed as one line: a break in a text box is a space."""
    return " ".join(request.POST.get(name, "").split())
