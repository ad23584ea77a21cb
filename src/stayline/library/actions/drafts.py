"""The next version of a document is written: begun, saved, dropped, made into a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stayline.library.actions._life import (
    demand,
    demand_notice,
    lock_document_in_transaction,
    log_of_document_in_transaction,
)
from stayline.library.actions._versions import (
    TITLE,
    day_after,
    log_in_transaction,
    refuse_misfit_in_transaction,
    review_date,
)
from stayline.library.actions.load import body_of
from stayline.library.errors import (
    DocumentFaulty,
    DocumentNotFound,
    DraftNotFound,
    DraftStale,
    VersionExists,
)
from stayline.library.events import DraftDropped, DraftSaved, DraftStarted, VersionMade
from stayline.library.models import DocumentVersion, Draft, VersionState
from stayline.library.policies import may_write
from stayline.library.queries import check_source, draft_of, newest_version
from stayline.library.queries import draft as draft_by_id
from stayline.platform.transactions import action
from stayline_core.canonical import NotCanonical
from stayline_core.canonical import digest as digest_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a draft, read: what it says, its name as a version, and what was found."""

    source: bytes
    body: dict[str, Any]
    digest: str
    report: dict[str, Any]


@action
def start_draft(
    *,
    kind: str,
    document_id: str,
    from_digest: str = "",
    source: bytes | str | None = None,
    actor: Actor,
    at: datetime,
) -> Draft:
    """Begin the next version of a document, or join the draft that somebody is writing.

    It begins with the text of the version `from_digest`, without one with that of what is in
    force or came last; `source` is another text to begin with, and how a new document begins.
    There is one draft a document: whoever comes second gets the one that is there, unchanged.

    Raises:
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it (S0-9).
        DocumentNotFound: there is no such version, or neither a version nor a text.
    """
    demand(may_write(actor))
    demand_notice(actor, kind, document_id, "edit")
    lock_document_in_transaction(kind, document_id, at=at)
    there = draft_of(kind, document_id)
    if there is not None:
        return there
    version = _beginning(kind, document_id, from_digest)
    if version is None and source is None:
        raise DocumentNotFound(kind=kind, document=document_id)
    made = Draft.objects.create(
        kind=kind,
        document_id=document_id,
        made_from=version,
        source=_bytes(source) if source is not None or version is None else bytes(version.source),
        started_by_id=actor.id,
        started_at=at,
        saved_by_id=actor.id,
        saved_at=at,
        authors=[str(actor.id)],
    )
    event = DraftStarted(document=document_id, made_from=version.digest if version else "nothing")
    log_of_document_in_transaction(kind, document_id, event, actor=actor, at=at)
    return made


@action
def save_draft(
    *, draft_id: UUID, source: bytes | str, expected: int, actor: Actor, at: datetime
) -> Draft:
    """Save the text of a draft; return it with its new revision, the next `expected`.

    Nothing is checked: what is half written is kept. `expected` is the revision that the author
    saw. Of two who save at once, one is told that the other did: nothing is written over.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it (S0-9).
        DraftStale: somebody saved it in the meantime; it carries their text.
    """
    draft = _expected(draft_id, expected, actor=actor, at=at)
    draft.source, draft.revision = _bytes(source), draft.revision + 1
    draft.saved_by_id, draft.saved_at = actor.id, at
    draft.authors = [*draft.authors, str(actor.id)]
    draft.authors = list(dict.fromkeys(draft.authors))
    draft.save(update_fields=["source", "revision", "saved_by", "saved_at", "authors"])
    event = DraftSaved(document=draft.document_id, revision=draft.revision)
    log_of_document_in_transaction(draft.kind, draft.document_id, event, actor=actor, at=at)
    return draft


@action
def drop_draft(*, draft_id: UUID, expected: int, actor: Actor, at: datetime) -> None:
    """Drop a draft: its text is gone, and the document stays as it is.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it.
        DraftStale: somebody saved it in the meantime.
    """
    draft = _expected(draft_id, expected, actor=actor, at=at)
    event = DraftDropped(document=draft.document_id, revision=draft.revision)
    draft.delete()
    log_of_document_in_transaction(draft.kind, draft.document_id, event, actor=actor, at=at)


def make_version(*, draft_id: UUID, expected: int, actor: Actor, at: datetime) -> DocumentVersion:
    """Make a version of a draft, which is gone then; the checker looks at it first (S0-3, S0-4).

    The version is `checked`, or `draft` with what is wrong in its report: such a one cannot be
    sent to review. The walk of the checker holds no lock: nobody's ring waits for it.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it.
        DraftStale: somebody saved it in the meantime; it carries their text.
        DocumentFaulty: it cannot be read; the draft stays as it is.
        VersionExists: it says the same as a version that is here.
    """
    return _make(
        draft_id=draft_id,
        expected=expected,
        written=read_draft(draft_id),
        actor=actor,
        at=at,
    )


