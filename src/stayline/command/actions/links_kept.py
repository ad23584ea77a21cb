"""How long links given to those who were sent are kept (`privacy.KeptPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from stayline.command.models import Deployment
from stayline.privacy.actions import Words, WordsKept
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

GONE: Final = "gone:"

LINKS: Final = Kind(
    id="field_link",
    title="Links and codes of those who were sent",
    since="since their deployment ended",
    goes="What the link and the code are known by: both open nothing from then on.",
    stays="Who was sent, when, and how it stood. What they reported goes with the incident.",
)


def _ended() -> QuerySet[Deployment]:
    return Deployment.objects.filter(ended_at__isnull=False).exclude(link_digest__startswith=GONE)


LINKS_KEPT: Final = WordsKept(
    LINKS,
    (
        Words(
            _ended,
            "ended_at",
            {"link_digest": Concat(Value(GONE), Cast("pk", CharField())), "code_digest": ""},
            "incident",
        ),
    ),
)
