"""Which documents guide contacts now, parsed and kept in memory by digest."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.models import DocumentVersion, InForce
from stayline_core.forms import Form
from stayline_core.protocol import CENTRE_NAMES, Catalogue, LadderSpec, Protocol, load, load_ladder
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
    return row.version_id, _ladder(row.version_id)


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
    return Form.parse(cast("dict[str, Any]", _version(digest).body))


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
    return Catalogue.from_documents(forms, ladders, CENTRE_NAMES)


def versions(kind: str, document_id: str) -> list[DocumentVersion]:
    """Return every version of a document, the newest first; old ones stay readable (S0-3)."""
    rows = DocumentVersion.objects.filter(kind=kind, document_id=document_id)
    return list(rows.order_by("-loaded_at"))


def _in_force(kind: str, document_id: str) -> InForce:
    row = (
        InForce.objects.filter(kind=kind, document_id=document_id).select_related("version").first()
    )
    if row is None:
        raise DocumentNotFound(kind=kind, document=document_id)
    return row


def _version(digest: str) -> DocumentVersion:
    row = DocumentVersion.objects.filter(digest=digest).first()
    if row is None:
        raise DocumentNotFound(digest=digest)
    return row


@functools.lru_cache(maxsize=256)
def _protocol(digest: str) -> Protocol:
    version = _version(digest)
    loaded = load(bytes(version.source), file=f"{version.document_id}.yaml")
    if loaded.protocol is None:
        raise DocumentFaulty({"document": loaded.findings[0].message})
    return loaded.protocol


@functools.lru_cache(maxsize=256)
def _ladder(digest: str) -> LadderSpec:
    version = _version(digest)
    loaded = load_ladder(bytes(version.source), file=f"{version.document_id}.yaml")
    if loaded.ladder is None:
        raise DocumentFaulty({"document": loaded.findings[0].message})
    return loaded.ladder


@functools.lru_cache(maxsize=64)
def _numbers(digest: str) -> dict[str, EmergencyNumber]:
    body = cast("dict[str, Any]", _version(digest).body)
    return {
        entry["country"]: EmergencyNumber(
            country=entry["country"],
            country_name=entry["name"],
            number=entry["number"],
            source=entry["source"],
            checked_on=entry["checked_on"] or "",
            unverified=entry["status"] != "verified",
        )
        for agency in body["agencies"]
        if agency["id"] == "emergency_services"
        for entry in agency["numbers"]
    }
