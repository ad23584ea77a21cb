"""Errors as pages and as problem documents (RFC 9457). Nothing typed is echoed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from stayline.platform.errors import Invalid, StaylineError

ERROR_DOCS: Final = "https://stayline.invalid/errors/"
"""The base of a problem's `type`. A name, not an address: `docs/reference/` explains each code."""

SENTENCES: Final = {
    400: ("That request cannot be read.", "Go back, reload the page and try again."),
    401: ("You are not signed in.", "Sign in, then open the page again."),
    403: ("You have no access to this.", "Ask a supervisor of your site who handles it."),
    404: ("There is nothing at this address.", "Go back, or to the first page."),
    405: (
        "This address does not take that kind of request.",
        "Go back and use the page's buttons.",
    ),
    409: ("This cannot be done as things stand.", "Reload the page to see what changed."),
    413: ("That is too large.", "Send a smaller file, or ask your administrator for the limit."),
    422: ("Some fields need a change.", "Change the marked fields and send again."),
    429: ("Too many tries.", "Wait a few minutes and try again."),
    500: (
        "Something went wrong on our side.",
        "What you did last may not be saved: look, then retry.",
    ),
    503: ("Stayline is busy or starting.", "Wait a moment and reload."),
}


def _sentence(status: int) -> tuple[str, str]:
    fallback = (HTTPStatus(status).phrase + ".", "Go back and try again.")
    return SENTENCES.get(status, fallback)


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def problem(request: HttpRequest, status: int, code: str = "") -> HttpResponse:
    """Return a problem document for a bare status."""
    sentence, mend = _sentence(status)
    return _document(request, status, code or f"platform.http.{status}", sentence, mend, extra={})


def problem_of(request: HttpRequest, error: StaylineError) -> HttpResponse:
    """Return a problem document with the error's own code, sentence, mend and data."""
    extra: dict[str, object] = {}
    if isinstance(error, Invalid):
        extra["errors"] = [
            {"pointer": f"/{field}", "detail": fault} for field, fault in error.faults.items()
        ]
    return _document(request, error.status, error.code, error.sentence, error.mend, extra=extra)


def _document(
    request: HttpRequest,
    status: int,
    code: str,
    sentence: str,
    mend: str,
    *,
    extra: dict[str, object],
) -> HttpResponse:
    body = {
        "type": ERROR_DOCS + code,
        "title": sentence,
        "status": status,
        "code": code,
        **({"detail": mend} if mend else {}),
        "request_id": _request_id(request),
        **extra,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def page_of(request: HttpRequest, error: StaylineError) -> HttpResponse:
    """Return the page (or for htmx the fragment) of a refusal, with its code and way out."""
    faults = error.faults if isinstance(error, Invalid) else {}
    return _page(request, error.status, error.code, error.sentence, error.mend, faults=faults)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that cannot be read."""
    del exception
    return plain(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for somebody without access. It does not say whether the thing exists."""
    del exception
    return plain(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address with nothing behind it."""
    del exception
    return plain(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own fault, with the request's id to quote."""
    return plain(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token is missing or old."""
    del reason
    return _page(
        request,
        403,
        "platform.http.csrf",
        "This form is too old, or cookies are off.",
        "Go back: what you typed is still there. Reload the page in another tab, then send again.",
        faults={},
    )


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page of a bare status."""
    sentence, mend = _sentence(status)
    return _page(request, status, f"platform.http.{status}", sentence, mend, faults={})


def _page(
    request: HttpRequest,
    status: int,
    code: str,
    sentence: str,
    mend: str,
    *,
    faults: dict[str, str],
) -> HttpResponse:
    context = {
        "status": status,
        "code": code,
        "sentence": sentence,
        "mend": mend,
        "faults": faults,
        "request_id": _request_id(request),
    }
    fragment = request.headers.get("HX-Request") == "true"
    name = "platform/error_fragment.html" if fragment else "platform/error.html"
    response = HttpResponse(render_to_string(name, context, request=None), status=status)
    if fragment:
        # The page keeps what was typed; the refusal shows in its own place above everything.
        response["HX-Retarget"] = "#refusal"
        response["HX-Reswap"] = "innerHTML"
    return response
