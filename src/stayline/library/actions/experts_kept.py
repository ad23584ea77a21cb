"""How long the register keeps who an expert was, once they are asked no more (`KeptPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.library.models import Expert, SignOff
from stayline.privacy.actions import Words, WordsKept
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

GONE: Final = "An expert who left"

IN_USE: Final = ("in_review", "certified", "active", "lapsed")
"""States of a version in which somebody may still have to ask who signed for it."""

EXPERTS: Final = Kind(
    id="expert",
    title="Experts who are asked no more",
    since="since they left",
    goes="Name, how they are reached, number of the credential, how they were found, notes.",
    stays=(
        "That there was an expert, by what credential, when. Their name in the certificate of a "
        "version and in its signature: it is part of what was signed."
    ),
    least=30,
)


def _left() -> QuerySet[Expert]:
    """Return who left, still by name, and signed for nothing that is in use."""
    asked = SignOff.objects.filter(
        stands=True, expert__isnull=False, version__state__in=IN_USE
    ).values("expert")
    return Expert.objects.filter(left_at__isnull=False).exclude(name=GONE).exclude(pk__in=asked)


EXPERTS_KEPT: Final = WordsKept(
    EXPERTS,
    (
        Words(
            _left,
            "left_at",
            {"name": GONE, "contact": "", "number": "", "how_found": "", "note": ""},
        ),
    ),
)
