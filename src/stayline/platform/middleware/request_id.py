"""Give each request an id, and log one line when it is answered.

The line names the route's pattern (`incidents/<uuid:id>/`), never the path, the query string
or who it was. Of an unwatched page there is no line.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponseBase

from stayline.platform import metrics
from stayline.platform.middleware.unwatched import is_unwatched

log = structlog.get_logger("stayline.web")

HEADER: Final = "X-Request-Id"
GIVEN: Final = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """The outermost layer: everything inside it logs under the request's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the id in the request, the logs and the response."""
        if is_unwatched(request):
            return self.get_response(request)
        given = request.headers.get(HEADER, "")
        request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # read by templates
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            route = request.resolver_match.route if request.resolver_match else "(none)"
            metrics.REQUESTS.labels(request.method, route, response.status_code).observe(seconds)
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        response[HEADER] = request_id
        return response
