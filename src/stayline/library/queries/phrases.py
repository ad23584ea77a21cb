"""Phrases in force: the sentences of advice that may be given to a caller (S3-38)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

PHRASES: Final = "phrases"
APPROVED_ADVICE: Final = "approved-advice"


def approved_advice() -> tuple[str, ...]:
    """Return the advice in force, sentence by sentence; empty where no document is in force."""
    row = InForce.objects.filter(kind=PHRASES, document_id=APPROVED_ADVICE).first()
    return () if row is None else _texts(row.version_id)


def parse_phrases(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences of a document of phrases.

    Raises:
        KeyError, TypeError, ValueError: it is no such document; the text says what is wrong.
    """
    texts = tuple(one["text"] for one in body["phrases"])
    if empty := [one["id"] for one in body["phrases"] if not one["text"].strip()]:
        raise ValueError(f"phrases without words: {', '.join(empty)}")
    return texts


@functools.lru_cache(maxsize=64)
def _texts(digest: str) -> tuple[str, ...]:
    return parse_phrases(version_by_digest(digest).body)
