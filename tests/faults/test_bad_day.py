"""One bad day of a running centre: workers hang and die, the disk fills; people are still rung."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.centre import Centre
from tests.faults.conftest import Told
from tests.faults.harm import (
    EVERY,
    THREAT,
    begin,
    child,
    disk_full,
    rang_at,
    ready,
    say,
    second_worker,
    wait,
)

pytestmark = pytest.mark.loopback


@pytest.mark.postgres_in_soak
def test_workers_hang_and_die_and_the_next_rung_rings_once(
    centre: Centre, http: httpx.Client, tmp_path: Path, told: Told
) -> None:
    contact = str(uuid4())
    begin(http, contact)
    with second_worker(centre, tmp_path) as second:
        assert say(http, contact, 1, THREAT).json()["opened"]
        wait(lambda: rang_at(centre), 10)
        first = rang_at(centre)
        _both_hang(centre, second, told)
        os.kill(child(centre, "worker"), signal.SIGKILL)
        states = set[str]()

        def rang_on() -> bool:
            states.add(ready(centre).get("watcher", "no answer"))
            return len(rang_at(centre)) > len(first)

        wait(rang_on, 90)
        after = rang_at(centre)[len(first) :]
        late = after[0] - first[-1] - EVERY
        assert "missing" not in states, "the other one watched all the while"
        red = "no screen red" if states == {"fresh"} else "screens red for a moment"
        assert (len(after), late > -0.1) == (1, True), "once, and not before its time"
        told(
            "One of two workers killed (kill -9)",
            by="the other one watches alone; the supervisor starts a new one",
            saw=f"{red}, and the rung rang once, {late:.1f} s after its time",
            seconds=late,
        )
    assert _verified(centre)


def _both_hang(centre: Centre, second: subprocess.Popen[bytes], told: Told) -> None:
    """Stop both workers in the middle of whatever they do, and let them go on."""
    workers = [child(centre, "worker"), second.pid]
    begun = time.monotonic()
    for one in workers:
        os.kill(one, signal.SIGSTOP)
    try:
        red = wait(lambda: ready(centre).get("watcher") == "stale", 30)
        assert ready(centre)["status"] == "503"
    finally:
        for one in workers:
            os.kill(one, signal.SIGCONT)
    hung = time.monotonic() - begun
    well = wait(lambda: ready(centre).get("watcher") == "fresh", 30)
    told(
        "The watcher hangs (every worker stopped)",
        by="a heartbeat each second; five missed ones count",
        saw=f"every screen red after {red:.1f} s: “Deadlines are not being watched. Ring people "
        f"yourself.”; well again {well:.1f} s after they went on",
        seconds=hung + well,
    )


@pytest.mark.sqlite_only
def test_a_full_disk_refuses_loudly_and_what_is_sent_again_is_kept(
    centre: Centre, http: httpx.Client, told: Told
) -> None:
    contact = str(uuid4())
    begin(http, contact)
    opened = say(http, contact, 1, THREAT).json()
    begun = time.monotonic()
    with disk_full(child(centre, "web"), child(centre, "worker")):
        refused = say(http, contact, 2, "I am in the car.")
        assert refused.status_code == 507, refused.text
        assert refused.json()["code"] == "platform.storage.full"
        assert "Ring people yourself" in refused.json()["detail"]
        page = httpx.get(f"{centre.url}/", timeout=10, follow_redirects=True)
        assert page.status_code < 500 or "disk" in page.text
        red = wait(lambda: ready(centre).get("watcher") != "fresh", 30)
    full = time.monotonic() - begun
    kept = say(http, contact, 2, "I am in the car.")
    assert (kept.status_code, kept.json()["kept"]) == (202, 1)
    assert kept.json()["incident"] == opened["incident"]
    well = wait(lambda: ready(centre).get("status") == "200", 60)
    assert _verified(centre)
    told(
        "The disk is full",
        by="nothing is half kept: the transaction is refused whole, with status 507",
        saw="“The disk is full: nothing of this was kept. Ring people yourself and write on "
        f"paper.”; every screen red after {red:.1f} s, since no heartbeat can be written; "
        f"well again by itself {well:.1f} s after there was room",
        seconds=full + well,
    )


def _verified(centre: Centre) -> bool:
    done = subprocess.run(
        stayline_process("verify", "db"), env=centre.environ, capture_output=True, check=False
    )
    return done.returncode == 0
