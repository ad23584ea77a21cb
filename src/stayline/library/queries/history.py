"""Everything that happened to a document: its versions, when each was in force, and the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.ledger.queries import entries, stream_about
from stayline.library.models import Alert, DocumentVersion, ForceSpan, SignOff
from stayline.library.policies import may_see_alerts
from stayline.library.queries.notes import subject_of_document
from stayline.library.queries.standing import is_in_force
from stayline.people.queries import names_by_pseudonym

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class SpanView:
    """From when to when a version was in force (None: it still is), why, and who put it there."""

    from_at: datetime
    until_at: datetime | None
    because: str
    who: str


@dataclass(frozen=True, slots=True)
class SignOffView:
    """A sign-off as it is listed; `stands` is False once a later one or taking it back undid it."""

    id: UUID
    kind: str
    kind_words: str
    name: str
    granted: bool
    statement: str
    paper: str
    at: datetime
    valid_until: str
    stands: bool
    taken_back_because: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version with what became of it."""

    digest: str
    title: str
    state: str
    state_words: str
    in_force: bool
    made_at: datetime
    made_by: str
    made_from: str
    shared_by: str
    correction: bool
    withdrawn_at: datetime | None
    spans: tuple[SpanView, ...]
    signoffs: tuple[SignOffView, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the document's log as a sentence."""

    at: datetime
    who: str
    sentence: str
    kind: str


@dataclass(frozen=True, slots=True)
class History:
    """A document's versions, the newest first, and its log, the newest first (S0-3, S0-4)."""

    versions: tuple[VersionView, ...]
    entries: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class AlertView:
    """Something about a document that managers must hear of."""

    id: UUID
    about: str
    about_words: str
    kind: str
    document_id: str
    digest: str
    text: str
    at: datetime


def history(kind: str, document_id: str) -> History:
    """Return everything that happened to a document; both lists are empty for one unknown."""
    rows = DocumentVersion.objects.filter(kind=kind, document_id=document_id)
    ordered = rows.select_related("made_by").order_by("-loaded_at", "digest")
    return History(tuple(map(_version, ordered)), _log(kind, document_id))


def sign_offs(digest: str) -> tuple[SignOffView, ...]:
    """Return every sign-off of a version in the order of their times, refusals too."""
    rows = SignOff.objects.filter(version_id=digest)
    return tuple(
        SignOffView(
            id=row.id,
            kind=row.kind,
            kind_words=str(row.get_kind_display()),
            name=row.signer_name,
            granted=row.granted,
            statement=row.statement,
            paper=row.paper,
            at=row.at,
            valid_until=row.valid_until.isoformat() if row.valid_until else "",
            stands=row.stands,
            taken_back_because=row.taken_back_because,
        )
        for row in rows
    )


def alerts_unseen(actor: Actor) -> tuple[AlertView, ...]:
    """Return what nobody has seen yet and `actor` is to hear of, the newest first (S0-12).

    Managers, protocol owners and administrators hear of everything; everybody hears of a
    safety correction.
    """
    rows = Alert.objects.filter(seen_at=None).order_by("-at", "id")
    if not may_see_alerts(actor):
        rows = rows.filter(about="corrected")
    return tuple(
        AlertView(
            id=row.id,
            about=row.about,
            about_words=str(row.get_about_display()),
            kind=row.kind,
            document_id=row.document_id,
            digest=row.digest,
            text=row.text,
            at=row.at,
        )
        for row in rows
    )


def _version(row: DocumentVersion) -> VersionView:
    return VersionView(
        digest=row.digest,
        title=row.title,
        state=row.state,
        state_words=str(row.get_state_display()),
        in_force=is_in_force(row.digest),
        made_at=row.loaded_at,
        made_by=row.made_by.name if row.made_by else "",
        made_from=row.made_from_id or "",
        shared_by=row.shared_by,
        correction=row.correction,
        withdrawn_at=row.withdrawn_at,
        spans=_spans(row.digest),
        signoffs=sign_offs(row.digest),
    )


def _spans(digest: str) -> tuple[SpanView, ...]:
    rows = ForceSpan.objects.filter(version_id=digest).select_related("by").order_by("-from_at")
    return tuple(
        SpanView(row.from_at, row.until_at, row.because, row.by.name if row.by else "")
        for row in rows
    )


def _log(kind: str, document_id: str) -> tuple[LogLine, ...]:
    stream = stream_about("document", subject_of_document(kind, document_id))
    if stream is None:
        return ()
    found = list(entries(stream.id))
    names = names_by_pseudonym({one.actor for one in found})
    return tuple(
        LogLine(
            at=one.at,
            who=names.get(one.actor, "somebody who was forgotten"),
            sentence=one.event.describe() if one.event else "What was said here was erased.",
            kind=one.kind,
        )
        for one in reversed(found)
    )
