"""Which site is ready for what, and what is missing (S0-38)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from stayline.config.options import Settings
from stayline.learning.queries import Ready, SiteReadiness, not_adopted, readiness
from stayline.platform.http.health import Finding


def sites(options: Settings, at: datetime) -> Iterator[Finding]:
    """Each site is ready for each harm on each class of channel, or it says what is missing.

    In demo and practice nobody real is guided, so what is missing is said and counts as well.
    """
    real = options.mode == "production"
    for site in readiness(at=at):
        say = "ready for every harm on every channel" if site.ready else "; ".join(_missing(site))
        yield Finding(f"ready {site.slug}", well=site.ready or not real, say=say)
    left = not_adopted()
    if left:
        say = f"as shipped until you adopt your own: {', '.join(left)}"
        yield Finding("adopted", well=True, say=say)


def _missing(site: SiteReadiness) -> Iterator[str]:
    for says, cells in site.missing.items():
        yield f"not ready for {_what(cells)}: {says}"


def _what(cells: list[Ready]) -> str:
    """Name each harm once, with the classes of channel it is missing for."""
    found: dict[str, list[str]] = {}
    for one in cells:
        found.setdefault(one.harm.replace("_", " "), []).append(one.channel_class)
    return ", ".join(f"{harm} ({', '.join(classes)})" for harm, classes in found.items())
