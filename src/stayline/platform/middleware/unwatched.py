"""Pages of which nobody may learn who read them: forget who asks before anything else sees it.

The addresses are those of `UNWATCHED` in the settings. Such a request reaches the rest of the
house without a cookie and without an account; no line is logged of it and nothing is counted,
and the answer sets no cookie. What stands in front of Stayline can still keep a log of its own:
the shipped examples of a proxy keep none for these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CARRIES_WHO: Final = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_REFERER")


class UnwatchedMiddleware:
    """The outermost layer of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; of an unwatched address, without knowing who asks."""
        if not is_unwatched(request):
            return self.get_response(request)
        for name in CARRIES_WHO:
            request.META.pop(name, None)
        request.COOKIES = {}
        response = self.get_response(request)
        if hasattr(response, "cookies"):
            response.cookies.clear()
        return response


def is_unwatched(request: HttpRequest) -> bool:
    """Return whether nobody may learn that this page was read."""
    return request.path in settings.UNWATCHED
