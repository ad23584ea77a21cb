"""What a list of people would do, before anything is written: the dry run (S3-6)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from stayline.people.models import Person, Role, Site
from stayline.people.policies import may_let_in, may_manage
from stayline.people.queries.directory import PersonFields, person_fields
from stayline.people.queries.places import changes_between
from stayline.people.queries.staff import site as site_of
from stayline_core.people_list import Fault, Row, read

if TYPE_CHECKING:
    from stayline.platform.actors import Actor

LABELS: Final = {str(role.label).casefold(): role.value for role in Role}
"""Roles may be written in the words of the screens as well."""

Kind = Literal["add", "change", "back", "same"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one line would do. `fields` is how the person stands afterwards."""

    line: int
    kind: Kind
    person: Person | None
    fields: PersonFields
    skills: tuple[str, ...]
    """Skills that it adds; a list takes none away."""

    changed: dict[str, list[str]] = field(default_factory=dict)

    def told(self) -> list[object]:
        """Return what names this line's effect."""
        who = str(self.person.id) if self.person else ""
        return [self.line, self.kind, who, self.fields.told(), list(self.skills), self.changed]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would do, or every fault that keeps it from being taken in.

    `stamp` names all of it: taking in is refused where it would do something else by then.
    """

    lines: tuple[Planned, ...]
    faults: tuple[Fault, ...]
    stamp: str

    @property
    def added(self) -> int:
        """How many people it adds, or takes back."""
        return sum(one.kind in {"add", "back"} for one in self.lines)

    @property
    def changed(self) -> int:
        """How many people it changes."""
        return sum(one.kind == "change" for one in self.lines)

    @property
    def same(self) -> int:
        """How many lines say what is so already."""
        return sum(one.kind == "same" for one in self.lines)


def planned_rows(text: str, *, actor: Actor) -> tuple[list[Planned], list[Fault]]:
    """Return what each line would do, and the faults that the list itself and its names show."""
    found = read(text)
    faults = list(found.faults)
    known = {
        one.username.casefold(): one
        for one in Person.objects.filter(kind="person")
        .select_related("site")
        .prefetch_related("roles", "skills")
    }
    sites = {one.slug: one for one in Site.objects.all()}
    own = site_of(actor.site_id).slug if actor.site_id else ""
    rows = []
    for row in found.rows:
        person = known.get(row.username.casefold())
        wrong = list(_row_faults(row, person, sites, own, actor))
        faults += [Fault(row.line, column, says) for column, says in wrong]
        if any(column == "site" for column, _ in wrong):  # the rest of the line is read as well
            row = replace(row, site=own, platform_user="")  # noqa: PLW2901 - stands in for it
        rows.append(_planned(row, person, own))
    return rows, faults


def plan_of(rows: list[Planned], faults: list[Fault]) -> Plan:
    """Return rows and faults as one plan, with the stamp that names it."""
    canonical = json.dumps([one.told() for one in rows], sort_keys=True, ensure_ascii=False)
    stamp = hashlib.sha256(canonical.encode()).hexdigest()[:24]
    ordered = sorted(set(faults), key=lambda one: (one.line, one.column, one.says))
    return Plan(tuple(rows), tuple(ordered), stamp)


def role_named(written: str) -> str:
    """Return the role that is meant: by its name or by its words; else what was written."""
    plain = written.strip().casefold()
    return LABELS.get(plain, plain.replace(" ", "_"))


def _planned(row: Row, person: Person | None, own: str) -> Planned:
    was = person_fields(person) if person else PersonFields("", row.username, own)
    now = replace(
        was,
        name=row.name or was.name,
        site=row.site or was.site,
        roles=frozenset(map(role_named, row.roles)) or was.roles,
        email=row.email or was.email,
        phone=row.phone or was.phone,
        platform_user=row.platform_user or was.platform_user,
    )
    has = {one.name for one in person.skills.all()} if person else set()
    skills = tuple(one for one in row.skills if one not in has)
    return Planned(row.line, "add", person, now, skills)


def settled(planned: Planned, fields: PersonFields) -> Planned:
    """Return a line with its fields as they are kept, and what it does to somebody known."""
    if planned.person is None:
        return replace(planned, fields=fields)
    changed = changes_between(person_fields(planned.person).told(), fields.told())
    kind: Kind = "change" if changed or planned.skills else "same"
    if not planned.person.is_active:
        kind = "back"
    return replace(planned, kind=kind, fields=fields, changed=changed)


def _row_faults(
    row: Row, person: Person | None, sites: dict[str, Site], own: str, actor: Actor
) -> list[tuple[str, str]]:
    slug = row.site or (person.site.slug if person and person.site else own)
    site = sites.get(slug)
    if site is None:
        known = ", ".join(sorted(one.slug for one in sites.values() if one.closed_at is None))
        return [("site", f"There is no site “{slug}”: use {known}.")]
    if not may_manage(actor, site.id) or (person and not may_manage(actor, person.site_id)):
        return [("site", "You do not manage people of this site.")]
    faults = []
    if person and not (person.is_active or may_let_in(actor, person.actor().roles)):
        faults.append(("username", "They had left, and an administrator alone takes them back."))
    if person is None and not row.name:
        faults.append(("name", "Somebody new needs a name."))
    if person is None and not row.roles:
        faults.append(("roles", "Somebody new needs a role."))
    return faults
