"""Settings: every fault at once, secrets from files, and what each mode forbids."""

from __future__ import annotations

import base64
import dataclasses
from pathlib import Path

import pytest

from stayline.config.databases import databases
from stayline.config.loading import SettingsInvalid, load
from stayline.config.options import Settings
from stayline.config.telephone import centre as centre_of

KEY = base64.b64encode(bytes(range(32))).decode()
WEBHOOK_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def production(**changes: str) -> dict[str, str]:
    """An environment that production takes, with changes; an empty text removes one."""
    environ = {
        "STAYLINE_MODE": "production",
        "STAYLINE_SECRET_KEY": "q7" * 10 + "random enough for a test of settings",
        "STAYLINE_MASTER_KEY": KEY,
        "STAYLINE_PUBLIC_URL": "https://stayline.example.org",
        "STAYLINE_HOSTS": "stayline.example.org",
        "STAYLINE_CASE_FILE": "/var/lib/stayline/cases.jsonl",
        "STAYLINE_DATA_DIR": "/nonexistent/stayline",
    } | changes
    return {name: value for name, value in environ.items() if value}


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsInvalid) as refused:
        load(environ)
    return refused.value.faults


def test_the_defaults_are_a_demo_on_loopback(tmp_path: Path) -> None:
    settings = load({"STAYLINE_DATA_DIR": str(tmp_path)})
    assert settings.mode == "demo"
    assert settings.bind == "127.0.0.1"
    assert settings.database == f"sqlite:///{tmp_path / 'stayline.sqlite3'}"
    assert settings.case_queue == "Customer Support Team Supervisor"


def test_every_fault_is_said_at_once_with_setting_and_mend() -> None:
    found = faults(
        {
            "STAYLINE_MODE": "live",
            "STAYLINE_PORT": "many",
            "STAYLINE_ZONE": "Mars/Base",
            "STAYLINE_DATABASE_URL": "mysql://x",
        }
    )
    assert len(found) == 4
    assert any(fault.startswith("STAYLINE_MODE: give one of demo") for fault in found)
    assert any(fault.startswith("STAYLINE_PORT: give a whole number") for fault in found)


def test_a_mistyped_name_is_a_fault_with_a_hint() -> None:
    assert faults({"STAYLINE_HOST": "x"}) == [
        "STAYLINE_HOST: there is no such setting; did you mean STAYLINE_HOSTS?"
    ]


def test_a_secret_can_come_from_a_file_but_not_twice(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    environ = {"STAYLINE_MASTER_KEY_FILE": str(file), "STAYLINE_DATA_DIR": str(tmp_path)}
    assert load(environ).master_key == KEY
    assert "given twice" in faults(environ | {"STAYLINE_MASTER_KEY": KEY})[0]
    missing = {"STAYLINE_MASTER_KEY_FILE": str(tmp_path / "none")}
    assert "cannot be read" in faults(missing)[0]


def test_keys_and_answers_are_read_from_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text(KEY)
    (tmp_path / "settings.env").write_text("# made by init\nSTAYLINE_ZONE=Europe/London\n")
    settings = load({"STAYLINE_DATA_DIR": str(tmp_path)})
    assert settings.master_key == KEY
    assert settings.zone == "Europe/London"
    again = load({"STAYLINE_DATA_DIR": str(tmp_path), "STAYLINE_ZONE": "UTC"})
    assert again.zone == "UTC", "the environment goes before the file"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STAYLINE_BIND", "0.0.0.0"),  # noqa: S104 - that is what must be refused
        ("STAYLINE_CASE_WEBHOOK_URL", "https://cases.example.org/in"),
    ],
)
def test_demo_reaches_nobody_and_is_reached_by_nobody(name: str, value: str) -> None:
    environ = {name: value, "STAYLINE_CASE_WEBHOOK_SECRET": WEBHOOK_SECRET}
    assert [fault.partition(":")[0] for fault in faults(environ)] == [name]


def test_production_starts_when_everything_is_given() -> None:
    assert load(production()).mode == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STAYLINE_SECRET_KEY", ""),
        ("STAYLINE_SECRET_KEY", "x" * 60),
        ("STAYLINE_MASTER_KEY", ""),
        ("STAYLINE_PUBLIC_URL", "http://stayline.example.org"),
        ("STAYLINE_HOSTS", "*"),
    ],
)
def test_production_refuses_what_is_a_default_or_open(name: str, value: str) -> None:
    assert [fault.partition(":")[0] for fault in faults(production(**{name: value}))] == [name]


def test_a_webhook_needs_its_secret_and_leaves_no_second_way() -> None:
    url = {"STAYLINE_CASE_WEBHOOK_URL": "https://cases.example.org/in"}
    found = {fault.partition(":")[0] for fault in faults(production(**url))}
    assert found == {"STAYLINE_CASE_FILE", "STAYLINE_CASE_WEBHOOK_SECRET"}


TWILIO = {
    "STAYLINE_TELEPHONY": "twilio",
    "STAYLINE_TWILIO_ACCOUNT_SID": "AC1",
    "STAYLINE_TWILIO_AUTH_TOKEN": "a token",
    "STAYLINE_TWILIO_SITE": "north",
}


def test_a_telephone_is_taken_when_everything_is_given() -> None:
    settings = load(production(**TWILIO))
    centre = centre_of(settings)
    assert centre.address("workers").startswith("https://stayline.example.org/api/v1/telephony/")
    assert "a token" not in repr(centre)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STAYLINE_TWILIO_ACCOUNT_SID", ""),
        ("STAYLINE_TWILIO_AUTH_TOKEN", ""),
        ("STAYLINE_TWILIO_KEY_SID", "SK1"),
        ("STAYLINE_TWILIO_SITE", ""),
    ],
)
def test_a_telephone_that_lacks_something_is_refused(name: str, value: str) -> None:
    (fault,) = faults(production(**TWILIO | {name: value}))
    assert name in fault


def test_a_demo_calls_nobody_in_the_world(tmp_path: Path) -> None:
    found = faults({"STAYLINE_DATA_DIR": str(tmp_path), **TWILIO})
    assert len(found) == 2
    assert found[0].startswith("STAYLINE_TWILIO_CALLBACK_URL")
    assert found[1].startswith("STAYLINE_TELEPHONY: demo")


def test_every_setting_says_what_it_means() -> None:
    for field in dataclasses.fields(Settings):
        assert len(field.metadata["description"]) > 30, field.name


def test_postgres_urls_are_read_with_their_role(tmp_path: Path) -> None:
    environ = {
        "STAYLINE_DATA_DIR": str(tmp_path),
        "STAYLINE_DATABASE_URL": "postgres://app:p%40ss@db.example:5433/centre?sslmode=require",
        "STAYLINE_OWNER_DATABASE_URL": "postgres://owner:o@db.example:5433/centre",
    }
    settings = load(environ)
    app = databases(settings)["default"]
    assert (app["USER"], app["PASSWORD"], app["PORT"]) == ("app", "p@ss", "5433")
    assert app["OPTIONS"]["sslmode"] == "require"
    assert databases(settings, as_owner=True)["default"]["USER"] == "owner"
    assert "window" not in databases(settings)


def test_sqlite_keeps_the_window_in_a_file_of_its_own(tmp_path: Path) -> None:
    made = databases(load({"STAYLINE_DATA_DIR": str(tmp_path)}))
    assert "synchronous=FULL" in made["default"]["OPTIONS"]["init_command"]
    assert "synchronous=OFF" in made["window"]["OPTIONS"]["init_command"]
    assert made["default"]["NAME"] != made["window"]["NAME"]
    assert made["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
