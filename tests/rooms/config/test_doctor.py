"""`stayline doctor`: each thing that can be wrong is found and named with its mend."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection

from stayline.config.backups.layout import FORMAT, Head, Manifest
from stayline.config.backups.noting import last_backup, note_backup
from stayline.config.checks import floor, machine, record
from stayline.config.checkup import checkup
from stayline.config.commands import doctor
from stayline.deadlines.models import Heartbeat
from stayline.incidents.actions import hear_lines
from stayline.ledger.migrations._guards import SQLITE
from stayline.library.models import InForce
from stayline.outbox.models import Circuit, Message, State
from stayline.people.models import Person, RoleGrant
from stayline.people.queries import system_actor
from stayline.platform.http.health import Finding
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def only(found: Iterator[Finding]) -> Finding:
    (one,) = found
    return one


# ── machine ──


def test_the_folder_and_its_secrets_are_closed_to_others(tmp_path: Path) -> None:
    place = tmp_path / "data"
    options = replace(settings.STAYLINE, data_dir=place, secret_key="")
    assert "missing" in only(machine.folder(options)).say
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    (place / "master.key").write_text("x")
    (place / "master.key").chmod(0o640)
    (place / "settings.env").write_text("")
    (place / "settings.env").chmod(0o600)
    found = {one.name: one for one in machine.folder(options)}
    assert (found["folder"].well, "chmod 700" in found["folder"].say) == (False, True)
    assert (found["master.key"].well, "chmod 600" in found["master.key"].say) == (False, True)
    assert (found["secret.key"].well, "stayline init" in found["secret.key"].say) == (False, True)
    assert found["settings.env"].well
    given = {one.name: one for one in machine.folder(replace(options, secret_key="x" * 50))}
    assert given["secret.key"].well


def test_a_disk_with_room_is_well(tmp_path: Path) -> None:
    found = only(machine.disk(replace(settings.STAYLINE, data_dir=tmp_path)))
    assert found.well == (shutil.disk_usage(tmp_path).free >= machine.LEAST_FREE)
    assert "GB" in found.say


def test_a_clock_that_was_set_is_seen() -> None:
    assert only(machine.clock(NOW)).well or connection.vendor == "postgresql"
    here = f"{socket.gethostname()[:40]}:1"
    Heartbeat.objects.create(process=here, role="watcher", at=NOW, monotonic=time.monotonic() - 30)
    step = machine._against_watcher(later(30))
    assert step is not None
    assert abs(step) < 1
    found = only(machine.clock(later(50)))
    assert (found.well, "NTP" in found.say) == (False, True)


# ── record ──


def test_the_engine_is_named() -> None:
    assert only(record.engine()).well


def test_guards_that_were_taken_away_are_missed() -> None:
    assert next(record.guards(settings.STAYLINE)).say == "in place"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {min(SQLITE)}")
        else:
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_guard_00")
    found = next(record.guards(settings.STAYLINE))
    assert (found.well, "evidence" in found.say) == (False, True)


@pytest.mark.postgres_only
def test_one_role_for_everything_is_not_well_in_production() -> None:
    found = {one.name: one for one in record.guards(settings.STAYLINE)}
    assert (found["rights"].well, "owner" in found["rights"].say.lower()) == (True, True)
    found = {one.name: one for one in record.guards(replace(settings.STAYLINE, mode="production"))}
    assert not found["rights"].well


@pytest.mark.usefixtures("playbook")
def test_a_record_that_was_changed_is_found(cast: Cast) -> None:
    hear_lines(contact_id=cast.contact().id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    assert only(record.look()).well
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_entry SET actor = 'somebody' WHERE sequence = 1")
    found = only(record.look())
    assert (found.well, "stayline verify db" in found.say) == (False, True)


def test_a_message_set_aside_is_said() -> None:
    assert only(record.outbox()).well
    Message.objects.create(
        kind="x", channel="case", key="k", sealed=b"", exercise=True, state=State.DEAD,
        due_at=NOW, created_at=NOW,
    )  # fmt: skip
    assert only(record.outbox()).say == "1 set aside: look at them; 0 waiting"
    Message.objects.all().delete()
    Circuit.objects.create(key="case", failures=3, opened_at=NOW, until=NOW, changed_at=NOW)
    silent = only(record.outbox())
    assert not silent.well
    assert silent.say == "nothing set aside; no answer from: case; 0 waiting"


def manifest(at: str) -> Manifest:
    return Manifest(
        format=FORMAT, backup=str(uuid4()), at=at, version="0", engine="sqlite", mode="demo",
        country="GB", zone="UTC", installation=str(uuid4()), public_key="", migrations=[],
        rows={}, heads=[Head(str(uuid4()), 3, "")], files=[],
    )  # fmt: skip


def test_a_backup_grows_old() -> None:
    practice = replace(settings.STAYLINE, mode="practice")
    assert not only(record.backup(practice, NOW)).well
    assert only(record.backup(settings.STAYLINE, NOW)).well  # a demo needs none
    for hours in (40, 2, 30):
        at = NOW - timedelta(hours=hours)
        note_backup(manifest(at.isoformat()), actor=system_actor("command_line"), at=NOW)
    assert last_backup() == NOW - timedelta(hours=2)
    assert only(record.backup(practice, NOW)).say == "2.0 hours old"
    late = only(record.backup(practice, NOW + timedelta(days=2)))
    assert (late.well, "timer" in late.say) == (False, True)


# ── floor ──


def test_templates_are_not_for_production(cast: Cast) -> None:
    real = replace(settings.STAYLINE, mode="production")
    assert only(floor.documents(settings.STAYLINE)).well
    assert not only(floor.documents(real)).well


@pytest.mark.usefixtures("playbook")
def test_templates_in_force_are_said() -> None:
    real = replace(settings.STAYLINE, mode="production")
    assert "uncertified templates" in only(floor.documents(settings.STAYLINE)).say
    assert not only(floor.documents(real)).well


@pytest.mark.usefixtures("playbook")
def test_whether_anybody_would_be_rung_is_said(cast: Cast) -> None:
    here = {one.name: one for one in floor.rungs(NOW)}["people here"]
    assert (here.well, "safeguarding/safeguarding" in here.say) == (True, True)  # by skill (S0-32)
    for skill in ("safeguarding", "people_and_culture", "site_security"):
        Person.objects.get(username="lou").skills.create(name=skill)
    here = {one.name: one for one in floor.rungs(NOW)}["people here"]
    assert (here.well, here.say) == (True, "every rung has somebody on duty")
    Person.objects.filter(username="lou").update(on_duty=False)
    here = {one.name: one for one in floor.rungs(NOW)}["people here"]
    assert (here.well, "crisis/" in here.say) == (True, True)
    RoleGrant.objects.all().delete()
    Person.objects.filter(site=cast.site).exclude(username="ann").update(is_active=False)
    Person.objects.filter(site=cast.other_site).update(is_active=False)
    InForce.objects.filter(kind="ladder").exclude(document_id="management").delete()
    found = {one.name: one for one in floor.rungs(NOW)}
    assert set(found) == {"people here"}  # a site without people has nobody to miss
    assert not found["people here"].well or "nobody on duty" in found["people here"].say


# ── all together ──


def test_every_check_has_its_say(cast: Cast) -> None:
    found = [one.name for one in checkup(settings.STAYLINE, NOW)]
    names = (
        "settings folder disk database migrations watcher engine clock guards record outbox "
        "backup protocols"
    )
    assert {*names.split(), "people here"} <= set(found)


def test_a_machine_reads_the_findings(cast: Cast) -> None:
    done = CliRunner().invoke(doctor.command, ["--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["well"], told["looked"]) == (1, False, True)  # no watcher beats
    watcher = next(one for one in told["findings"] if one["name"] == "watcher")
    assert watcher["well"] is False
    plain = CliRunner().invoke(doctor.command, [])
    assert "NOT WELL" in plain.stdout
    assert plain.exit_code == 1


def test_settings_that_do_not_load_end_it(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STAYLINE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    for extra, said in (
        ({"STAYLINE_MODE": "pretend"}, "STAYLINE_MODE"),
        ({"STAYLINE_DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, "does not answer"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "stayline.config.cli", "doctor", "--json"],
            env=kept | {"STAYLINE_DATA_DIR": str(tmp_path)} | extra,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        told = json.loads(done.stdout)
        assert told["well"] is False
        assert any(said in one["say"] for one in told["findings"])
