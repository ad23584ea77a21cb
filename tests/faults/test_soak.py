"""What takes longer: the database goes away under load, processes die, the disk is full."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Self
from uuid import uuid4

import httpx
import pytest

from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.centre import Centre, prepared_centre, running
from tests.faults.conftest import Told
from tests.faults.harm import EVERY, THREAT, begin, child, rang_at, ready, rows, say, wait
from tools.with_postgres import APPLICATION, OWNER, Cluster

pytestmark = [pytest.mark.soak, pytest.mark.loopback, pytest.mark.timeout(1200)]

WRITE_THROUGH = "STAYLINE_TEST_POSTGRES_FSYNC"
SAID = "I am still here."


class Load:
    """A platform that sends a line every tenth of a second and sends again what was not kept."""

    def __init__(self, centre: Centre, contact: str) -> None:
        self.centre, self.contact = centre, contact
        self.kept = 1
        self.refused: set[int] = set()
        self.longest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        headers = {"Authorization": f"Bearer {self.centre.token}"}
        with httpx.Client(
            base_url=f"{self.centre.url}/api/v1/", headers=headers, timeout=10
        ) as http:
            while not self._ended.is_set():
                self._keep(http, self.kept + 1)
                time.sleep(0.1)

    def _keep(self, http: httpx.Client, number: int) -> None:
        begun = time.monotonic()
        while True:
            try:
                answer = say(http, self.contact, number, f"{SAID} {number}")
            except httpx.HTTPError:
                time.sleep(0.2)
                continue
            if answer.is_success:
                break
            self.refused.add(answer.status_code)
            time.sleep(0.2)
        self.kept = number
        self.longest = max(self.longest, time.monotonic() - begun)


def lines_kept(centre: Centre) -> int:
    """How many lines the records of this centre hold; it has one contact."""
    return int(rows(centre, "SELECT count(*) FROM incidents_incidentline")[0][0])


def gaps_of(centre: Centre) -> list[float]:
    """The seconds between the moments at which rungs rang; rungs without anybody ring at once."""
    return [after - before for before, after in pairwise(sorted(set(rang_at(centre))))]


def verified(centre: Centre) -> bool:
    done = subprocess.run(
        stayline_process("verify", "db"), env=centre.environ, capture_output=True, check=False
    )
    return done.returncode == 0


def threatened(http: httpx.Client) -> str:
    contact = str(uuid4())
    begin(http, contact)
    assert say(http, contact, 1, THREAT).json()["opened"]
    return contact


def test_processes_die_again_and_again_and_nothing_is_lost_or_doubled(
    centre: Centre, http: httpx.Client, told: Told
) -> None:
    chance = random.Random(7)  # noqa: S311 - which process dies is no secret
    contact = threatened(http)
    wait(lambda: rang_at(centre), 10)
    killed = 0
    with Load(centre, contact) as load:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            name = chance.choice(("web", "worker"))
            try:
                os.kill(child(centre, name), signal.SIGKILL)
                killed += 1
            except AssertionError:
                pass  # it is being started again just now
            time.sleep(chance.uniform(2, 8))
        wait(lambda: ready(centre).get("status") == "200", 60)
    assert lines_kept(centre) == load.kept
    gaps = gaps_of(centre)
    assert min(gaps) > EVERY - 1, "no rung rang twice"
    assert verified(centre)
    told(
        f"Web or worker killed at random ({killed} times in 90 s)",
        by="rows that are due, leases that end, ids that keep a line single",
        saw=f"a rung at most {max(gaps) - EVERY:.1f} s late; {load.kept} lines, each kept once",
        seconds=load.longest,
    )


@contextmanager
def own_cluster(folder: Path) -> Iterator[Cluster]:
    """A PostgreSQL server of this test's own, which it may restart; it writes through."""
    folder.chmod(0o711)
    before = os.environ.get(WRITE_THROUGH)
    os.environ[WRITE_THROUGH] = "on"
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        if before is None:
            del os.environ[WRITE_THROUGH]
        else:
            os.environ[WRITE_THROUGH] = before


