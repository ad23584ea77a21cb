"""Tags of the library's pages: where a link leads, for whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline.people.web.session import Shell

register = template.Library()

FOR_ALL = ("library:index", "floor:seen")
"""Screens beside the main navigation that everybody may open."""


@register.simple_tag
def place(to: str, shell: Shell) -> str:
    """Return the address of a place that a document names; empty: not for this person.

    `to` is a screen (`floor:board`) or a document (`laws/united-kingdom`); a course is taken
    where one learns.
    """
    try:
        if "/" in to:
            kind, name = to.split("/", 1)
            if kind == "course":
                return reverse("learning:course", args=[name])
            return reverse("library:page", args=[kind, name])
        address = reverse(to)
    except NoReverseMatch:
        return ""
    may = to in FOR_ALL or any(address == one.href for one in shell.nav)
    return address if may else ""


@register.filter
def named(mapping: Mapping[str, object], key: str) -> object:
    """Return what a mapping holds under `key`; None: nothing."""
    return mapping.get(key)
