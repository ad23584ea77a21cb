"""How the text of a setting becomes a value. Each raises `ValueError` with the mend."""

from __future__ import annotations

import base64
import binascii
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

MASTER_KEY_BYTES: Final = 32
DATABASES: Final = ("sqlite", "postgres", "postgresql")


def text(value: str) -> str:
    """Return the text without surrounding space."""
    return value.strip()


def one_of(*choices: str) -> Callable[[str], str]:
    """Make a parser that takes one of `choices` and nothing else."""

    def parse(value: str) -> str:
        if value.strip() not in choices:
            message = f"give one of {', '.join(choices)}"
            raise ValueError(message)
        return value.strip()

    return parse


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Make a parser of whole numbers from `low` to `high`."""

    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not low <= int(value) <= high:
            message = f"give a whole number from {low} to {high}"
            raise ValueError(message)
        return int(value)

    return parse


def share(value: str) -> float:
    """Return a share from 0 to 1."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        message = "give a number from 0 to 1, such as 0.8"
        raise ValueError(message)
    return number


def switch(value: str) -> bool:
    """Return whether the setting is on."""
    words = {"on": True, "yes": True, "true": True, "1": True}
    words |= {"off": False, "no": False, "false": False, "0": False, "": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        message = "say on or off"
        raise ValueError(message) from None


def folder(value: str) -> Path:
    """Return the path of a folder, which need not exist yet."""
    path = Path(value.strip()).expanduser()
    if path.exists() and not path.is_dir():
        message = "it is a file; name a folder"
        raise ValueError(message)
    return path


def names(value: str) -> tuple[str, ...]:
    """Return the comma-separated names."""
    found = tuple(name.strip() for name in value.split(",") if name.strip())
    if not found:
        message = "name at least one host"
        raise ValueError(message)
    return found


def database_url(value: str) -> str:
    """Return the URL of a database of a known kind; empty stays empty."""
    if value and urlsplit(value).scheme not in DATABASES:
        message = "start it with sqlite:/// or postgres://"
        raise ValueError(message)
    return value.strip()


def web_address(value: str) -> str:
    """Return an http or https address without a slash at its end; empty stays empty."""
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        message = "give a full address, such as https://stayline.example.org"
        raise ValueError(message)
    return value.strip().rstrip("/")


def master_key(value: str) -> str:
    """Return base64 of exactly 32 bytes; empty stays empty."""
    try:
        size = len(base64.b64decode(value.strip(), validate=True))
    except binascii.Error:
        size = -1
    if value and size != MASTER_KEY_BYTES:
        message = "give 32 random bytes in base64: `openssl rand -base64 32`"
        raise ValueError(message)
    return value.strip()


def webhook_secret(value: str) -> str:
    """Return a Standard Webhooks secret, `whsec_` and base64; empty stays empty."""
    body = value.strip().removeprefix("whsec_")
    try:
        sound = len(base64.b64decode(body, validate=True)) >= 24  # noqa: PLR2004 - the standard's
    except binascii.Error:
        sound = False
    if value and not (value.startswith("whsec_") and sound):
        message = "give whsec_ and at least 24 random bytes in base64"
        raise ValueError(message)
    return value.strip()


def country(value: str) -> str:
    """Return two capital letters."""
    code = value.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 3166-1
        message = "give two letters, such as GB or US"
        raise ValueError(message)
    return code


def zone(value: str) -> str:
    """Return the name of a known time zone."""
    try:
        zoneinfo.ZoneInfo(value.strip())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        message = "name a time zone, such as Europe/London"
        raise ValueError(message) from None
    return value.strip()
