"""What people read: services offered, the plan for a crisis, the procedure, pages of knowledge.

The four kinds have one shape: sections of short lines, each with its source, and links to
where in the product the thing is done (S1-35, S2-46, S3-30 to S3-50).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.models import InForce
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.proof import Proof, cited, known, needed, parse_sources
from stayline_core.protocol.language import HARMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SERVICES_OFFERED: Final = "catalogue"
PLAN: Final = "plan"
PROCEDURE: Final = "procedure"
KNOWLEDGE: Final = "knowledge"
GUIDES: Final = (SERVICES_OFFERED, PLAN, PROCEDURE, KNOWLEDGE)


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go on: `to` names a place of the product, or `kind/id` of a document."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One sentence, and where it is from."""

    text: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading, for these harms (none: all), with links and protocols."""

    heading: str
    intro: str
    harms: tuple[str, ...]
    lines: tuple[GuideLine, ...]
    protocols: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A document to read. `item` and `requirement` say which knowledge item it answers."""

    kind: str
    id: str
    title: str
    note: str
    item: str
    requirement: str
    sections: tuple[Section, ...]
    sources: tuple[Proof, ...]
    review_by: str

    @property
    def text(self) -> str:
        """The whole of it as plain text, a paragraph a section."""
        return "\n\n".join(
            "\n".join((one.heading, *(line.text for line in one.lines))) for one in self.sections
        )


def guides(kind: str) -> list[Guide]:
    """Return the documents in force of a kind, by their id."""
    rows = InForce.objects.filter(kind=kind).order_by("document_id")
    return [_guide(digest) for digest in rows.values_list("version_id", flat=True)]


def knowledge_page(item: str) -> Guide | None:
    """Return the page on a knowledge item (K1 to K21); None where none is in force."""
    return next((one for one in guides(KNOWLEDGE) if one.item == item), None)


def crisis_plan(own: str = "") -> str:
    """Return what to do when somebody feels threatened or loses control (S2-45, S2-46).

    A site's own text comes before the shipped plan. Empty: there is neither.
    """
    found = guides(PLAN)
    return own.strip() or (found[0].text if found else "")


def parse_guide(body: Mapping[str, Any]) -> Guide:
    """Return the guide that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is no guide; the text says what is wrong.
    """
    (kind,) = known([body["kind"]], GUIDES, "kind")
    sources = parse_sources(body)
    item, requirement = body.get("item", ""), body.get("requirement", "")
    if kind == KNOWLEDGE and not (item and requirement):
        raise ValueError("item and requirement: which knowledge item, and which requirement")
    return Guide(
        kind=kind,
        id=needed(body, "id", kind),
        title=needed(body, "title", kind),
        note=body.get("note", ""),
        item=item,
        requirement=requirement,
        sections=tuple(
            _section(entry, sources, f"sections[{number}]")
            for number, entry in enumerate(body["sections"], start=1)
        ),
        sources=tuple(sources.values()),
        review_by=needed(body, "review_by", kind),
    )


def _section(entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str) -> Section:
    return Section(
        heading=needed(entry, "heading", place),
        intro=entry.get("intro", ""),
        harms=known(entry.get("harms", ()), HARMS, f"{place}.harms"),
        lines=_lines(entry, sources, place),
        protocols=tuple(entry.get("protocols", ())),
        links=tuple(Link(one["words"], one["to"]) for one in entry.get("links", ())),
    )


def _lines(
    entry: Mapping[str, Any], sources: Mapping[str, Proof], place: str
) -> tuple[GuideLine, ...]:
    """Return the lines of a section; those without a source have the section's."""
    found: Sequence[Any] = entry.get("lines", ())
    lines = [one if isinstance(one, dict) else {"text": one} for one in found]
    return tuple(
        GuideLine(
            needed(one, "text", f"{place}.lines[{number}]"),
            cited({"source": entry.get("source", ""), **one}, sources, f"{place}.lines[{number}]"),
        )
        for number, one in enumerate(lines, start=1)
    )


@functools.lru_cache(maxsize=128)
def _guide(digest: str) -> Guide:
    return parse_guide(cast("dict[str, Any]", version_by_digest(digest).body))
