"""kill -9 in mid-contact: of the web process, of the worker. Nothing lost, all due fires once."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from click.testing import CliRunner

from stayline.config.commands import verify
from stayline.config.rehearsal.centre import Centre
from stayline.config.rehearsal.driver import Driver, Players
from stayline.config.rehearsal.script import scenario
from tests.plugins.centres import Centres

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(300)]

THREAT = "If you shut us off on Monday, I'm going to kill myself."


@pytest.fixture
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest.fixture
def http(centre: Centre) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"{centre.url}/api/v1/",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=30,
    ) as client:
        yield client


def child(centre: Centre, name: str) -> int:
    """The process id of the supervisor's child that runs `stayline NAME`."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
        if parent == centre.process and name.encode() in words:
            return int(entry.name)
    raise AssertionError(f"the centre has no child {name}")


def kill(centre: Centre, name: str) -> None:
    """Kill a child as a power cut would, and wait until the centre is whole again."""
    victim = child(centre, name)
    os.kill(victim, signal.SIGKILL)

    def back() -> bool:
        try:
            if child(centre, name) == victim:
                return False
            return httpx.get(f"{centre.url}/readyz", timeout=2).status_code == 200
        except (AssertionError, httpx.HTTPError):
            return False

    wait(back, 60)


def wait(what: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come in time"
        time.sleep(0.1)


def send(http: httpx.Client, contact: str, number: int, text: str) -> dict[str, object]:
    answer = http.post(
        f"contacts/{contact}/lines",
        json={"lines": [{"id": f"line-{number}", "who": "caller", "text": text}]},
    )
    answer.raise_for_status()
    return dict(answer.json())


def test_web_and_worker_die_in_mid_contact_and_nothing_is_lost(
    centre: Centre, http: httpx.Client, tmp_path: Path
) -> None:
    contact = str(uuid4())
    http.post(
        "contacts", json={"id": contact, "agent": "demo-maya", "caller": {"country": "US"}}
    ).raise_for_status()
    send(http, contact, 1, "Hello, it is about my bill.")
    kill(centre, "web")
    opened = send(http, contact, 2, THREAT)
    assert opened["opened"] is True
    again = send(http, contact, 2, THREAT)  # whoever got no answer sends it again
    assert (again["kept"], again["incident"]) == (0, opened["incident"])
    kill(centre, "worker")
    kill(centre, "web")
    send(http, contact, 3, "I'm in the car.")

    receivers = ("jordan", "robin", "lee")
    players = Players(receivers=receivers, managers=("morgan",))
    driver = Driver(http, scenario("self-harm"), players, lambda _: None)
    driver.contact, driver.incident = contact, str(opened["incident"])
    rungs_fire_once(driver, http)
    driver.receiver, driver.ladder = driver._ring(receivers, informs=False)
    driver._accept()
    driver._guide(until="spoke")
    driver._hand_over()
    kill(centre, "worker")
    driver._guide(until="ended")
    driver._finish()

    bundle = driver.bundle(tmp_path)
    assert CliRunner().invoke(verify.command, [str(bundle)]).exit_code == 0
    said = (bundle / "contents.jsonl").read_text(encoding="utf-8")
    for words in ("it is about my bill", "shut us off on Monday", "in the car"):
        assert said.count(words) >= 1
    assert said.count('"line":"line-2"') >= 1


def rungs_fire_once(driver: Driver, http: httpx.Client) -> None:
    """Let the first rung run out under the new worker: the next is rung, once."""
    second = ("lee",)
    wait(lambda: any(_rings(driver, name) for name in second), 40)
    counted = Counter(
        (name, ring["ladder"])
        for name in ("jordan", "robin", "lee")
        for ring in _rings(driver, name)
    )
    assert all(count == 1 for count in counted.values())


def _rings(driver: Driver, who: str) -> list[dict[str, object]]:
    return [one for one in driver.hands.rings(who) if one["incident"] == driver.incident]
