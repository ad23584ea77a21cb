"""The page about a post that is offered: it shows post, site and number, and takes one answer.

Opening it changes nothing, because previews open every link; only a button says that one cannot.
Whoever holds the link may say so, without a session that another site could abuse; instead the
button carries a stamp of this very page (as a page's own link does, ADR 21). Taking the post
needs what is handed over to be read first, and that is shown after signing in alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.signing import BadSignature, TimestampSigner
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stayline.command.actions.posts import decline_post
from stayline.command.queries.posts_paged import OfferPage, offer_by_link
from stayline.platform.errors import StaylineError
from stayline.platform.middleware.throttle import client_address
from stayline.platform.tries import Tries
from stayline_core.paging import LIVES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

GUESSES: Final = Tries("offer link", most=30, within=timedelta(minutes=10))
"""Nobody guesses a link of 160 bits; this keeps whoever tries from costing anything."""

SIGNER: Final = TimestampSigner(salt="command.offered")

CANNOT: Final = "They cannot, as they answered to the page."


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offered(request: HttpRequest, token: str) -> HttpResponse:
    """Show the offer behind a link, or take that somebody cannot. Without an offer it is a 404."""
    at, source = datetime.now(UTC), client_address(request)
    if GUESSES.too_many(source, at=at):
        refusal = _shown(request, None, token, status=429)
        refusal["Retry-After"] = str(int(GUESSES.within.total_seconds()))
        return refusal
    offer = offer_by_link(token, at=at)
    if offer is None:
        GUESSES.note(source, at=at)
        return _shown(request, None, token, status=404)
    if request.method != "POST":
        return _shown(request, offer, token)
    if not _stamped(request, token):
        return _shown(request, offer, token, again=True, status=403)
    try:
        decline_post(
            incident_id=offer.incident_id,
            post=offer.post,
            because=CANNOT,
            actor=offer.who,
            at=at,
        )
    except StaylineError:
        return _shown(request, None, token, status=409)
    return _shown(request, offer, token, declined=True)


def _shown(
    request: HttpRequest,
    offer: OfferPage | None,
    token: str,
    *,
    status: int = 200,
    again: bool = False,
    declined: bool = False,
) -> HttpResponse:
    context = {
        "offer": offer,
        "again": again,
        "declined": declined,
        "stamp": SIGNER.sign(token),
    }
    answer = render(request, "command/offered.html", context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _stamped(request: HttpRequest, token: str) -> bool:
    try:
        return SIGNER.unsign(request.POST.get("stamp", ""), max_age=LIVES) == token
    except BadSignature:
        return False
