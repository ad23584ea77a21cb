"""What stands before a version can go live: the panel that a document's page includes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from stayline.library.errors import DocumentNotFound
from stayline.library.models import DocumentVersion, VersionState
from stayline.library.policies import (
    may_activate,
    may_record_paper,
    may_share,
    may_sign,
    may_write,
    may_write_restricted,
)
from stayline.library.queries import (
    ExpertView,
    Gate,
    Standing,
    certificate_of,
    draft_of,
    expert_of,
    experts,
    gates,
    restricted_for,
    sign_offs,
    signatures,
    standing,
    standing_of,
    version_by_digest,
)
from stayline.studio.errors import StudioNotYours
from stayline.studio.policies import may_see_studio
from stayline.studio.queries.reaching import SiteReach, reaching
from stayline_core.certificate import ADOPTED, EXPERT, signs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.library.queries import SignOffView
    from stayline.platform.actors import Actor

Version: TypeAlias = DocumentVersion
"""A version of a document, for the screens, which know no tables."""

UNSIGNED: Final = frozenset(
    {VersionState.TEMPLATE.value, VersionState.DRAFT.value, VersionState.CHECKED.value}
)
"""In these states nobody can sign yet: the version is not in review."""

SIGNATURES: Final = ("expert", "legal", "ethical")
WORDS: Final = {
    "expert": "crisis expert",
    "legal": "legal review",
    "ethical": "ethical review",
    "adopted": "adopted here",
}
_ICONS: Final = {
    "check": ("bad", "circle-x"),
    "mode": ("bad", "lock"),
    "expert": ("due", "certificate-off"),
    "trained": ("due", "school"),
    "coverage": ("bad", "list-check"),
    "risk": ("due", "file-text"),
}
_WAY: Final = (
    ("template", "Template"),
    ("checked", "Checked"),
    ("in_review", "In review"),
    ("certified", "Certified"),
    ("active", "In force"),
)
_AT_THE_END: Final = {"lapsed": "active", "superseded": "active", "draft": "template"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the way to being in force: done, now, or next."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate as it is shown: its look, and its mark."""

    gate: Gate
    look: str
    icon: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody may sign for by their own sign-in.

    `by` says what they sign by; `blocked` why they cannot, although it is theirs to sign.
    """

    kind: str
    words: str
    by: str
    expert_id: UUID | None = None
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A sign-off in the list, and whether the one who looks may take it back."""

    signoff: SignOffView
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel “Before it can go live” shows of one version, for one person."""

    kind: str
    document_id: str
    digest: str
    title: str
    state: str
    state_words: str
    shared_by: str
    standing: Standing
    way: tuple[Stage, ...]
    gates: tuple[GateRow, ...]
    passes: bool
    instead_of: str
    signatures: tuple[Signature, ...]
    signed: tuple[SignedRow, ...]
    paper_kinds: tuple[tuple[str, str], ...]
    paper_experts: tuple[ExpertView, ...]
    certificate: bool
    risk_unread: bool
    may_review: bool
    may_activate: bool
    may_adopt: bool
    may_withdraw: bool
    may_correct: bool
    may_share: bool
    may_note: bool
    notes: int
    reaching: tuple[SiteReach, ...] = ()
    """Of a ladder: whom it would ring at the sites of whoever looks, and what is wrong there."""

    @property
    def only_adopted_missing(self) -> bool:
        """Is its adoption all that is missing, which one press gives together with its force?"""
        return {row.gate.key for row in self.gates if not row.gate.met} <= {ADOPTED}

    @property
    def open_gates(self) -> int:
        """How many gates are not met."""
        return sum(not row.gate.met for row in self.gates)


def panel(actor: Actor, version: DocumentVersion, at: datetime) -> Panel:
    """Return what the panel of a version shows to `actor` at this moment; reads alone.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    found = gates(version.digest, at=at, actor=actor)
    stands = standing_of(version.digest, at)
    wanted = signs(version.kind)
    owner = may_activate(actor)
    adopts = ADOPTED in wanted
    paper = may_record_paper(actor) and version.state not in UNSIGNED and not adopts
    ready = version.state in {VersionState.CERTIFIED, VersionState.SUPERSEDED}
    return Panel(
        kind=version.kind,
        document_id=version.document_id,
        digest=version.digest,
        title=version.title or version.document_id,
        state=str(version.state),
        state_words=str(version.get_state_display()),
        shared_by=version.shared_by,
        standing=stands,
        way=() if adopts else _way(str(version.state)),
        gates=tuple(_row(gate) for gate in found.items),
        passes=found.passes,
        instead_of=standing(version.kind, version.document_id, at).digest,
        signatures=_own(actor, version, at),
        signed=_signed(actor, version.digest),
        paper_kinds=tuple((kind, WORDS[kind]) for kind in SIGNATURES if kind in wanted)
        if paper
        else (),
        paper_experts=tuple(one for one in experts(at=at) if one.valid) if paper else (),
        certificate=certificate_of(version.digest) is not None,
        risk_unread=any(gate.key == "risk" and not gate.met for gate in found.items),
        may_review=may_write(actor) and not adopts and version.state in UNSIGNED,
        may_activate=owner and not adopts and not (stands.in_force and not ready),
        may_adopt=owner and adopts and not stands.in_force,
        may_withdraw=owner and stands.in_force,
        may_correct=owner and stands.in_force and _correctable(version),
        may_share=may_share(actor),
        may_note=may_write_restricted(actor),
        notes=restricted_for(actor, version.kind, version.document_id),
        reaching=reaching(actor, version.kind, bytes(version.source), at=at),
    )


