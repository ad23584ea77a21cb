"""How a person wants their screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.people.errors import PersonInvalid
from stayline.people.models import (
    Person,
)
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

DESK_LANGUAGES: Final = ("en", "es")
"""The languages that the desk is there in (X-3)."""


@action
def set_language(*, language: str, actor: Actor, at: datetime) -> None:
    """Keep in which language a person wants the desk: one that it is there in (X-3).

    Raises:
        PersonInvalid: the desk is not there in this language.
    """
    if language not in DESK_LANGUAGES:
        raise PersonInvalid({"language": "Choose English or Spanish."})
    del at  # a taste, not an event: it is not logged
    Person.objects.filter(id=actor.id).update(language=language)


@action
def set_theme(*, theme: str, actor: Actor, at: datetime) -> None:
    """Keep how a person wants their screens: light, dark, or as their machine says."""
    if theme not in {"auto", "light", "dark"}:
        raise PersonInvalid({"theme": "Choose auto, light or dark."})
    del at  # a taste, not an event: it is not logged
    Person.objects.filter(id=actor.id).update(theme=theme)
