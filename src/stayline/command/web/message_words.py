"""The words of a message looked at while they are typed, mended by a press, begun from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from stayline.command.queries.message_words import messaging
from stayline.command.queries.pages import shown
from stayline.command.web.messages import writing
from stayline.command.web.page import show
from stayline.incidents.errors import IncidentNotFound
from stayline.people.web.session import StaffRequest, signed_in
from stayline_core.uniform import mended

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from stayline.command.queries.pages import Shown


@require_POST
@signed_in
def words(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Look at a message that is not sent yet; nothing is kept of it.

    `mend` is the place of what one press replaces, `template` what to begin with; then the page
    is drawn with the new words. Otherwise, as typed, only what was found is.

    Raises:
        Http404: no incident has this id, or it is not this reader's to see.
    """
    try:
        reader = shown(incident_id, actor=request.actor, at=request.at)
    except IncidentNotFound as missing:
        raise Http404 from missing
    if request.htmx.target == "message-words" and reader.commands:
        context = {"card": writing(request, reader), "incident": reader.incident}
        return render(request, "command/parts/message_findings.html", context)
    changed = _changed(request, reader)
    if changed is not None:
        posted = request.POST.copy()
        posted["message_text"] = changed
        request.POST = QueryDict(posted.urlencode())
    return show(request, incident_id)


def _changed(request: StaffRequest, reader: Shown) -> str | None:
    """Return the text as a press makes it; None: none was made."""
    text, pressed = request.POST.get("message_text", ""), request.POST.get("mend", "")
    if pressed:
        found = writing(request, reader)["findings"] if reader.commands else ()
        chosen = (one for one in found if f"{one.rule}:{one.start}:{one.end}" == pressed)
        one = next(chosen, None)
        return mended(text, one) if one else text
    template = request.POST.get("template", "")
    found_template = (one.text for one in messaging().templates if one.id == template)
    return next(found_template, None)
