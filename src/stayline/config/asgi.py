"""The ASGI application that granian serves: the hybrid front (`design.md` section 5)."""

from __future__ import annotations

from django.conf import settings
from django.urls import get_resolver

from stayline.config.wsgi import application as wsgi_application
from stayline.platform.http.bridge import WsgiBridge
from stayline.platform.http.front import Front
from stayline.platform.live.endpoint import LiveEndpoint

OVERHEAD_BYTES = 1024 * 1024
"""What a form adds round its largest file."""


def make_application() -> Front:
    """Return a new front with its own hub and thread pool; one a process."""
    # Every screen's module is loaded now: the first request is as quick as the second, and a
    # broken room stops the start instead of a page.
    get_resolver().url_patterns  # noqa: B018 - loading is its effect
    options = settings.STAYLINE
    spool = options.data_dir / "incoming"
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    bridge = WsgiBridge(
        wsgi_application,
        threads=options.web_threads,
        limit_bytes=options.max_body_mb * 1024 * 1024 + OVERHEAD_BYTES,
        spool_folder=spool,
    )
    return Front(bridge, LiveEndpoint())
