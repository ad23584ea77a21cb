"""Every document as a page to read: blocks of lines, each with what it rests on.

One shape for all kinds, so that one screen shows them and one search goes through them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from stayline.library.errors import DocumentNotFound
from stayline.library.models import DocumentVersion, InForce, VersionState
from stayline.library.queries import pages
from stayline.library.queries.documents import version_by_digest
from stayline.library.queries.pages import Block, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "procedure": "Procedure",
        "knowledge": "Knowledge",
        "advice": "What may be advised",
        "laws": "Laws and policies",
        "codes": "Wording and codes",
        "agencies": "Directory",
        "catalogue": "What we offer",
        "plan": "Crisis management plan",
        "card": "Cards",
        "phrases": "Phrases",
        "protocol": "Protocols",
    }
)
"""The kinds that anybody who works here may read, in the order of the library's page."""

EXPORTED: Final = frozenset(KINDS) - {"protocol", "card", "phrases"}
"""Kinds that are saved as a file here; what guides people leaves by the studio, with its notice."""

FOUND_AT_MOST: Final = 60

READABLE: Final = frozenset(VersionState.values) - {"draft", "checked", "in_review"}
"""What anybody may read; the rest is still being written or reviewed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of one document, to be read."""

    version: DocumentVersion
    title: str
    note: str
    item: str
    requirement: str
    review_by: str
    blocks: tuple[Block, ...]
    in_force: bool

    @property
    def kind_words(self) -> str:
        """What kind of document it is, in words."""
        return KINDS[self.version.kind]

    @property
    def exported(self) -> bool:
        """Whether it can be saved as a file here."""
        return self.version.kind in EXPORTED


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list of its kind: the version in force, or else the one that came last."""

    kind: str
    id: str
    digest: str
    title: str
    note: str
    item: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that holds every word that was looked for."""

    document: Listed
    block: Block
    line: Line | None

    @property
    def kind_words(self) -> str:
        """What kind of document it is in, in words."""
        return KINDS[self.document.kind]


READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[Block]]]] = MappingProxyType(
    {
        "advice": pages.of_advice,
        "laws": pages.of_laws,
        "codes": pages.of_codes,
        "card": pages.of_card,
        "phrases": pages.of_phrases,
        "directory": pages.of_directory,
        "agency_formats": pages.of_formats,
        "agencies": pages.of_emergency_numbers,
        "protocol": pages.of_protocol,
        **dict.fromkeys(("catalogue", "plan", "procedure", "knowledge"), pages.of_guide),
    }
)
"""How each kind is read, by the `kind` that its body says."""


def shelf() -> dict[str, list[Listed]]:
    """Return the documents by kind, in the order of `KINDS`; kinds without one too.

    Each is the version in force, or else the one that came last.
    """
    standing = _standing()
    chosen: dict[tuple[str, str], DocumentVersion] = {}
    for row in _readable(kind__in=KINDS):
        name = (row.kind, row.document_id)
        if name not in chosen or row.digest in standing or chosen[name].digest not in standing:
            chosen[name] = row
    found: dict[str, list[Listed]] = {kind: [] for kind in KINDS}
    for (kind, _), row in sorted(chosen.items()):
        found[kind].append(_listed(row, in_force=row.digest in standing))
    return found


def readable_versions(kind: str, document_id: str) -> list[DocumentVersion]:
    """Return the versions of a document that anybody may read, the newest first (S0-3).

    What is still being written or reviewed is read in the studio alone.
    """
    if kind not in KINDS:
        return []
    return list(_readable(kind=kind, document_id=document_id))[::-1]


def reading(kind: str, document_id: str, digest: str = "") -> Reading:
    """Return a document to read: the version in force, or the one of this digest (S0-3).

    Raises:
        DocumentNotFound: nobody reads this kind here, or there is no such document or version.
    """
    rows, standing = readable_versions(kind, document_id), _standing()
    named = [row for row in rows if row.digest == digest]
    in_force = [row for row in rows if row.digest in standing]
    found = named if digest else (in_force or rows)
    if not found:
        raise DocumentNotFound(kind=kind, document=document_id)
    version = found[0]
    body = cast("dict[str, Any]", version.body)
    return Reading(
        version=version,
        title=version.title,
        note=str(body.get("note", "")),
        item=str(body.get("item", "")),
        requirement=str(body.get("requirement", "")),
        review_by=str(body.get("review_by", "")),
        blocks=_blocks(version.digest),
        in_force=version.digest in standing,
    )


def search(words: str) -> list[Hit]:
    """Return the lines in force that hold every word of `words`, at most 60; none for no word.

    Upper and lower case are the same, and so are the kinds of apostrophe. A block whose
    heading alone holds them all is found once, as itself.
    """
    wanted = _plain(words).split()
    found: list[Hit] = []
    for listed in (one for kind in shelf().values() for one in kind if wanted):
        for block in _blocks(listed.digest):
            found.extend(_hits(listed, block, wanted))
            if len(found) >= FOUND_AT_MOST:
                return found[:FOUND_AT_MOST]
    return found


def _hits(listed: Listed, block: Block, wanted: list[str]) -> Iterator[Hit]:
    of_block = " ".join((block.heading, block.intro, *block.tags))
    above = _plain(f"{listed.title} {listed.item} {of_block}")
    if all(word in above for word in wanted):
        yield Hit(listed, block, None)
        return
    for line in block.lines:
        text = f"{above} {_plain(line.searched)}"
        if all(word in text for word in wanted):
            yield Hit(listed, block, line)


def _standing() -> frozenset[str]:
    return frozenset(InForce.objects.values_list("version_id", flat=True))


def _readable(**which: object) -> QuerySet[DocumentVersion]:
    rows = DocumentVersion.objects.filter(state__in=READABLE, **which)
    return rows.defer("source").order_by("loaded_at", "digest")


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _listed(version: DocumentVersion, *, in_force: bool) -> Listed:
    body = cast("dict[str, Any]", version.body)
    return Listed(
        kind=version.kind,
        id=version.document_id,
        digest=version.digest,
        title=version.title,
        note=str(body.get("note", "")),
        item=str(body.get("item", "")),
        in_force=in_force,
    )


@functools.lru_cache(maxsize=256)
def _blocks(digest: str) -> tuple[Block, ...]:
    version = version_by_digest(digest)
    body = cast("dict[str, Any]", version.body)
    if version.kind == "protocol":
        body = {"digest": digest}
    read = READERS.get(str(body.get("kind", version.kind)), READERS[version.kind])
    return tuple(read(body))
