"""What somebody typed or chose on a page of care, as the actions take it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.care.errors import ChoiceInvalid
from stayline.people.queries import moment

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.people.web.session import StaffRequest


def chosen(request: StaffRequest, name: str) -> UUID | None:
    """Return the person who was chosen in a field; None where it says nobody.

    Raises:
        ChoiceInvalid: it is no id.
    """
    said = request.POST.get(name, "")
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        raise ChoiceInvalid({name: "Choose somebody of the list."}) from None


def typed_time(request: StaffRequest) -> datetime:
    """Return the moment that a day and an hour say in the person's own zone.

    Raises:
        ChoiceInvalid: they are no day and no hour.
    """
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        clock = time.fromisoformat(request.POST.get("clock", ""))
    except ValueError:
        raise ChoiceInvalid({"day": "Give a day, and an hour such as 14:30."}) from None
    return moment(day, clock.replace(tzinfo=None), request.shell.zone)
