"""Whatever is sealed has somebody who says whose it is, and how it goes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import BinaryField

from stayline.config.backups.layout import APART, LEFT_OUT
from stayline.privacy.ports import personal_data

NOBODYS = {
    "ledger_stream.head_hash": "a digest",
    "ledger_entry.commitment": "a salted digest",
    "ledger_entry.previous_hash": "a digest",
    "ledger_entry.hash": "a digest",
    "ledger_content.salt": "goes with its content, by a tombstone",
    "ledger_content.sealed": "the log itself: by the data subject of each entry",
    "platform_sign_in_failure.name_hash": "in passing: kept for minutes",
    "platform_sign_in_failure.address_hash": "in passing: kept for minutes",
    "library_documentversion.source": "a document: it names nobody who called",
    "library_draft.source": "a document, as above",
    "library_certificate.signature": "a signature over a document",
    "library_certificate.public_key": "the installation's own, for everybody",
    "care_pulseround.secret": "makes marks that name nobody; emptied at the close",
    "command_siteplan.title": "not sealed, and emptied with the caller",
    "command_dispatch.could_not_because": "not sealed, and emptied with the caller",
    "command_resource.hint": "the end of a number, goes with it",
    "contacts_contact.caller_key": "a keyed hash, emptied with the caller",
    "contacts_contact.recording": "a link, emptied with the caller",
    "escalation_ladder.reason": "not sealed, and emptied with the caller",
    "incidents_endingrequest.reason": "not sealed, and emptied with the caller",
    "incidents_obligation.reason": "not sealed, and emptied with the caller",
    "people_contactpoint.hint": "the end of a number, goes with it",
}
"""Bytes, and columns kept apart, that no port of personal data names, each with its reason."""


def columns_that_hold_something() -> set[str]:
    sealed = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if model._meta.db_table not in LEFT_OUT
        and (isinstance(field, BinaryField) or "sealed" in field.column)
    }
    return sealed | {f"{table}.{column}" for table, columns in APART.items() for column in columns}


def named() -> dict[str, str]:
    return {column: whose for port in personal_data for column, whose in port.sealed.items()}


@pytest.mark.covers("S3-29")
def test_every_sealed_column_has_a_room_that_says_whose_it_is() -> None:
    assert columns_that_hold_something() - NOBODYS.keys() - named().keys() == set()


def test_no_room_names_what_is_not_there_or_without_saying_whose_it_is() -> None:
    assert (named().keys() | NOBODYS.keys()) - in_passing(NOBODYS) <= columns_that_hold_something()
    assert all(named().values())
    assert not named().keys() & NOBODYS.keys()


def test_a_column_is_named_by_one_room() -> None:
    every = [column for port in personal_data for column in port.sealed]
    assert len(every) == len(set(every))
    rooms = [port.room for port in personal_data]
    assert len(rooms) == len(set(rooms))


def in_passing(columns: dict[str, str]) -> set[str]:
    return {one for one in columns if one.partition(".")[0] in LEFT_OUT}
