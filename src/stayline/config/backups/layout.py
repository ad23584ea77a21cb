"""What a backup is: a folder of tables, attachments and a signed manifest, written last.

    TARGET/
      tables/NAME.jsonl.gz    a head line (columns and kinds), then an array a row
      attachments/…           the sealed files as they are
      manifest.json           what, when, by which version; every record's head; every file's hash
      manifest.sig            Ed25519, by the key that is derived from the master key

Beside it, elsewhere, one key file (`keyfile.py`). The master key is in neither.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Final

FORMAT: Final = "stayline-backup/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
TABLES: Final = "tables"
ATTACHMENTS: Final = "attachments"

LEFT_OUT: Final = {
    "django_session": "everybody signs in again",
    "django_migrations": "the manifest names the migrations",
    "platform_live_event": "in passing: what screens should hear of",
    "platform_sign_in_failure": "in passing: kept for minutes",
    "deadlines_heartbeat": "in passing: a watcher that beats now",
    "people_presence": "in passing: who is at a screen now",
    "contacts_windowline": "lines of contacts without an incident live for minutes",
    "contacts_windowkey": "and so do their keys",
    "contacts_windowepoch": "and their count",
    "ledger_datakey": "in the key file, which each backup replaces",
}
"""Tables that no backup holds, each with the reason."""

APART: Final = {
    "care_checknote": ("words_sealed",),
    "care_ownplan": ("sealed",),
    "care_reflection": ("sealed",),
    "care_reminder": ("sealed",),
    "command_dispatch": ("could_not_because",),
    "command_resource": ("contact_sealed", "hint"),
    "command_siteplan": ("title",),
    "contacts_contact": ("caller_sealed", "caller_key", "recording"),
    "escalation_ladder": ("reason",),
    "incidents_endingrequest": ("reason",),
    "incidents_obligation": ("reason",),
    "learning_lesson": ("draft_sealed",),
    "learning_practiceattempt": ("result_sealed",),
    "outbox_message": ("sealed",),
    "outbox_way": ("settings_sealed",),
    "people_contactpoint": ("address_sealed", "hint"),
    "people_peopleimport": ("before_sealed",),
    "quality_dispute": ("decision_sealed",),
    "quality_feedback": ("words_sealed", "answer_sealed"),
    "quality_improvement": ("what_sealed", "set_aside_sealed"),
    "quality_talk": ("note_sealed",),
    "library_restrictednote": ("sealed", "wrapped_key"),
}
"""Columns that go into the key file: personal, and not under a key that goes with their subject.

What a reviewer told an agent is sealed for the agent, and quotes a caller who may be forgotten.

In the dump they are empty. So whoever was forgotten since cannot be read from an old backup,
and neither can a private note that somebody deleted since.
"""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a backup: its path in the folder, its size, its SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where one record ended."""

    stream: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    format: str
    backup: str
    """The id of this backup."""
    at: str
    """The moment whose state it holds, ISO 8601 in UTC."""
    version: str
    engine: str
    mode: str
    country: str
    zone: str
    installation: str
    public_key: str
    migrations: list[str]
    """`room.name` of each that was applied."""
    rows: dict[str, int]
    """Rows of each table."""
    heads: list[Head]
    files: list[FileLine]

    @property
    def entries(self) -> int:
        """How many entries all records have together."""
        return sum(head.sequence for head in self.heads)

    @property
    def attachments(self) -> int:
        """How many attachments there are."""
        return sum(file.path.startswith(f"{ATTACHMENTS}/") for file in self.files)

    def to_bytes(self) -> bytes:
        """Return it as the bytes that are signed."""
        text = json.dumps(dataclasses.asdict(self), indent=1, sort_keys=True, ensure_ascii=False)
        return text.encode() + b"\n"

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Manifest:
        """Return the manifest that `to_bytes` wrote.

        Raises:
            TypeError, KeyError: it is something else.
        """
        heads = [Head(**head) for head in value["heads"]]
        files = [FileLine(**file) for file in value["files"]]
        return cls(**{**value, "heads": heads, "files": files})
