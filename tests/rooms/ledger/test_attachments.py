"""Attachments: hashed and sealed while they come in, part of the record and of every bundle."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from stayline.ledger import actions, queries
from stayline.ledger.actions import attach
from stayline.ledger.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentNotKept,
    AttachmentTooLarge,
)
from stayline.ledger.events import AttachmentKept
from stayline.ledger.queries.attachments import BLOCK, folder, place_of
from stayline.platform import age
from stayline.platform.actors import Actor
from stayline.platform.bundle import check_encrypted, check_folder
from tests.rooms.ledger.conftest import CALLER, Note, later

pytestmark = pytest.mark.django_db

WORDS = b"Caller: I would like to speak with somebody, please.\n"
IDENTITY = bytes(range(32))


@pytest.fixture(autouse=True)
def _no_files() -> Iterator[None]:
    """Leave the data folder as it was."""
    yield
    for file in folder().rglob("*"):
        if file.is_file():
            file.unlink()


def receive(stream: UUID, plain: bytes, *, chunk: int = 1000) -> actions.Received:
    coming = actions.Receiving(stream)
    for start in range(0, len(plain), chunk):
        coming.write(plain[start : start + chunk])
    return coming.finish()


def keep(stream: UUID, plain: bytes, ann: Actor, *, subject: str = CALLER) -> UUID:
    received = receive(stream, plain)
    event = AttachmentKept(
        attachment=str(received.id),
        label="Chat transcript",
        name="chat.txt",
        media_type="text/plain",
        size=received.size,
        sha256=received.sha256,
        key=received.key.hex(),
        subject=subject,
    )
    with transaction.atomic():
        actions.append_in_transaction(stream, event, actor=ann, at=later(1))
    return received.id


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_what_came_in_is_what_is_read(stream: UUID, ann: Actor, size: int) -> None:
    plain = os.urandom(size)
    keep(stream, plain, ann)
    (view,) = queries.attachments(stream)
    assert b"".join(queries.plain_blocks(view)) == plain
    assert (view.size, view.sha256) == (size, hashlib.sha256(plain).hexdigest())


def test_nothing_of_it_lies_plain_on_disk_and_nobody_else_reads_it(
    stream: UUID, ann: Actor
) -> None:
    place = place_of(stream, keep(stream, WORDS * 10_000, ann))
    assert WORDS not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_its_key_and_name_are_in_no_repr(stream: UUID, ann: Actor) -> None:
    received = receive(stream, WORDS)
    assert received.key.hex() not in repr(received)
    keep(stream, WORDS, ann)
    (view,) = queries.attachments(stream)
    assert view.key not in repr(view)
    assert "chat.txt" not in repr(view)


def test_more_than_25_mb_is_refused_and_leaves_nothing(stream: UUID) -> None:
    coming = actions.Receiving(stream)
    coming.write(bytes(attach.LARGEST))
    with pytest.raises(AttachmentTooLarge):
        coming.write(b"x")
    assert not [one for one in folder().rglob("*") if one.is_file()]


def test_an_empty_file_is_refused_and_leaves_nothing(stream: UUID) -> None:
    with pytest.raises(AttachmentEmpty):
        actions.Receiving(stream).finish()
    assert not [one for one in folder().rglob("*") if one.is_file()]


def test_a_disk_that_is_full_is_said_and_leaves_nothing(stream: UUID) -> None:
    coming = actions.Receiving(stream)
    with Path("/dev/full").open("wb", buffering=0) as full:  # takes no byte: no space left
        coming._file.close()
        coming._file = full
        with pytest.raises(AttachmentNotKept, match="disk is full"):
            coming.write(bytes(2 * BLOCK))
    assert not [one for one in folder().rglob("*") if one.is_file()]


def test_a_full_disk_at_the_last_byte_leaves_nothing(stream: UUID) -> None:
    coming = actions.Receiving(stream)
    coming.write(WORDS)
    coming._file.close()
    coming._file = Path("/dev/full").open("wb")  # noqa: SIM115  # closed by what is tested
    with pytest.raises(AttachmentNotKept):
        coming.finish()
    assert not [one for one in folder().rglob("*") if one.is_file()]


def test_a_folder_that_cannot_be_made_is_said(stream: UUID) -> None:
    place = folder() / str(stream)
    folder().mkdir(exist_ok=True)
    place.write_bytes(b"in the way")
    with pytest.raises(AttachmentNotKept):
        actions.Receiving(stream)


@pytest.mark.parametrize("how", ["changed", "shortened", "cut", "gone", "moved"])
def test_a_file_that_was_touched_is_never_given_out_as_whole(
    stream: UUID, ann: Actor, how: str
) -> None:
    place = place_of(stream, keep(stream, os.urandom(3 * BLOCK), ann))
    raw = bytearray(place.read_bytes())
    block = len(raw) // 3
    if how == "changed":
        raw[-5] ^= 1
    elif how == "shortened":
        del raw[2 * block :]
    elif how == "cut":
        del raw[-3:]
    elif how == "moved":
        raw = raw[block : 2 * block] + raw[:block] + raw[2 * block :]
    if how == "gone":
        place.unlink()
    else:
        place.write_bytes(raw)
    (view,) = queries.attachments(stream)
    with pytest.raises(AttachmentDamaged):
        list(queries.plain_blocks(view))
    report = queries.verified()
    assert [fault.code for fault in report.faults] == ["attachment.changed"]


def test_a_digest_that_does_not_fit_is_damage(stream: UUID, ann: Actor) -> None:
    received = receive(stream, WORDS)
    event = AttachmentKept(
        attachment=str(received.id),
        label="Other",
        name="it",
        media_type="text/plain",
        size=received.size,
        sha256="0" * 64,
        key=received.key.hex(),
    )
    with transaction.atomic():
        actions.append_in_transaction(stream, event, actor=ann, at=later(1))
    (view,) = queries.attachments(stream)
    with pytest.raises(AttachmentDamaged):
        list(queries.plain_blocks(view))


def test_erasing_a_person_leaves_a_file_that_nothing_opens_and_that_is_swept(
    stream: UUID, ann: Actor
) -> None:
    attachment = keep(stream, WORDS, ann)
    keep(stream, WORDS, ann, subject="")
    actions.erase_subject(
        stream_id=stream, subject=CALLER, reason="asked for", actor=ann, at=later(2)
    )
    (left,) = queries.attachments(stream)
    assert left.id != attachment
    assert queries.verified().intact
    soon, tomorrow = datetime.now(UTC), datetime.now(UTC) + timedelta(days=1)
    assert actions.sweep_attachments(at=soon) == 0  # younger than an hour: left alone
    assert actions.sweep_attachments(at=tomorrow) == 1
    assert not place_of(stream, attachment).exists()
    assert place_of(stream, left.id).exists()


def test_what_a_dead_process_left_is_swept_and_a_dropped_file_is_gone(stream: UUID) -> None:
    forgotten = receive(stream, WORDS)
    coming = actions.Receiving(stream)
    coming.write(WORDS)
    dropped = receive(stream, WORDS)
    actions.drop(dropped)
    assert not dropped.place.exists()
    assert actions.sweep_attachments(at=datetime.now(UTC) + timedelta(days=1)) == 2
    assert not forgotten.place.exists()
    coming.abandon()


def export(stream: UUID, target: Path, ann: Actor, recipient: str | None = None) -> None:
    actions.export_bundle(
        stream_ids=[stream],
        target=target,
        to="The court",
        purpose="order 12",
        recipient=recipient,
        actor=ann,
        at=later(5),
    )


@pytest.mark.covers("S1-48")
def test_a_bundle_holds_the_files_and_their_digests_are_checked(
    stream: UUID, ann: Actor, note: Note, tmp_path: Path
) -> None:
    note("one")
    plain = os.urandom(BLOCK + 7)
    attachment = keep(stream, plain, ann)
    export(stream, tmp_path / "record", ann)
    file = tmp_path / "record" / "attachments" / str(attachment)
    assert file.read_bytes() == plain
    report = check_folder(tmp_path / "record")
    assert report.intact
    assert report.complete
    file.write_bytes(plain[:-1] + b"?")
    (changed,) = check_folder(tmp_path / "record").faults
    assert (changed.code, changed.aspect) == ("file.changed", "integrity")
    assert str(attachment) in changed.sentence
    file.unlink()
    assert not check_folder(tmp_path / "record").complete


def test_an_encrypted_bundle_holds_the_files_too(stream: UUID, ann: Actor, tmp_path: Path) -> None:
    keep(stream, os.urandom(2 * BLOCK), ann)
    export(stream, tmp_path / "record.slx", ann, recipient=age.recipient_of(IDENTITY))
    report = check_encrypted(tmp_path / "record.slx", IDENTITY)
    assert report.intact
    assert report.complete


def test_a_damaged_file_stops_the_export_and_leaves_nothing(
    stream: UUID, ann: Actor, tmp_path: Path
) -> None:
    place_of(stream, keep(stream, WORDS, ann)).unlink()
    with pytest.raises(AttachmentDamaged):
        export(stream, tmp_path / "record", ann)
    assert not (tmp_path / "record").exists()


def test_another_streams_folder_is_not_its_file(stream: UUID, ann: Actor) -> None:
    attachment = keep(stream, WORDS, ann)
    other = place_of(uuid4(), attachment)
    other.parent.mkdir()
    other.write_bytes(place_of(stream, attachment).read_bytes())
    assert actions.sweep_attachments(at=datetime.now(UTC) + timedelta(days=1)) == 1
