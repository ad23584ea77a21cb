"""The ledger's tables. Only this room touches them, and it writes them in raw SQL.

Times are text exactly as the chain hashes them (`chain.timestamp`), digests are raw bytes.
What may never change is refused by triggers (`migrations/_guards.py`) on both engines and,
on PostgreSQL, by the rights of the application's role (`actions/rights.py`).
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import CompositePrimaryKey


class Stream(models.Model):
    """One chain, about one subject. The head says how far it reaches.

    `last_tombstone` is the sequence of its newest erasure: a data key read before that may
    be gone (see `actions/keyring.py`).
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    exercise = models.BooleanField()
    opened_at = models.CharField(max_length=27)
    head_sequence = models.BigIntegerField()
    head_hash = models.BinaryField(max_length=32)
    head_at = models.CharField(max_length=27)
    last_tombstone = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="ledger_stream_subject"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["incident", "system", "person", "document"]),
                name="ledger_stream_kind",
            ),
        ]

    def __str__(self) -> str:
        """Name the stream by its id."""
        return str(self.id)


class Entry(models.Model):
    """One entry. The database refuses every later change."""

    pk = CompositePrimaryKey("stream_id", "sequence")
    stream = models.ForeignKey(Stream, on_delete=models.DO_NOTHING, db_index=False)
    sequence = models.BigIntegerField()
    at = models.CharField(max_length=27)
    actor = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, blank=True)
    commitment = models.BinaryField(max_length=32)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    before_previous = models.BooleanField()

    def __str__(self) -> str:
        """Name the entry as live events do."""
        return f"{self.stream_id}:{self.sequence}"


class Content(models.Model):
    """What an entry says, sealed. It can go, by a tombstone alone; it can never change."""

    pk = CompositePrimaryKey("stream_id", "sequence")
    stream = models.ForeignKey(Stream, on_delete=models.DO_NOTHING, db_index=False)
    sequence = models.BigIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    salt = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Name the entry it belongs to."""
        return f"{self.stream_id}:{self.sequence}"


class DataKey(models.Model):
    """The key of what one stream holds about one data subject, wrapped by the master key.

    `since` is the first sequence that may use it: after an erasure, a later entry about the
    same subject begins with a new key.
    """

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.DO_NOTHING, db_index=False)
    subject = models.CharField(max_length=200, blank=True)
    since = models.BigIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["stream", "subject", "since"], name="ledger_datakey_subject"
            ),
        ]

    def __str__(self) -> str:
        """Name the key by its id."""
        return str(self.id)


class Tombstone(models.Model):
    """An erasure. Inserting the row is what erases: the database does it in the same moment.

    It covers all content of `subject` in `stream` before `sequence`, which is the erasure's
    own entry.
    """

    pk = CompositePrimaryKey("stream_id", "sequence")
    stream = models.ForeignKey(Stream, on_delete=models.DO_NOTHING, db_index=False)
    sequence = models.BigIntegerField()
    subject = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Name the entry that records it."""
        return f"{self.stream_id}:{self.sequence}"