def read_draft(draft_id: UUID) -> Written:
    """Read the text of a draft and let the checker look at it, holding no lock.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentFaulty: it cannot be read.
    """
    draft = _draft(draft_id)
    source = bytes(draft.source)
    body = parsed(draft.kind, draft.document_id, source)
    report = check_source(draft.kind, draft.document_id, source)
    return Written(source, body, _digest(draft.document_id, body), report)


def parsed(kind: str, document_id: str, source: bytes) -> dict[str, Any]:
    """Return the text of a document as JSON, which names the document that it is of.

    Raises:
        DocumentFaulty: it cannot be read, or it names another document.
    """
    ending = "json" if source.lstrip().startswith((b"{", b"[")) else "yaml"
    name = f"{document_id}.{ending}"
    try:
        body = body_of(kind, source, name)
    except (ValueError, TypeError, KeyError) as fault:
        raise DocumentFaulty({name: f"it cannot be read: {fault}"}) from fault
    said = body.get("id", document_id)
    if said != document_id:
        raise DocumentFaulty({name: f"its id is “{said}”, and it is a version of {document_id}"})
    return body


@action
def _make(
    *, draft_id: UUID, expected: int, written: Written, actor: Actor, at: datetime
) -> DocumentVersion:
    draft = _expected(draft_id, expected, actor=actor, at=at)
    return keep_version_in_transaction(draft, written, correction=False, actor=actor, at=at)


def expected_draft_in_transaction(
    draft_id: UUID, expected: int, *, actor: Actor, at: datetime
) -> Draft:
    """Return a draft as its author saw it, its document locked; the caller holds the transaction.

    Raises:
        DraftNotFound: there is no such draft any more.
        DocumentNotYours: `actor` is no protocol owner or manager.
        RiskNotAcknowledged: `actor` has not read the notice of risk for it.
        DraftStale: somebody saved it in the meantime.
    """
    return _expected(draft_id, expected, actor=actor, at=at)


def keep_version_in_transaction(
    draft: Draft, written: Written, *, correction: bool, actor: Actor, at: datetime
) -> DocumentVersion:
    """Keep a draft as a version, and let the draft go; the caller holds the transaction.

    Raises:
        DocumentFaulty: words or notes that do not fit what is here.
        VersionExists: it says the same as a version that is here.
    """
    refuse_misfit_in_transaction(draft.kind, draft.document_id, written.source)
    if DocumentVersion.objects.filter(digest=written.digest).exists():
        raise VersionExists(digest=written.digest)
    passes = written.report["passes"]
    review_by = review_date(written.body)
    version = DocumentVersion.objects.create(
        digest=written.digest,
        kind=draft.kind,
        document_id=draft.document_id,
        title=str(written.body.get("title", ""))[:TITLE],
        source=written.source,
        body=written.body,
        state=VersionState.CHECKED if passes else VersionState.DRAFT,
        loaded_at=at,
        made_by_id=actor.id,
        made_from=draft.made_from,
        authors=list(dict.fromkeys([*draft.authors, str(actor.id)])),
        review_by=review_by,
        review_due_at=day_after(review_by),
        checked_at=at,
        check_report=written.report,
        correction=correction,
    )
    draft.delete()
    errors = [one for one in written.report["findings"] if one["severity"] == "error"]
    event = VersionMade(
        document=version.document_id,
        digest=version.digest,
        made_from=version.made_from_id or "",
        state=str(version.state),
        errors=len(errors),
    )
    log_in_transaction(version, event, actor=actor, at=at)
    return version


def _expected(draft_id: UUID, expected: int, *, actor: Actor, at: datetime) -> Draft:
    demand(may_write(actor))
    first = _draft(draft_id)
    demand_notice(actor, first.kind, first.document_id, "edit")
    lock_document_in_transaction(first.kind, first.document_id, at=at)
    draft = _draft(draft_id)  # read again: somebody may have saved or dropped it meanwhile
    if draft.revision != expected:
        raise DraftStale(
            who=draft.saved_by.name,
            saved_at=draft.saved_at,
            revision=draft.revision,
            text=bytes(draft.source),
        )
    return draft


def _draft(draft_id: UUID) -> Draft:
    draft = draft_by_id(draft_id)
    if draft is None:
        raise DraftNotFound(draft=str(draft_id))
    return draft


def _beginning(kind: str, document_id: str, from_digest: str) -> DocumentVersion | None:
    if not from_digest:
        return newest_version(kind, document_id)
    rows = DocumentVersion.objects.filter(kind=kind, document_id=document_id, digest=from_digest)
    version = rows.first()
    if version is None:
        raise DocumentNotFound(kind=kind, document=document_id, digest=from_digest)
    return version


def _bytes(source: bytes | str | None) -> bytes:
    return source.encode() if isinstance(source, str) else source or b""


def _digest(document_id: str, body: dict[str, Any]) -> str:
    try:
        return digest_of(body)
    except NotCanonical as fault:
        raise DocumentFaulty({document_id: f"it has no canonical form: {fault}"}) from fault
