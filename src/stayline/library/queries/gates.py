"""What stands between a version and going live, gate by gate, and what would meet each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings

from stayline.library.models import VersionState
from stayline.library.ports import training
from stayline.library.queries.checks import PROTOCOL, check_of
from stayline.library.queries.documents import protocol_by_digest, version_by_digest
from stayline.library.queries.risk import (
    RISKY,
    risk_acknowledged,
    risk_acknowledged_by_anybody,
)
from stayline.library.queries.standing import lineage, signed
from stayline.people.queries import agents_next, sites
from stayline_core.certificate import needed
from stayline_core.protocol.coverage import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from stayline.library.models import DocumentVersion
    from stayline.platform.actors import Actor
    from stayline_core.certificate import Signed


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of going live: whether it is met, why not, and what would meet it.

    `waived`: nothing stands in the way, and still it is not so. A screen must not say that it is.
    """

    key: str
    title: str
    met: bool
    words: str
    mend: str = ""
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Gates:
    """Every gate that this kind of document has, in the order in which they are worked off."""

    items: tuple[Gate, ...]

    @property
    def unmet(self) -> tuple[Gate, ...]:
        """Those that stand in the way."""
        return tuple(one for one in self.items if not one.met)

    @property
    def passes(self) -> bool:
        """Does nothing stand in the way?"""
        return not self.unmet


@dataclass(frozen=True, slots=True)
class SiteShare:
    """How many of a site's agents are trained on a version, and how many must be."""

    site_id: UUID
    name: str
    trained: int
    people: int
    must: int

    @property
    def enough(self) -> bool:
        """Are enough of them trained?"""
        return self.trained >= self.must


TITLES: Final = {
    "expert": "A crisis expert has signed",
    "legal": "Legal review has signed",
    "ethical": "Ethical review has signed",
    "adopted": "Somebody has adopted it here",
}
_MENDS: Final = {
    "expert": "Ask an expert of your register whose credential is valid.",
    "legal": "Ask your legal reviewer.",
    "ethical": "Ask your ethics reviewer.",
    "adopted": "A manager or protocol owner adopts it by name.",
}
_ORDER: Final = tuple(TITLES)


def gates(digest: str, *, at: datetime, actor: Actor | None = None) -> Gates:
    """Return every gate between a version and going live (S0-11, S0-13, S0-14, S0-18, S0-22).

    `actor` is who would activate it: the notice of risk is theirs to read. Without one, the gate
    says whether anybody has. A shipped template in demo and practice needs no signatures: it
    guides nobody who is real, and says so.

    Raises:
        DocumentNotFound: no version has this digest.
    """
    version = version_by_digest(digest)
    exempt = exempt_template(version)
    items = [_mode(version), _check(version)]
    items += [_exempted(gate) if exempt else gate for gate in _signed(version, at=at)]
    if version.kind == PROTOCOL:
        items.append(_coverage(version))
        gate = _trained(version, at=at)
        items.append(_exempted(gate) if exempt else gate)
    items.append(_review(version, at=at))
    if version.kind in RISKY:
        items.append(_risk(version, actor))
    return Gates(tuple(items))


def exempt_template(version: DocumentVersion) -> bool:
    """Return whether this is a template where nothing is real: demo and practice (S0-18)."""
    return mode() != "production" and version.state == VersionState.TEMPLATE


def mode() -> str:
    """Return what this installation is for: demo, practice or production."""
    return str(settings.STAYLINE.mode)


def training_shares(digest: str, *, at: datetime) -> tuple[SiteShare, ...]:
    """Return for every site how many of its agents are trained on a version (S0-14, S0-38).

    Whoever is an agent and on its rota of the next seven days counts, or every agent where it
    keeps none. A floor for exercises counts only where there is no other, as in a demo. A site
    without agents is left out.
    """
    names = lineage(digest)
    real = [one for one in sites() if not one.exercise] or sites()
    found = []
    for site in real:
        agents = [person.id for person in agents_next(site.id, at=at)]
        if agents:
            trained = training().trained(names, agents, at=at)
            must = math.ceil(settings.STAYLINE.min_trained_share * len(agents))
            found.append(SiteShare(site.id, site.name, len(trained), len(agents), must))
    return tuple(found)


