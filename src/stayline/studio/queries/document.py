"""The page of one document: a version line by line, where it comes from, and all the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from stayline.library.errors import DocumentNotFound
from stayline.library.models import DocumentVersion
from stayline.library.policies import may_write
from stayline.library.queries import (
    History,
    Standing,
    VersionView,
    draft_of,
    history,
    newest_version,
    standing,
    version_by_digest,
)
from stayline.platform.actors import Actor
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline.studio.queries.checking import Look, SourceLine, lines_of, look_at
from stayline.studio.queries.shelf import Kind, kind_words


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from, as it says itself (S0-4); all may be empty."""

    authors: tuple[str, ...]
    sources: tuple[str, ...]
    laws: tuple[str, ...]
    review_by: str


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """The draft of the next version, as far as a list names it."""

    id: UUID
    who: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One version of a document and what stands round it.

    `standing` is of the document, whatever version is shown; `view` is the shown one in its
    history. `walkable`: it is a protocol that can be run.
    """

    kind: Kind
    document_id: str
    title: str
    version: DocumentVersion
    view: VersionView
    look: Look
    lines: tuple[SourceLine, ...]
    origin: Origin
    standing: Standing
    history: History
    draft: OpenDraft | None
    writes: bool

    @property
    def walkable(self) -> bool:
        """Can it be walked through?"""
        return self.look.loaded is not None and self.look.loaded.protocol is not None


def document_page(
    actor: Actor, kind: str, document_id: str, *, digest: str, at: datetime
) -> DocumentPage:
    """Return a version of a document; without a digest the one in force, or the newest (S0-3).

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        DocumentNotFound: there is no such document, or it has no such version.
    """
    version = shown_version(actor, kind, document_id, digest=digest)
    source = bytes(version.source)
    look = look_at(kind, document_id, source)
    told = history(kind, document_id)
    found = draft_of(kind, document_id)
    return DocumentPage(
        kind=kind_words(kind),
        document_id=document_id,
        title=version.title or document_id,
        version=version,
        view=next(one for one in told.versions if one.digest == version.digest),
        look=look,
        lines=lines_of(source.decode("utf-8", "replace").rstrip("\n"), look.findings),
        origin=origin_of(version.body),
        standing=standing(kind, document_id, at),
        history=told,
        draft=OpenDraft(found.id, found.saved_by.name, found.saved_at) if found else None,
        writes=may_write(actor),
    )


def shown_version(actor: Actor, kind: str, document_id: str, *, digest: str) -> DocumentVersion:
    """Return the version that a page shows: the named one, the one in force, or the newest.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        DocumentNotFound: there is none.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    version = version_by_digest(digest) if digest else newest_version(kind, document_id)
    if version is None or (version.kind, version.document_id) != (kind, document_id):
        raise DocumentNotFound(kind=kind, document=document_id)
    return version


def origin_of(body: Mapping[str, Any]) -> Origin:
    """Return where a document says that it comes from; what is no text is left out."""
    return Origin(
        authors=_texts(body.get("authors")),
        sources=_texts(body.get("sources")),
        laws=_texts(body.get("laws")),
        review_by=str(body.get("review_by") or ""),
    )


def _texts(listed: object) -> tuple[str, ...]:
    """The texts of a list, of a list of tables with a text, or of a table of such tables."""
    items: list[object] = []
    if isinstance(listed, Mapping):
        items = list(listed.values())
    elif isinstance(listed, list):
        items = listed
    found = (one.get("text", "") if isinstance(one, Mapping) else one for one in items)
    return tuple(str(one) for one in found if one)
