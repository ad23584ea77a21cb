"""Lists for whoever trains a site: each procedure, who is trained on it, who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from django.conf import settings

from stayline.learning.errors import TrainingNotFound
from stayline.learning.models import Training
from stayline.learning.queries.trained import Record, counting, records_on
from stayline.library.models import DocumentVersion, InForce, VersionState
from stayline.library.queries.standing import lineage
from stayline.people.models import Role, Site
from stayline.people.policies import RECEIVES
from stayline.people.queries import agents_next, people_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from stayline.people.models import Person

Place: TypeAlias = Site
"""A site, for the edge, which knows no tables."""

PROTOCOL: Final = "protocol"
NEVER_CERTIFIED: Final = frozenset(
    {
        VersionState.TEMPLATE.value,
        VersionState.DRAFT.value,
        VersionState.CHECKED.value,
        VersionState.IN_REVIEW.value,
    }
)
WAITING: Final = (VersionState.CERTIFIED.value, VersionState.IN_REVIEW.value)
"""What people are trained on before it takes force, the nearest to it first."""

TAKES_CONTACTS: Final = RECEIVES | {Role.AGENT.value, Role.PROTOCOL_OWNER.value}
"""Whose training is recorded: who takes contacts, takes them over, or practises what they write."""


@dataclass(frozen=True, slots=True)
class VersionToTrain:
    """A version of a procedure that people can be trained on.

    `asked`: it was certified here, so that it guides only whoever is trained on it.
    """

    digest: str
    protocol_id: str
    title: str
    state: str
    state_words: str
    in_force: bool

    @property
    def course_id(self) -> str:
        """The id of this procedure's own training."""
        return f"procedure-{self.protocol_id}"

    @property
    def asked(self) -> bool:
        """Whether it guides nobody who is not trained on it (S0-14)."""
        return self.state not in NEVER_CERTIFIED


@dataclass(frozen=True, slots=True)
class VersionAtSite:
    """How many of a site's agents are trained on a version, and who is missing."""

    version: VersionToTrain
    trained: int
    missing: tuple[str, ...]

    @property
    def of(self) -> int:
        """How many agents the site has."""
        return self.trained + len(self.missing)

    @property
    def enough(self) -> bool:
        """Whether the share of trained agents is reached; it is where there are no agents."""
        return self.trained >= self.of * settings.STAYLINE.min_trained_share


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody of a site and how they stand to one version; `earlier`: trained on another one."""

    id: UUID
    name: str
    roles: str
    record: Record | None
    earlier: bool


def versions_to_train() -> list[VersionToTrain]:
    """Return what people are trained on: the versions in force, and those that wait to be.

    A procedure of which neither is there stands with the version that was loaded last.
    """
    in_force = set(InForce.objects.filter(kind=PROTOCOL).values_list("version_id", flat=True))
    found: dict[str, list[VersionToTrain]] = {}
    for row in _versions():
        one = _version(row, in_force)
        known = found.setdefault(one.protocol_id, [])
        waits = one.state in WAITING and not any(it.state in WAITING for it in known)
        if one.in_force or waits:
            known.append(one)
    for row in _versions():
        if not found[row.document_id]:
            found[row.document_id].append(_version(row, in_force))
    return sorted((one for each in found.values() for one in each), key=_place)


def version_to_train(digest: str) -> VersionToTrain:
    """Return the version of a procedure that this digest names.

    Raises:
        TrainingNotFound: none has it.
    """
    row = _versions().filter(digest=digest).first()
    if row is None:
        raise TrainingNotFound(version=digest)
    held = InForce.objects.filter(kind=PROTOCOL, version_id=digest)
    return _version(row, set(held.values_list("version_id", flat=True)))


def other_versions(version: VersionToTrain) -> list[VersionToTrain]:
    """Return the other versions of the same procedure, the last loaded first."""
    in_force = set(InForce.objects.filter(kind=PROTOCOL).values_list("version_id", flat=True))
    rows = _versions().filter(document_id=version.protocol_id).exclude(digest=version.digest)
    return [_version(row, in_force) for row in rows]


def training_at(site: Site, *, at: datetime) -> list[VersionAtSite]:
    """Return each procedure with who of a site's agents is trained on it, and who is missing.

    Where the site keeps a rota, of the agents on it in the next seven days: those whom callers
    will reach (S0-14).
    """
    agents = agents_next(site.id, at=at)
    wanted = [(one, lineage(one.digest)) for one in versions_to_train()]
    pairs = _pairs({name for _, names in wanted for name in names}, agents, at)
    return [_at_site(one, names, agents, pairs) for one, names in wanted]


def trainees(version: VersionToTrain, site: Site, *, at: datetime) -> list[Trainee]:
    """Return who takes contacts at a site, or takes them over, and how each stands to a version."""
    people = [one for one in people_of(site.id) if one.actor().is_a(*TAKES_CONTACTS)]
    ids = [one.id for one in people]
    stand = records_on(lineage(version.digest), ids, at=at)
    before = Training.objects.filter(
        person_id__in=ids, protocol_id=version.protocol_id, taken_back_at=None
    )
    earlier = set(before.values_list("person_id", flat=True)) - stand.keys()
    return [
        Trainee(
            one.id,
            one.name,
            ", ".join(str(grant) for grant in one.roles.all()),
            stand.get(one.id),
            one.id in earlier,
        )
        for one in people
    ]


def missing_of(person_id: UUID, *, at: datetime) -> list[VersionToTrain]:
    """Return the certified versions in force that would not guide this person."""
    asked = [one for one in versions_to_train() if one.in_force and one.asked]
    return [
        one for one in asked if person_id not in records_on(lineage(one.digest), [person_id], at=at)
    ]


def _versions() -> QuerySet[DocumentVersion]:
    rows = DocumentVersion.objects.filter(kind=PROTOCOL).order_by("-loaded_at", "digest")
    return rows.only("digest", "document_id", "title", "state", "loaded_at")


def _version(row: DocumentVersion, in_force: Collection[str]) -> VersionToTrain:
    return VersionToTrain(
        digest=row.digest,
        protocol_id=row.document_id,
        title=row.title or row.document_id,
        state=row.state,
        state_words=str(row.get_state_display()),
        in_force=row.digest in in_force,
    )


def _place(one: VersionToTrain) -> tuple[bool, str, bool]:
    """What is certified stands first; of one procedure, what waits before what is in force."""
    return (not one.asked, one.title, one.in_force)


def _pairs(
    digests: Collection[str], people: Collection[Person], at: datetime
) -> set[tuple[str, UUID]]:
    rows = Training.objects.filter(
        counting(at), version_id__in=list(digests), person_id__in=[one.id for one in people]
    )
    return set(rows.values_list("version_id", "person_id"))


def _at_site(
    version: VersionToTrain,
    names: Collection[str],
    agents: Collection[Person],
    pairs: Collection[tuple[str, UUID]],
) -> VersionAtSite:
    missing = [one.name for one in agents if not any((name, one.id) in pairs for name in names)]
    return VersionAtSite(version, len(agents) - len(missing), tuple(missing))
