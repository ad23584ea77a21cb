"""Answers to pages from a telephone: a code texted back, a key pressed in a call.

Each request is signed by the provider over its address and everything posted; without that it
is nobody's. A request that is played again finds its page answered, and changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.security import APIKeyHeader

from stayline.escalation.actions.answering import answer_page
from stayline.escalation.ports import replies, text_reports
from stayline.escalation.queries.paging import page_by_code, page_by_link, public_address
from stayline.platform.tries import Tries
from stayline_core.paging import Came, came_words, read_key, read_reply, said_xml, text_xml

WRONG_CODES: Final = Tries("page code", most=5, within=timedelta(minutes=10))
"""For each telephone: six digits are few, so they are not tried one after the other."""


class Provider(APIKeyHeader):
    """Lets a request in that the provider of text messages and calls has signed."""

    param_name = "X-Twilio-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """Return whether one of the providers that are set up vouches for this request.

        What is signed is the address under which this installation is known outside, so a
        request that came by another name is refused.
        """
        url = public_address() + request.get_full_path()
        posted = {name: str(value) for name, value in request.POST.items()}
        return any(one.vouched(url=url, posted=posted, signature=key or "") for one in replies)


router = Router(tags=["pages"], auth=Provider())


@router.post("/pages/texts", summary="A text message that answers a page")
def post_text(request: HttpRequest) -> HttpResponse:
    """Take the code that somebody texted back, from the telephone it was sent to.

    What answers something else than a page, such as how somebody who was sent stands, goes to
    the room above that reads it.
    """
    at = datetime.now(UTC)
    number, text = request.POST.get("From", ""), request.POST.get("Body", "")
    for port in text_reports:
        said = port.read(number=number, text=text, at=at)
        if said is not None:
            return _xml(text_xml(said))
    return _xml(text_xml(came_words(_texted(number, text, at=at))))


@router.post("/pages/calls/{token}", summary="A key that answers a page in a call")
def post_key(request: HttpRequest, token: str) -> HttpResponse:
    """Take the key that somebody pressed in the call that paged them."""
    reply = read_key(request.POST.get("Digits", ""))
    if reply is None:
        return _xml(said_xml("That key means nothing here. Sign in to see what rings for you."))
    at = datetime.now(UTC)
    return _xml(
        said_xml(came_words(answer_page(page_by_link(token, at=at), reply, how="key", at=at)))
    )


def _texted(number: str, text: str, *, at: datetime) -> Came:
    if WRONG_CODES.too_many(number, at=at):
        return Came.TOO_MANY
    read = read_reply(text)
    if read is None:
        return Came.NOT_READ
    page = page_by_code(number, read[0], at=at)
    if page is None:
        WRONG_CODES.note(number, at=at)
        return Came.UNKNOWN
    return answer_page(page, read[1], how="code", at=at)


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml")
