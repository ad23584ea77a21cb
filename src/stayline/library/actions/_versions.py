"""Parts of every change of the playbook: a version, what it replaces, and the log of both."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.library.errors import DocumentFaulty
from stayline.library.events import NoteChanged, VersionPutInForce
from stayline.library.models import DocumentVersion, ForceSpan, InForce
from stayline.library.queries import (
    NOTES,
    WORDING,
    form_by_digest,
    form_here,
    newest_version,
    subject_of_document,
)
from stayline_core.forms import Note, Notes, check_notes, load_notes
from stayline_core.protocol import Finding, load
from stayline_core.protocol.overlay import language_tag, load_overlay, localise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor
    from stayline_core.protocol.overlay import Overlay

TITLE: Final = 200


def log_in_transaction(
    version: DocumentVersion, event: Event, *, actor: Actor, at: datetime
) -> None:
    """Log something about a document in its own stream; the caller holds the transaction."""
    subject = subject_of_document(version.kind, version.document_id)
    stream = open_stream_in_transaction(kind="document", subject_id=subject, exercise=False, at=at)
    append_in_transaction(stream, event, actor=actor, at=at)


def put_in_force_in_transaction(
    version: DocumentVersion, *, because: str, actor: Actor, at: datetime
) -> None:
    """Let a version guide from now on, and log it; the caller holds the transaction.

    One that guides already goes on guiding, and nothing is logged.
    """
    if InForce.objects.filter(version=version).exists():
        return
    move_force_in_transaction(version, because=because, actor=actor, at=at)
    event = VersionPutInForce(document=version.document_id, digest=version.digest, because=because)
    log_in_transaction(version, event, actor=actor, at=at)


def move_force_in_transaction(
    version: DocumentVersion, *, because: str, actor: Actor, at: datetime
) -> str:
    """Put a version where the one before it guided, and keep from when to when it did (S0-3).

    The caller holds the transaction, and logs it. Returns the digest of what guided until now;
    empty: nothing did.
    """
    row, made = InForce.objects.get_or_create(
        kind=version.kind,
        document_id=version.document_id,
        defaults={"version": version, "since": at},
    )
    before = "" if made else row.version_id
    if not made:
        row.version, row.since = version, at
        row.save(update_fields=["version", "since"])
        end_span_in_transaction(before, at=at)
    ForceSpan.objects.create(version=version, from_at=at, because=because, by_id=actor.id)
    return before


def end_span_in_transaction(digest: str, *, at: datetime) -> None:
    """Keep until when a version was in force; the caller holds the transaction."""
    ForceSpan.objects.filter(version_id=digest, until_at=None).update(until_at=at)


def log_notes_in_transaction(
    version: DocumentVersion, before: Notes | None, after: Notes, *, actor: Actor, at: datetime
) -> None:
    """Log each note that reads otherwise from now on; the caller holds the transaction."""
    form = form_here(after.of)
    old = before.fields if before else {}
    for field in form.fields:
        note = after.fields.get(field.name)
        if note == old.get(field.name):
            continue
        stands = note or Note(field.note, field.example)
        event = NoteChanged(
            form=after.of,
            field=field.name,
            site=after.site or "every site",
            what="written" if note else "set back to the shipped one",
            note=stands.note,
            example=stands.example,
            digest=version.digest,
        )
        log_in_transaction(version, event, actor=actor, at=at)


def refuse_misfit_in_transaction(kind: str, name: str, source: bytes) -> None:
    """Refuse words or notes that do not fit what is here; the caller holds the transaction.

    Raises:
        DocumentFaulty: their protocol or form is not here or has no such place, or another
            document says the same for the same people.
    """
    if kind == WORDING:
        _refuse_words(name, source)
    elif kind == NOTES:
        _refuse_notes(name, source)


def _refuse_words(name: str, source: bytes) -> None:
    loaded = load_overlay(source, file=name)
    overlay = cast("Overlay", loaded.overlay)  # `body_of` read it without a fault
    version = newest_version("protocol", overlay.of)
    if version is None:
        raise DocumentFaulty({name: f"line 1: there is no protocol “{overlay.of}” here"})
    protocol = load(bytes(version.source), file=overlay.of).protocol
    found = localise(protocol, loaded, digest=version.digest) if protocol else None
    _refuse_faults(name, found.findings if found else ())
    _refuse_second(
        WORDING, name, {"of": overlay.of, "locale": overlay.locale, "site": overlay.site}
    )


def _refuse_notes(name: str, source: bytes) -> None:
    loaded = load_notes(source, file=name)
    notes = cast("Notes", loaded.notes)  # `body_of` read it without a fault
    version = newest_version("form", notes.of)
    form = form_by_digest(version.digest) if version else None
    _refuse_faults(name, check_notes(loaded, form, file=name))
    _refuse_second(NOTES, name, {"of": notes.of, "site": notes.site})


def _refuse_faults(name: str, findings: tuple[Finding, ...]) -> None:
    for fault in findings:
        if fault.severity == "error":
            raise DocumentFaulty({name: f"line {fault.line}: {fault.message}"})


def _refuse_second(kind: str, name: str, same: dict[str, str | None]) -> None:
    """Refuse a second document of the same for the same people: nobody could tell which counts."""
    for row in (
        InForce.objects.filter(kind=kind).exclude(document_id=name).select_related("version")
    ):
        body = row.version.body
        body = body | {"locale": language_tag(body.get("locale", ""))}
        if all(body.get(key) == value for key, value in same.items()):
            raise DocumentFaulty({name: f"{row.document_id} says the same for the same people"})


def review_date(body: Mapping[str, Any]) -> date | None:
    """Return the day by which a document says that it is to be reviewed, if it says one."""
    try:
        return date.fromisoformat(str(body.get("review_by", "")))
    except ValueError:
        return None


def day_after(day: date | None) -> datetime | None:
    """Return the moment after the last day of something, in UTC; None: it does not end."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), UTC)
