"""Which limits of authority and which form hold: what was adopted, else what was loaded last."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from stayline.library.errors import DocumentNotFound
from stayline.library.queries import (
    form_by_digest,
    form_in_force,
    newest_version,
    standing_digests,
    version_by_digest,
)
from stayline_core.authority import KIND, Limits, parse_limits

if TYPE_CHECKING:
    from stayline_core.forms import Form

COMPLAINTS: Final = "complaints"
COMPLAINT_FORM: Final = "complaint"


def limits_in_force() -> tuple[str, Limits]:
    """Return the limits of authority that hold, with their digest (S3-47).

    Where nobody has adopted any, those that were loaded last hold: a complaint is taken anyway.

    Raises:
        DocumentNotFound: no limits were ever loaded.
    """
    for digest in standing_digests(KIND):
        limits = _limits(digest)
        if limits.id == COMPLAINTS:
            return digest, limits
    raise DocumentNotFound(kind=KIND, document=COMPLAINTS)


@functools.lru_cache(maxsize=16)
def _limits(digest: str) -> Limits:
    return parse_limits(version_by_digest(digest).body)


def complaint_form() -> tuple[str, Form]:
    """Return the form of queries and complaints with its digest, adopted or as it was loaded.

    Raises:
        DocumentNotFound: none was ever loaded.
    """
    try:
        return form_in_force(COMPLAINT_FORM)
    except DocumentNotFound:
        newest = newest_version("form", COMPLAINT_FORM)
        if newest is None:
            raise
        return newest.digest, form_by_digest(newest.digest)
