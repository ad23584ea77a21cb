"""Export: a disclosure that is logged, and a bundle that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from stayline.ledger import actions, queries
from stayline.ledger.errors import BundleExists, RecipientRefused, StreamNotFound
from stayline.ledger.events import BundleAbandoned, BundleDisclosed
from stayline.platform import age
from stayline.platform.actors import Actor
from stayline.platform.bundle import CannotCheck, check_encrypted, check_folder
from stayline.platform.crypto import CannotUnseal, keys
from stayline.platform.errors import Invalid
from stayline.platform.ports import KeyPort
from tests.rooms.ledger.conftest import CALLER, Note, later, open_stream

pytestmark = pytest.mark.django_db

IDENTITY = bytes(range(32))
PURPOSE = "order 12 of the county court"


@pytest.fixture
def filled(stream: UUID, note: Note, ann: Actor) -> UUID:
    """A stream with entries and one erasure."""
    note("one", subject=CALLER)
    note("two")
    actions.erase_subject(
        stream_id=stream, subject=CALLER, reason="asked for", actor=ann, at=later(1)
    )
    note("four", subject=CALLER, seconds=2)
    return stream


def export(
    stream: UUID, target: Path, ann: Actor, *, recipient: str | None = None, to: str = "The court"
) -> actions.Exported:
    return actions.export_bundle(
        stream_ids=[stream],
        target=target,
        to=to,
        purpose=PURPOSE,
        recipient=recipient,
        actor=ann,
        at=later(5),
    )


def test_a_bundle_holds_everything_and_its_own_disclosure(
    filled: UUID, ann: Actor, tmp_path: Path
) -> None:
    done = export(filled, tmp_path / "record", ann)
    (disclosure,) = queries.entries(filled, kinds=[BundleDisclosed.kind])
    assert disclosure.event == BundleDisclosed(to="The court", purpose=PURPOSE, form="plain")
    assert (done.entries, done.encrypted, done.disclosures[0].sequence) == (5, False, 5)
    report = check_folder(done.target, pinned=keys().public_key())
    assert (report.faults, report.origin) == ((), "proven")
    assert (report.entries, report.contents, report.tombstones) == (5, 4, 1)
    assert report.banner == "DEMO: not for real contacts"
    assert sorted(path.name for path in done.target.iterdir()) == [
        "attachments",
        "contents.jsonl",
        "entries.jsonl",
        "manifest.json",
        "manifest.sig",
    ]
    assert done.target.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_the_signature_is_one_that_other_tools_verify(
    filled: UUID, ann: Actor, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - used here
        Ed25519PublicKey,
    )

    target = export(filled, tmp_path / "record", ann).target
    Ed25519PublicKey.from_public_bytes(keys().public_key()).verify(
        (target / "manifest.sig").read_bytes(), (target / "manifest.json").read_bytes()
    )


def test_an_encrypted_bundle_opens_for_its_recipient_alone(
    filled: UUID, ann: Actor, tmp_path: Path
) -> None:
    target = tmp_path / "record.slx"
    done = export(filled, target, ann, recipient=age.recipient_of(IDENTITY))
    assert done.encrypted
    raw = target.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n")
    assert b"four" not in raw
    report = check_encrypted(target, IDENTITY)
    assert (report.faults, report.entries) == ((), 5)
    with pytest.raises(CannotCheck, match="somebody else"):
        check_encrypted(target, bytes(32))
    target.write_bytes(raw[:-1])
    with pytest.raises(CannotCheck, match="changed or cut short"):
        check_encrypted(target, IDENTITY)
    assert [path.name for path in tmp_path.iterdir()] == ["record.slx"]


def test_several_streams_go_into_one_bundle(filled: UUID, ann: Actor, tmp_path: Path) -> None:
    other = open_stream(kind="person", exercise=False)
    done = actions.export_bundle(
        stream_ids=[filled, other],
        target=tmp_path / "record",
        to="The court",
        purpose=PURPOSE,
        recipient=None,
        actor=ann,
        at=later(5),
    )
    report = check_folder(done.target)
    assert (report.faults, report.streams, report.entries) == ((), 2, 6)


@pytest.mark.parametrize(
    ("to", "target", "field"), [(" ", "record", "to"), ("The court", "no/record", "target")]
)
def test_what_is_missing_is_said_before_anything_is_logged(
    filled: UUID, ann: Actor, tmp_path: Path, to: str, target: str, field: str
) -> None:
    with pytest.raises(Invalid) as fault:
        export(filled, tmp_path / target, ann, to=to)
    assert list(fault.value.faults) == [field]
    assert queries.entries(filled, kinds=[BundleDisclosed.kind]) == []


def test_nothing_is_overwritten(filled: UUID, ann: Actor, tmp_path: Path) -> None:
    with pytest.raises(BundleExists):
        export(filled, tmp_path, ann)
    assert queries.entries(filled, kinds=[BundleDisclosed.kind]) == []


@pytest.mark.parametrize("recipient", ["age1", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_a_mistyped_recipient_is_refused(
    filled: UUID, ann: Actor, tmp_path: Path, recipient: str
) -> None:
    with pytest.raises(RecipientRefused):
        export(filled, tmp_path / "record", ann, recipient=recipient)
    assert queries.entries(filled, kinds=[BundleDisclosed.kind]) == []


def test_an_unknown_stream_is_refused(ann: Actor, tmp_path: Path) -> None:
    with pytest.raises(StreamNotFound):
        export(uuid4(), tmp_path / "record", ann)
    assert list(tmp_path.iterdir()) == []


class FullDisk:
    """A key store that cannot sign, as late in an export as something can fail."""

    def __init__(self, port: KeyPort) -> None:
        self.wrap, self.unwrap, self.public_key = port.wrap, port.unwrap, port.public_key

    def sign(self, message: bytes) -> bytes:
        del message
        raise OSError(28, os.strerror(28))


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Nothing can be finished."""
    sound = keys()
    keys.plug(FullDisk(sound))
    yield
    keys.plug(sound)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("recipient", [None, age.recipient_of(IDENTITY)])
def test_an_export_that_fails_leaves_nothing_but_its_log(
    filled: UUID, ann: Actor, tmp_path: Path, recipient: str | None
) -> None:
    with pytest.raises(OSError, match="space"):
        export(filled, tmp_path / "record", ann, recipient=recipient)
    assert list(tmp_path.iterdir()) == []
    (abandoned,) = queries.entries(filled, kinds=[BundleAbandoned.kind])
    assert abandoned.event == BundleAbandoned(disclosure=5, why="it could not be written")


def test_a_record_under_another_master_key_is_not_exported(
    filled: UUID, ann: Actor, tmp_path: Path
) -> None:
    from stayline.connectors.keys_file import FileKeys  # noqa: PLC0415 - used here alone
    from stayline.ledger.queries.keyring import forget  # noqa: PLC0415 - only this test needs it

    sound = keys()
    forget()
    keys.plug(FileKeys(b"another master key, 32 bytes...."))
    try:
        with pytest.raises(CannotUnseal):
            actions.export_bundle(
                stream_ids=[filled],
                target=tmp_path / "record",
                to="The court",
                purpose=PURPOSE,
                recipient=None,
                actor=ann,
                at=later(5),
            )
    finally:
        keys.plug(sound)
    assert list(tmp_path.iterdir()) == []
