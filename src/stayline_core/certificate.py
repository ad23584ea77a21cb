"""What certifies a version of a document: who must sign, what is missing, and the signed text.

A certificate is canonical JSON (RFC 8785) over the digest of the version, its sign-offs, what
the checker found and the dates; the installation signs its bytes. Whoever has the text, the
signature and the key can verify it without this software (S0-11, S0-12, S0-13, S0-42).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final

from stayline_core.canonical import canonical

EXPERT: Final = "expert"
LEGAL: Final = "legal"
ETHICAL: Final = "ethical"
ADOPTED: Final = "adopted"

WHAT: Final = "stayline certificate"
VERSION: Final = 1

SIGNS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "protocol": frozenset({EXPERT, LEGAL, ETHICAL}),
        "wording": frozenset({EXPERT, LEGAL}),
        "phrases": frozenset({EXPERT, LEGAL}),
        "card": frozenset({EXPERT, LEGAL}),
    }
)
"""What must be signed for the kinds that tell people what to say; all others are adopted."""

_ADOPTED: Final = frozenset({ADOPTED})


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off as it stands: what for, by whom, until when (the last day; None: no end).

    `credential` is the expert's as it stood on the day: kind, issuer, number, expires_on.
    """

    kind: str
    name: str
    at: datetime
    valid_until: date | None = None
    granted: bool = True
    credential: Mapping[str, str] = field(default_factory=dict)
    paper: str = ""

    def holds(self, day: date) -> bool:
        """Was it granted, and is it valid on this day?"""
        return self.granted and (self.valid_until is None or day <= self.valid_until)


def signs(kind: str) -> frozenset[str]:
    """Return what must be signed for a document of this kind before it can be in force."""
    return SIGNS.get(kind, _ADOPTED)


def needed(kind: str, *, correction: bool = False) -> frozenset[str]:
    """Return what a certificate needs; a safety correction needs the expert alone."""
    return frozenset({EXPERT}) if correction else signs(kind)


def missing(needs: Collection[str], standing: Collection[Signed], *, day: date) -> frozenset[str]:
    """Return what of `needs` nobody signed for, was refused, or has ended by this day."""
    return frozenset(needs) - {one.kind for one in standing if one.holds(day)}


def valid_until(standing: Collection[Signed]) -> date | None:
    """Return the last day on which all of these hold: the first one to end; None: none ends."""
    ends = [one.valid_until for one in standing if one.valid_until is not None]
    return min(ends, default=None)


def certificate_body(
    *,
    document: Mapping[str, str],
    digest: str,
    standing: Collection[Signed],
    check: Mapping[str, Any],
    issued_at: datetime,
    valid_until: date | None,
    review_by: date | None = None,
    correction: bool = False,
) -> dict[str, Any]:
    """Return the text of a certificate as a JSON object; `signed_bytes` are what is signed.

    `document` has kind, id and title; `check` is the report of the checker, of which passes,
    the three times, the states and the number of warnings are kept.
    """
    return {
        "what": WHAT,
        "version": VERSION,
        "digest": digest,
        "document": dict(document),
        "correction": correction,
        "sign_offs": [
            {
                "kind": one.kind,
                "name": one.name,
                "at": _moment(one.at),
                "valid_until": _day(one.valid_until),
                "credential": dict(one.credential),
                "paper": one.paper,
            }
            for one in sorted(standing, key=lambda one: one.kind)
        ],
        "check": {
            "passes": bool(check.get("passes", False)),
            "warnings": len(check.get("findings", ())),
            **{name: check.get(name) for name in (*TIMES, "states")},
        },
        "issued_at": _moment(issued_at),
        "valid_until": _day(valid_until),
        "review_by": _day(review_by),
    }


TIMES: Final = ("first_ring_s", "everyone_rung_s", "longest_silence_s")
"""The three times of a protocol, in seconds; null where nothing bounds one."""


def signed_bytes(body: Mapping[str, Any]) -> bytes:
    """Return the bytes over which a certificate is signed: its canonical JSON."""
    return canonical(dict(body))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
