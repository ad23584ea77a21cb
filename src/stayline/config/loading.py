"""Read the settings from the environment and from files, and say every fault at once."""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from stayline.config.options import PREFIX, Settings, setting_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SETTINGS_FILE: Final = "settings.env"
SHORTEST_SECRET_KEY: Final = 50
KEY_FILES: Final = {"secret_key": "secret.key", "master_key": "master.key"}


class SettingsInvalid(Exception):
    """Some settings cannot be used. `faults` holds one sentence a fault: which and the mend."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults; the text of the error lists them all."""
        self.faults = faults
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"{len(faults)} setting(s) need a change:\n{lines}")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the checked settings of this process.

    Raises:
        SettingsInvalid: with every fault, not only the first.
    """
    environ = _with_file(os.environ if environ is None else environ)
    faults: list[str] = list(_unknown(environ))
    values: dict[str, Any] = {}
    for field in dataclasses.fields(Settings):
        name = setting_name(field.name)
        try:
            given = _given(environ, name, secret=field.metadata["secret"])
            if given is not None:
                values[field.name] = field.metadata["parse"](given)
        except (ValueError, OSError) as fault:
            faults.append(f"{name}: {_mend(fault)}")
    _add_key_files(values, faults)
    settings = Settings(**values)
    faults.extend(_cross_faults(settings))
    if faults:
        raise SettingsInvalid(faults)
    return settings


def is_loopback(address: str) -> bool:
    """Return whether a bind address can be reached from this machine alone."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _with_file(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Add what `stayline init` wrote into the data folder; the environment goes first."""
    folder = Path(environ.get("STAYLINE_DATA_DIR") or ".stayline")
    try:
        lines = (folder / SETTINGS_FILE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return environ
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs} | dict(environ)


def _mend(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return f"its file cannot be read ({fault.strerror}); give it to the service's user, 0600"
    return str(fault)


def _given(environ: Mapping[str, str], name: str, *, secret: bool) -> str | None:
    file = environ.get(f"{name}_FILE") if secret else None
    if file and environ.get(name):
        message = f"it is given twice; keep {name} or {name}_FILE"
        raise ValueError(message)
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return environ.get(name)


def _unknown(environ: Mapping[str, str]) -> Iterator[str]:
    known = {setting_name(field.name) for field in dataclasses.fields(Settings)}
    known |= {
        setting_name(field.name) + "_FILE"
        for field in dataclasses.fields(Settings)
        if field.metadata["secret"]
    }
    for name in sorted(environ):
        if name.startswith(PREFIX) and not name.startswith("STAYLINE_TEST_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see docs/reference/settings.md"
            yield f"{name}: there is no such setting; {hint}"


def _add_key_files(values: dict[str, Any], faults: list[str]) -> None:
    """Fill keys that are not given from the data folder, where `stayline init` put them."""
    folder: Path = values.get("data_dir", Path(".stayline"))
    parsers = {field.name: field.metadata["parse"] for field in dataclasses.fields(Settings)}
    for name, file in KEY_FILES.items():
        path = folder / file
        if values.get(name) or not path.is_file():
            continue
        try:
            values[name] = parsers[name](path.read_text(encoding="ascii").strip())
        except (ValueError, OSError) as fault:
            faults.append(f"{setting_name(name)}: in {path}: {_mend(fault)}")


def _cross_faults(settings: Settings) -> Iterator[str]:
    """Yield what single settings cannot know: what goes together and what a mode forbids."""
    if settings.secret_key and len(settings.secret_key) < SHORTEST_SECRET_KEY:
        yield "STAYLINE_SECRET_KEY: it is too short; give 50 random characters or more"
    if settings.case_webhook_url and settings.case_file:
        yield "STAYLINE_CASE_FILE: cases already leave by STAYLINE_CASE_WEBHOOK_URL; keep one"
    if settings.case_webhook_url and not settings.case_webhook_secret:
        yield "STAYLINE_CASE_WEBHOOK_SECRET: the webhook is unsigned without it; give a secret"
    if settings.on_sqlite and settings.owner_database_url:
        yield "STAYLINE_OWNER_DATABASE_URL: SQLite has no roles; remove it"
    if settings.telephony == "twilio":
        yield from _twilio_faults(settings)
    if settings.mode == "demo":
        yield from _demo_faults(settings)
    if settings.mode == "production":
        yield from _production_faults(settings)


def _twilio_faults(settings: Settings) -> Iterator[str]:
    if not settings.twilio_account_sid or not settings.twilio_auth_token:
        yield (
            "STAYLINE_TWILIO_ACCOUNT_SID, STAYLINE_TWILIO_AUTH_TOKEN: the telephone is a Twilio "
            "account; name it and give its token"
        )
    if bool(settings.twilio_key_sid) != bool(settings.twilio_key_secret):
        yield "STAYLINE_TWILIO_KEY_SID: a key has two parts; give both or neither"
    if not (settings.twilio_callback_url or settings.public_url):
        yield "STAYLINE_TWILIO_CALLBACK_URL: say under which address Twilio reaches you"
    if not settings.twilio_site:
        yield "STAYLINE_TWILIO_SITE: name the site whose calls are on the account"
    host = urlsplit(settings.twilio_api_url).hostname or ""
    if settings.mode == "demo" and not is_loopback(host):
        yield "STAYLINE_TELEPHONY: demo reaches nothing in the world; use manual or another mode"


def _demo_faults(settings: Settings) -> Iterator[str]:
    if not is_loopback(settings.bind):
        yield "STAYLINE_BIND: demo listens on loopback only; use 127.0.0.1 or another mode"
    host = urlsplit(settings.case_webhook_url).hostname or ""
    if settings.case_webhook_url and not is_loopback(host):
        yield (
            "STAYLINE_CASE_WEBHOOK_URL: demo sends nothing to the world; "
            "use a loopback address, STAYLINE_CASE_FILE or another mode"
        )


def _production_faults(settings: Settings) -> Iterator[str]:
    if any("*" in host for host in settings.hosts):
        yield "STAYLINE_HOSTS: a star lets anybody choose the host; name each one"
    if not settings.secret_key:
        yield "STAYLINE_SECRET_KEY: it is missing; run `stayline init` or give it"
    elif len(set(settings.secret_key)) < 10 or "insecure" in settings.secret_key:  # noqa: PLR2004 - a key of so few letters is typed, not drawn
        yield "STAYLINE_SECRET_KEY: it is a default or not random; give 50 random characters"
    if not settings.master_key:
        yield "STAYLINE_MASTER_KEY: it is missing; run `stayline init` or give it"
    if not settings.public_url.startswith("https://"):
        yield "STAYLINE_PUBLIC_URL: give the https address that people type"
    if settings.case_webhook_url and not settings.case_webhook_url.startswith("https://"):
        yield "STAYLINE_CASE_WEBHOOK_URL: use https"
    if not settings.case_webhook_url and not settings.case_file:
        yield "STAYLINE_CASE_WEBHOOK_URL: say where cases go: this or STAYLINE_CASE_FILE"