@contextmanager
def centre_on(cluster: Cluster) -> Iterator[Centre]:
    with (
        prepared_centre(cluster.url(APPLICATION), owner_url=cluster.url(OWNER)) as made,
        running(made) as up,
    ):
        environ = {**up.environ, "STAYLINE_DATABASE_URL": cluster.url(APPLICATION)}
        yield Centre(up.url, up.token, up.data, up.process, environ)


@contextmanager
def platform_of(centre: Centre) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {centre.token}"}
    with httpx.Client(base_url=f"{centre.url}/api/v1/", headers=headers, timeout=90) as http:
        yield http


@pytest.mark.postgres_only
def test_the_database_restarts_under_load_and_nothing_is_lost(told: Told) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="stayline-faults-") as folder,
        own_cluster(Path(folder)) as cluster,
        centre_on(cluster) as centre,
        platform_of(centre) as http,
    ):
        contact = threatened(http)
        wait(lambda: rang_at(centre), 10)
        with Load(centre, contact) as load:
            for how in ("fast", "immediate"):
                _restarted(cluster, centre, load, told, how)
        assert lines_kept(centre) == load.kept
        assert verified(centre)


def _restarted(cluster: Cluster, centre: Centre, load: Load, told: Told, how: str) -> None:
    """Restart the server while lines come, and see who noticed what."""
    load.longest = 0.0
    time.sleep(3)
    begun, when = time.monotonic(), time.time()
    cluster._run(
        "pg_ctl", "restart", "--pgdata", str(cluster.data), "--mode", how,
        "--log", str(cluster.log), "--wait",
    )  # fmt: skip
    wait(lambda: ready(centre).get("status") == "200", 60)
    away = time.monotonic() - begun
    wait(lambda: rang_at(centre)[-1] > when, 3 * EVERY)
    assert load.refused <= {503}, load.refused
    gaps = gaps_of(centre)
    assert min(gaps) > EVERY - 1, "no rung rang twice"
    told(
        f"PostgreSQL restarted under load ({how})",
        by="each action is one transaction; processes connect again by themselves",
        saw="“The database does not answer: nothing of this was kept. Wait a moment and send it "
        f"again.”; a line took {load.longest:.1f} s at the most, and a rung came "
        f"{max(gaps) - EVERY:.1f} s late at the most",
        seconds=away,
    )


@pytest.mark.postgres_only
def test_a_full_disk_of_the_database_refuses_loudly_and_recovers(told: Told) -> None:
    with small_disk(400) as disk, own_cluster(disk) as cluster, centre_on(cluster) as centre:
        ballast = disk / "ballast"
        with platform_of(centre) as http:
            contact = threatened(http)
            wait(lambda: rang_at(centre), 10)
            begun = time.monotonic()
            _fill(disk, ballast)
            number, answer = 2, say(http, contact, 2, SAID)
            while answer.is_success and number < 5000:
                number += 1
                answer = say(http, contact, number, SAID * 400)
            assert answer.status_code in {503, 507}, answer.text
            assert "nothing of this was kept" in answer.json()["title"]
            ballast.unlink()
            wait(lambda: say(http, contact, number, SAID).is_success, 120)
            wait(lambda: ready(centre).get("status") == "200", 60)
            took = time.monotonic() - begun
        assert lines_kept(centre) == number
        assert verified(centre)
    told(
        "The disk of the database is full",
        by="nothing is half kept: the transaction is refused whole",
        saw="“nothing of this was kept”, with what to do now; well again by itself once there "
        "was room",
        seconds=took,
    )


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes, in memory. Only whoever may mount one can run this."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    with tempfile.TemporaryDirectory(prefix="stayline-disk-") as folder:
        size = f"size={megabytes}m"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True
        )
        if done.returncode:
            pytest.skip("no disk can be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


def _fill(disk: Path, ballast: Path) -> None:
    """Take all the room there is but a little."""
    with ballast.open("wb") as file:
        free = shutil.disk_usage(disk).free - 200_000
        file.truncate(0)
        block = b"\0" * 1_000_000
        while free > len(block):
            file.write(block)
            free -= len(block)
