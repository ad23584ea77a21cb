"""Where a document stands: what is in force, until when it is certified, what to say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stayline.library.errors import DocumentNotFound
from stayline.library.models import (
    Certificate,
    DocumentVersion,
    Draft,
    ForceSpan,
    InForce,
    SignOff,
    VersionState,
)
from stayline.library.queries.notes import NOTES
from stayline_core.certificate import SIGNS, Signed

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

CERTIFIED_ONCE = frozenset({VersionState.ACTIVE.value, VersionState.LAPSED.value})
"""The states of a version that was certified and activated here: it guides who is trained."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document, or one version of it, stands at a moment.

    `digest` and `state` are empty where nothing is in force. `certified_until` is the last day;
    None with `certified` means that no sign-off ends. `banner` is one calm sentence for an
    agent, empty when all is well.
    """

    digest: str = ""
    state: str = ""
    in_force: bool = False
    certified: bool = False
    certified_until: date | None = None
    stale: bool = False
    lapsed_because: str = ""
    correction: bool = False
    legal_owed_until: datetime | None = None
    banner: str = ""

    @property
    def certified_once(self) -> bool:
        """Was it certified and activated here, be it that its certificate has ended since?"""
        return self.state in CERTIFIED_ONCE


def standing(kind: str, document_id: str, at: datetime) -> Standing:
    """Return how a document stands: the version in force, or that there is none (S0-12, S0-43)."""
    row = (
        InForce.objects.filter(kind=kind, document_id=document_id)
        .select_related("version__certificate")
        .first()
    )
    if row is None:
        return Standing(banner=_NOTHING)
    return _standing(row.version, in_force=True, at=at)


def standing_of(digest: str, at: datetime) -> Standing:
    """Return how one version stands.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    version = DocumentVersion.objects.filter(digest=digest).select_related("certificate").first()
    if version is None:
        raise DocumentNotFound(digest=digest)
    return _standing(version, in_force=is_in_force(digest), at=at)


def is_in_force(digest: str) -> bool:
    """Return whether this version guides contacts now."""
    return InForce.objects.filter(version_id=digest).exists()


def in_force_at(kind: str, document_id: str, at: datetime) -> str:
    """Return the digest of the version that was in force at a moment; empty: none was (S0-3)."""
    spans = ForceSpan.objects.filter(
        version__kind=kind, version__document_id=document_id, from_at__lte=at
    ).order_by("-from_at")
    last = next((one for one in spans if one.until_at is None or one.until_at > at), None)
    return "" if last is None else last.version_id


def lineage(digest: str) -> tuple[str, ...]:
    """Return the digests whose training counts for this version (S0-14).

    Itself; and what a safety correction corrected, because only words or contacts changed.
    """
    found: list[str] = []
    name: str | None = digest
    while name is not None and name not in found:
        found.append(name)
        row = DocumentVersion.objects.filter(digest=name, correction=True).first()
        name = None if row is None else row.made_from_id
    return tuple(found)


def adoptable() -> list[DocumentVersion]:
    """Return what somebody can adopt by name: the last version of each document not in force.

    Forms, ladders, directories and the like, which need no expert; in production nothing of
    them is in force before. What was withdrawn is left out: it is taken up again one by one.
    """
    there = set(InForce.objects.values_list("kind", "document_id"))
    rows = DocumentVersion.objects.exclude(kind__in=[*SIGNS, NOTES]).filter(withdrawn_at=None)
    found = {
        (row.kind, row.document_id): row
        for row in rows.exclude(state=VersionState.DRAFT).order_by("loaded_at", "digest")
    }
    return [found[name] for name in sorted(found) if name not in there]


def signatures(digest: str) -> dict[str, SignOff]:
    """Return the sign-offs of a version that stand, by what they are for; refusals too."""
    rows = SignOff.objects.filter(version_id=digest, stands=True)
    return {row.kind: row for row in rows}


def signed(digest: str) -> tuple[Signed, ...]:
    """Return the sign-offs of a version that stand, as the rules of certificates read them."""
    return tuple(
        Signed(
            kind=row.kind,
            name=row.signer_name,
            at=row.at,
            valid_until=row.valid_until,
            granted=row.granted,
            credential=row.credential,
            paper=row.paper,
        )
        for row in signatures(digest).values()
    )


def certificate_of(digest: str) -> Certificate | None:
    """Return the certificate of a version, be it lapsed; None: it never had one."""
    return Certificate.objects.filter(version_id=digest).first()


def draft(draft_id: UUID) -> Draft | None:
    """Return the draft of this id; None once a version was made of it or it was dropped."""
    rows = Draft.objects.filter(id=draft_id).select_related("saved_by", "started_by", "made_from")
    return rows.first()


def draft_of(kind: str, document_id: str) -> Draft | None:
    """Return the draft of a document; None when nobody is writing one."""
    rows = Draft.objects.filter(kind=kind, document_id=document_id)
    return rows.select_related("saved_by", "started_by", "made_from").first()


_NOTHING = "No version of this procedure is in force: keep talking, get a person, call for help."


def _standing(version: DocumentVersion, *, in_force: bool, at: datetime) -> Standing:
    certificate: Certificate | None = getattr(version, "certificate", None)
    today = at.astimezone(UTC).date()
    lapsed = ""
    if certificate is not None:
        until = certificate.valid_until
        over = until is not None and today > until
        lapsed = certificate.lapsed_because or (f"It was valid until {until}." if over else "")
    state = str(version.state)
    if lapsed and state == VersionState.ACTIVE:
        state = VersionState.LAPSED.value  # its last day is over; the watcher is about to say so
    stale = version.review_by is not None and today > version.review_by
    owed = certificate.legal_owed_until if certificate is not None else None
    found = Standing(
        digest=version.digest,
        state=state,
        in_force=in_force,
        certified=certificate is not None and not lapsed,
        certified_until=certificate.valid_until if certificate is not None else None,
        stale=stale,
        lapsed_because=lapsed,
        correction=version.correction,
        legal_owed_until=owed,
    )
    return replace(found, banner=banner(found))


def banner(found: Standing) -> str:
    """Return one calm sentence for an agent about a version; empty when all is well.

    What matters most is said alone: a screen in a crisis has room for one sentence.
    """
    if found.state == VersionState.LAPSED:
        return "The certificate of this procedure has ended. Keep to it; your managers know."
    if not found.certified_once:
        return "This procedure has not been certified here: it is for practice only."
    if found.legal_owed_until is not None:
        return "This procedure was corrected for safety. Its words are new; read them as they are."
    if found.stale:
        return "This procedure is due for its review. Keep to it; your managers know."
    return ""
