"""The agent's own words in writing: judged as they are typed, held while they promise secrecy.

Nothing typed is lost: whatever is pressed, the draft comes back with what is said of it, until it
is in the record. It stands in nobody's way: help, the emergency services and the way out are
other buttons, and what was sent already can be written down under what was said, unjudged.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stayline.desk.queries import ContactPage, OwnWords, contact_page, own_words
from stayline.desk.web.typed import typed_line
from stayline.incidents.actions import hear_lines
from stayline.people.web.session import StaffRequest, signed_in

LONGEST = 4_000


@require_POST
@signed_in
def words(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Judge a draft, mend it, or put it into the record as sent.

    `typing` asks for what is said of the draft alone; `use` adds a sentence of the step to it;
    `mend` names the remark whose words are replaced; `sent` puts it into the record, unless it
    promises secrecy: then it comes back with status 409, and nothing was recorded.
    """
    page = contact_page(contact_id, actor=request.actor, at=request.at)
    text = request.POST.get("text", "")[:LONGEST]
    shown = own_words(page, text)
    if shown is None:
        raise Http404
    if "typing" in request.POST:
        return render(request, "desk/parts/words_judged.html", {"own": shown})
    if "sent" in request.POST and text.strip():
        return _sent(request, page, text.strip())
    if "use" in request.POST:
        text = f"{text.rstrip()} {request.POST['use']}".strip()[:LONGEST]
    elif "mend" in request.POST:
        text = shown.draft.mended(request.POST["mend"])
    return _drawn(request, page, own_words(page, text))


def _sent(request: StaffRequest, page: ContactPage, text: str) -> HttpResponse:
    """Record the words as the agent's line, unless they are held."""
    shown = own_words(page, text, held_back=True)
    if shown is not None and shown.held_back:
        return _drawn(request, page, shown, status=409)
    line = typed_line(request, text, "agent")
    hear_lines(contact_id=page.contact.id, lines=[line], actor=request.actor, at=request.at)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:contact", args=[page.contact.id]) + "#words")
    now = contact_page(page.contact.id, actor=request.actor, at=request.at)
    return render(request, "desk/contact.html#contact", {"page": now})


def _drawn(
    request: StaffRequest, page: ContactPage, shown: OwnWords | None, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "own": shown, "live_topic": page.live_topic}
    template = "desk/contact.html#contact" if request.htmx else "desk/contact.html"
    return render(request, template, context, status=status)
