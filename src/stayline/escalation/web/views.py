"""A page's own link: it shows level, site and number, and takes one answer, without signing in.

Opening it changes nothing, because mail scanners and previews open every link: only the button
answers. Whoever holds the link may answer, so there is no session that another site could
abuse; instead the button carries a stamp of this very page, which Django's own check could not
do here: this page tells no other site where it is (no referrer), and browsers then name no
origin either.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stayline.escalation.actions.answering import answer_page
from stayline.escalation.queries.paging import link_digest, page_by_link
from stayline.platform.middleware.throttle import client_address
from stayline.platform.tries import Tries
from stayline_core.paging import LIVES, Came, Reply, came_words

GUESSES: Final = Tries("page link", most=30, within=timedelta(minutes=10))
"""Nobody guesses a link of 256 bits; this keeps whoever tries from costing anything."""

SIGNER: Final = TimestampSigner(salt="escalation.own_page")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page behind a link, or take its answer. What has no page behind it is a 404."""
    at, source = datetime.now(UTC), client_address(request)
    if GUESSES.too_many(source, at=at):
        refusal = _shown(request, token, status=429, came=Came.TOO_MANY)
        refusal["Retry-After"] = str(int(GUESSES.within.total_seconds()))
        return refusal
    page = page_by_link(token, at=at)
    if page is None:
        GUESSES.note(source, at=at)
        return _shown(request, token, status=404, came=Came.UNKNOWN)
    if request.method != "POST":
        return _shown(request, token, at=at)
    reply = {one.value: one for one in Reply}.get(request.POST.get("answer", ""))
    if reply is None or not _stamped(request, token):
        return _shown(request, token, at=at, again=True, status=403)
    came = answer_page(page, reply, how="link", at=at)
    if came in {Came.YOURS, Came.KNOWN, Came.NOT_YOU}:
        return _quiet(HttpResponseRedirect(request.path))
    return _shown(request, token, at=at, came=came, status=409)


def _shown(
    request: HttpRequest,
    token: str,
    *,
    at: datetime | None = None,
    came: Came | None = None,
    again: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = page_by_link(token, at=at) if at is not None else None
    context = {
        "page": page,
        "came": came_words(came) if came else "",
        "again": again,
        "stamp": SIGNER.sign(link_digest(token)),
    }
    return _quiet(render(request, "escalation/own_page.html", context, status=status))


def _stamped(request: HttpRequest, token: str) -> bool:
    try:
        return SIGNER.unsign(request.POST.get("stamp", ""), max_age=LIVES) == link_digest(token)
    except BadSignature:
        return False


def _quiet(response: HttpResponse) -> HttpResponse:
    """Let no browser tell anybody this address."""
    response["Referrer-Policy"] = "no-referrer"
    return response
