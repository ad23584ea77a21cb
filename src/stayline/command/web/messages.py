"""The card “Next message”: to whom, by what, the words looked at, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.http import QueryDict

from stayline.command.actions import (
    acknowledge_message,
    record_said,
    send_message,
    send_report,
)
from stayline.command.errors import MessageNotFound
from stayline.command.queries.message_recipients import is_outward, recipient, recipients
from stayline.command.queries.message_report import report_draft
from stayline.command.queries.message_words import (
    judged,
    messaging,
    said_aloud,
    spelled,
    suggested_medium,
    urgency_of,
)
from stayline.command.queries.messages import messages, situation_report_due
from stayline.library.queries import codes
from stayline_core.uniform import must_mend

if TYPE_CHECKING:
    from collections.abc import Callable

    from stayline.command.queries.pages import Shown
    from stayline.people.web.session import StaffRequest

LATEST: Final = 12
"""So many messages stand on the card; the log has them all."""

SPOKEN: Final = frozenset({"voice", "radio"})
"""Media by which words are spelled aloud."""


def card(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what the card of the command page shows of messages."""
    found = messages(shown.incident)
    writes = shown.commands and shown.incident.state == "open"
    if not found and not writes:
        return {}
    report = situation_report_due(shown.incident)
    return {
        "writes": writes,
        "commands": shown.commands,
        "me": shown.actor.id,
        "messages": found[:LATEST],
        "more": max(0, len(found) - LATEST),
        "waiting": sum(one.waits + sum(each.waits for each in one.copies) for one in found),
        "report": report,
        "report_late": report is not None and report.late(shown.at),
        **(writing(request, shown) if writes else {}),
    }


def writing(request: StaffRequest, shown: Shown) -> dict[str, Any]:
    """Return what stands in the form of a message, and what its words look like to the rules."""
    incident, document = shown.incident, messaging()
    people = recipients(incident)
    posted = request.POST if request.method == "POST" else QueryDict()
    to = recipient(incident, *_key(posted)) or people[0]
    suggested = suggested_medium(urgency_of(incident), to.kind, at=shown.at)
    medium = posted.get("message_medium", "") or suggested.medium
    text, asks = posted.get("message_text", ""), _asks(posted)
    found = (
        judged(incident, text, medium=medium, outward=is_outward(to), task=asks)
        if text.strip()
        else ()
    )
    return {
        "people": [(f"{one.kind}:{one.id}", one.name) for one in people],
        "to": f"{to.kind}:{to.id}",
        "media": document.media,
        "medium": medium,
        "style": next((one.style for one in document.media if one.id == medium), ""),
        "suggested": suggested,
        "text": text,
        "asks": asks,
        "findings": found,
        "must": must_mend(found),
        "clear": bool(text.strip()) and not found,
        "spelled": spelled(text) if medium in SPOKEN else [],
        "aloud": said_aloud(incident, text) if medium in SPOKEN and text.strip() else "",
        "templates": document.templates,
        "terms": codes().terms,
        "draft": posted.get("report_text", "") or report_draft(incident, at=shown.at),
        "report_medium": posted.get("report_medium", "screen"),
    }


def send(request: StaffRequest, shown: Shown) -> None:
    """Send what was typed, and empty the form."""
    kind, key = _key(request.POST)
    send_message(
        incident_id=shown.incident.id,
        to_kind=kind,
        to_id=key,
        medium=request.POST.get("message_medium", ""),
        text=request.POST.get("message_text", ""),
        needs_ack=_asks(request.POST),
        accepted="accepted" in request.POST,
        actor=request.actor,
        at=request.at,
    )
    _emptied(request)


def report(request: StaffRequest, shown: Shown) -> None:
    """Send the situation report to everyone on the incident."""
    send_report(
        incident_id=shown.incident.id,
        medium=request.POST.get("report_medium", "screen"),
        text=request.POST.get("report_text", ""),
        actor=request.actor,
        at=request.at,
    )
    _emptied(request)


def said(request: StaffRequest, shown: Shown) -> None:
    """Record that the reader said a message, and whether it was read back."""
    record_said(
        message_id=_message(request, shown),
        read_back=request.POST.get("read_back") == "yes",
        actor=request.actor,
        at=request.at,
    )


def have(request: StaffRequest, shown: Shown) -> None:
    """Record that somebody has a message."""
    acknowledge_message(
        message_id=_message(request, shown),
        name=request.POST.get("name", ""),
        words=request.POST.get("words", ""),
        actor=request.actor,
        at=request.at,
    )


COMMANDS: Final[dict[str, Callable[[StaffRequest, Shown], None]]] = {
    "send": send,
    "report": report,
    "said": said,
    "have": have,
}
"""What can be pressed on the card: `command:act` with this piece and the name."""


def _key(posted: QueryDict) -> tuple[str, str]:
    kind, _, key = posted.get("message_to", "").partition(":")
    return kind, key


def _asks(posted: QueryDict) -> bool:
    """Return whether an answer is asked for: so it is until somebody unticks it."""
    return "message_asks" in posted or "message_text" not in posted


def _message(request: StaffRequest, shown: Shown) -> UUID:
    """Return the message that is meant, which is one of this incident's.

    Raises:
        MessageNotFound: no message of this incident has this id.
    """
    wanted = request.POST.get("message", "")
    for one in messages(shown.incident):
        for each in (one, *one.copies):
            if str(each.id) == wanted:
                return each.id
    raise MessageNotFound


def _emptied(request: StaffRequest) -> None:
    """Let the form be empty when the page is drawn in the same answer."""
    request.POST = QueryDict()
