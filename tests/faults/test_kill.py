"""kill -9 in mid-contact: of the web process, of the worker. Nothing lost, all due fires once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from click.testing import CliRunner

from stayline.config.commands import verify
from stayline.config.rehearsal.centre import Centre
from stayline.config.rehearsal.driver import Driver, Players
from stayline.config.rehearsal.script import scenario
from tests.faults.conftest import Told
from tests.faults.harm import THREAT, kill, wait

pytestmark = pytest.mark.loopback


def send(http: httpx.Client, contact: str, number: int, text: str) -> dict[str, object]:
    answer = http.post(
        f"contacts/{contact}/lines",
        json={"lines": [{"id": f"line-{number}", "who": "caller", "text": text}]},
    )
    answer.raise_for_status()
    return dict(answer.json())


def test_web_and_worker_die_in_mid_contact_and_nothing_is_lost(
    centre: Centre, http: httpx.Client, tmp_path: Path, told: Told
) -> None:
    contact = str(uuid4())
    http.post(
        "contacts", json={"id": contact, "agent": "demo-maya", "caller": {"country": "US"}}
    ).raise_for_status()
    send(http, contact, 1, "Hello, it is about my bill.")
    web_away = kill(centre, "web")
    opened = send(http, contact, 2, THREAT)
    assert opened["opened"] is True
    again = send(http, contact, 2, THREAT)  # whoever got no answer sends it again
    assert (again["kept"], again["incident"]) == (0, opened["incident"])
    worker_away = kill(centre, "worker")
    web_away = max(web_away, kill(centre, "web"))
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
    told(
        "The web process killed (kill -9)",
        by="the supervisor starts a new one; whoever got no answer sends the line again, and its "
        "id keeps it single",
        saw="“Connection lost” over the page as it was, then the same page at the same step",
        seconds=web_away,
    )
    told(
        "The only worker killed (kill -9)",
        by="what is owed stands in the database; the supervisor starts a new one, which finds it",
        saw="every screen red if it took longer than 5 s; each rung rang once",
        seconds=worker_away,
    )


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
