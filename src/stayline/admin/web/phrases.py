"""A centre's own phrases: add, change, withdraw, each judged before agents see it (S4-39)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.admin.queries import phrases_page, site_named
from stayline.library.actions import PhraseText, save_phrase, withdraw_phrase
from stayline.library.errors import PhraseInvalid, PhraseStale
from stayline.library.queries import MAX_PURPOSE, OwnPhrase
from stayline.people.web.session import StaffRequest, signed_in

LONGEST = 160
"""What can be said in a breath; the wording rules say so too."""


@require_http_methods(["GET", "POST"])
@signed_in
def phrases(request: StaffRequest) -> HttpResponse:
    """Show a site's own phrases beside the shipped ones; save or withdraw one."""
    typed = request.POST if request.method == "POST" else request.GET
    key, changing = typed.get("at", ""), typed.get("phrase", "")
    if request.method == "GET":
        return _page(request, key, changing)
    place, _ = site_named(request.actor, key)
    written = PhraseText(typed.get("group", ""), _line(request, "text"), _line(request, "purpose"))
    boxes = OwnPhrase(changing, written.group, written.text, written.purpose)
    expected, actor, at = typed.get("expected", ""), request.actor, request.at
    try:
        if typed.get("what") == "withdraw":
            withdraw_phrase(
                site_id=place.id, phrase_id=changing, expected=expected, actor=actor, at=at
            )
        else:
            save_phrase(
                site_id=place.id,
                phrase_id=changing,
                typed=written,
                expected=expected,
                actor=actor,
                at=at,
            )
    except PhraseInvalid as refused:
        return _page(request, key, changing, typed=boxes, faults=refused.faults, status=422)
    except PhraseStale as refused:
        return _page(request, key, "", typed=boxes, refusal=refused, status=409)
    saved = urlencode({"at": place.key, "saved": "yes"})
    return HttpResponseRedirect(f"{reverse('admin:phrases')}?{saved}")


def _page(
    request: StaffRequest,
    key: str,
    changing: str,
    *,
    typed: OwnPhrase | None = None,
    faults: dict[str, str] | None = None,
    refusal: PhraseStale | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": phrases_page(request.actor, key=key, changing=changing, typed=typed),
        "faults": faults or {},
        "refusal": refusal,
        "saved": request.method == "GET" and "saved" in request.GET,
        "longest": LONGEST,
        "longest_purpose": MAX_PURPOSE,
    }
    return render(request, "admin/phrases.html", context, status=status)


def _line(request: StaffRequest, name: str) -> str:
    """Return what was typed as one line: a break in a text box is a space."""
    return " ".join(request.POST.get(name, "").split())
