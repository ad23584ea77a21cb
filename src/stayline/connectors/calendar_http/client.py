"""Asks one address for its calendar, and takes no more of it than a calendar is."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from stayline.people.errors import CalendarUnread
from stayline_core.ways import loopback

TIMEOUT_SECONDS: Final = 10.0
LARGEST: Final = 2 * 1024 * 1024


class CalendarHttp:
    """`people.CalendarPort` by HTTP. It follows no redirect and no proxy setting."""

    def fetch(self, url: str) -> bytes:
        """Return what the address gives.

        Raises:
            CalendarUnread: it does not answer, answers otherwise, or gives too much; in a demo,
                it is not on this machine.
        """
        import httpx  # noqa: PLC0415 - slow to load, and needed by the reader alone

        if settings.STAYLINE.mode == "demo" and not loopback(urlsplit(url).hostname or ""):
            raise CalendarUnread("A demo asks nothing outside this machine.")
        found = bytearray()
        try:
            with (
                httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client,
                client.stream("GET", url, headers={"Accept": "text/calendar"}) as answer,
            ):
                if not answer.is_success:
                    raise CalendarUnread(f"Its address answered {answer.status_code}.")
                for part in answer.iter_bytes():
                    found += part
                    if len(found) > LARGEST:
                        raise CalendarUnread("It is larger than two megabytes.")
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise CalendarUnread(f"Its address did not answer: {type(fault).__name__}.") from fault
        return bytes(found)
