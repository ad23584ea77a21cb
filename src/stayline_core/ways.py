"""The kinds of ways by which a page can leave, and what each needs to be set up.

A way belongs to a kind and serves one channel. What is typed into its form is judged here,
field by field, before anything is kept; whether it really reaches somebody, only a test shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

CHANNELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "Email",
        "sms": "Text message",
        "voice": "Telephone call",
        "slack": "Slack",
        "teams": "Microsoft Teams",
        "webhook": "Another system",
    }
)
"""The channels by which a page leaves the screen, in the order in which they are offered."""

PHONE: Final = "phone"
"""What a ladder calls a telephone: a call and a text message, the call first."""

SCREEN: Final = "screen"
"""The channel that needs no way: it rings where somebody sits."""

SCHEMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "slack": frozenset({"slack"}),
        "teams": frozenset({"msteams", "workflow", "workflows"}),
        "webhook": frozenset(
            {"discord", "gchat", "jsons", "matrixs", "mmosts", "ntfys", "pover", "rockets", "tgram"}
        ),
    }
)
"""The messengers that Apprise may speak to, by channel: encrypted ones, and none of this machine.

Apprise also knows the desktop, the system's log and other things of the machine it runs on;
a page must never go there.
"""

IN_THE_OPEN: Final = "json://"
"""What Apprise calls a plain web address; it may only lead to this machine."""

ADDRESS: Final = "{address}"
"""Stands in a messenger's address where the person's own address goes."""

_NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")
_MAIL: Final = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")
_SID: Final = re.compile(r"AC[0-9a-fA-F]{32}")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/]{16,}={0,2}")
_MOST_PORT: Final = 65535
_CERTIFICATE: Final = "-----BEGIN CERTIFICATE-----"

Judge = Callable[[str], str]
"""Looks at one value; what it returns is wrong with it, or nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a way needs."""

    name: str
    label: str
    hint: str
    judge: Judge
    secret: bool = False
    needed: bool = True
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    many_lines: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of way: what it is called, which channels it can serve, what it needs."""

    name: str
    words: str
    channels: tuple[str, ...]
    fields: tuple[Field, ...]


