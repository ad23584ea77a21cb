"""Which documents guide contacts now, parsed and kept in memory by digest."""

from __future__ import annotations

import functools
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.errors import DocumentFaulty, DocumentNotFound
from stayline.library.models import DocumentVersion, InForce
from stayline_core.canonical import digest as digest_of
from stayline_core.forms import Form
from stayline_core.protocol import CENTRE_NAMES, Catalogue, LadderSpec, Protocol, load, load_ladder
from stayline_core.protocol.findings import first_error
from stayline_core.protocol.language import CLASS_OF_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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

    @property
    def named(self) -> str:
        """The number, with the word "unverified" where it was never checked."""
        return f"{self.number} (unverified)" if self.unverified else self.number


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


EMERGENCY: Final = "emergency"
"""The document of numbers and words by which emergency services are called."""

UNFINISHED: Final = ("draft", "checked", "in_review")
"""States of a version that is still written or reviewed."""

MARKS: Final = ("ask", "observe", "say", "do", "not")


def protocol_for(harm: str, channel_class: str) -> LoadedProtocol | None:
    """Return the protocol in force that handles this harm on this class of channel.

    None means that none is in force: the built-in minimum-safe path runs then. One for a
    `situation` never opens by itself: a person takes it (`protocols_for_situations`).
    """
    return next(
        (one for one in _handling(harm, channel_class) if one.protocol.situation is None), None
    )


def protocols_for_situations(harm: str, channel_class: str) -> list[LoadedProtocol]:
    """Return the protocols in force that are more exact than the one for this harm.

    Each has a `situation`; they are offered beside it, and a person takes one by one press.
    """
    return [one for one in _handling(harm, channel_class) if one.protocol.situation is not None]


def _handling(harm: str, channel_class: str) -> Iterator[LoadedProtocol]:
    rows = InForce.objects.filter(kind="protocol").order_by("document_id")
    # Without the documents themselves: they are parsed once, and kept by digest.
    for digest, state in rows.values_list("version_id", "version__state"):
        protocol = _protocol(digest)
        if harm in protocol.handles and channel_class in protocol.classes:
            yield LoadedProtocol(digest, protocol, state)


def read_in_force() -> int:
    """Read every procedure and ladder in force ahead, and return how many.

    They are kept by digest. The first opening after a start would otherwise read all of them
    while somebody waits to be rung: nearly a second.
    """
    rows = InForce.objects.filter(kind__in=("protocol", "ladder"))
    found = list(rows.values_list("kind", "version_id"))
    for kind, digest in found:
        (_protocol if kind == "protocol" else ladder_by_digest)(digest)
    return len(found)


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
    digest = _in_force("ladder", ladder_id).version_id
    return digest, ladder_by_digest(digest)


def form_in_force(form_id: str) -> tuple[str, Form]:
    """Return the digest and the form in force.

    Raises:
        DocumentNotFound: no form of this id is in force.
    """
    digest = _in_force("form", form_id).version_id
    return digest, form_by_digest(digest)


@functools.lru_cache(maxsize=256)
def form_by_digest(digest: str) -> Form:
    """Return the form whose version this digest names.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    return Form.parse(_as_written(version_by_digest(digest)))


def _as_written(row: DocumentVersion) -> dict[str, Any]:
    """Return a document with its keys in the order they were written: `jsonb` keeps none.

    The fields of a form are asked in that order, on every engine.
    """
    with suppress(ValueError):
        found = json.loads(bytes(row.source))
        if isinstance(found, dict) and digest_of(found) == row.digest:
            return found
    return cast("dict[str, Any]", row.body)


def emergency_agency(country: str) -> EmergencyNumber | None:
    """Return the emergency number for a caller's country; None when it is not known.

    Where nobody has adopted the document of numbers yet, the one that was loaded last answers:
    a missing signature must not hide the number that brings help (S0-15).
    """
    rows = InForce.objects.filter(kind="agencies").values_list("document_id", "version_id")
    held = dict(rows)
    if EMERGENCY not in held and (newest := newest_version("agencies", EMERGENCY)):
        held[EMERGENCY] = newest.digest
    for digest in held.values():
        found = _numbers(digest).get(country.upper())
        if found is not None:
            return found
    return None


def emergency_script() -> Mapping[str, Any]:
    """Return the document of emergency services in force: numbers and the words to say.

    Raises:
        DocumentNotFound: none is in force.
    """
    return cast("Mapping[str, Any]", _in_force("agencies", "emergency").version.body)


def card(card_id: str) -> Card | None:
    """Return the card in force of this id; None when there is none."""
    row = InForce.objects.filter(kind="card", document_id=card_id).first()
    return None if row is None else _card(row.version_id)


def cards() -> list[Card]:
    """Return every card in force, by its id."""
    rows = InForce.objects.filter(kind="card").order_by("document_id")
    return [_card(row.version_id) for row in rows]


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
    phrases = InForce.objects.filter(kind="phrases", document_id="approved-advice").values_list(
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


def standing_digests(kind: str) -> list[str]:
    """Return the digest of each document of a kind, by its id: in force, or else the last loaded.

    For what may be read though nobody has adopted it, such as pages of self-care. What is still
    being written is left out.
    """
    rows = DocumentVersion.objects.filter(kind=kind).exclude(state__in=UNFINISHED)
    found = dict(rows.order_by("loaded_at", "digest").values_list("document_id", "digest"))
    found |= InForce.objects.filter(kind=kind).values_list("document_id", "version_id")
    return [found[name] for name in sorted(found)]


def _in_force(kind: str, document_id: str) -> InForce:
    row = InForce.objects.filter(kind=kind, document_id=document_id).first()
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


@functools.lru_cache(maxsize=64)
def _card(digest: str) -> Card:
    return parse_card(cast("dict[str, Any]", version_by_digest(digest).body))


def _section(body: Mapping[str, Any]) -> CardSection:
    items = tuple(CardItem(one["mark"], one["text"], one.get("field", "")) for one in body["items"])
    wrong = {one.mark for one in items} - set(MARKS)
    if wrong:
        raise ValueError(f"{body['heading']}: no such mark: {', '.join(sorted(wrong))}")
    unverified = body.get("status", "unverified") != "verified"
    return CardSection(body["heading"], body.get("field", ""), unverified, items)
