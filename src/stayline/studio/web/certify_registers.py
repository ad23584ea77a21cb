"""Who has copies, what came in, what managers must hear of, and who handles what."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.library.actions import import_copy, see_alert
from stayline.library.errors import SharingNotYours
from stayline.library.policies import may_see_alerts, may_share
from stayline.library.queries import (
    alerts_unseen,
    copies_taken_in,
    handling_in_force,
    shares,
)
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Invalid, Refused
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline.studio.queries.certify import Version
from stayline_core.protocol.language import CHANNEL_CLASSES, HARMS

LARGEST: Final = 1_000_000
"""Bytes of a copy that is taken in."""

CLASS_WORDS: Final = {
    "live": "Voice, in person",
    "chat": "Chat, text",
    "written": "Email, letter, social media",
    "none": "Report by staff, no contact",
}
"""The classes of channel in words."""


@require_http_methods(["GET", "POST"])
@signed_in
def register_of_copies(request: StaffRequest) -> HttpResponse:
    """Show who has copies and what came in; take a copy in, as an uncertified template."""
    if not may_share(request.actor):
        raise SharingNotYours
    context: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        try:
            made = _taken_in(request)
        except (Invalid, Refused) as refused:
            context |= {"refusal": refused, "typed": request.POST}
            status = refused.status
        else:
            names = [made.kind, made.document_id, made.digest]
            return HttpResponseRedirect(reverse("studio:certify", args=names))
    context |= {"shares": shares(), "copies": copies_taken_in()}
    return render(request, "studio/certify/shares.html", context, status=status)


@require_GET
@signed_in
def alerts(request: StaffRequest) -> HttpResponse:
    """Show what lapsed, is overdue, was corrected or withdrawn, and nobody has seen yet."""
    _refuse_outsider(request)
    context = {
        "alerts": alerts_unseen(request.actor),
        "may_see": may_see_alerts(request.actor),
    }
    return render(request, "studio/certify/alerts.html", context)


@require_POST
@signed_in
def seen(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Record that this person has seen an alert."""
    see_alert(alert_id=alert_id, actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("studio:alerts"))


@require_GET
@signed_in
def playbook_coverage(request: StaffRequest) -> HttpResponse:
    """Show which protocol in force handles which matter on which class of channel (S0-22)."""
    _refuse_outsider(request)
    found = {(one.harm, one.channel_class): one for one in handling_in_force()}
    rows = [(harm, [found[harm, channel] for channel in CHANNEL_CLASSES]) for harm in HARMS]
    context = {"classes": [CLASS_WORDS[one] for one in CHANNEL_CLASSES], "rows": rows}
    return render(request, "studio/certify/playbook.html", context)


def _taken_in(request: StaffRequest) -> Version:
    file = request.FILES.get("copy")
    if file is None:
        raise Invalid({"copy": "Choose the file of the copy."})
    if (file.size or 0) > LARGEST:
        raise Invalid({"copy": "It is larger than any document."})
    return import_copy(
        source=file.read(),
        shared_by=request.POST.get("shared_by", ""),
        actor=request.actor,
        at=request.at,
    )


def _refuse_outsider(request: StaffRequest) -> None:
    if not may_see_studio(request.actor):
        raise StudioNotYours
