"""What is logged about the installation itself: backups, a restore, numbers kept for paper."""

from __future__ import annotations

from stayline.ledger.events import Event, register


@register
class BackupTaken(Event):
    """A whole backup was written; where it lies is not logged."""

    kind = "config.backup.taken"
    sentence = "A backup was taken: {entries} entries of {streams} records, {attachments} files."

    backup: str
    made_at: str
    """The moment whose state it holds, ISO 8601 in UTC."""
    streams: int
    entries: int
    attachments: int


@register
class CentreRestored(Event):
    """This database was filled from a backup; what came after the backup is not in it."""

    kind = "config.centre.restored"
    sentence = (
        "The centre was restored from the backup of {made_at}: {entries} entries, "
        "{erased_again} erasures done again, {messages} messages waiting to leave."
    )

    backup: str
    made_at: str
    streams: int
    entries: int
    erased_again: int
    messages: int
    """Messages that wait, or were being sent when the backup was taken; each keeps its key."""


@register
class PaperNumbersReserved(Event):
    """A range of numbers went onto paper forms. A number not entered later is a question."""

    kind = "config.paper.reserved"
    sentence = "Paper forms were made with the numbers {first} to {last}."

    first: str
    last: str
    count: int


@register
class PaperFormSettled(Event):
    """What became of one paper form: entered as an incident, or not used."""

    kind = "config.paper.settled"
    sentence = "The paper form {number} was settled. Entered as: {incident}. Unused: {unused}"

    number: str
    incident: str
    """The incident's number; empty when the form was not used."""
    unused: str
    """Why it was not used; empty when it was."""
