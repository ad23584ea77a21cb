"""Plans of aftercare: read, and the one that is in force."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import cited, needed, parse_sources
from stayline_core.aftercare import MINIMUM, Plan, parse_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

AFTERCARE: Final = "aftercare"


def aftercare_plan() -> tuple[str, Plan]:
    """Return the digest and the plan of aftercare that is in force (S4-6).

    Where none is, the built-in least with an empty digest: nobody goes without. Where several
    are, the first by its id.
    """
    rows = InForce.objects.filter(kind=AFTERCARE).order_by("document_id")
    digest = rows.values_list("version_id", flat=True).first()
    return ("", MINIMUM) if digest is None else (digest, _plan(digest))


def parse_aftercare(body: Mapping[str, Any]) -> Plan:
    """Return the plan that a document describes, with a source for each of its steps.

    Raises:
        KeyError, TypeError, ValueError: it is no plan; the text says what is wrong.
    """
    sources = parse_sources(body)
    needed(body, "review_by", AFTERCARE)
    more = body.get("more") or {}
    for number, entry in enumerate([*body["steps"], *more.get("steps", ())], start=1):
        cited(entry, sources, f"steps[{number}]")
    return parse_plan(body)


@functools.lru_cache(maxsize=16)
def _plan(digest: str) -> Plan:
    return parse_aftercare(cast("dict[str, Any]", version_by_digest(digest).body))
