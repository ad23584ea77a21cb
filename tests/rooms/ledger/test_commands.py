"""`stayline verify` and `stayline export`, and the bundles that every version must read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from stayline.config.commands import export, verify
from stayline.ledger import queries
from stayline.ledger.events import BundleDisclosed
from stayline.platform import age
from stayline.platform.crypto import keys
from stayline_core import bundle
from tests.rooms.ledger.conftest import Note

GOLDEN = Path(__file__).parents[2] / "golden"
KEY = "c2290150eeaeaf7f64eb46b11ba0b3f7dce1d8936409ea69775ebb327bbe75a6"
IDENTITY = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG"
STREAM = "38d99a5c-27e1-492e-a6bb-1e0b49cb1d6e"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(verify.command, [str(one) for one in arguments])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the golden bundle, to be damaged."""
    target = tmp_path / "bundle"
    shutil.copytree(GOLDEN / "bundle-1", target)
    return target


def change(file: Path, old: bytes, new: bytes) -> None:
    raw = file.read_bytes()
    assert raw.count(old) >= 1
    file.write_bytes(raw.replace(old, new, 1))


def test_a_golden_bundle_is_intact_and_complete_and_its_origin_is_told_apart() -> None:
    done = run(GOLDEN / "bundle-1")
    assert done.exit_code == 0
    assert done.stdout.startswith("PRACTICE: not for real contacts\n")
    assert "Integrity: intact.\nCompleteness: complete.\nOrigin: not proven." in done.stdout
    done = run(GOLDEN / "bundle-1", "--key", KEY)
    assert (done.exit_code, "Origin: signed by the key that you gave." in done.stdout) == (0, True)


def test_the_key_may_be_a_file(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - here alone
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - only this test needs it
        Ed25519PublicKey,
    )

    digits = tmp_path / "digits"
    digits.write_text(KEY + "\n")
    pem = tmp_path / "key.pem"
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(KEY))
    pem.write_bytes(public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))
    for file in (digits, pem):
        done = run(GOLDEN / "bundle-1", "--key", file, "--json")
        assert json.loads(done.stdout)["origin"] == "proven"


def test_json_tells_a_machine_everything(copy: Path) -> None:
    found = json.loads(run(copy, "--json").stdout)
    assert found == {
        "target": str(copy),
        "verified": True,
        "intact": True,
        "complete": True,
        "origin": "unproven",
        "banner": "PRACTICE: not for real contacts",
        "streams": 2,
        "entries": 9,
        "contents": 7,
        "tombstones": 2,
        "anchors": 0,
        "faults": [],
        "notes": [],
    }


def test_a_changed_character_names_its_entry(copy: Path) -> None:
    change(copy / "entries.jsonl", b'"sequence":4', b'"sequence":3')
    done = run(copy)
    assert done.exit_code == 1
    assert f"stream {STREAM} entry 4" in done.stdout
    assert "Integrity: BROKEN." in done.stdout


def test_a_missing_last_line_is_called_incomplete(copy: Path) -> None:
    lines = (copy / "entries.jsonl").read_bytes().splitlines(keepends=True)
    (copy / "entries.jsonl").write_bytes(b"".join(lines[:-1]))
    done = run(copy)
    assert done.exit_code == 1
    assert "Integrity: intact.\nCompleteness: INCOMPLETE." in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("manifest.json", b'"entries":7', b'"entries":8', "signature.wrong"),
        ("manifest.json", b"practice", b"productn", "manifest.unreadable"),
        ("manifest.json", b"{", b"[", "manifest.unreadable"),
        ("contents.jsonl", b"Good morning", b"Bad morning!", "content.commitment"),
    ],
)
def test_a_change_elsewhere_is_noticed(
    copy: Path, file: str, old: bytes, new: bytes, code: str
) -> None:
    change(copy / file, old, new)
    done = run(copy, "--json")
    assert done.exit_code == 1
    assert code in [fault["code"] for fault in json.loads(done.stdout)["faults"]]


def test_a_signature_by_somebody_else_is_noticed(copy: Path) -> None:
    raw = bytearray((copy / "manifest.sig").read_bytes())
    raw[5] ^= 1
    (copy / "manifest.sig").write_bytes(bytes(raw))
    assert "signature.wrong" in run(copy).stdout
    done = run(GOLDEN / "bundle-1", "--key", "00" * 32)
    assert (done.exit_code, "signature.other_key" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.sig", "entries.jsonl", "contents.jsonl"]
)
def test_a_missing_file_is_incomplete(copy: Path, name: str) -> None:
    (copy / name).unlink()
    done = run(copy)
    assert done.exit_code == 1
    assert f"{name} is missing" in done.stdout
    assert "Completeness: INCOMPLETE." in done.stdout


def test_what_does_not_belong_is_said(copy: Path) -> None:
    (copy / "readme.txt").write_text("hello")
    done = run(copy)
    assert (done.exit_code, "Note: readme.txt is no part" in done.stdout) == (0, True)
    (copy / "attachments").mkdir()
    (copy / "attachments" / "call.wav").write_bytes(b"x")
    assert "attachments/call.wav is not in the manifest" in run(copy).stdout


