"""The database's own refusals: what was written into the ledger stays as it was written.

Installed by migration 0001 on both engines. Every rule is here twice, in SQLite's and in
PostgreSQL's words, in the same order:

1. entries: no update, no delete, no truncate, no second entry in one place;
2. content: no update; only for an entry of the same subject that is not erased; delete only
   where a tombstone covers it;
3. tombstones: only for the erasure entry at the stream's head; inserting one is what erases;
4. data keys: delete only where a tombstone covers them; nothing but the wrapping may change
   (a new master key wraps them again);
5. streams: begin empty; what they are about never changes; the head only moves forward, to an
   entry that is there, with its hash.
"""

# ruff: noqa: S608 - every part of these statements stands in this file

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = (
    "ledger_entry",
    "ledger_content",
    "ledger_tombstone",
    "ledger_datakey",
    "ledger_stream",
)

# ── SQLite ─────────────────────────────────────────────────────────────────────────────────

# INSERT OR REPLACE removes the row in its way without firing delete triggers, so each insert
# trigger looks for such a row itself.
SQLITE = {
    "ledger_entry_no_update": """
        BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'ledger: an entry is never changed'); END""",
    "ledger_entry_no_delete": """
        BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'ledger: an entry is never deleted'); END""",
    "ledger_entry_insert": """
        BEFORE INSERT ON ledger_entry
        WHEN EXISTS (SELECT 1 FROM ledger_entry
            WHERE stream_id = NEW.stream_id AND sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'ledger: there is an entry in this place'); END""",
    "ledger_content_no_update": """
        BEFORE UPDATE ON ledger_content
        BEGIN SELECT RAISE(ABORT, 'ledger: content is never changed'); END""",
    "ledger_content_delete": """
        BEFORE DELETE ON ledger_content
        WHEN NOT EXISTS (SELECT 1 FROM ledger_tombstone
            WHERE stream_id = OLD.stream_id AND subject = OLD.subject
              AND sequence > OLD.sequence)
        BEGIN SELECT RAISE(ABORT, 'ledger: content goes by a tombstone alone'); END""",
    "ledger_content_insert": """
        BEFORE INSERT ON ledger_content
        WHEN NOT EXISTS (SELECT 1 FROM ledger_entry
                WHERE stream_id = NEW.stream_id AND sequence = NEW.sequence
                  AND subject = NEW.subject)
            OR EXISTS (SELECT 1 FROM ledger_content
                WHERE stream_id = NEW.stream_id AND sequence = NEW.sequence)
            OR EXISTS (SELECT 1 FROM ledger_tombstone
                WHERE stream_id = NEW.stream_id AND subject = NEW.subject
                  AND sequence > NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'ledger: content belongs to an entry of its subject'); END""",
    "ledger_tombstone_no_update": """
        BEFORE UPDATE ON ledger_tombstone
        BEGIN SELECT RAISE(ABORT, 'ledger: a tombstone is never changed'); END""",
    "ledger_tombstone_no_delete": """
        BEFORE DELETE ON ledger_tombstone
        BEGIN SELECT RAISE(ABORT, 'ledger: a tombstone is never deleted'); END""",
    "ledger_tombstone_insert": """
        BEFORE INSERT ON ledger_tombstone
        WHEN NOT EXISTS (SELECT 1 FROM ledger_entry e
                JOIN ledger_stream s ON s.id = e.stream_id AND s.head_sequence = e.sequence
                WHERE e.stream_id = NEW.stream_id AND e.sequence = NEW.sequence
                  AND e.subject = NEW.subject AND e.kind = 'ledger.subject.erased')
            OR EXISTS (SELECT 1 FROM ledger_tombstone
                WHERE stream_id = NEW.stream_id AND sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'ledger: a tombstone needs its entry at the head'); END""",
    "ledger_tombstone_erases": """
        AFTER INSERT ON ledger_tombstone
        BEGIN
            DELETE FROM ledger_content WHERE stream_id = NEW.stream_id
                AND subject = NEW.subject AND sequence < NEW.sequence;
            DELETE FROM ledger_datakey WHERE stream_id = NEW.stream_id
                AND subject = NEW.subject AND since < NEW.sequence;
        END""",
    "ledger_datakey_insert": """
        BEFORE INSERT ON ledger_datakey
        WHEN EXISTS (SELECT 1 FROM ledger_datakey WHERE id = NEW.id
            OR (stream_id = NEW.stream_id AND subject = NEW.subject AND since = NEW.since))
        BEGIN SELECT RAISE(ABORT, 'ledger: there is a key in this place'); END""",
    "ledger_datakey_update": """
        BEFORE UPDATE ON ledger_datakey
        WHEN NEW.id IS NOT OLD.id OR NEW.stream_id IS NOT OLD.stream_id
            OR NEW.subject IS NOT OLD.subject OR NEW.since IS NOT OLD.since
        BEGIN SELECT RAISE(ABORT, 'ledger: only the wrapping of a key may change'); END""",
    "ledger_datakey_delete": """
        BEFORE DELETE ON ledger_datakey
        WHEN NOT EXISTS (SELECT 1 FROM ledger_tombstone
            WHERE stream_id = OLD.stream_id AND subject = OLD.subject
              AND sequence > OLD.since)
        BEGIN SELECT RAISE(ABORT, 'ledger: a key goes by a tombstone alone'); END""",
    "ledger_stream_insert": """
        BEFORE INSERT ON ledger_stream
        WHEN NEW.head_sequence <> 0 OR NEW.last_tombstone <> 0
            OR EXISTS (SELECT 1 FROM ledger_stream WHERE id = NEW.id
                OR (kind = NEW.kind AND subject_id = NEW.subject_id))
        BEGIN SELECT RAISE(ABORT, 'ledger: a stream begins once, and empty'); END""",
    "ledger_stream_update": """
        BEFORE UPDATE ON ledger_stream
        WHEN NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind
            OR NEW.subject_id IS NOT OLD.subject_id OR NEW.exercise IS NOT OLD.exercise
            OR NEW.opened_at IS NOT OLD.opened_at
            OR NEW.head_sequence <= OLD.head_sequence
            OR NEW.last_tombstone < OLD.last_tombstone
            OR NOT EXISTS (SELECT 1 FROM ledger_entry
                WHERE stream_id = NEW.id AND sequence = NEW.head_sequence
                  AND hash = NEW.head_hash)
        BEGIN SELECT RAISE(ABORT, 'ledger: a head only moves to its next entry'); END""",
    "ledger_stream_no_delete": """
        BEFORE DELETE ON ledger_stream
        BEGIN SELECT RAISE(ABORT, 'ledger: a stream is never deleted'); END""",
}