def _mode(version: DocumentVersion) -> Gate:
    title = "This installation may use it"
    uncertified = version.state in {VersionState.TEMPLATE, VersionState.DRAFT}
    if mode() == "production" and uncertified:
        words = "It is an uncertified template: it can guide nobody before it is certified here."
        return Gate("mode", title, met=False, words=words, mend="Send it to review.")
    return Gate("mode", title, met=True, words=f"This installation is for {mode()}.")


def _check(version: DocumentVersion) -> Gate:
    title = "The checker finds no error"
    report = check_of(version.digest)
    errors = [one for one in report["findings"] if one["severity"] == "error"]
    if report["passes"]:
        return Gate("check", title, met=True, words="No error was found.")
    first = errors[0]
    words = f"{len(errors)} found. The first, line {first['line']}: {first['message']}"
    return Gate("check", title, met=False, words=words, mend="Mend it, and make a new version.")


def _signed(version: DocumentVersion, *, at: datetime) -> Iterator[Gate]:
    standing = {one.kind: one for one in signed(version.digest)}
    needs = needed(version.kind, correction=version.correction)
    for kind in _ORDER:
        if kind in needs:
            yield _signature(kind, standing.get(kind), at)


def _signature(kind: str, one: Signed | None, at: datetime) -> Gate:
    today = at.astimezone(UTC).date()
    if one is not None and one.holds(today):
        until = f", valid until {one.valid_until}" if one.valid_until else ""
        words = f"{one.name}, {one.at:%Y-%m-%d}{until}."
        return Gate(kind, TITLES[kind], met=True, words=words)
    if one is None:
        words = f"{TITLES[kind]}: not yet."
    elif not one.granted:
        words = f"{one.name} refused on {one.at:%Y-%m-%d}."
    else:
        words = f"{one.name}'s signature ended on {one.valid_until}."
    return Gate(kind, TITLES[kind], met=False, words=words, mend=_MENDS[kind])


def _exempted(gate: Gate) -> Gate:
    words = "Not so, and not needed of a template where nothing is real."
    return Gate(gate.key, gate.title, met=True, words=words, waived=True)


def _coverage(version: DocumentVersion) -> Gate:
    title = "It addresses all that it must"
    found = coverage(protocol_by_digest(version.digest), version.kind).missing
    if not found:
        return Gate("coverage", title, met=True, words="Nothing is missing.")
    words = f"Missing: {'; '.join(one.title for one in found)}."
    return Gate("coverage", title, met=False, words=words, mend="Add the steps that are missing.")


def _trained(version: DocumentVersion, *, at: datetime) -> Gate:
    title = "Enough people are trained on this version"
    shares = training_shares(version.digest, at=at)
    short = [one for one in shares if not one.enough]
    words = "; ".join(f"{one.name}: {one.trained} of {one.people}" for one in short or shares)
    if short:
        mend = "; ".join(f"{one.name} needs {one.must - one.trained} more" for one in short)
        return Gate("trained", title, met=False, words=f"{words}.", mend=f"{mend}.")
    return Gate("trained", title, met=True, words=f"{words or 'Nobody needs training'}.")


def _review(version: DocumentVersion, *, at: datetime) -> Gate:
    title = "Its review date lies ahead"
    if version.review_by is None:
        met = version.kind != PROTOCOL
        words = "It names no date by which it is looked at again."
        mend = "" if met else "Write `review_by` into it."
        return Gate("review", title, met=met, words=words, mend=mend)
    if at.astimezone(UTC).date() > version.review_by:
        words = f"It was to be reviewed by {version.review_by}."
        mend = "Review it, set a new date, and have that version certified."
        return Gate("review", title, met=False, words=words, mend=mend)
    return Gate("review", title, met=True, words=f"By {version.review_by}.")


def _risk(version: DocumentVersion, actor: Actor | None) -> Gate:
    title = "The notice of risk was read"
    where = (version.kind, version.document_id, "activate")
    if actor is None:
        met = risk_acknowledged_by_anybody(*where)
    else:
        met = risk_acknowledged(actor, *where)
    if met:
        return Gate("risk", title, met=True, words="It was acknowledged.")
    words = "Whoever activates it reads the notice of personal and legal risk first."
    return Gate("risk", title, met=False, words=words, mend="Read and acknowledge the notice.")
