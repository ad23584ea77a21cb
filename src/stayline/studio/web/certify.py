"""What certifies a version: risk notice, review, sign-offs, force, withdrawal, correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.library.actions import (
    acknowledge_risk,
    activate_version,
    adopt,
    before_it,
    correct_for_safety,
    prove_correction,
    send_to_review,
    sign_off,
    take_back_sign_off,
    withdraw,
)
from stayline.library.errors import SignOffInvalid
from stayline.library.queries import draft_of, experts, risk_notice, signs
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import Forbidden, Invalid, NotFound, StaylineError
from stayline.studio.queries.certify import Version, panel, version_shown
from stayline.studio.web.certify_typed import own_address, typed_day, typed_id, typed_number
from stayline_core.certificate import ADOPTED

DONE: Final = {
    "review": "Sent to review",
    "signed": "Signed",
    "refused": "Refusal recorded",
    "back": "Signature taken back",
    "risk": "Acknowledged",
    "force": "In force",
    "withdrawn": "Withdrawn",
    "corrected": "Corrected, and in force",
}
"""What a page says after something was done, by the word in its address."""


@require_GET
@signed_in
def certify(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show what certifies a version: gates, sign-offs, and what this person can do about them."""
    version = version_shown(request.actor, kind, document_id, digest)
    return _page(request, version)


@require_http_methods(["GET", "POST"])
@signed_in
def risk(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show the notice of personal and legal risk, and record that it was read (S0-9)."""
    version = version_shown(request.actor, kind, document_id, digest)
    given = request.POST if request.method == "POST" else request.GET
    purpose: Literal["edit", "activate"] = "edit" if given.get("for") == "edit" else "activate"
    after = own_address(request, given.get("next", ""))
    if request.method == "POST":
        acknowledge_risk(
            kind=kind,
            document_id=document_id,
            purpose=purpose,
            notice=request.POST.get("notice", ""),
            actor=request.actor,
            at=request.at,
        )
        return HttpResponseRedirect(after) if after else _back(version, "risk")
    context = {"shown": version, "notice": risk_notice(), "purpose": purpose, "next": after}
    return render(request, "studio/certify/risk.html", context)


@require_POST
@signed_in
def review(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Send a version to those who sign for it."""
    version = version_shown(request.actor, kind, document_id, digest)
    return _done(
        request,
        version,
        "review",
        lambda: send_to_review(digest=digest, actor=request.actor, at=request.at),
    )


@require_POST
@signed_in
def sign(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Sign for a version, refuse to with the reason, or record what was signed on paper."""
    version = version_shown(request.actor, kind, document_id, digest)
    typed = request.POST
    granted = typed.get("what") != "refuse"
    paper = typed.get("on_paper") == "yes"

    def signed() -> object:
        expert = typed_id("expert", typed) if typed.get("kind") == "expert" else None
        if paper:
            _refuse_half_a_paper(typed)
        return sign_off(
            digest=digest,
            kind=typed.get("kind", ""),
            granted=granted,
            statement=typed.get("statement", ""),
            expert_id=expert,
            signer_name=typed.get("signer_name", "").strip(),
            paper=typed.get("paper", ""),
            valid_until=typed_day("valid_until", typed),
            actor=request.actor,
            at=request.at,
        )

    return _done(request, version, "signed" if granted else "refused", signed)


@require_POST
@signed_in
def take_back(
    request: StaffRequest, kind: str, document_id: str, digest: str, signoff_id: UUID
) -> HttpResponse:
    """Take a signature back, with the reason."""
    version = version_shown(request.actor, kind, document_id, digest)
    return _done(
        request,
        version,
        "back",
        lambda: take_back_sign_off(
            signoff_id=signoff_id,
            because=request.POST.get("because", ""),
            actor=request.actor,
            at=request.at,
        ),
    )


@require_POST
@signed_in
def activate(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Put a version in force, or be told each gate that is not met."""
    version = version_shown(request.actor, kind, document_id, digest)

    def put_in_force() -> object:
        if ADOPTED in signs(kind):
            return adopt(digest=digest, actor=request.actor, at=request.at)
        return activate_version(
            digest=digest,
            instead_of=request.POST.get("instead_of"),
            actor=request.actor,
            at=request.at,
        )

    return _done(request, version, "force", put_in_force)


@require_POST
@signed_in
def take_out(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Withdraw the version in force, with the reason; the certified one before it guides again."""
    version = version_shown(request.actor, kind, document_id, digest)
    return _done(
        request,
        version,
        "withdrawn",
        lambda: withdraw(
            kind=kind,
            document_id=document_id,
            because=request.POST.get("because", ""),
            expected=digest,
            actor=request.actor,
            at=request.at,
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: StaffRequest, kind: str, document_id: str, digest: str) -> HttpResponse:
    """Show what a safety correction would change, or why it is none; put it in force."""
    version = version_shown(request.actor, kind, document_id, digest)
    draft = draft_of(kind, document_id)
    context: dict[str, object] = {"shown": version, "draft": draft, "typed": request.POST}
    status, typed = 200, request.POST
    try:
        if draft is not None:
            context["proof"] = prove_correction(draft.id)
            if request.method == "POST":
                made = correct_for_safety(
                    draft_id=draft.id,
                    expected=typed_number("revision", typed),
                    expert_id=_chosen(typed),
                    because=typed.get("because", ""),
                    statement=typed.get("statement", ""),
                    paper=typed.get("paper", ""),
                    actor=request.actor,
                    at=request.at,
                )
                return _back(made, "corrected")
    except StaylineError as refused:
        if isinstance(refused, (Forbidden, NotFound)):
            raise
        context["refusal"], status = refused, refused.status if request.method == "POST" else 200
    context["experts"] = [one for one in experts(at=request.at) if one.valid]
    return render(request, "studio/certify/correct.html", context, status=status)


def _page(
    request: StaffRequest,
    version: Version,
    *,
    refusal: StaylineError | None = None,
) -> HttpResponse:
    shown = panel(request.actor, version, request.at)
    back_to = before_it(version, at=request.at) if shown.may_withdraw else None
    context = {
        "panel": shown,
        "refusal": refusal,
        "typed": request.POST,
        "paper_open": request.POST.get("on_paper") == "yes",
        "done": DONE.get(request.GET.get("done", ""), ""),
        "back_to": back_to.digest if back_to else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "studio/certify/version.html", context, status=status)


def _done(
    request: StaffRequest, version: Version, word: str, act: Callable[[], object]
) -> HttpResponse:
    """Do it and come back; a refusal shows the page again, with what was typed."""
    try:
        act()
    except StaylineError as refused:
        if isinstance(refused, (Forbidden, NotFound)):
            raise
        version.refresh_from_db()
        return _page(request, version, refusal=refused)
    return _back(version, word)


def _back(version: Version, word: str) -> HttpResponseRedirect:
    names = [version.kind, version.document_id, version.digest]
    return HttpResponseRedirect(f"{reverse('studio:certify', args=names)}?done={word}")


def _refuse_half_a_paper(typed: Mapping[str, str]) -> None:
    """Refuse the record of a paper that would pass for a signature of one's own."""
    wanted = {"paper": "say where the signed paper is kept"}
    if typed.get("kind") != "expert":
        wanted["signer_name"] = "say who signed"
    if faults := {name: words for name, words in wanted.items() if not typed.get(name, "").strip()}:
        raise SignOffInvalid(faults)


def _chosen(typed: Mapping[str, str]) -> UUID:
    chosen = typed_id("expert", typed)
    if chosen is None:
        raise Invalid({"expert": "Choose the expert who signs for it."})
    return chosen
