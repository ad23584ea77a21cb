"""Backups of a centre that is taking contacts: whole, consistent, restored, verified."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

import httpx
import pytest

from stayline.config.rehearsal.centre import Centre, running
from tests.plugins.centres import Centres
from tests.plugins.engines import Database, empty_database

pytestmark = pytest.mark.loopback

THREAT = "If you shut us off on Monday, I'm going to kill myself."
SECRET = "the blue door at the end of the harbour lane"


@dataclass
class Ran:
    """What a command came to."""

    code: int
    said: str
    json: dict[str, object]


def stayline(environ: Mapping[str, str], *arguments: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "stayline.config.cli", *arguments],
        env=dict(environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    lines = done.stdout.strip().splitlines()
    told = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Ran(done.returncode, done.stdout + done.stderr, told)


@contextmanager
def elsewhere(engine: str, folder: Path, centre: Centre) -> Iterator[dict[str, str]]:
    """The environment of another, empty place with the centre's master key."""
    folder.mkdir(mode=0o700)
    (folder / "data").mkdir(mode=0o700)
    shutil.copy(Path(centre.environ["STAYLINE_DATA_DIR"]) / "master.key", folder / "data")
    with empty_database(engine, folder) as database:
        yield environ_of(centre, database, folder / "data")


def environ_of(centre: Centre, database: Database, data: Path) -> dict[str, str]:
    kept = {name: v for name, v in centre.environ.items() if "DATABASE_URL" not in name}
    kept |= {"STAYLINE_DATA_DIR": str(data), "STAYLINE_DATABASE_URL": database.url}
    if database.owner_url:
        kept["STAYLINE_OWNER_DATABASE_URL"] = database.owner_url
    return kept


class Talk:
    """Contacts whose lines keep coming, from several threads, until told to stop."""

    def __init__(self, centre: Centre, hands: int = 3) -> None:
        self._centre = centre
        self._ended = threading.Event()
        self.kept = 0
        self._threads = [threading.Thread(target=self._talk) for _ in range(hands)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def wait_for(self, lines: int) -> None:
        until = time.monotonic() + 60
        while self.kept < lines:
            assert time.monotonic() < until, "the contacts fell silent"
            time.sleep(0.02)

    def _talk(self) -> None:
        with client(self._centre) as http:
            contact = begin(http)
            number = 0
            while not self._ended.is_set():
                number += 1
                say(http, contact, number, THREAT if number == 2 else f"I am at mile {number}.")
                self.kept += 1


@contextmanager
def client(centre: Centre) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"{centre.url}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=90,
    ) as http:
        yield http


def begin(http: httpx.Client) -> str:
    contact = str(uuid4())
    body = {"id": contact, "caller": {"name": "Alex Thistle", "country": "US"}}
    http.post("contacts", json=body).raise_for_status()
    return contact


def say(http: httpx.Client, contact: str, number: int, text: str) -> dict[str, object]:
    lines = [{"id": f"line-{number}", "who": "caller", "text": text}]
    answer = http.post(f"contacts/{contact}/lines", json={"lines": lines})
    answer.raise_for_status()
    return dict(answer.json())


