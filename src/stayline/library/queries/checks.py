"""What the checker finds in a version, against what is in force now."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from stayline.library.models import InForce
from stayline.library.queries.documents import catalogue, version_by_digest
from stayline_core.protocol import check, load

if TYPE_CHECKING:
    from stayline_core.protocol import Checked

PROTOCOL: Final = "protocol"
_NAMES: Final = ("form", "ladder", "phrases")


def check_source(kind: str, document_id: str, source: bytes) -> dict[str, Any]:
    """Return what the checker finds in the text of a document, as a version keeps it.

    Passes, findings, the three times in seconds and the number of states. Only a protocol has
    paths to be walked: any other kind passes once it is read without a fault.
    """
    if kind != PROTOCOL:
        return {"passes": True, "findings": []}
    loaded = load(source, file=f"{document_id}.yaml")
    return _report(check(loaded, catalogue=catalogue()))


def check_of(digest: str) -> dict[str, Any]:
    """Return what the checker finds in a version now: forms and ladders may have changed since.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    names = InForce.objects.filter(kind__in=_NAMES).order_by("kind", "document_id")
    return dict(_checked(digest, tuple(names.values_list("version_id", flat=True))))


@functools.lru_cache(maxsize=128)
def _checked(digest: str, names: tuple[str, ...]) -> dict[str, Any]:
    """The checker's walk, kept while the documents that a protocol may name stay the same."""
    del names  # they are what the catalogue is made from: others, another key
    version = version_by_digest(digest)
    return check_source(version.kind, version.document_id, bytes(version.source))


def _report(checked: Checked) -> dict[str, Any]:
    return {
        "passes": checked.passes,
        "findings": [one.to_json() for one in checked.findings],
        "first_ring_s": checked.first_ring_s,
        "everyone_rung_s": checked.everyone_rung_s,
        "longest_silence_s": checked.longest_silence_s,
        "states": checked.states,
    }
