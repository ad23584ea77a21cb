"""`stayline demo`: within a minute somebody is in trouble, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from stayline.config.prepared import FLOOR_TOKENS, SIGN_INS
from stayline.config.rehearsal.centre import Centre, prepared_centre, running
from tests.races.test_up import alive, children

pytestmark = [pytest.mark.loopback, pytest.mark.sqlite_only]

A_MINUTE = 60.0
DEMO = ("demo", "--port", "0")


def floor(centre: Centre) -> dict[str, Any]:
    answer = httpx.get(
        f"{centre.url}/api/v1/exercise/floor",
        headers={"Authorization": f"Bearer {centre.token}"},
        timeout=90,
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def somebody_in_trouble(centre: Centre) -> dict[str, Any]:
    until = time.monotonic() + A_MINUTE
    while time.monotonic() < until:
        found = floor(centre)
        if any(one["incident"] for one in found["contacts"]):
            return found
        time.sleep(0.5)
    pytest.fail("a minute has passed, and nobody is in trouble")


def test_the_floor_is_alive_within_a_minute_and_ends_with_the_centre() -> None:
    with prepared_centre() as made:
        with running(made, command=DEMO) as centre:
            found = somebody_in_trouble(centre)
            assert {one["source"] for one in found["contacts"]} == {"simulation"}
            assert len(found["contacts"]) >= 2
            started = children(centre.process)
            assert set(started) == {"web", "worker", "simulate"}
        assert not [pid for pid in started.values() if alive(pid)]
        tokens, sign_ins = made.data / FLOOR_TOKENS, made.data / SIGN_INS
        assert tokens.stat().st_mode & 0o777 == 0o600
        before = (tokens.stat().st_mtime_ns, sign_ins.stat().st_mtime_ns)
        with running(made, command=(*DEMO, "--quiet")) as again:
            assert set(children(again.process)) == {"web", "worker"}
        # Nothing had changed, so nothing was prepared a second time.
        assert (tokens.stat().st_mtime_ns, sign_ins.stat().st_mtime_ns) == before