def version_shown(actor: Actor, kind: str, document_id: str, digest: str) -> DocumentVersion:
    """Return the version that an address names.

    Raises:
        StudioNotYours: `actor` neither writes nor signs documents.
        DocumentNotFound: no version of this document has this digest.
    """
    if not may_see_studio(actor):
        raise StudioNotYours
    version = version_by_digest(digest)
    if (version.kind, version.document_id) != (kind, document_id):
        raise DocumentNotFound(kind=kind, document=document_id, digest=digest)
    return version


def _way(state: str) -> tuple[Stage, ...]:
    now = [key for key, _ in _WAY].index(_AT_THE_END.get(state, state))
    return tuple(
        Stage(words, "done" if place < now else "now" if place == now else "next")
        for place, (_, words) in enumerate(_WAY)
    )


def _row(gate: Gate) -> GateRow:
    if gate.waived:
        return GateRow(gate, "", "circle")
    if gate.met:
        return GateRow(gate, "done", "circle-check")
    look, icon = _ICONS.get(gate.key, ("due", "clock"))
    return GateRow(gate, look, icon)


def _own(actor: Actor, version: DocumentVersion, at: datetime) -> tuple[Signature, ...]:
    """What `actor` may sign for: the register says who is an expert, roles say the rest."""
    wanted = signs(version.kind)
    standing = signatures(version.digest)
    found = [
        Signature(kind, WORDS[kind], f"as {WORDS[kind]}")
        for kind in SIGNATURES[1:]
        if kind in wanted and may_sign(actor, kind)
    ]
    entry = expert_of(actor.id, at=at)
    if entry is not None and EXPERT in wanted:
        by = f"{entry.credential_words}, {entry.issuer} {entry.number}"
        found.insert(0, Signature(EXPERT, WORDS[EXPERT], by, entry.id, _blocked(entry, version)))
    unsigned = [one for one in found if not _holds(standing.get(one.kind), at)]
    if version.state in UNSIGNED:
        return tuple(
            Signature(one.kind, one.words, one.by, one.expert_id, "It is not in review yet.")
            for one in unsigned
        )
    return tuple(unsigned)


def _blocked(entry: ExpertView, version: DocumentVersion) -> str:
    if not entry.valid:
        return f"Your credential ended on {entry.expires_on}: it must be renewed first."
    if str(entry.person_id) in version.authors:
        return "You wrote this version: another expert signs for it."
    return ""


def _holds(row: object, at: datetime) -> bool:
    granted, until = getattr(row, "granted", False), getattr(row, "valid_until", None)
    return bool(granted) and (until is None or until >= at.date())


def _signed(actor: Actor, digest: str) -> tuple[SignedRow, ...]:
    rows = signatures(digest)
    mine = {str(row.id) for row in rows.values() if row.person_id == actor.id}
    anybody = may_record_paper(actor)
    return tuple(
        SignedRow(one, one.stands and (anybody or str(one.id) in mine)) for one in sign_offs(digest)
    )


def _correctable(version: DocumentVersion) -> bool:
    """Is somebody writing the next version of a protocol that was certified here?"""
    if version.kind != "protocol" or version.state == VersionState.TEMPLATE:
        return False
    return draft_of(version.kind, version.document_id) is not None
