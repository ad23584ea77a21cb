"""Supporting documents of an incident: audio, transcripts, anything else (S1-48 to S1-52)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.queries import incident, subject_of
from stayline.ledger.actions import Receipt, Received, Receiving, drop
from stayline.ledger.events import AttachmentKept
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline.reports.errors import AttachmentInvalid
from stayline.reports.policies import may_attach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

ATTACHMENT_KINDS: Final[Mapping[str, str]] = {
    "audio": "Phone audio",
    "chat_transcript": "Chat transcript",
    "email_transcript": "Email transcript",
    "other": "Another document",
}
"""What an attachment is, in words (S1-49 to S1-52)."""

LONGEST_NAME: Final = 200
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_UNKNOWN_TYPE: Final = "application/octet-stream"


def receive_attachment(*, incident_id: UUID, actor: Actor) -> Receiving:
    """Begin to take a file for an incident; nothing is kept before `keep_attachment`.

    It is no action: nothing is written but a sealed file that no entry names yet.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
        AttachmentNotKept: the data folder cannot be written.
    """
    row = incident(incident_id)
    if not may_attach(actor, row):
        raise NotOnTheList
    return Receiving(row.stream_id)


def attach(
    *,
    incident_id: UUID,
    kind: str,
    name: str,
    media_type: str,
    chunks: Iterable[bytes],
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Take a whole file from `chunks` and keep it: hashed and sealed as it comes in.

    Raises:
        AttachmentInvalid: the kind is none.
        NotOnTheList, IncidentNotFound: as `receive_attachment`.
        AttachmentTooLarge, AttachmentEmpty, AttachmentNotKept: nothing was kept, nothing is left.
    """
    _refuse_kind(kind)
    coming = receive_attachment(incident_id=incident_id, actor=actor)
    try:
        for chunk in chunks:
            coming.write(chunk)
        received = coming.finish()
    except BaseException:  # the sender went away in the middle: leave nothing of it
        coming.abandon()
        raise
    return keep_attachment(
        incident_id=incident_id,
        received=received,
        kind=kind,
        name=name,
        media_type=media_type,
        actor=actor,
        at=at,
    )


def keep_attachment(
    *,
    incident_id: UUID,
    received: Received,
    kind: str,
    name: str,
    media_type: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Make a received file part of the incident's record; refused, its bytes are gone.

    Raises:
        AttachmentInvalid: the kind is none.
        NotOnTheList: `actor` does not handle the incident.
    """
    try:
        _refuse_kind(kind)
        return log_attachment(
            incident_id=incident_id,
            received=received,
            label=ATTACHMENT_KINDS[kind],
            name=_name(name),
            media_type=_media_type(media_type),
            actor=actor,
            at=at,
        )
    except BaseException:
        drop(received)
        raise


@action
def log_attachment(
    *,
    incident_id: UUID,
    received: Received,
    label: str,
    name: str,
    media_type: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Write the entry that makes a received file part of the record.

    Raises:
        NotOnTheList: `actor` does not handle the incident.
    """
    row = lock_incident_in_transaction(incident_id)
    if not may_attach(actor, row) or row.stream_id != received.stream_id:
        raise NotOnTheList
    event = AttachmentKept(
        attachment=str(received.id),
        label=label,
        name=name,
        media_type=media_type,
        size=received.size,
        sha256=received.sha256,
        key=received.key.hex(),
        subject=subject_of(row),
    )
    return log_in_transaction(row, event, actor=actor, at=at, live="form")


def _refuse_kind(kind: str) -> None:
    if kind not in ATTACHMENT_KINDS:
        known = ", ".join(ATTACHMENT_KINDS)
        raise AttachmentInvalid({"kind": f"Say what it is: one of {known}."})


def _name(name: str) -> str:
    """Return the last part of a file's name, without anything that a screen would not show."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(one for one in last if one.isprintable()).strip()
    return plain[-LONGEST_NAME:] or "without a name"


def _media_type(text: str) -> str:
    plain = text.split(";", 1)[0].strip().lower()
    return plain if _MEDIA_TYPE.fullmatch(plain) else _UNKNOWN_TYPE
