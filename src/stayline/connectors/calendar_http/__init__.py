"""Fetches calendars kept elsewhere (iCalendar over HTTP)."""

from stayline.connectors.calendar_http.client import CalendarHttp

__all__ = ["CalendarHttp"]
