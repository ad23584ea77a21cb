"""Which site is ready for what: for each harm and class of channel, and what is missing (S0-38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from stayline.library.models import DocumentVersion, InForce, VersionState
from stayline.library.queries.coverage import handling_in_force
from stayline.library.queries.gates import SiteShare, training_shares
from stayline.library.queries.standing import Standing, standing_of
from stayline.people.queries import sites

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from stayline.people.models import Site

NOTHING: Final = "nothing is in force: the minimum-safe path guides"
TO_ADOPT: Final = ("ladder", "form", "agencies")
"""Kinds that the built-in path uses as they were shipped until a centre adopts its own."""

CLASS_WORDS: Final = {
    "live": "on the phone or in person",
    "chat": "in a chat",
    "written": "in writing",
    "none": "seen or heard by staff",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """How a site stands to one harm on one class of channel, in words."""

    harm: str
    channel_class: str
    protocol: str
    ready: bool
    says: str

    @property
    def channel_words(self) -> str:
        """The class of channel in words."""
        return CLASS_WORDS[self.channel_class]


@dataclass(frozen=True, slots=True)
class SiteReadiness:
    """A site, whether it is ready for everything, and each harm and class of channel."""

    slug: str
    name: str
    cells: tuple[Ready, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return all(one.ready for one in self.cells)

    @property
    def missing(self) -> dict[str, list[Ready]]:
        """What is missing, each with the harms and channels that it is missing for."""
        found: dict[str, list[Ready]] = {}
        for one in self.cells:
            if not one.ready:
                found.setdefault(one.says, []).append(one)
        return found

    @property
    def by_harm(self) -> dict[str, dict[str, list[Ready]]]:
        """Every harm, and under each thing that is said of it the classes of channel."""
        found: dict[str, dict[str, list[Ready]]] = {}
        for one in self.cells:
            found.setdefault(one.harm, {}).setdefault(one.says, []).append(one)
        return found


@dataclass(frozen=True, slots=True)
class _Version:
    title: str
    standing: Standing
    shares: dict[UUID, SiteShare]


def readiness(*, at: datetime) -> list[SiteReadiness]:
    """Return every site that takes contacts, and what it is ready for.

    A floor for exercises counts only where there is no other, as in a demo.
    """
    real = [one for one in sites() if not one.exercise] or sites()
    versions = {row.document_id: _version(row, at) for row in _protocols()}
    expected = [one for one in handling_in_force() if one.expected]
    return [
        SiteReadiness(
            slug=site.slug,
            name=site.name,
            cells=tuple(
                _cell(site, one.harm, one.channel_class, one.opens, versions) for one in expected
            ),
        )
        for site in real
    ]


def not_adopted() -> list[str]:
    """Return the ladders, forms and numbers that nobody here has adopted, each by kind and id.

    The built-in path works without: the built-in ladder rings, the form that was loaded last
    takes what was said, and its numbers are shown.
    """
    rows = DocumentVersion.objects.filter(kind__in=TO_ADOPT).values_list("kind", "document_id")
    held = InForce.objects.filter(kind__in=TO_ADOPT).exclude(version__state=VersionState.TEMPLATE)
    adopted = set(held.values_list("kind", "document_id"))
    return [f"{kind} {name}" for kind, name in sorted(set(rows) - adopted)]


def _protocols() -> list[InForce]:
    rows = InForce.objects.filter(kind="protocol").select_related("version")
    return list(rows.only("document_id", "version__digest", "version__title"))


def _version(row: InForce, at: datetime) -> _Version:
    shares = {one.site_id: one for one in training_shares(row.version_id, at=at)}
    return _Version(row.version.title or row.document_id, standing_of(row.version_id, at), shares)


def _cell(
    site: Site,
    harm: str,
    channel_class: str,
    opens: Sequence[str],
    versions: Mapping[str, _Version],
) -> Ready:
    if not opens:
        return Ready(harm, channel_class, "", ready=False, says=NOTHING)
    version = versions[opens[0]]
    fault = _fault(version, site)
    says = fault or f"“{version.title}” is certified{_until(version.standing)}"
    return Ready(harm, channel_class, opens[0], ready=not fault, says=says)


def _fault(version: _Version, site: Site) -> str:
    """Say what keeps a version from being ready at a site; nothing when all is well."""
    stands, share = version.standing, version.shares.get(site.id)
    if not stands.certified_once:
        return f"“{version.title}” is an uncertified template: for practice only"
    if stands.state == VersionState.LAPSED:
        return f"the certificate of “{version.title}” has ended"
    if share is not None and not share.enough:
        few = f"{share.trained} of {share.people} agents are trained on “{version.title}”"
        return f"{few}: {share.must - share.trained} more are needed"
    return ""


def _until(stands: Standing) -> str:
    until = f" until {stands.certified_until}" if stands.certified_until else ""
    return f"{until}, and due for its review" if stands.stale else until
