"""The import contracts of pyproject.toml: the wall, the rooms, the floor plan, the tables."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source import ROOT, SRC

EXEMPT = {"config", "platform", "connectors"}
"""Without the floor plan themselves; a connector's folders each have it."""


def contracts() -> dict[str, dict[str, object]]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in document["tool"]["importlinter"]["contracts"]}


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_is_under_the_floor_plan() -> None:
    rooms = {path.parent.name for path in (SRC / "stayline").glob("*/__init__.py")}
    planned = {name.removeprefix("stayline.") for name in contracts()["floor-plan"]["containers"]}
    assert planned == rooms - EXEMPT


def test_every_connector_is_under_the_floor_plan() -> None:
    folders = {path.parent.name for path in (SRC / "stayline/connectors").glob("*/__init__.py")}
    planned = contracts()["connectors"]["containers"]
    assert {f"stayline.connectors.{name}" for name in folders} == set(planned)


def test_no_contract_excuses_an_import() -> None:
    excused = [name for name, contract in contracts().items() if contract.get("ignore_imports")]
    assert excused == []
