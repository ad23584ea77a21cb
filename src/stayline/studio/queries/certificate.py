"""A certificate as a page: what was signed by whom, what the checker found, the three times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.library.models import CredentialKind
from stayline.library.queries import protocol_by_digest
from stayline.library.queries.certificates import CertificateView, certificate
from stayline.studio.queries.certify import WORDS
from stayline_core.protocol.draw import Head, draw_svg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stayline.library.models import DocumentVersion

TIMES: Final = (
    ("first_ring_s", "First ring", "until somebody is rung"),
    ("everyone_rung_s", "Everyone rung", "until everyone is rung, when nobody answers"),
    ("longest_silence_s", "Longest silence", "without a change in who is coming"),
)
"""The three times: the key in the certificate, the words, and what each means."""

_SIZE: Final = re.compile(r'width="(?P<width>\d+)" height="(?P<height>\d+)"')


@dataclass(frozen=True, slots=True)
class SignerRow:
    """One signature on the certificate."""

    words: str
    name: str
    on: str
    valid_until: str
    credential: str
    paper: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate with all that its page and its PDF show.

    `drawing` is SVG, or empty; `drawn` its width and height in pixels, as large as a page must
    be on which its words can be read.
    """

    certificate: CertificateView
    signers: tuple[SignerRow, ...]
    times: tuple[tuple[str, str, str], ...]
    check: str
    drawing: str
    drawn: tuple[int, int]


def certificate_page(
    version: DocumentVersion, *, at: datetime, draw: bool = False
) -> CertificatePage:
    """Return the certificate of a version as a page; with the drawing, which takes a second.

    Raises:
        DocumentNotFound: it was never certified here.
    """
    found = certificate(version.digest, at=at)
    protocol = version.kind == "protocol"
    report = found.body["check"]
    drawing = _drawing(found, report) if protocol and draw else ""
    return CertificatePage(
        certificate=found,
        signers=tuple(_signer(one) for one in found.body["sign_offs"]),
        times=tuple((words, seconds_in_words(report[key]), why) for key, words, why in TIMES)
        if protocol
        else (),
        check=_check(report),
        drawing=drawing,
        drawn=_size(drawing),
    )


def seconds_in_words(seconds: int | None) -> str:
    """Return a time of the checker in words: at once, 45 s, 2 min 30 s; None is unbounded."""
    if seconds is None:
        return "not bounded"
    minutes, rest = divmod(seconds, 60)
    parts = ([f"{minutes} min"] if minutes else []) + ([f"{rest} s"] if rest else [])
    return " ".join(parts) or "at once"


def _drawing(found: CertificateView, report: Mapping[str, Any]) -> str:
    until = f", valid until {found.valid_until}" if found.valid_until else ""
    standing = f"Certified on {found.issued_at:%Y-%m-%d}{until}."
    head = Head(
        standing=standing if found.holds else "Its certificate has ended.",
        checked=True,
        first_ring_s=report["first_ring_s"],
        everyone_rung_s=report["everyone_rung_s"],
        longest_silence_s=report["longest_silence_s"],
    )
    return draw_svg(protocol_by_digest(found.digest), theme="light", head=head)


def _size(drawing: str) -> tuple[int, int]:
    found = _SIZE.search(drawing)
    return (int(found["width"]), int(found["height"])) if found else (0, 0)


def _check(report: Mapping[str, Any]) -> str:
    if not report["passes"]:
        return "The checker found errors."
    warnings = report["warnings"]
    states = f", {report['states']:,} states visited" if report["states"] else ""
    advice = "no finding" if not warnings else f"{warnings} warnings"
    return f"The checker found no error ({advice}{states})."


def _signer(one: Mapping[str, Any]) -> SignerRow:
    held = one["credential"]
    words = dict(CredentialKind.choices).get(held.get("kind", ""), "")
    credential = (
        f"{words}, {held['issuer']} {held['number']}, valid until {held['expires_on']}"
        if held
        else ""
    )
    return SignerRow(
        words=WORDS.get(one["kind"], one["kind"]).capitalize(),
        name=one["name"],
        on=one["at"][:10],
        valid_until=one["valid_until"] or "",
        credential=credential,
        paper=one["paper"],
    )
