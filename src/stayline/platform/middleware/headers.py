"""Headers every answer carries, beside the content policy and Django's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

STATIC: Final = "/static/"

SECURE: Final = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class SecurityHeadersMiddleware:
    """Adds the headers, and keeps every page that is not a static file out of all caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers. A view may set a header itself; then its own stays."""
        response = self.get_response(request)
        for name, value in SECURE.items():
            response.setdefault(name, value)
        if not request.path.startswith(STATIC):
            # A back button after sign-out, or a shared machine, must show nothing.
            response.setdefault("Cache-Control", "no-store")
        return response
