"""Callers to practise with: scenarios, read from their documents (S4-44)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import DocumentVersion, InForce
from stayline.library.queries.documents import version_by_digest
from stayline_core.scenario import parse_scenario

if TYPE_CHECKING:
    from stayline_core.scenario import Scenario

SCENARIO: Final = "scenario"


def scenario_versions() -> dict[str, str]:
    """Return the digest of each scenario by its id: the version in force, else the latest.

    In production nothing that is shipped takes force by itself. A scenario guides no real
    contact, so the template is practised with until the centre has a version of its own.
    """
    loaded = DocumentVersion.objects.filter(kind=SCENARIO).order_by("loaded_at")
    found = dict(loaded.values_list("document_id", "digest"))
    standing = InForce.objects.filter(kind=SCENARIO).values_list("document_id", "version_id")
    return dict(sorted({**found, **dict(standing)}.items()))


@functools.lru_cache(maxsize=256)
def scenario_of(digest: str) -> Scenario | None:
    """Return the caller of a version; None where it is for rehearsals alone."""
    return parse_scenario(cast("dict[str, Any]", version_by_digest(digest).body))
