"""The list of documents: what there is, what state it is in, what is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stayline.library.models import DocumentVersion, Draft, InForce
from stayline.platform.actors import Actor
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name in addresses, one of it and all of it in words."""

    key: str
    one: str
    many: str


KINDS: Final = (
    Kind("protocol", "Protocol", "Protocols"),
    Kind("wording", "Wording in another language", "Protocols in other languages"),
    Kind("ladder", "Ladder", "Ladders"),
    Kind("phrases", "Phrase library", "Phrase libraries"),
    Kind("card", "Card", "Cards"),
    Kind("procedure", "Procedure", "Procedures"),
    Kind("plan", "Plan", "Plans"),
    Kind("aftercare", "Plan of aftercare", "Plans of aftercare"),
    Kind("advice", "Approved advice and its limits", "Approved advice and its limits"),
    Kind("knowledge", "Page of knowledge", "Pages of knowledge"),
    Kind("selfcare", "Page of self-care", "Pages of self-care"),
    Kind("duties", "Duties of care", "Duties of care"),
    Kind("assessment", "Method of assessment", "Methods of assessment"),
    Kind("allocation", "Rules of what is sent", "Rules of what is sent"),
    Kind("messaging", "Method of messages", "Methods of messages"),
    Kind("course", "Course", "Courses"),
    Kind("curriculum", "Curriculum", "Curricula"),
    Kind("scenario", "Scenario to practise", "Scenarios to practise"),
    Kind("agencies", "Directory", "Directories"),
    Kind("catalogue", "Catalogue of services", "Catalogues of services"),
    Kind("laws", "Laws and policies", "Laws and policies"),
    Kind("codes", "Codes and controlled wording", "Codes and controlled wording"),
    Kind("form", "Form", "Forms"),
    Kind("notes", "Notes beside fields", "Notes beside fields"),
)
"""The kinds in the order of the list; one that is not named here comes after them."""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One document: what guides contacts now, and whether somebody writes the next version."""

    kind: str
    document_id: str
    title: str
    digest: str
    state: str
    state_words: str
    in_force: bool
    since: datetime | None
    draft_by: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of one kind."""

    kind: Kind
    rows: tuple[ShelfRow, ...]


def kind_words(key: str) -> Kind:
    """Return the words for a kind of document; one without words is called by its key."""
    known = next((one for one in KINDS if one.key == key), None)
    words = key.replace("_", " ").capitalize()
    return known or Kind(key, words, words)


def shelf(actor: Actor, *, at: datetime) -> tuple[Shelf, ...]:
    """Return every document by its kind, with what is in force and what is being written.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    drafts = {
        (one.kind, one.document_id): one.saved_by.name
        for one in Draft.objects.select_related("saved_by")
    }
    rows = {
        (one.kind, one.document_id): _row(one.version, one.since, drafts, at)
        for one in InForce.objects.select_related("version")
    }
    without_source = DocumentVersion.objects.defer("source", "body")
    for version in without_source.order_by("-loaded_at"):
        key = (version.kind, version.document_id)
        rows.setdefault(key, _row(version, None, drafts, at))
    order = [one.key for one in KINDS]
    kinds = sorted({kind for kind, _ in rows}, key=lambda one: (one not in order, one))
    kinds.sort(key=lambda one: order.index(one) if one in order else len(order))
    return tuple(
        Shelf(kind_words(kind), tuple(rows[key] for key in sorted(rows) if key[0] == kind))
        for kind in kinds
    )


def _row(
    version: DocumentVersion,
    since: datetime | None,
    drafts: dict[tuple[str, str], str],
    at: datetime,
) -> ShelfRow:
    return ShelfRow(
        kind=version.kind,
        document_id=version.document_id,
        title=version.title or version.document_id,
        digest=version.digest,
        state=version.state,
        state_words=version.get_state_display(),
        in_force=since is not None,
        since=since,
        draft_by=drafts.get((version.kind, version.document_id), ""),
        stale=version.review_by is not None and version.review_by < at.date(),
    )