def faults(kind: str, channel: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a way's settings by field; empty when it can be kept."""
    known = KINDS.get(kind)
    if known is None or channel not in known.channels:
        return {"kind": "Choose what it goes by."}
    found = {}
    for field in known.fields:
        value = settings.get(field.name, "")
        wrong = field.judge(value) if value else "This is needed." * field.needed
        if wrong:
            found[field.name] = wrong
    return found or _together(kind, channel, settings)


def loopback(host: str) -> bool:
    """Return whether `host` is this machine itself, which nothing leaves."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def stays_here(kind: str, settings: Mapping[str, str]) -> bool:
    """Return whether a way reaches nothing beyond this machine, so that a demo may use it."""
    if kind == "smtp":
        return loopback(settings.get("host", ""))
    if kind == "apprise" and not settings.get("url", "").lower().startswith(IN_THE_OPEN):
        return False
    name = "base_url" if kind.startswith("twilio") else "url"
    return loopback(urlsplit(settings.get(name, "")).hostname or "")


def number_fault(value: str) -> str:
    """Say what is wrong with a telephone number, which is written as E.164 says."""
    wanted = "Write the number with its country, such as +15550100123."
    return "" if _NUMBER.fullmatch(value) else wanted


def mail_fault(value: str) -> str:
    """Say what is wrong with an email address."""
    return "" if _MAIL.fullmatch(value) else "Write an email address, such as desk@example.org."


def _together(kind: str, channel: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Judge what two fields say together."""
    if kind == "smtp" and settings.get("security") == "none":
        if not loopback(settings["host"]):
            return {"security": "Only a mail server on this machine may be spoken to in the open."}
        return {}
    if kind == "smtp" and bool(settings.get("username")) != bool(settings.get("password")):
        return {"password": "A name and a password go together: give both, or neither."}
    if kind == "apprise" and "verify=" in settings["url"].lower():
        return {"url": "Leave verify= out: who answers there is always checked."}
    if kind == "apprise":
        scheme = settings["url"].split("://", 1)[0].lower()
        here = channel == "webhook" and stays_here(kind, settings)
        if scheme not in SCHEMES[channel] and not here:
            return {"url": f"Begin with one of: {', '.join(sorted(SCHEMES[channel]))}."}
    return {}


def _any(value: str) -> str:
    del value
    return ""


def _host(value: str) -> str:
    return "" if _HOST.fullmatch(value) else "Write a host name, such as mail.example.org."


def _port(value: str) -> str:
    fine = value.isascii() and value.isdecimal() and 1 <= int(value) <= _MOST_PORT
    return "" if fine else "Write a port between 1 and 65535."


def _choice(*choices: str) -> Judge:
    return lambda value: "" if value in choices else f"Choose one of: {', '.join(choices)}."


def _certificate(value: str) -> str:
    fine = value.strip().startswith(_CERTIFICATE)
    return "" if fine else "Paste a certificate in PEM, which begins with BEGIN CERTIFICATE."


def _sid(value: str) -> str:
    return "" if _SID.fullmatch(value) else "An account begins with AC and has 34 characters."


def _web(value: str) -> str:
    wanted = "Write a web address, such as https://hooks.example.org/stayline."
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return wanted
    if not host:
        return wanted
    if parts.username or parts.password:
        return "No name and no password in the address: they would stand in other logs."
    if parts.scheme == "https" or (parts.scheme == "http" and loopback(host)):
        return ""
    return "Begin with https:// so that nobody on the way reads it."


def _messenger(value: str) -> str:
    return "" if "://" in value else "Paste the address as Apprise writes it, such as slack://…"


def _signing(value: str) -> str:
    return "" if _SECRET.fullmatch(value) else "A secret begins with whsec_, then base64."


_SECURITY: Final = (
    ("starttls", "STARTTLS (usual on port 587)"),
    ("tls", "TLS from the start (usual on port 465)"),
    ("none", "None: only for a server on this machine"),
)

_TWILIO: Final = (
    Field("account_sid", "Account SID", "Stands in Twilio's console; begins with AC.", _sid),
    Field(
        "auth_token",
        "Auth token",
        "Opens the account, and proves that answers come from Twilio.",
        _any,
        secret=True,
    ),
    Field(
        "from_number",
        "The number it comes from",
        "Yours at Twilio, with + and country.",
        number_fault,
    ),
    Field(
        "base_url",
        "Another address of the interface",
        "Leave this empty. It is for a relay of your own, or for trying things.",
        _web,
        needed=False,
    ),
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        one.name: one
        for one in (
            Kind(
                "smtp",
                "Your mail server (SMTP)",
                ("email",),
                (
                    Field("host", "Mail server", "Its name, such as mail.example.org.", _host),
                    Field("port", "Port", "587 with STARTTLS, 465 with TLS.", _port, default="587"),
                    Field(
                        "security",
                        "How the line is secured",
                        "The server's certificate is checked.",
                        _choice("starttls", "tls", "none"),
                        default="starttls",
                        choices=_SECURITY,
                    ),
                    Field("username", "Name", "Empty when none is asked for.", _any, needed=False),
                    Field("password", "Password", "", _any, secret=True, needed=False),
                    Field("sender", "It comes from", "An address of yours.", mail_fault),
                    Field(
                        "certificates",
                        "Certificate of your own authority",
                        "Only when your mail server's certificate is not publicly known: PEM.",
                        _certificate,
                        needed=False,
                        many_lines=True,
                    ),
                ),
            ),
            Kind("twilio_sms", "Text messages by Twilio", ("sms",), _TWILIO),
            Kind("twilio_voice", "Calls by Twilio", ("voice",), _TWILIO),
            Kind(
                "apprise",
                "A messenger, by Apprise",
                ("slack", "teams", "webhook"),
                (
                    Field(
                        "url",
                        "The messenger's address",
                        "As Apprise writes it; {address} stands for a person's own address there, "
                        "such as slack://token/#{address}.",
                        _messenger,
                        secret=True,
                    ),
                ),
            ),
            Kind(
                "webhook",
                "A signed webhook (Standard Webhooks)",
                ("webhook",),
                (
                    Field("url", "Address", "Where each page is posted to.", _web),
                    Field(
                        "secret",
                        "Signing secret",
                        "whsec_ and base64; the receiver has the same one.",
                        _signing,
                        secret=True,
                    ),
                ),
            ),
        )
    }
)
"""Every kind of way, by its name."""
