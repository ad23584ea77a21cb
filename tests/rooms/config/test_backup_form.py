"""What a backup is made of: every table and every column has its place in it, or a reason not."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models

from stayline.config.backups.kinds import IN, OUT, changed, changes, kind_of
from stayline.config.backups.layout import APART, LEFT_OUT
from stayline.config.backups.source import every_table


def all_tables() -> dict[str, set[str]]:
    return {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }


def test_every_table_is_in_a_backup_or_has_a_reason_not_to_be() -> None:
    tables = {table.name for table in every_table()}
    assert tables | LEFT_OUT.keys() >= all_tables().keys()
    assert not tables & LEFT_OUT.keys()
    assert LEFT_OUT.keys() - all_tables().keys() <= {"django_migrations"}


def test_what_is_kept_apart_exists() -> None:
    for table, columns in APART.items():
        assert set(columns) <= all_tables()[table]


def test_what_is_sealed_under_a_key_that_no_erasure_destroys_is_kept_apart() -> None:
    """A column sealed by the master key would be readable from an old backup for ever.

    Whoever adds a sealed column says here how it is sealed.
    """
    under_a_data_key = {
        ("ledger_content", "sealed"),
        ("incidents_run", "answers_sealed"),
        ("reports_report", "draft_sealed"),
        ("reports_case", "fields_sealed"),
        ("reports_followup", "text_sealed"),
        ("learning_courseattempt", "answers_sealed"),
        ("learning_coursefeedback", "comment_sealed"),
        ("learning_plantext", "words_sealed"),
        ("learning_supportsession", "note_sealed"),
        ("learning_wish", "words_sealed"),
        ("learning_supportreview", "words_sealed"),
        ("learning_colleagueguidance", "words_sealed"),
        ("quality_complaint", "body_sealed"),
        ("quality_complaint", "answer_sealed"),
    }
    sealed = {
        (table, column)
        for table, columns in all_tables().items()
        for column in columns
        if "sealed" in column and table not in LEFT_OUT
    }
    apart = {(table, column) for table, columns in APART.items() for column in columns}
    assert sealed - apart == under_a_data_key


VALUES = {
    "uuid": UUID("6f1c0000-0000-4000-8000-000000000001"),
    "time": datetime(2026, 11, 22, 9, 30, 0, 125, tzinfo=timezone(timedelta(hours=2))),
    "date": date(2026, 11, 22),
    "hour": time(22, 30),
    "duration": timedelta(minutes=1, microseconds=7),
    "bytes": memoryview(b"\x00\xff"),
    "switch": True,
    "json": '{"a": 1}',
    "plain": "words",
}


def test_the_neutral_form_is_sqlites_own() -> None:
    kinds = list(VALUES)
    row = changed(list(VALUES.values()), changes(OUT["postgresql"], kinds))
    assert row == [
        "6f1c0000000040008000000000000001",
        "2026-11-22 07:30:00.000125",
        "2026-11-22",
        "22:30:00",
        60_000_007,
        base64.b64encode(b"\x00\xff").decode(),
        1,
        '{"a": 1}',
        "words",
    ]
    assert changes(OUT["sqlite"], kinds) == [(5, OUT["sqlite"]["bytes"])]
    back = changed(list(row), changes(IN["postgresql"], kinds))
    assert datetime.fromisoformat(back[1]) == VALUES["time"].astimezone(UTC)
    assert (back[4], back[5], back[6]) == ("60000007 microseconds", b"\x00\xff", True)


def test_nothing_stays_nothing() -> None:
    kinds = list(VALUES)
    empty: list[object] = [None] * len(kinds)
    assert changed(list(empty), changes(OUT["postgresql"], kinds)) == empty


def test_a_column_of_an_unknown_type_is_refused_and_not_guessed() -> None:
    with pytest.raises(TypeError, match="DecimalField"):
        kind_of(models.DecimalField(max_digits=4, decimal_places=2))