# ── PostgreSQL ─────────────────────────────────────────────────────────────────────────────

_REFUSE = "RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = "

# What looks at rows of the same statement (one statement writes entry, content and head) fires
# AFTER, when all of them are there.
_FUNCTIONS = {
    "ledger_refuse": (
        "",
        f"BEGIN {_REFUSE} 'ledger: ' || TG_TABLE_NAME || ' refuses ' || TG_OP; END",
    ),
    "ledger_content_insert": (
        "",
        f"""
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM ledger_entry
                    WHERE stream_id = NEW.stream_id AND sequence = NEW.sequence
                      AND subject = NEW.subject)
                OR EXISTS (SELECT 1 FROM ledger_tombstone
                    WHERE stream_id = NEW.stream_id AND subject = NEW.subject
                      AND sequence > NEW.sequence)
            THEN {_REFUSE} 'ledger: content belongs to an entry of its subject'; END IF;
            RETURN NULL;
        END""",
    ),
    "ledger_content_delete": (
        "",
        f"""
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM ledger_tombstone
                    WHERE stream_id = OLD.stream_id AND subject = OLD.subject
                      AND sequence > OLD.sequence)
            THEN {_REFUSE} 'ledger: content goes by a tombstone alone'; END IF;
            RETURN OLD;
        END""",
    ),
    # SECURITY DEFINER: the application's role has no right to delete anything here. It may
    # record an erasure, and the owner's function does what the record says, and no more.
    "ledger_tombstone_erases": (
        "SECURITY DEFINER",
        f"""
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM ledger_entry e
                    JOIN ledger_stream s ON s.id = e.stream_id AND s.head_sequence = e.sequence
                    WHERE e.stream_id = NEW.stream_id AND e.sequence = NEW.sequence
                      AND e.subject = NEW.subject AND e.kind = 'ledger.subject.erased')
            THEN {_REFUSE} 'ledger: a tombstone needs its entry at the head'; END IF;
            DELETE FROM ledger_content WHERE stream_id = NEW.stream_id
                AND subject = NEW.subject AND sequence < NEW.sequence;
            DELETE FROM ledger_datakey WHERE stream_id = NEW.stream_id
                AND subject = NEW.subject AND since < NEW.sequence;
            RETURN NULL;
        END""",
    ),
    "ledger_datakey_update": (
        "",
        f"""
        BEGIN
            IF (NEW.id, NEW.stream_id, NEW.subject, NEW.since)
                IS DISTINCT FROM (OLD.id, OLD.stream_id, OLD.subject, OLD.since)
            THEN {_REFUSE} 'ledger: only the wrapping of a key may change'; END IF;
            RETURN NEW;
        END""",
    ),
    "ledger_datakey_delete": (
        "",
        f"""
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM ledger_tombstone
                    WHERE stream_id = OLD.stream_id AND subject = OLD.subject
                      AND sequence > OLD.since)
            THEN {_REFUSE} 'ledger: a key goes by a tombstone alone'; END IF;
            RETURN OLD;
        END""",
    ),
    "ledger_stream_insert": (
        "",
        f"""
        BEGIN
            IF NEW.head_sequence <> 0 OR NEW.last_tombstone <> 0
            THEN {_REFUSE} 'ledger: a stream begins empty'; END IF;
            RETURN NEW;
        END""",
    ),
    "ledger_stream_update": (
        "",
        f"""
        BEGIN
            IF (NEW.id, NEW.kind, NEW.subject_id, NEW.exercise, NEW.opened_at)
                IS DISTINCT FROM (OLD.id, OLD.kind, OLD.subject_id, OLD.exercise, OLD.opened_at)
                OR NEW.head_sequence <= OLD.head_sequence
                OR NEW.last_tombstone < OLD.last_tombstone
                OR NOT EXISTS (SELECT 1 FROM ledger_entry
                    WHERE stream_id = NEW.id AND sequence = NEW.head_sequence
                      AND hash = NEW.head_hash)
            THEN {_REFUSE} 'ledger: a head only moves to its next entry'; END IF;
            RETURN NULL;
        END""",
    ),
}

