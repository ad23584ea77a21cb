"""What is held about oneself: one page, and one file to take along."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stayline.admin.queries.own_file import sections_of
from stayline.people.web.session import StaffRequest, signed_in
from stayline.privacy.actions import read_own_file


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def own_file(request: StaffRequest) -> HttpResponse:
    """Show somebody what every room holds about them; posted, it is a file. Both are logged."""
    if request.method == "GET":
        found = read_own_file(form="page", actor=request.actor, at=request.at)
        sections = sections_of(found, request.shell.zone)
        return render(request, "admin/own_file.html", {"sections": sections})
    found = read_own_file(form="file", actor=request.actor, at=request.at)
    answer = JsonResponse(
        {"format": "stayline-own-file/1", "read_at": found.read_at, "rooms": found.rooms},
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    answer["Content-Disposition"] = 'attachment; filename="what-is-held-about-me.json"'
    return answer
