"""Turn what the house refuses into an answer: a problem document for machines, a page for people.

Rooms raise `StaylineError`s and never build error responses. Under `/api/` the answer is
RFC 9457 `application/problem+json` with the house code; elsewhere a page that says what was
refused, the code, and the way out. htmx requests get the same page's message as a fragment.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase

from stayline.platform import errorpages
from stayline.platform.errors import DatabaseAway, StaylineError, StorageFull

log = structlog.get_logger("stayline.web")

API: Final = "/api/"

DISK_FULL: Final = "53100"
"""PostgreSQL: the disk is full."""

CANNOT_WRITE: Final = ("disk is full", "disk I/O error", "unable to open database file")
"""SQLite: no room for the file to grow, whether the disk, a quota or a limit says so."""


class ProblemMiddleware:
    """Catches what views raise; what it does not know becomes a 500 without its text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a bare error of a machine's request becomes a problem document too."""
        response = self.get_response(request)
        if request.path.startswith(API) and _is_bare_error(response):
            return errorpages.problem(request, response.status_code)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Return the answer to a known refusal, or a 500 that shows only the request's id."""
        for_machine = request.path.startswith(API)
        if isinstance(exception, (OperationalError, InterfaceError)):
            log.error("the database could not keep this", exc_info=exception)
            exception = storage_fault(exception)
        if isinstance(exception, StaylineError):
            if for_machine:
                return errorpages.problem_of(request, exception)
            return errorpages.page_of(request, exception)
        if isinstance(exception, (Http404, PermissionDenied)):
            status = 404 if isinstance(exception, Http404) else 403
            return errorpages.problem(request, status) if for_machine else None
        log.error("unexpected error", exc_info=exception, id=uuid.uuid4().hex)
        if for_machine:
            return errorpages.problem(request, 500)
        return errorpages.server_error(request)


def storage_fault(exception: OperationalError | InterfaceError) -> StaylineError:
    """Return what a person is told when the database cannot keep what they sent."""
    state = getattr(exception.__cause__, "sqlstate", None)
    full = state == DISK_FULL or any(words in str(exception) for words in CANNOT_WRITE)
    return StorageFull() if full else DatabaseAway()


def _is_bare_error(response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "")
    return response.status_code >= 400 and "json" not in kind  # noqa: PLR2004 - errors start there
