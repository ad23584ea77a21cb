"""The page of a draft: the text as it is typed, what is found in it, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stayline.library.errors import DraftNotFound
from stayline.library.models import DocumentVersion, Draft
from stayline.library.policies import may_write
from stayline.library.queries import draft, newest_version, risk_acknowledged
from stayline.platform.actors import Actor
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline.studio.queries.changes import LineChange, Meaning, line_changes, meaning
from stayline.studio.queries.checking import Look, SourceLine, file_name, lines_of, look_at
from stayline.studio.queries.shelf import Kind, kind_words


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What stands above a draft: of what it is, who saved it when, as which save."""

    id: UUID
    kind: Kind
    document_id: str
    title: str
    file: str
    revision: int
    saved_by: str
    saved_by_id: UUID
    saved_at: datetime
    started_by: str
    base: str
    base_words: str
    text: str
    writes: bool
    notice_read: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a text would change: against which version, in meaning and in lines."""

    base: str
    base_words: str
    meaning: Meaning
    lines: tuple[LineChange, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with what is found in `typed`, which is its text or what somebody sent instead."""

    head: DraftHead
    typed: str
    look: Look
    lines: tuple[SourceLine, ...]

    @property
    def unsaved(self) -> bool:
        """Does the page show something else than was saved?"""
        return self.typed != self.head.text


def draft_head(actor: Actor, draft_id: UUID) -> DraftHead:
    """Return what stands above a draft.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        DraftNotFound: there is no such draft, or no longer.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    row = draft(draft_id)
    if row is None:
        raise DraftNotFound
    source = bytes(row.source)
    base = _base(row)
    return DraftHead(
        id=row.id,
        kind=kind_words(row.kind),
        document_id=row.document_id,
        title=(base.title if base else "") or row.document_id,
        file=file_name(row.document_id, source),
        revision=row.revision,
        saved_by=row.saved_by.name,
        saved_by_id=row.saved_by_id,
        saved_at=row.saved_at,
        started_by=row.started_by.name,
        base=base.digest if base else "",
        base_words=_called(base),
        text=_text(source),
        writes=may_write(actor),
        notice_read=base is None or risk_acknowledged(actor, row.kind, row.document_id, "edit"),
    )


def draft_page(
    actor: Actor, draft_id: UUID, *, typed: str | None = None, unchecked: bool = False
) -> DraftPage:
    """Return the page of a draft, with what was typed where something was.

    `unchecked`: the checker is busy, so nothing is said of the text; it stands there all the same.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        DraftNotFound: there is no such draft, or no longer.
    """
    head = draft_head(actor, draft_id)
    shown = head.text if typed is None else typed
    if unchecked:
        look = Look(head.kind.key, (), passes=False)
    else:
        look = look_at(head.kind.key, head.document_id, shown.encode())
    return DraftPage(head, shown, look, lines_of(shown.rstrip("\n"), look.findings))


def draft_changes(head: DraftHead, look: Look, typed: str) -> Changes:
    """Return what the text changes against the version in force, or the one it was made from."""
    row = DocumentVersion.objects.filter(digest=head.base).first()
    old = bytes(row.source) if row else b""
    return Changes(
        base=head.base,
        base_words=head.base_words,
        meaning=meaning(old, look.loaded, file=head.file),
        lines=line_changes(_text(old), typed),
    )


def _base(row: Draft) -> DocumentVersion | None:
    """What agents have now; where nothing is in force, what the draft was made from."""
    return newest_version(row.kind, row.document_id) or row.made_from


def _called(version: DocumentVersion | None) -> str:
    if version is None:
        return "nothing: it is new"
    return f"{version.get_state_display().lower()} {version.digest[:8]}"


def _text(source: bytes) -> str:
    """The text for a text box, which knows one kind of line end."""
    return source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
