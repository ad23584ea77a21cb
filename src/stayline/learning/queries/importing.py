"""What a list of trainings would record: each line with its person and version, or its fault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from stayline.learning.models import Training
from stayline.learning.policies import may_record_training
from stayline.learning.queries.days import day_of
from stayline.learning.queries.lists import versions_to_train
from stayline.library.models import DocumentVersion
from stayline.people.models import Person
from stayline_core import training
from stayline_core.training import Fault, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stayline.platform.actors import Actor

SHORTEST: Final = 8
"""So many characters of a digest name a version, where no other begins with them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list that can be recorded. `known`: it is recorded already."""

    line: int
    person: Person
    protocol_id: str
    digest: str
    title: str
    trained_on: date
    valid_until: date | None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would record, and what stands in the way: with one fault nothing is recorded."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    @property
    def new(self) -> tuple[Entry, ...]:
        """The lines that are not recorded yet."""
        return tuple(one for one in self.entries if not one.known)


def preview(text: str, *, actor: Actor, at: datetime) -> Preview:
    """Read a list and look up its people and versions; nothing is written.

    A person is named by sign-in name or e-mail address, a version by the start of its digest;
    without one it is the version that waits to take force, else the one in force.
    """
    read = training.read(text)
    faults, entries = list(read.faults), []
    faulty = {one.line for one in read.faults}
    people, versions = _people(read.rows), _versions(read.rows)
    usual = _usual() if any(not row.version for row in read.rows) else {}
    for row in read.rows:
        person = people.get(row.person.lower())
        version, says = _version(row, versions, usual)
        wrong = _faults(row, person, says, actor=actor, at=at)
        faults += wrong
        if wrong or row.line in faulty:
            continue
        if person is not None and version is not None and row.trained_on is not None:
            entries.append(_entry(row, person, version, row.trained_on))
    return Preview(
        tuple(_with_known(entries)), tuple(sorted(faults, key=lambda one: (one.line, one.column)))
    )


def _people(rows: Iterable[Row]) -> dict[str, Person]:
    wanted = {row.person.lower() for row in rows}
    if not wanted:
        return {}
    found: dict[str, Person] = {}
    for one in Person.objects.filter(is_active=True, kind="person").select_related("site"):
        for name in (one.username.lower(), one.email.lower()):
            if name in wanted:
                found[name] = one
    return found


def _versions(rows: Iterable[Row]) -> dict[str, list[DocumentVersion]]:
    wanted = {row.protocol for row in rows}
    found: dict[str, list[DocumentVersion]] = {}
    versions = DocumentVersion.objects.filter(kind="protocol", document_id__in=wanted)
    for one in versions.only("digest", "document_id", "title", "state", "loaded_at"):
        found.setdefault(one.document_id, []).append(one)
    return found


def _version(
    row: Row, versions: dict[str, list[DocumentVersion]], usual: dict[str, str]
) -> tuple[DocumentVersion | None, tuple[str, str]]:
    """Return the version that a line means, or the column at fault and what is wrong."""
    mine = versions.get(row.protocol, [])
    if not mine and not row.protocol:
        return None, ("", "")  # the line has its fault already
    if not mine:
        return None, ("protocol", f"There is no protocol “{row.protocol}” here.")
    if not row.version:
        name = usual[row.protocol]
        return next(one for one in mine if one.digest == name), ("", "")
    if len(row.version) < SHORTEST:
        return None, ("version", f"Give at least {SHORTEST} characters of the digest.")
    found = [one for one in mine if one.digest.startswith(row.version)]
    if len(found) != 1:
        return None, ("version", f"{len(found) or 'No'} versions begin with “{row.version}”.")
    return found[0], ("", "")


def _usual() -> dict[str, str]:
    """Return the version that is meant where none is named: what waits before what stands."""
    found: dict[str, str] = {}
    for one in sorted(versions_to_train(), key=lambda one: one.in_force):
        found.setdefault(one.protocol_id, one.digest)
    return found


def _faults(
    row: Row, person: Person | None, says: tuple[str, str], *, actor: Actor, at: datetime
) -> list[Fault]:
    found = [Fault(row.line, *says)] if says[0] else []
    if person is None and row.person:
        found.append(Fault(row.line, "person", f"Nobody active here is “{row.person}”."))
    elif person is not None and not may_record_training(actor, person.site_id):
        found.append(Fault(row.line, "person", f"“{row.person}” works at another site."))
    elif person and row.trained_on and row.trained_on > day_of(person, at):
        found.append(Fault(row.line, "trained_on", "This day has not come yet."))
    return found


def _entry(row: Row, person: Person, version: DocumentVersion, trained_on: date) -> Entry:
    title = version.title or version.document_id
    return Entry(
        row.line, person, version.document_id, version.digest, title, trained_on, row.valid_until
    )


def _with_known(entries: list[Entry]) -> Iterable[Entry]:
    """Mark what is recorded already, and what the same list says twice."""
    rows = Training.objects.filter(
        taken_back_at=None, person_id__in=[one.person.id for one in entries]
    )
    known = set(rows.values_list("person_id", "version_id", "trained_on"))
    for one in entries:
        key = (one.person.id, one.digest, one.trained_on)
        yield replace(one, known=key in known)
        known.add(key)
