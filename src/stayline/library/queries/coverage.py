"""Coverage: what a version addresses, and who handles what in this centre (S0-22)."""

from __future__ import annotations

from stayline.library.models import InForce
from stayline.library.queries.documents import protocol_by_digest, version_by_digest
from stayline_core.protocol.coverage import Coverage, Handling, coverage, playbook_coverage


def coverage_of(digest: str) -> Coverage:
    """Return what a version must address and where it does; other kinds than protocols: nothing.

    Raises:
        DocumentNotFound: no version has this digest.
        DocumentFaulty: a protocol that cannot be read; nobody can say what it covers.
    """
    version = version_by_digest(digest)
    if version.kind != "protocol":
        return Coverage()
    return coverage(protocol_by_digest(digest), version.kind)


def handling_in_force() -> tuple[Handling, ...]:
    """Return, for each kind of matter and class of channel, which protocol in force handles it."""
    rows = InForce.objects.filter(kind="protocol").values_list("version_id", flat=True)
    return playbook_coverage(protocol_by_digest(name) for name in rows)
