"""What the page about readiness is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from stayline.people.models import Site
from stayline.people.queries import sites


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, as a sentence, and where it is put right."""

    says: str
    href: str
    mend: str


def missing(says: str, mend: str, url: str, *args: str, query: str = "") -> Missing:
    """Return what is missing; without its screen, set-up's first page."""
    try:
        href = reverse(url, args=args)
    except NoReverseMatch:
        href, query = reverse("admin:home"), ""
    return Missing(says, f"{href}{query}", mend)


def real() -> bool:
    """Return whether this installation is for real contacts."""
    return bool(settings.STAYLINE.mode == "production")


def open_sites() -> list[Site]:
    """Return the sites that take contacts; where contacts are real, floors for exercises do not."""
    return [one for one in sites() if one.closed_at is None and not (real() and one.exercise)]
