"""What is shipped for servers names commands, options and settings that exist."""

from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest

from stayline.config.cli import main
from stayline.config.options import Settings, setting_name
from tests.architecture.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CALL = re.compile(r"/opt/stayline/bin/stayline ([a-z-]+)((?: [^'\n]+)?)")
SETTINGS = {setting_name(one.name) for one in fields(Settings)}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists(unit) -> None:
    called = CALL.search(unit.read_text(encoding="utf-8"))
    assert called is not None
    name, rest = called.groups()
    command = main.get_command(click.Context(main), name)
    assert command is not None
    known = {word for option in command.params for word in option.opts}
    assert {word for word in rest.split() if word.startswith("--")} <= known


def test_each_setting_of_the_shipped_environment_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())
    named = set(re.findall(r"STAYLINE_[A-Z_]+[A-Z]", text))
    assert {name.removesuffix("_FILE") for name in named} <= SETTINGS | {
        "STAYLINE_CASE"  # STAYLINE_CASE_FILE is a setting of its own
    }
    assert "STAYLINE_PUBLIC_URL" in named


def test_the_proxy_passes_live_events_unbuffered_and_hides_the_numbers() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    live = nginx[nginx.index("location /live/") :]
    assert "proxy_buffering off;" in live
    assert "location /metrics { return 404; }" in nginx
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert "flush_interval -1" in caddy
    assert "respond @numbers 404" in caddy
