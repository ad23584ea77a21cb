"""Every address. A room that has screens adds `web/urls.py`; the API is under `/api/v1/`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import include, path

from stayline.config.api import api

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver


def _rooms() -> list[URLResolver]:
    """Include each room's screens; a room names its own first path segment."""
    found = []
    for room in settings.ROOMS:
        name = f"stayline.{room}.web.urls"
        if find_spec(f"stayline.{room}") and find_spec(f"stayline.{room}.web") and find_spec(name):
            found.append(path("", include(import_module(name))))
    return found


urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", api.urls), *_rooms()]

handler400 = "stayline.platform.errorpages.bad_request"
handler403 = "stayline.platform.errorpages.forbidden"
handler404 = "stayline.platform.errorpages.not_found"
handler500 = "stayline.platform.errorpages.server_error"
