"""A new centre adopts all that needs no expert: forms, ladders, directories and the like."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stayline.library.actions import acknowledge_risk, adopt_documents
from stayline.library.errors import DocumentNotYours
from stayline.library.policies import may_activate
from stayline.library.queries import RISKY, adoptable, risk_notice
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Refused
from stayline.studio.queries import reaching


@require_http_methods(["GET", "POST"])
@signed_in
def adopt_all(request: StaffRequest) -> HttpResponse:
    """Show what somebody may adopt by name, and adopt what was shown and stayed ticked.

    The notice of risk is on the page, because who is rung is among it (S0-9); without the tick
    under it nothing is adopted. What came meanwhile is not adopted unseen.
    """
    if not may_activate(request.actor):
        raise DocumentNotYours
    refusal: Refused | None = None
    if request.method == "POST":
        chosen = set(request.POST.getlist("digest"))
        try:
            _adopt(request, chosen)
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("studio:adopt_all"))
    context = {
        "documents": [
            (one, reaching(request.actor, one.kind, bytes(one.source), at=request.at))
            for one in adoptable()
        ],
        "notice": risk_notice(),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "studio/certify/adopt.html", context, status=status)


def _adopt(request: StaffRequest, chosen: set[str]) -> None:
    there = [one for one in adoptable() if one.digest in chosen]
    read = request.POST.get("notice", "") if request.POST.get("read") else ""
    for one in there:
        if read and one.kind in RISKY:
            acknowledge_risk(
                kind=one.kind,
                document_id=one.document_id,
                purpose="activate",
                notice=read,
                actor=request.actor,
                at=request.at,
            )
    adopt_documents(digests=[one.digest for one in there], actor=request.actor, at=request.at)
