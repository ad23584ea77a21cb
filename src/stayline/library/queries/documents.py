"""Which documents guide contacts now, parsed and kept in memory by digest."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.models import DocumentVersion, InForce
from stayline_core.forms import Form
from stayline_core.protocol import CENTRE_NAMES, Catalogue, LadderSpec, Protocol, load, load_ladder
from stayline_core.protocol.findings import first_error
from stayline_core.protocol.language import CLASS_OF_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL_CLASS_OF_PROTOCOL = CLASS_OF_CHANNEL


@dataclass(frozen=True, slots=True)
class LoadedProtocol:
    """A protocol in force, with the digest that names its version and its standing."""

    digest: str
    protocol: Protocol
    state: str


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """The number that reaches emergency services from a country (domain.md section 6)."""

    country: str
    country_name: str
    number: str
    source: str
    checked_on: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a service: `kind` is phone, text, chat, email, tty or bsl."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Service:
    """An organisation outside the centre, from the directory (S3-37, domain.md section 6).

    `where` names a part of the country; empty is all of it. `can_dispatch_help` is None where
    nobody knows. `unverified` says that its number was never compared with a published one.
    """

    id: str
    country: str
    name: str
    where: str
    audience: str
    needs: tuple[str, ...]
    channels: tuple[Reach, ...]
    hours: str
    can_dispatch_help: bool | None
    source: str
    checked_on: str
    review_by: str
    unverified: bool
    note: str

    @property
    def number(self) -> str:
        """The first telephone number; empty where it has none."""
        return next((one.value for one in self.channels if one.kind == "phone"), "")


@dataclass(frozen=True, slots=True)
class CardItem:
    """One line of a card. `mark` is ask, observe, say, do or not; `field` a form's, or empty."""

    mark: str
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class CardSection:
    """Lines under one heading; `unverified` when its source was recalled or is secondary."""

    heading: str
    field: str
    unverified: bool
    items: tuple[CardItem, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A page to be opened beside a contact; using it is optional (S1-6, S1-60)."""

    id: str
    title: str
    note: str
    sources: tuple[tuple[str, bool], ...]
    sections: tuple[CardSection, ...]


MARKS: Final = ("ask", "observe", "say", "do", "not")


def protocol_for(harm: str, channel_class: str) -> LoadedProtocol | None:
    """Return the protocol in force that handles this harm on this class of channel.

    None means that none is in force: the built-in minimum-safe path runs then.
    """
    rows = InForce.objects.filter(kind="protocol").select_related("version")
    for row in rows.order_by("document_id"):
        protocol = _protocol(row.version_id)
        if harm in protocol.handles and channel_class in protocol.classes:
            return LoadedProtocol(row.version_id, protocol, row.version.state)
    return None


def protocol_by_digest(digest: str) -> Protocol:
    """Return the protocol whose version this digest names.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    return _protocol(digest)


def ladder_in_force(ladder_id: str) -> tuple[str, LadderSpec]:
    """Return the digest and the rungs of the ladder in force.

    Raises:
        DocumentNotFound: no ladder of this id is in force.
    """
    row = _in_force("ladder", ladder_id)
    return row.version_id, ladder_by_digest(row.version_id)


def form_in_force(form_id: str) -> tuple[str, Form]:
    """Return the digest and the form in force.

    Raises:
        DocumentNotFound: no form of this id is in force.
    """
    row = _in_force("form", form_id)
    return row.version_id, form_by_digest(row.version_id)


@functools.lru_cache(maxsize=256)
def form_by_digest(digest: str) -> Form:
    """Return the form whose version this digest names.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    return Form.parse(cast("dict[str, Any]", version_by_digest(digest).body))


def emergency_agency(country: str) -> EmergencyNumber | None:
    """Return the emergency number for a caller's country; None when it is not known."""
    rows = InForce.objects.filter(kind="agencies").select_related("version")
    for row in rows:
        found = _numbers(row.version_id).get(country.upper())
        if found is not None:
            return found
    return None


def emergency_script() -> Mapping[str, Any]:
    """Return the document of emergency services in force: numbers and the words to say.

    Raises:
        DocumentNotFound: none is in force.
    """
    return cast("Mapping[str, Any]", _in_force("agencies", "emergency").version.body)


def directory(country: str = "", need: str = "") -> list[Service]:
    """Return the services of a country that answer a need, the first to be named first.

    An empty `country` or `need` leaves that open. A service that has not been verified is in
    the list and says so: whether to rely on it is for a person (S3-37).
    """
    found = (one for version in _directories() for one in _services(version))
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


def card(card_id: str) -> Card | None:
    """Return the card in force of this id; None when there is none."""
    row = InForce.objects.filter(kind="card", document_id=card_id).first()
    return None if row is None else _card(row.version_id)


def cards() -> list[Card]:
    """Return every card in force, by its id."""
    rows = InForce.objects.filter(kind="card").order_by("document_id")
    return [_card(row.version_id) for row in rows]


def parse_directory(body: Mapping[str, Any]) -> tuple[Service, ...]:
    """Return the services of a directory document.

    Raises:
        KeyError, TypeError, ValueError: it is no directory; the text says what is wrong.
    """
    services = tuple(_service(entry) for entry in body["services"])
    unknown = {need for one in services for need in one.needs} - set(body["needs"])
    if unknown:
        raise ValueError(f"needs without a name: {', '.join(sorted(unknown))}")
    return services


def parse_card(body: Mapping[str, Any]) -> Card:
    """Return the card that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is no card; the text says what is wrong.
    """
    return Card(
        id=body["id"],
        title=body["title"],
        note=body.get("note", ""),
        sources=tuple((one["text"], one["status"] != "verified") for one in body["sources"]),
        sections=tuple(_section(one) for one in body["sections"]),
    )


def catalogue() -> Catalogue:
    """Return the names that protocols may use: those of the documents in force."""
    forms = {
        row.document_id: row.version.body
        for row in InForce.objects.filter(kind="form").select_related("version")
    }
    ladders = {
        row.document_id: bytes(row.version.source)
        for row in InForce.objects.filter(kind="ladder").select_related("version")
    }
    phrases = InForce.objects.filter(kind="phrases").values_list(
        "version__body__phrases", flat=True
    )
    advice = [one["text"] for listed in phrases for one in listed]
    return Catalogue.from_documents(forms, ladders, {**CENTRE_NAMES, "advice": advice})


def versions(kind: str, document_id: str) -> list[DocumentVersion]:
    """Return every version of a document, the newest first; old ones stay readable (S0-3)."""
    rows = DocumentVersion.objects.filter(kind=kind, document_id=document_id)
    return list(rows.order_by("-loaded_at"))


def newest_version(kind: str, document_id: str) -> DocumentVersion | None:
    """Return the version of a document that is in force, or else the one that came last."""
    row = InForce.objects.filter(kind=kind, document_id=document_id).select_related("version")
    found = row.first()
    if found is not None:
        return found.version
    rows = DocumentVersion.objects.filter(kind=kind, document_id=document_id)
    return rows.order_by("-loaded_at").first()


def _in_force(kind: str, document_id: str) -> InForce:
    row = (
        InForce.objects.filter(kind=kind, document_id=document_id).select_related("version").first()
    )
    if row is None:
        raise DocumentNotFound(kind=kind, document=document_id)
    return row


def version_by_digest(digest: str) -> DocumentVersion:
    """Return the version of a document that this digest names.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    row = DocumentVersion.objects.filter(digest=digest).first()
    if row is None:
        raise DocumentNotFound(digest=digest)
    return row


@functools.lru_cache(maxsize=256)
def _protocol(digest: str) -> Protocol:
    version = version_by_digest(digest)
    loaded = load(bytes(version.source), file=f"{version.document_id}.yaml")
    if loaded.protocol is None:
        raise DocumentFaulty({"document": first_error(loaded.findings).message})
    return loaded.protocol


@functools.lru_cache(maxsize=256)
def ladder_by_digest(digest: str) -> LadderSpec:
    """Return the ladder whose version this digest names.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    version = version_by_digest(digest)
    loaded = load_ladder(bytes(version.source), file=f"{version.document_id}.yaml")
    if loaded.ladder is None:
        raise DocumentFaulty({"document": first_error(loaded.findings).message})
    return loaded.ladder


@functools.lru_cache(maxsize=64)
def _numbers(digest: str) -> dict[str, EmergencyNumber]:
    body = cast("dict[str, Any]", version_by_digest(digest).body)
    return {
        entry["country"]: EmergencyNumber(
            country=entry["country"],
            country_name=entry["name"],
            number=entry["number"],
            source=entry["source"],
            checked_on=entry["checked_on"] or "",
            unverified=entry["status"] != "verified",
        )
        for agency in body.get("agencies", ())
        if agency["id"] == "emergency_services"
        for entry in agency["numbers"]
    }


def _directories() -> list[str]:
    rows = InForce.objects.filter(kind="agencies").select_related("version")
    return [
        row.version_id
        for row in rows.order_by("document_id")
        if row.version.body.get("kind") == "directory"
    ]


@functools.lru_cache(maxsize=64)
def _services(digest: str) -> tuple[Service, ...]:
    return parse_directory(cast("dict[str, Any]", version_by_digest(digest).body))


@functools.lru_cache(maxsize=64)
def _card(digest: str) -> Card:
    return parse_card(cast("dict[str, Any]", version_by_digest(digest).body))


def _service(entry: Mapping[str, Any]) -> Service:
    return Service(
        id=entry["id"],
        country=entry["country"],
        name=entry["name"],
        where=entry.get("where", ""),
        audience=entry["audience"],
        needs=tuple(entry["need"]),
        channels=tuple(Reach(one["kind"], one["value"]) for one in entry["channels"]),
        hours=entry.get("hours", ""),
        can_dispatch_help=entry.get("can_dispatch_help"),
        source=entry["source"],
        checked_on=entry["checked_on"] or "",
        review_by=entry["review_by"],
        unverified=entry["status"] != "verified",
        note=entry.get("note", ""),
    )


def _section(body: Mapping[str, Any]) -> CardSection:
    items = tuple(CardItem(one["mark"], one["text"], one.get("field", "")) for one in body["items"])
    wrong = {one.mark for one in items} - set(MARKS)
    if wrong:
        raise ValueError(f"{body['heading']}: no such mark: {', '.join(sorted(wrong))}")
    unverified = body.get("status", "unverified") != "verified"
    return CardSection(body["heading"], body.get("field", ""), unverified, items)