def test_a_backup_taken_under_load_restores_and_verifies(
    engine: str, centres: Centres, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    keys, target = tmp_path / "keys", tmp_path / "backup"
    with centres.running(tmp_path_factory.mktemp("centre")) as centre:
        with Talk(centre) as talk:
            talk.wait_for(40)
            done = stayline(centre.environ, "backup", str(target), "--keys", str(keys), "--json")
            before = talk.kept
            talk.wait_for(before + 20)
        assert done.code == 0, done.said
        refused = stayline(
            centre.environ, "restore", str(target), "--keys", str(keys), "--replace", "--json"
        )
        assert (refused.code, refused.json["code"]) == (2, "config.restore.still_running")
        master = (Path(centre.environ["STAYLINE_DATA_DIR"]) / "master.key").read_text().strip()
        for place in (keys, *(path for path in target.rglob("*") if path.is_file())):
            assert master.encode() not in place.read_bytes()
        with elsewhere(engine, tmp_path / "new", centre) as environ:
            back = stayline(environ, "restore", str(target), "--keys", str(keys), "--json")
            assert back.code == 0, back.said
            assert (back.json["verified"], back.json["faults"]) == (True, [])
            assert back.json["entries_of_backup"] == done.json["entries"]
            assert back.json["entries"] == int(str(done.json["entries"])) + 1  # the restore's own
            assert float(str(back.json["outage_seconds"])) > 0
            assert float(str(back.json["loss_seconds"])) > 0
            assert stayline(environ, "verify", "db").code == 0
            again = stayline(environ, "restore", str(target), "--keys", str(keys), "--json")
            assert (again.code, again.json["code"]) == (2, "config.restore.not_empty")
            the_centre_goes_on(centre, environ)


def the_centre_goes_on(centre: Centre, environ: Mapping[str, str]) -> None:
    """The restored centre starts, its token works, and it takes a contact."""
    with running(Centre("", centre.token, Path(), environ=environ)) as up, client(up) as http:
        contact = begin(http)
        assert say(http, contact, 1, THREAT)["opened"] is True
    assert stayline(environ, "verify", "db").code == 0


@contextmanager
def at_rest(centres: Centres, folder: Path) -> Iterator[Centre]:
    """A centre with one incident that does not run."""
    with centres.prepared(folder) as centre:
        with running(centre) as up, client(up) as http:
            contact = begin(http)
            opened = say(http, contact, 1, THREAT)
            say(http, contact, 2, f"I am behind {SECRET}.")
            assert opened["opened"] is True
            kept = http.post(
                f"contacts/{contact}/attachments",
                params={"kind": "audio", "name": "call.wav"},
                content=SECRET.encode() * 2000,
                headers={"Content-Type": "audio/wav"},
            )
            kept.raise_for_status()
        yield centre


@pytest.fixture(scope="module")
def quiet(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A centre at rest that every test here may read; none changes it."""
    with at_rest(centres, tmp_path_factory.mktemp("quiet")) as centre:
        yield centre


@pytest.fixture
def own(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A centre at rest of one test's own."""
    with at_rest(centres, tmp_path_factory.mktemp("own")) as centre:
        yield centre


def exported(environ: Mapping[str, str], folder: Path) -> str:
    number = f"SLX-{time.gmtime().tm_year}-000001"
    done = stayline(
        environ, "export", number, "--to", "a test", "--purpose", "a test", "--plain",
        "-o", str(folder),
    )  # fmt: skip
    assert done.code == 0, done.said
    return (folder / "contents.jsonl").read_text(encoding="utf-8")


@pytest.mark.postgres_in_soak
def test_what_was_erased_does_not_live_on_in_an_older_backup(
    engine: str, own: Centre, tmp_path: Path
) -> None:
    keys, old, new = tmp_path / "keys", tmp_path / "old", tmp_path / "new-one"
    environ = own.environ
    assert stayline(environ, "backup", str(old), "--keys", str(keys)).code == 0
    shutil.copy(keys, tmp_path / "keys-of-then")
    with elsewhere(engine, tmp_path / "then", own) as there:
        then = stayline(there, "restore", str(old), "--keys", str(keys), "--json")
        assert (then.code, then.json["attachments"]) == (0, 1), then.said
        assert SECRET in exported(there, tmp_path / "bundle-then")
        (audio,) = (tmp_path / "bundle-then" / "attachments").iterdir()
        assert audio.read_bytes() == SECRET.encode() * 2000
    number = f"SLX-{time.gmtime().tm_year}-000001"
    assert stayline(environ, "erase", number, "--reason", "asked", "--yes").code == 0
    assert stayline(environ, "backup", str(new), "--keys", str(keys)).code == 0
    with elsewhere(engine, tmp_path / "now", own) as there:
        back = stayline(there, "restore", str(old), "--keys", str(keys), "--json")
        assert back.code == 0, back.said
        assert back.json["erased_again"] == 1
        assert int(str(back.json["entries_lost"])) >= 1
        assert SECRET not in exported(there, tmp_path / "bundle-now")
        assert not list((tmp_path / "bundle-now").glob("attachments/*"))
    with elsewhere(engine, tmp_path / "newest", own) as there:
        stale = ("restore", str(new), "--keys", str(tmp_path / "keys-of-then"), "--json")
        assert stayline(there, *stale).json["code"] == "config.backup.keys_unfit"
        assert stayline(there, "restore", str(new), "--keys", str(keys)).code == 0


@pytest.mark.postgres_in_soak
def test_what_is_not_a_whole_backup_of_this_centre_is_refused(
    engine: str, quiet: Centre, tmp_path: Path
) -> None:
    keys, good = tmp_path / "keys", tmp_path / "good"
    assert stayline(quiet.environ, "backup", str(good), "--keys", str(keys)).code == 0

    def spoilt(name: str) -> Path:
        return Path(shutil.copytree(good, tmp_path / name))

    def reworded(name: str, old: str, new: str) -> Path:
        path = spoilt(name) / "manifest.json"
        path.write_text(path.read_text().replace(old, new))
        return path.parent

    half = spoilt("half")
    (half / "manifest.json").unlink()
    tampered = spoilt("tampered")
    table = tampered / "tables" / "people_person.jsonl.gz"
    table.write_bytes(table.read_bytes()[:-9] + b"tampered.")
    manifest = reworded("manifest", '"mode": "demo"', '"mode": "demo" ')
    lost = spoilt("lost")
    (lost / "tables" / "people_site.jsonl.gz").unlink()
    newer = reworded("newer", "stayline-backup/1", "stayline-backup/9")
    cut = tmp_path / "keys-cut"
    cut.write_bytes(keys.read_bytes()[:-40])
    with elsewhere(engine, tmp_path / "there", quiet) as environ:

        def refusal(folder: Path, key_file: Path = keys) -> object:
            done = stayline(environ, "restore", str(folder), "--keys", str(key_file), "--json")
            assert (done.code, done.json["restored"]) == (2, False), done.said
            return done.json["code"]

        assert refusal(half) == "config.backup.half"
        assert refusal(tmp_path / "nowhere") == "config.backup.half"
        assert refusal(tampered) == "config.backup.tampered"
        assert refusal(manifest) == "config.backup.tampered"
        assert refusal(lost) == "config.backup.tampered"
        assert refusal(newer) == "config.backup.other_version"
        assert refusal(good, cut) == "config.backup.tampered"
        assert refusal(good, good / "manifest.json") == "config.backup.keys_unfit"
        assert refusal(good, tmp_path / "no-keys") == "config.backup.keys_unfit"
        (Path(environ["STAYLINE_DATA_DIR"]) / "master.key").unlink()
        assert refusal(good) == "config.backup.other_master_key"
        environ["STAYLINE_MASTER_KEY"] = "A" * 43 + "="
        assert refusal(good) == "config.backup.other_master_key"
        mine = Path(quiet.environ["STAYLINE_DATA_DIR"]) / "master.key"
        environ["STAYLINE_MASTER_KEY"] = mine.read_text().strip()
        environ["STAYLINE_MODE"] = "practice"
        assert refusal(good) == "config.backup.refused"
        environ["STAYLINE_MODE"] = "demo"
        assert stayline(environ, "restore", str(good), "--keys", str(keys)).code == 0


@pytest.mark.postgres_in_soak
def test_a_backup_that_is_killed_is_never_taken_for_a_whole_one(
    quiet: Centre, tmp_path: Path
) -> None:
    keys, target = tmp_path / "keys", tmp_path / "backup"
    part = tmp_path / "backup.part"
    words = [sys.executable, "-m", "stayline.config.cli"]
    process = subprocess.Popen(
        [*words, "backup", str(target), "--keys", str(keys)], env=dict(quiet.environ)
    )
    until = time.monotonic() + 60
    while not (part / "tables").exists() and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if part.exists():  # it was killed half-way, not a moment after its end
        assert not target.exists()
        refused = stayline(quiet.environ, "restore", str(part), "--keys", str(keys), "--json")
        assert (refused.code, refused.json["code"]) == (2, "config.backup.half")
        done = stayline(quiet.environ, "backup", str(target), "--keys", str(keys))
        assert done.code == 0, done.said
    assert not part.exists()


@pytest.mark.postgres_in_soak
def test_a_place_that_refuses_is_said_and_leaves_nothing(quiet: Centre, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    done = stayline(quiet.environ, "backup", str(blocked / "b"), "--keys", str(keys))
    assert (done.code, "cannot be written" in done.said) == (1, True), done.said
    done = stayline(
        quiet.environ, "backup", str(tmp_path / "b"), "--keys", str(tmp_path / "none" / "keys")
    )
    assert (done.code, "cannot be written" in done.said) == (1, True), done.said
    inside = tmp_path / "b" / "keys"
    done = stayline(quiet.environ, "backup", str(tmp_path / "b"), "--keys", str(inside))
    assert (done.code, "must lie elsewhere" in done.said) == (1, True), done.said
    done = stayline(quiet.environ, "backup", str(tmp_path), "--keys", str(keys))
    assert (done.code, "Something stands at" in done.said) == (1, True), done.said
    assert {path.name for path in tmp_path.iterdir() if "sqlite3" not in path.name} == {"file"}


@pytest.mark.postgres_in_soak
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(quiet: Centre, tmp_path: Path) -> None:
    keys = tmp_path / ".keys.part"
    keys.symlink_to("/dev/full")
    done = stayline(quiet.environ, "backup", str(tmp_path / "b"), "--keys", str(tmp_path / "keys"))
    assert (done.code, "The disk is full" in done.said) == (1, True), done.said
    assert not (tmp_path / "b").exists()


@pytest.mark.postgres_in_soak
def test_a_centre_that_is_replaced_is_kept_aside(own: Centre, tmp_path: Path) -> None:
    keys, target = tmp_path / "keys", tmp_path / "backup"
    environ = dict(own.environ)
    attachments = Path(environ["STAYLINE_DATA_DIR"]) / "attachments"
    (attachments / "one").write_bytes(b"sealed")
    (attachments / "two.part").write_bytes(b"on its way")
    assert stayline(environ, "backup", str(target), "--keys", str(keys)).code == 0
    (attachments / "one").write_bytes(b"other")
    until = time.monotonic() + 60
    while True:  # its watcher beat a moment ago, so it counts as running for some seconds more
        refused = stayline(environ, "restore", str(target), "--keys", str(keys), "--json")
        if refused.json["code"] != "config.restore.still_running":
            break
        assert time.monotonic() < until
    assert refused.json["code"] == "config.restore.not_empty"
    done = stayline(environ, "restore", str(target), "--keys", str(keys), "--replace", "--json")
    assert done.code == 0, done.said
    assert re.search("before.restore", str(done.json["kept_aside"]))
    assert (attachments / "one").read_bytes() == b"sealed"
    assert not (attachments / "two.part").exists()
    aside = [path for path in attachments.parent.iterdir() if "before-restore" in path.name]
    assert any(path.is_dir() and (path / "one").read_bytes() == b"other" for path in aside)
    assert (attachments / "one").stat().st_mode & 0o077 == 0


@pytest.mark.postgres_only
def test_a_backup_of_one_engine_restores_on_the_other(quiet: Centre, tmp_path: Path) -> None:
    keys, target, back = tmp_path / "keys", tmp_path / "backup", tmp_path / "back"
    assert stayline(quiet.environ, "backup", str(target), "--keys", str(keys)).code == 0
    with elsewhere("sqlite", tmp_path / "small", quiet) as small:
        done = stayline(small, "restore", str(target), "--keys", str(keys), "--json")
        assert (done.code, done.json["from_engine"]) == (0, "postgresql"), done.said
        assert SECRET in exported(small, tmp_path / "bundle-small")
        assert stayline(small, "backup", str(back), "--keys", str(keys)).code == 0
    with elsewhere("postgres", tmp_path / "large", quiet) as large:
        done = stayline(large, "restore", str(back), "--keys", str(keys), "--json")
        assert (done.code, done.json["from_engine"]) == (0, "sqlite"), done.said
        assert SECRET in exported(large, tmp_path / "bundle-large")
