"""Writing the next version: start, type, check, save, make a version, drop. Two may write at once.

With script the editor asks the checker as one types; without it the same page has a text box and
buttons. Nothing typed is lost: what is refused comes back on the page, beside what stands.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stayline.library.actions import drop_draft, make_version, save_draft, start_draft
from stayline.library.errors import DraftStale, RiskNotAcknowledged
from stayline.people.web.session import StaffRequest, signed_in
from stayline.platform.errors import StaylineError
from stayline.studio.errors import NotYourTurn
from stayline.studio.queries import (
    Changes,
    DraftHead,
    DraftPage,
    Look,
    SiteReach,
    draft_changes,
    draft_head,
    draft_page,
    drawing,
    editor_words,
    line_changes,
    look_at,
    reaching,
    shown_version,
)
from stayline.studio.web.together import here
from stayline.studio.web.turns import Turns

CHECKS = Turns(burst=8, per_second=2)
"""A check while one types, or by the button."""
PICTURES = Turns(burst=6, per_second=0.5)
"""A drawing, or what changes: each takes the processor a second or two."""


@require_POST
@signed_in
def start(request: StaffRequest, kind: str, document_id: str) -> HttpResponse:
    """Start the draft of the next version, or join whoever is writing it already."""
    try:
        made = start_draft(
            kind=kind,
            document_id=document_id,
            from_digest=request.POST.get("version", ""),
            actor=request.actor,
            at=request.at,
        )
    except RiskNotAcknowledged:
        named = request.POST.get("version", "")
        version = shown_version(request.actor, kind, document_id, digest=named)
        after = reverse("studio:document", args=[kind, document_id])
        where = risk_address(
            kind, document_id, version.digest, after=f"{after}?version={version.digest}"
        )
        return HttpResponseRedirect(where)
    return HttpResponseRedirect(reverse("studio:draft", args=[made.id]))


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft; check what was typed, save it, or make a version of it."""
    if request.method == "GET":
        head = draft_head(request.actor, draft_id)
        if head.writes and not head.notice_read:
            return HttpResponseRedirect(_notice_before(request, head))
        return _page(request, draft_id)
    what = request.POST.get("what", "check")
    if what == "check":
        return _page(request, draft_id, typed=_typed(request))
    try:
        if what == "drop":
            return _drop(request, draft_id)
        return _save(request, draft_id, then=what)
    except DraftStale as stale:
        return _conflict(request, draft_id, stale)
    except RiskNotAcknowledged as refused:
        head = draft_head(request.actor, draft_id)
        return _refused(request, draft_id, refused, address=_notice_before(request, head))
    except StaylineError as refused:
        return _refused(request, draft_id, refused)


def _refused(
    request: StaffRequest, draft_id: UUID, refused: StaylineError, *, address: str = ""
) -> HttpResponse:
    """Say why nothing was saved; what was typed stays on the page, or in the editor."""
    if _by_script(request):
        told = {"sentence": refused.sentence, "mend": refused.mend, "address": address}
        return JsonResponse(told, status=refused.status)
    return _page(request, draft_id, typed=_typed(request), refusal=refused, notice=address)


def _save(request: StaffRequest, draft_id: UUID, *, then: str) -> HttpResponse:
    saved = save_draft(
        draft_id=draft_id,
        source=_typed(request).encode(),
        expected=_expected(request),
        actor=request.actor,
        at=request.at,
    )
    if then != "version":
        return _saved(request, saved.revision, saved.saved_at)
    try:
        made = make_version(
            draft_id=draft_id, expected=saved.revision, actor=request.actor, at=request.at
        )
    except StaylineError as refused:  # it is saved, and stays a draft
        return _page(request, draft_id, refusal=refused)
    where = reverse("studio:document", args=[made.kind, made.document_id])
    return HttpResponseRedirect(f"{where}?version={made.digest}")


def _saved(request: StaffRequest, revision: int, at: datetime) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"revision": revision, "at": at.isoformat()})
    return HttpResponseRedirect(f"{request.path}?saved=yes")


