"""The API: one document for all rooms, under `/api/v1/`.

A room whose `api.py` has a django-ninja `router` is added here; the router names its own paths.
No endpoint is open: each operation names the check of `people.api` and the scope it needs.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from stayline import __version__
from stayline.platform import errorpages
from stayline.platform.errors import Invalid

api = NinjaAPI(
    title="Stayline",
    version=__version__,
    description="Contacts and their lines in; reports, cases and the record out.",
    urls_namespace="api-v1",
    docs_url=None,
)


@api.exception_handler(AuthenticationError)
def _not_known(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a request without a valid token."""
    del error
    refusal = errorpages.problem(request, 401, "people.token.missing")
    refusal["WWW-Authenticate"] = "Bearer"
    return refusal


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request whose fields cannot be taken, naming each by its JSON pointer."""
    faults = {
        "/".join(str(part) for part in fault["loc"][2:] or fault["loc"]): str(fault["msg"])
        for fault in error.errors
    }
    return errorpages.problem_of(request, Invalid(faults))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework itself refuses, such as a body that is no JSON."""
    refusal = errorpages.problem(request, error.status_code)
    if isinstance(error, Throttled) and error.wait:
        refusal["Retry-After"] = str(error.wait)
    return refusal


def _add_rooms() -> None:
    for room in settings.ROOMS:
        if not find_spec(f"stayline.{room}") or not find_spec(f"stayline.{room}.api"):
            continue
        router = getattr(import_module(f"stayline.{room}.api"), "router", None)
        if router is not None:  # people's holds the token check that the others use
            api.add_router("", router)
    api.add_router("", import_module("stayline.connectors.telephony_twilio.api").router)
    api.add_router("", import_module("stayline.config.exercise").router)


_add_rooms()
