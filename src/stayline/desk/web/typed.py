"""A line as it was typed: sent again after a lost connection it is the same line, and as old."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from stayline.contacts.queries import Line
from stayline.people.web.session import StaffRequest

OLDEST: Final = timedelta(hours=24)
"""A line older than this was not waiting in an open window; it gets the time of its arrival."""


def typed_line(request: StaffRequest, text: str, who: str) -> Line:
    """Return the line of a form. `line` names it, `said_at` says when it was typed; both optional.

    The window makes the name once, before it first sends, so a line that was kept and whose
    answer was lost is not kept twice.
    """
    return Line(line_id=f"desk-{_name(request)}", who=who, at=_said_at(request), text=text)


def _name(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("line", ""))
    except ValueError:
        return uuid4()


def _said_at(request: StaffRequest) -> datetime:
    try:
        said = datetime.fromisoformat(request.POST.get("said_at", ""))
    except ValueError:
        return request.at
    if said.tzinfo is None or not request.at - OLDEST <= said <= request.at:
        return request.at
    return said