_TRIGGERS = (
    ("ledger_entry", "BEFORE UPDATE OR DELETE", "ROW", "ledger_refuse"),
    ("ledger_content", "BEFORE UPDATE", "ROW", "ledger_refuse"),
    ("ledger_content", "BEFORE DELETE", "ROW", "ledger_content_delete"),
    ("ledger_content", "AFTER INSERT", "ROW", "ledger_content_insert"),
    ("ledger_tombstone", "BEFORE UPDATE OR DELETE", "ROW", "ledger_refuse"),
    ("ledger_tombstone", "AFTER INSERT", "ROW", "ledger_tombstone_erases"),
    ("ledger_datakey", "BEFORE UPDATE", "ROW", "ledger_datakey_update"),
    ("ledger_datakey", "BEFORE DELETE", "ROW", "ledger_datakey_delete"),
    ("ledger_stream", "BEFORE INSERT", "ROW", "ledger_stream_insert"),
    ("ledger_stream", "AFTER UPDATE", "ROW", "ledger_stream_update"),
    ("ledger_stream", "BEFORE DELETE", "ROW", "ledger_refuse"),
    *((table, "BEFORE TRUNCATE", "STATEMENT", "ledger_refuse") for table in TABLES),
)


def statements(vendor: str, schema: str = "") -> list[str]:
    """Return the statements that install every guard on this engine, in this schema."""
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    # The functions look into the ledger's schema, whoever calls them: neither a caller's
    # search_path nor a temporary table may lead a SECURITY DEFINER function elsewhere.
    made = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights} "
        f'SET search_path = "{schema}", pg_temp AS $body${body}$body$'
        for name, (rights, body) in _FUNCTIONS.items()
    ]
    for number, (table, moment, each, function) in enumerate(_TRIGGERS):
        made.append(
            f"CREATE TRIGGER ledger_guard_{number:02d} {moment} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )
    return made


def removals(vendor: str) -> list[str]:
    """Return the statements that remove every guard, for the way back to an empty database."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name in SQLITE]
    return [f"DROP FUNCTION {name}() CASCADE" for name in _FUNCTIONS]


def install(_apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Install the guards (a migration's RunPython)."""
    connection = schema_editor.connection
    schema = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
    for statement in statements(connection.vendor, schema):
        schema_editor.execute(statement, params=None)


def remove(_apps: Apps | None, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the guards; refused while anything is recorded."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        if cursor.fetchone()[0]:
            raise RuntimeError("the ledger holds entries: it cannot be taken away")
    for statement in removals(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)
