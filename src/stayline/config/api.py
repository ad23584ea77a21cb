"""The API: one document for all rooms, under `/api/v1/`.

A room with an `api.py` offers a django-ninja `router`; it is added here under the room's path.
No endpoint is open: every router gets the token check, and its operations name the scope.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from ninja import NinjaAPI

from stayline import __version__

api = NinjaAPI(
    title="Stayline",
    version=__version__,
    description="Contacts and their lines in; reports, cases and the record out.",
    urls_namespace="api-v1",
    docs_url=None,
)


def _add_rooms() -> None:
    for room in settings.ROOMS:
        if find_spec(f"stayline.{room}") and find_spec(f"stayline.{room}.api"):
            api.add_router("", import_module(f"stayline.{room}.api").router)


_add_rooms()
