"""What forms of the certifying pages carry, read: days, ids, addresses of our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from stayline.platform.errors import Invalid


def typed_day(name: str, typed: Mapping[str, str]) -> date | None:
    """Return the day that was typed; None where none was.

    Raises:
        Invalid: it is no day.
    """
    try:
        return date.fromisoformat(typed[name]) if typed.get(name) else None
    except ValueError:
        raise Invalid({name: "Give a day as year, month, day: 2027-01-31."}) from None


def typed_id(name: str, typed: Mapping[str, str]) -> UUID | None:
    """Return who was chosen; None where nobody was.

    Raises:
        Invalid: it is no id.
    """
    try:
        return UUID(typed[name]) if typed.get(name) else None
    except ValueError:
        raise Invalid({name: "Choose one of the list."}) from None


def typed_number(name: str, typed: Mapping[str, str]) -> int:
    """Return the whole number that the page carried.

    Raises:
        Invalid: it is none.
    """
    try:
        return int(typed.get(name, ""))
    except ValueError:
        raise Invalid({name: "Load the page again: it lost which save it shows."}) from None


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address of this installation, or nothing: nobody is sent elsewhere."""
    own = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else ""
