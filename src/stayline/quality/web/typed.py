"""What was typed into the forms of feedback, improvement and support, as values."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.people.queries import moment

if TYPE_CHECKING:
    from stayline.people.web.session import StaffRequest
    from stayline.platform.errors import Invalid


def which(request: StaffRequest, name: str) -> UUID | None:
    """Return the id that was chosen; None for none, or for what is no id."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def needed(request: StaffRequest, name: str, refuse: type[Invalid]) -> UUID:
    """Return the id that was chosen.

    Raises:
        Invalid: as `refuse`, when nothing was.
    """
    found = which(request, name)
    if found is None:
        raise refuse({name: "Choose one of the list."})
    return found


def day(request: StaffRequest, name: str, refuse: type[Invalid]) -> date:
    """Return the day that was typed.

    Raises:
        Invalid: as `refuse`, when it is none.
    """
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError:
        raise refuse({name: "Choose a day."}) from None


def when(request: StaffRequest, name: str, refuse: type[Invalid]) -> datetime:
    """Return the moment that was typed, as the clock on the wall of the person's site says it.

    Raises:
        Invalid: as `refuse`, when it is none.
    """
    try:
        local = datetime.fromisoformat(request.POST.get(name, "").strip())
    except ValueError:
        raise refuse({name: "Choose a day and a time."}) from None
    return moment(local.date(), local.time(), request.shell.zone)


def minutes(request: StaffRequest, name: str, refuse: type[Invalid]) -> int:
    """Return the minutes that were typed.

    Raises:
        Invalid: as `refuse`, when they are no whole number.
    """
    text = request.POST.get(name, "").strip()
    if not text.isdecimal() or len(text) > 4:  # noqa: PLR2004  # four digits are days already
        raise refuse({name: "A whole number of minutes."})
    return int(text)
