"""Asks one outside address, so that somebody else notices when we stop asking."""

from __future__ import annotations

from typing import Final

TIMEOUT_SECONDS: Final = 10.0


def tell(url: str) -> bool:
    """Ask `url` once and return whether it answered well. Nothing is sent with it."""
    import httpx  # noqa: PLC0415 - slow to load, and needed once a minute

    try:
        return httpx.get(url, timeout=TIMEOUT_SECONDS, trust_env=False).is_success
    except httpx.HTTPError:
        return False
