"""Organisations outside the centre: whom they are for, how they are reached (S3-37)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import VERIFIED, known, proof_of
from stayline_core import agency_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stayline_core.agency_format import AgencyFormat

WAYS: Final = {
    "phone": "phone",
    "text": "text",
    "chat": "chat",
    "email": "email",
    "tty": "TTY",
    "relay": "text relay",
    "bsl": "British Sign Language",
    "asl": "American Sign Language",
}
"""The ways to reach a service, and the words for them."""

ALL_DAY: Final = "24 hours, every day"


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a service: `kind` is one of `WAYS`; each way can be unverified alone."""

    kind: str
    value: str
    unverified: bool = False

    @property
    def way(self) -> str:
        """What kind of way it is, in words."""
        return WAYS[self.kind]


@dataclass(frozen=True, slots=True)
class Service:
    """An organisation outside the centre, from the directory (S3-37, domain.md section 6).

    `where` names a part of the country; empty is all of it. What is None, and an empty `hours`,
    `languages` or `cost`, nobody knows here. `unverified` says that the entry was never
    compared with a published one.
    """

    id: str
    country: str
    name: str
    where: str
    audience: str
    needs: tuple[str, ...]
    channels: tuple[Reach, ...]
    hours: str
    zone: str
    languages: tuple[str, ...]
    cost: str
    can_dispatch_help: bool | None
    accepts_warm_transfer: bool | None
    third_party_accepted: bool | None
    source: str
    checked_on: str
    review_by: str
    unverified: bool
    note: str

    @property
    def first(self) -> Reach | None:
        """The first telephone; None where it has none."""
        return next((one for one in self.channels if one.kind == "phone"), None)

    @property
    def number(self) -> str:
        """The first telephone number; empty where it has none."""
        return self.first.value if self.first else ""

    @property
    def doubtful(self) -> bool:
        """Whether its number, or the whole entry, was never compared with its source."""
        return self.unverified or bool(self.first and self.first.unverified)

    @property
    def named(self) -> str:
        """Name and number in one line, with the word "unverified" where that is so."""
        doubt = " (unverified)" if self.doubtful else ""
        return f"{self.name}, {self.number}{doubt}" if self.number else f"{self.name}{doubt}"

    @property
    def open(self) -> str:
        """The hours with their zone; empty where nobody knows them."""
        return f"{self.hours} ({self.zone})" if self.zone else self.hours


def directory(country: str = "", need: str = "") -> list[Service]:
    """Return the services of a country that answer a need, the first to be named first.

    An empty `country` or `need` leaves that open. A service that has not been verified is in
    the list and says so: whether to rely on it is for a person (S3-37).
    """
    found = (one for version in _in_force("directory") for one in _services(version))
    return [
        one
        for one in found
        if country.upper() in {"", one.country} and (not need or need in one.needs)
    ]


def crisis_line(country: str) -> Service | None:
    """Return the crisis line to name to a caller of this country; None when none is known.

    It can be reached by telephone, in the whole of the country.
    """
    lines = directory(country, "crisis") if country else []
    return next((one for one in lines if one.number and not one.where), None)


def format_of(agency: str) -> AgencyFormat | None:
    """Return what an agency of this kind has to be told, in its order; None where none says so."""
    found = (one for digest in _in_force(agency_format.KIND) for one in _formats(digest))
    return next((one for one in found if one.agency == agency), None)


def parse_directory(body: Mapping[str, Any]) -> tuple[Service, ...]:
    """Return the services of a directory document.

    Raises:
        KeyError, TypeError, ValueError: it is no directory; the text says what is wrong.
    """
    services = tuple(
        _service(entry, f"services[{number}] ({entry['id']})")
        for number, entry in enumerate(body["services"], start=1)
    )
    unknown = {need for one in services for need in one.needs} - set(body["needs"])
    if unknown:
        raise ValueError(f"needs without a name: {', '.join(sorted(unknown))}")
    return services


def _service(entry: Mapping[str, Any], place: str) -> Service:
    proof = proof_of(entry, place)
    hours, zone = entry.get("hours", ""), entry.get("zone", "")
    _refuse_hours(hours, zone, place)
    known([one["kind"] for one in entry["channels"]], WAYS, f"{place}.channels")
    return Service(
        id=entry["id"],
        country=entry["country"],
        name=entry["name"],
        where=entry.get("where", ""),
        audience=entry["audience"],
        needs=tuple(entry["need"]),
        channels=tuple(
            Reach(one["kind"], one["value"], one.get("status", VERIFIED) != VERIFIED)
            for one in entry["channels"]
        ),
        hours=hours,
        zone=zone,
        languages=tuple(entry.get("languages", ())),
        cost=entry.get("cost", ""),
        can_dispatch_help=entry.get("can_dispatch_help"),
        accepts_warm_transfer=entry.get("accepts_warm_transfer"),
        third_party_accepted=entry.get("third_party_accepted"),
        source=proof.text,
        checked_on=proof.checked_on,
        review_by=proof.review_by,
        unverified=proof.status != VERIFIED,
        note=entry.get("note", ""),
    )


def _refuse_hours(hours: str, zone: str, place: str) -> None:
    """Refuse hours that mean another time elsewhere, and a zone that nobody knows."""
    if hours not in {"", ALL_DAY} and not zone:
        raise ValueError(f"{place}: hours need a zone, as Europe/London, or “{ALL_DAY}”")
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{place}: there is no zone {zone}") from None


def _in_force(kind: str) -> list[str]:
    rows = InForce.objects.filter(kind="agencies").select_related("version")
    return [
        row.version_id
        for row in rows.order_by("document_id")
        if row.version.body.get("kind") == kind
    ]


@functools.lru_cache(maxsize=64)
def _services(digest: str) -> tuple[Service, ...]:
    return parse_directory(cast("dict[str, Any]", version_by_digest(digest).body))


@functools.lru_cache(maxsize=64)
def _formats(digest: str) -> tuple[AgencyFormat, ...]:
    return agency_format.parse_formats(cast("dict[str, Any]", version_by_digest(digest).body))