def test_a_file_that_differs_where_no_line_shows_it(copy: Path) -> None:
    manifest = bundle.parse_manifest((copy / "manifest.json").read_bytes())
    first = next(file for file in manifest.files if file.name == "contents.jsonl")
    change(copy / "manifest.json", first.sha256.encode(), b"00" * 32)
    assert "signature.wrong" in run(copy).stdout


@pytest.mark.parametrize("as_json", [True, False])
def test_what_cannot_be_checked_is_not_called_broken(
    copy: Path, tmp_path: Path, *, as_json: bool
) -> None:
    change(copy / "manifest.json", b'"version":1', b'"version":2')
    (tmp_path / "empty").mkdir()
    (tmp_path / "nokey").write_text("# nothing\n")
    flag = ["--json"] if as_json else []
    for arguments in (
        [copy],
        [tmp_path / "empty"],
        [tmp_path / "nowhere"],
        [GOLDEN / "bundle-1.slx"],
        [GOLDEN / "bundle-1.slx", "--identity", tmp_path / "nokey"],
        [GOLDEN / "bundle-1", "--key", "nonsense"],
        [GOLDEN / "bundle-1", "--key", "00"],
    ):
        done = run(*arguments, *flag)
        assert done.exit_code == 2, arguments
        if as_json:
            assert json.loads(done.stdout)["verified"] is None
        else:
            assert "Could not check" in done.stderr


def test_an_encrypted_bundle_is_checked_with_its_recipients_key(tmp_path: Path) -> None:
    identity = tmp_path / "key.txt"
    identity.write_text(f"# created for the tests\n{IDENTITY}\n")
    done = run(GOLDEN / "bundle-1.slx", "--identity", identity, "--key", KEY)
    assert (done.exit_code, "Origin: signed by" in done.stdout) == (0, True)


def test_a_bundle_is_checked_without_django_settings_or_a_network() -> None:
    code = (
        "import sys; from stayline.config.cli import main\n"
        f"try: main(['verify', {str(GOLDEN / 'bundle-1')!r}])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not {'django', 'socket', 'sqlite3'} & {m.split('.')[0] for m in sys.modules}"
    )
    # Without the environment: measuring coverage would load sqlite3 into the process.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env={})
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_a_record_is_exported_by_its_stream_and_the_disclosure_logged(
    stream: UUID, note: Note, tmp_path: Path
) -> None:
    note("one")
    target = tmp_path / "record"
    arguments = [str(stream), "--to", "The court", "--purpose", "order 12", "-o", str(target)]
    done = CliRunner().invoke(export.command, [*arguments, "--plain", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "bundle": str(target),
        "entries": 2,
        "encrypted": False,
        "disclosure": [f"{stream}:2"],
    }
    assert run(target, "--key", keys().public_key().hex()).exit_code == 0
    (entry,) = queries.entries(stream, kinds=[BundleDisclosed.kind])
    assert entry.event == BundleDisclosed(to="The court", purpose="order 12", form="plain")
    again = CliRunner().invoke(export.command, [*arguments, "--plain"])
    assert (again.exit_code, "nothing was overwritten" in again.stderr) == (1, True)


@pytest.mark.django_db
def test_an_export_is_encrypted_unless_plain_is_asked_for(
    stream: UUID, note: Note, tmp_path: Path
) -> None:
    note("one")
    arguments = [str(stream), "--to", "The court", "--purpose", "order 12"]
    target = ["-o", str(tmp_path / "record")]
    refused = CliRunner().invoke(export.command, [*arguments, *target])
    assert (refused.exit_code, "--recipient" in refused.stderr) == (2, True)
    recipient = tmp_path / "court.txt"
    recipient.write_text(age.recipient_of(bytes(range(32))) + "\n")
    done = CliRunner().invoke(export.command, [*arguments, *target, "--recipient", str(recipient)])
    assert done.exit_code == 0, done.output
    identity = tmp_path / "key.txt"
    identity.write_text(IDENTITY)
    assert run(tmp_path / "record.slx", "--identity", identity).exit_code == 0


@pytest.mark.django_db
def test_an_unknown_record_is_refused(tmp_path: Path) -> None:
    for unknown in ("SL-2026-999999", "00000000-0000-4000-8000-000000000000"):
        done = CliRunner().invoke(
            export.command,
            [unknown, "--to", "x", "--purpose", "y", "--plain", "-o", str(tmp_path / "record")],
        )
        assert done.exit_code == 1
        assert done.stderr.strip()


@pytest.mark.django_db
def test_the_database_is_checked_where_it_is(note: Note) -> None:
    note("one")
    for flag in ("--json", "--chain-only"):
        done = run("db", flag)
        assert done.exit_code == 0, done.output
    found = json.loads(run("db", "--json").stdout)
    assert (found["verified"], found["origin"], found["entries"]) == (True, "none", 1)