@require_POST
@signed_in
def check(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Return what the checker finds in the text as it is typed, for the editor; saves nothing."""
    head = draft_head(request.actor, draft_id)
    quick = request.POST.get("how") != "whole"
    with CHECKS.of(request.actor.id):
        look = _look(head, _typed(request), quick=quick)
    context = {"look": look, "head": head, "reaching": _reaching(request, head, _typed(request))}
    told = {
        "findings": [one.to_json() for one in look.findings],
        "errors": look.errors,
        "advice": look.advice,
        "found": render_to_string("studio/parts/found.html", context, request=request),
        **_others(request, head),
    }
    return JsonResponse(told)


@require_POST
@signed_in
def draw(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Return the drawing of the text as it is typed; saves nothing."""
    head = draft_head(request.actor, draft_id)
    with PICTURES.of(request.actor.id):
        look = _look(head, _typed(request), quick=True)
        drawn = drawing(look)
    return render(request, "studio/parts/drawing.html", {"drawing": drawn, "look": look})


@require_POST
@signed_in
def changes(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Return what the text as it is typed would change for agents; saves nothing."""
    head = draft_head(request.actor, draft_id)
    with PICTURES.of(request.actor.id):
        found = draft_changes(head, _look(head, _typed(request), quick=True), _typed(request))
    return render(request, "studio/parts/changes.html", {"changes": found})


@require_GET
@signed_in
def others(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Return who else has the draft open, and whether somebody saved it since this page did."""
    return JsonResponse(_others(request, draft_head(request.actor, draft_id)))


def _others(request: StaffRequest, head: DraftHead) -> dict[str, object]:
    """Return who else is here; `saved` says by whom and as which save the draft stands now."""
    return {
        "others": list(here(head.id, request.actor, at=request.at)),
        "revision": head.revision,
        "saved_by": head.saved_by,
        "saved_by_me": head.saved_by_id == request.actor.id,
        "saved_at": head.saved_at.isoformat(),
    }


def _page(
    request: StaffRequest,
    draft_id: UUID,
    *,
    typed: str | None = None,
    refusal: StaylineError | None = None,
    notice: str = "",
) -> HttpResponse:
    page, changed, busy = _looked(request, draft_id, typed)
    refusal = refusal or busy
    context = {
        "page": page,
        "head": page.head,
        "look": page.look,
        "changes": changed,
        "reaching": _reaching(request, page.head, page.typed) if changed else (),
        "refusal": refusal,
        "notice": notice,
        "expected": request.POST.get("expected", "") if typed else page.head.revision,
        "others": here(draft_id, request.actor, at=request.at),
        "saved": "saved" in request.GET,
        "words": editor_words(page.head.kind.key).to_json(),
    }
    return render(request, "studio/draft.html", context, status=refusal.status if refusal else 200)


def _looked(
    request: StaffRequest, draft_id: UUID, typed: str | None
) -> tuple[DraftPage, Changes | None, NotYourTurn | None]:
    """Return the page with what is found; while the checker is busy without, and says so."""
    try:
        with CHECKS.of(request.actor.id):
            page = draft_page(request.actor, draft_id, typed=typed)
            return page, draft_changes(page.head, page.look, page.typed), None
    except NotYourTurn as busy:
        return draft_page(request.actor, draft_id, typed=typed, unchecked=True), None, busy


def _conflict(request: StaffRequest, draft_id: UUID, stale: DraftStale) -> HttpResponse:
    """Show both texts and the lines in which they differ; the typed one stays in the editor."""
    theirs = stale.text.decode("utf-8", "replace").replace("\r\n", "\n")
    context = {
        "stale": stale,
        "theirs": theirs,
        "lines": line_changes(theirs, _typed(request)),
        "draft_id": draft_id,
    }
    part = render_to_string("studio/parts/conflict.html", context, request=request)
    if _by_script(request):
        told = {"conflict": part, "revision": stale.revision, "who": stale.who}
        return JsonResponse(told, status=409)
    page, changed, _ = _looked(request, draft_id, _typed(request))
    whole = {
        **context,
        "page": page,
        "head": page.head,
        "look": page.look,
        "changes": changed,
        "conflict": part,
        "expected": stale.revision,
        "words": editor_words(page.head.kind.key).to_json(),
    }
    return render(request, "studio/draft.html", whole, status=409)


def _drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    head = draft_head(request.actor, draft_id)
    drop_draft(draft_id=draft_id, expected=_expected(request), actor=request.actor, at=request.at)
    where = reverse("studio:document", args=[head.kind.key, head.document_id])
    return HttpResponseRedirect(where)


def _look(head: DraftHead, typed: str, *, quick: bool) -> Look:
    return look_at(head.kind.key, head.document_id, typed.encode(), quick=quick)


def _reaching(request: StaffRequest, head: DraftHead, typed: str) -> tuple[SiteReach, ...]:
    return reaching(request.actor, head.kind.key, typed.encode(), at=request.at)


def _typed(request: StaffRequest) -> str:
    """Return the text as it was typed; a form sends its lines with carriage returns."""
    return request.POST.get("source", "").replace("\r\n", "\n")


def _expected(request: StaffRequest) -> int:
    """Return the save that the page was made from; what is no number is none that stands."""
    given = request.POST.get("expected", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004 - digits of a database's integer


def _by_script(request: StaffRequest) -> bool:
    return request.headers.get("X-Studio") == "editor"


def _notice_before(request: StaffRequest, head: DraftHead) -> str:
    return risk_address(head.kind.key, head.document_id, head.base, after=request.path)


def risk_address(kind: str, document_id: str, digest: str, *, after: str) -> str:
    """Return the address of the notice of risk, which is read before a draft is written (S0-9).

    `after` is where it leads on to.
    """
    told = urlencode({"for": "edit", "next": after})
    return f"{reverse('studio:risk', args=[kind, document_id, digest])}?{told}"
