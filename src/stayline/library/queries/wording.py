"""Other words for a protocol: which overlay serves whom, and the protocol in its words."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stayline.library.errors import DocumentFaulty
from stayline.library.models import DocumentVersion, InForce
from stayline.library.queries.documents import protocol_by_digest, version_by_digest
from stayline_core.protocol.findings import first_error
from stayline_core.protocol.overlay import (
    LoadedOverlay,
    Localised,
    load_overlay,
    localise,
    same_language,
    serves,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline_core.protocol import Protocol

WORDING: Final = "wording"


@dataclass(frozen=True, slots=True)
class Worded:
    """An overlay in whose words a protocol is shown: its version, and what it says of itself.

    `reviewed_by` is empty where nobody has reviewed the words yet: the screen says so. `fillers`
    stand for placeholders whose value nobody knows yet.
    """

    digest: str
    locale: str
    site: str
    reviewed_by: tuple[str, ...]
    fillers: Mapping[str, str] = field(default_factory=dict, compare=False)


def wording_for(protocol_id: str, digest: str, *, language: str, site: str) -> Worded | None:
    """Return the overlay in force in whose words this version of a protocol is shown.

    Somebody who speaks another language than the protocol gets an overlay in it, once everything
    that is said and asked is written there, so that two languages never mix. Somebody who speaks
    the protocol's own gets the words of the `site`, where it has any. A site's own overlay goes
    before one for all, the narrower language before the wider. None: the protocol's own words.
    """
    rows = InForce.objects.filter(kind=WORDING).order_by("version_id")
    names = tuple(rows.values_list("version_id", flat=True))
    worded = _worded(names)
    found = [
        overlay
        for name in names
        if worded[name] == protocol_id
        and (overlay := _fitting(name, digest, language=language, site=site))
    ]
    return min(found, key=lambda one: (not one.site, -len(one.locale), one.digest), default=None)


def wording_languages() -> list[str]:
    """Return the languages in which some words are in force, beside the protocols' own."""
    rows = InForce.objects.filter(kind=WORDING).values_list("version_id", flat=True)
    read = (_overlay(name).overlay for name in rows)
    return sorted({one.locale for one in read if one is not None and one.locale is not None})


def worded_protocol(digest: str, wording: str) -> Protocol:
    """Return a version of a protocol in the words of a version of an overlay.

    Versions never change, so a record shows the same words for ever. Without `wording` they are
    the protocol's own.

    Raises:
        DocumentNotFound: no version has one of these digests.
    """
    return _localised(digest, wording).protocol if wording else protocol_by_digest(digest)


def worded_by_digest(digest: str, wording: str) -> Worded:
    """Return what an overlay says of itself that words this version of a protocol.

    Raises:
        DocumentNotFound: no version has one of these digests.
    """
    found = _localised(digest, wording)
    overlay, locale = found.overlay, found.protocol.locale
    return Worded(wording, locale, overlay.site or "", overlay.reviewed_by, found.fillers)


def _fitting(name: str, digest: str, *, language: str, site: str) -> Worded | None:
    overlay = _overlay(name).overlay
    own = protocol_by_digest(digest).locale
    wanted = language or own
    if overlay is None or overlay.site not in {None, site}:
        return None
    fits = same_language(wanted, own) if overlay.locale is None else serves(overlay.locale, wanted)
    return worded_by_digest(digest, name) if fits and _localised(digest, name).usable else None


@functools.lru_cache(maxsize=64)
def _worded(digests: tuple[str, ...]) -> Mapping[str, str]:
    """Return which protocol each of these versions words; asking the database takes 20 ms."""
    rows = DocumentVersion.objects.filter(digest__in=digests)
    return dict(rows.values_list("digest", "body__of"))


@functools.lru_cache(maxsize=256)
def _overlay(digest: str) -> LoadedOverlay:
    row = version_by_digest(digest)
    return load_overlay(bytes(row.source), file=f"{row.document_id}.yaml")


@functools.lru_cache(maxsize=256)
def _localised(digest: str, wording: str) -> Localised:
    loaded = _overlay(wording)
    found = localise(protocol_by_digest(digest), loaded, digest=digest)
    if found is None:
        raise DocumentFaulty({"document": first_error(loaded.findings).message})
    return found
