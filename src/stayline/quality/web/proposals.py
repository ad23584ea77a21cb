"""Where procedures are departed from, as questions to whoever writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from stayline.library.actions import start_draft
from stayline.people.queries import site
from stayline.people.web.session import StaffRequest, address_of, signed_in
from stayline.platform.errors import StaylineError
from stayline.quality.actions.proposals import decide_proposal, raise_proposals
from stayline.quality.errors.trends import ProposalNotFound, ProposalNotYours
from stayline.quality.policies.trends import may_decide_proposal, may_see_proposals
from stayline.quality.queries.proposals import in_words, procedures, proposals, ways_of

if TYPE_CHECKING:
    from stayline.quality.queries.proposals import Procedure


@require_GET
@signed_in
def departures(request: StaffRequest) -> HttpResponse:
    """Show how one procedure was departed from lately, and what owners were asked."""
    return _page(request)


@require_POST
@signed_in
def look(request: StaffRequest) -> HttpResponse:
    """Ask the owner about what is frequent enough to say something of the procedure."""
    _demand(request)
    chosen = _chosen(request.POST.get("procedure", ""))
    made = raise_proposals(
        protocol_id=chosen.id if chosen else "",
        exercise=_exercise(request),
        actor=request.actor,
        at=request.at,
    )
    back = urlencode({"procedure": chosen.id if chosen else "", "asked": str(made)})
    return HttpResponseRedirect(f"{reverse('quality:departures')}?{back}")


@require_POST
@signed_in
def decide(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Accept one, which begins or joins the draft of its procedure, or decline it."""
    _demand(request)
    accept = request.POST.get("what") == "accept"
    try:
        draft = _draft(request, proposal_id) if accept else None
        decide_proposal(
            proposal_id=proposal_id,
            accept=accept,
            reason=request.POST.get("reason", ""),
            draft_id=draft,
            actor=request.actor,
            at=request.at,
        )
    except StaylineError as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(reverse("quality:departures"))


def _draft(request: StaffRequest, proposal_id: UUID) -> UUID:
    """Begin the next version of the procedure, or join the draft that is being written."""
    if not may_decide_proposal(request.actor):
        raise ProposalNotYours
    rows = proposals(exercise=_exercise(request))
    row = next((one for one in rows if one.id == proposal_id), None)
    if row is None:
        raise ProposalNotFound(proposal=str(proposal_id))
    made = start_draft(
        kind="protocol", document_id=row.protocol_id, actor=request.actor, at=request.at
    )
    return UUID(str(made.id))


def _demand(request: StaffRequest) -> None:
    if not may_see_proposals(request.actor):
        raise ProposalNotYours


def _exercise(request: StaffRequest) -> bool:
    here = request.actor.site_id
    return bool(here and site(here).exercise)


def _chosen(name: str) -> Procedure | None:
    return next((one for one in procedures() if one.id == name), None)


def _page(request: StaffRequest, refusal: StaylineError | None = None) -> HttpResponse:
    _demand(request)
    exercise = _exercise(request)
    chosen = _chosen(request.GET.get("procedure", ""))
    context = {
        "procedures": procedures(),
        "chosen": chosen,
        "ways": ways_of(chosen.id, exercise=exercise, at=request.at) if chosen else [],
        "asked": request.GET.get("asked", ""),
        "proposals": [(one, in_words(one.what)) for one in proposals(exercise=exercise)],
        "may_decide": may_decide_proposal(request.actor),
        "drafts": address_of("studio:index"),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "quality/departures.html", context, status=status)
