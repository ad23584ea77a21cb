"""What every template knows: which installation this is, and its mode's banner."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from stayline import __version__

BANNERS: Final = {
    "demo": "DEMO: not for real contacts",
    "practice": "PRACTICE: not for real contacts",
    "production": "",
}


def installation(request: HttpRequest) -> dict[str, object]:
    """Return `mode`, `mode_banner` (empty in production), `version` and `request_id`."""
    mode = settings.STAYLINE.mode
    return {
        "mode": mode,
        "mode_banner": BANNERS[mode],
        "version": __version__,
        "request_id": getattr(request, "request_id", ""),
    }
