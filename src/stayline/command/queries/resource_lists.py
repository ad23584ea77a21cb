"""The list of resources: what is on it, for whom, and what a file of values would do to it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stayline.command.errors import ResourceNotFound, ResourcesNotYours
from stayline.command.models import Resource, ResourceKind, ResourceState
from stayline.command.policies.resources import may_keep_resources, may_see_resources
from stayline.command.queries.resource_fields import FIELD_WORDS, ResourceFields, fields_of
from stayline.command.queries.resources import available, rules_in_force, views
from stayline.people.models import Person, Site
from stayline.people.queries.places import changes_between, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.command.queries.resources import ResourceView
    from stayline.platform.actors import Actor

SHOWN: Final = {
    "": "Everything",
    "available": "Available now",
    "not": "Not available now",
    "out": "Out of service",
}
"""By what the list can be narrowed."""

KINDS: Final = tuple((str(one.value), str(one.label)) for one in ResourceKind)
STATES: Final = tuple((str(one.value), str(one.label)) for one in ResourceState)
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePage:
    """A site's list as one person sees it."""

    sites: tuple[Site, ...]
    site: Site
    keeps: bool
    capabilities: tuple[tuple[str, str], ...]
    rows: tuple[ResourceView, ...]
    free: int
    total: int


def resource_sites(actor: Actor) -> list[Site]:
    """Return the open sites whose resources this person may see, by name."""
    found = Site.objects.filter(closed_at=None).order_by("name", "id")
    return [one for one in found if may_see_resources(actor, one.id)]


def resource_page(
    actor: Actor, *, site: str, capability: str, shown: str, at: datetime
) -> ResourcePage:
    """Return a site's list, narrowed; without a short name, that of the person's own site.

    Raises:
        ResourcesNotYours: there is no list that `actor` may see, or not this one.
    """
    sites = resource_sites(actor)
    here = next((one for one in sites if one.slug == site), None)
    own = next((one for one in sites if one.id == actor.site_id), sites[0] if sites else None)
    chosen = here if site else own
    if chosen is None:
        raise ResourcesNotYours
    every = available(chosen.id, at=at, exercise=chosen.exercise)
    able = [one for one in every if not capability or capability in one.capabilities]
    return ResourcePage(
        sites=tuple(sites),
        site=chosen,
        keeps=may_keep_resources(actor, chosen.id),
        capabilities=capabilities(),
        rows=tuple(one for one in able if _stands(one, shown)),
        free=sum(one.available for one in every),
        total=len(every),
    )


def _stands(one: ResourceView, shown: str) -> bool:
    if shown == "out":
        return one.state == ResourceState.OUT_OF_SERVICE
    return not shown or one.available == (shown == "available")


def capabilities() -> tuple[tuple[str, str], ...]:
    """Return what a resource can be able to do: id and words, as the rules that hold have them."""
    found = rules_in_force()
    return tuple((one.id, one.words) for one in found[1].capabilities) if found else ()


@dataclass(frozen=True, slots=True)
class ResourceForm:
    """One resource as its form holds it; `expected` names what it showed."""

    fields: ResourceFields
    site: Site
    view: ResourceView
    expected: str


def resource_form(actor: Actor, resource_id: UUID, *, at: datetime) -> ResourceForm:
    """Return a resource for its form.

    Raises:
        ResourceNotFound: none of this id is on a list.
        ResourcesNotYours: `actor` does not keep the list of its site.
    """
    row = (
        Resource.objects.select_related("site", "person")
        .filter(id=resource_id, removed_at=None)
        .first()
    )
    if row is None:
        raise ResourceNotFound(resource=str(resource_id))
    if not may_keep_resources(actor, row.site_id):
        raise ResourcesNotYours
    fields = fields_of(row)
    view = views([row], at=at, exercise=row.site.exercise)[0]
    return ResourceForm(fields, row.site, view, stamp_of(fields.told()))


def people_of(site_id: UUID) -> list[tuple[str, str]]:
    """Return who works at a site: sign-in name and name, by name."""
    found = Person.objects.filter(site_id=site_id, is_active=True, kind="person")
    return list(found.order_by("name", "id").values_list("username", "name"))


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong in one place of a list. `line` counts from 1, the heading being 1."""

    line: int
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class PlannedResource:
    """What one line would do; `fields` is how the resource stands afterwards."""

    line: int
    resource_id: UUID | None
    fields: ResourceFields
    changed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Whether it adds, changes, or says what is so already."""
        if self.resource_id is None:
            return "add"
        return "change" if self.changed else "same"


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    """What a list would do, or every fault that keeps it from being taken in.

    `stamp` names all of it: taking in is refused where it would do something else by then.
    """

    lines: tuple[PlannedResource, ...]
    faults: tuple[ListFault, ...]

    @property
    def stamp(self) -> str:
        """What names the effect of every line."""
        told = [[one.line, str(one.resource_id), one.fields.told()] for one in self.lines]
        canonical = json.dumps([told, [one.changed for one in self.lines]], sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:24]

    def many(self, kind: str) -> int:
        """Return how many lines do this."""
        return sum(one.kind == kind for one in self.lines)


def planned_lines(text: str, *, site: Site) -> tuple[list[PlannedResource], list[ListFault]]:
    """Return what each line would do, and the faults that the list itself shows.

    A name that is on the list already is changed; what is empty in the file stays as it is.
    """
    rows, faults = _read(text)
    known = {
        one.name.casefold(): one
        for one in Resource.objects.filter(site=site, removed_at=None)
        .select_related("person")
        .order_by("name", "id")
    }
    seen: set[str] = set()
    found: list[PlannedResource] = []
    for number, values in rows:
        name = values.get("name", "").casefold()
        if name in seen:
            faults.append(ListFault(number, "name", "This name stands twice in the list."))
        seen.add(name)
        found.append(_planned(number, values, known.get(name)))
    return found, faults


def _planned(number: int, values: dict[str, str], row: Resource | None) -> PlannedResource:
    if row is None:
        told = dict.fromkeys(FIELD_WORDS, "") | values
        return PlannedResource(number, None, ResourceFields(**told))
    was = fields_of(row).told()
    now = was | {name: value for name, value in values.items() if value and name != "name"}
    return PlannedResource(number, row.id, ResourceFields(**now), changes_between(was, now))


def _read(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[ListFault]]:
    """Return the lines by column, or what is wrong with the file."""
    try:
        lines = list(_lines(text))
    except csv.Error as fault:
        return [], [ListFault(1, "", f"This is no list of values: {fault}.")]
    if len(lines) < 2:  # noqa: PLR2004 - a heading and a line
        return [], [ListFault(1, "", "Write a heading, and a line for each resource under it.")]
    heading = [one.strip().lower().replace(" ", "_") for one in lines[0][1]]
    faults = [ListFault(1, column, says) for column, says in _heading_faults(heading)]
    if len(lines) > MOST_ROWS:
        faults.append(ListFault(1, "", f"More than {MOST_ROWS} lines: split the file."))
    rows = []
    for number, values in [] if faults else lines[1:]:
        if len(values) != len(heading):
            says = f"This line has {len(values)} values, the heading {len(heading)}."
            faults.append(ListFault(number, "", says))
            continue
        told = zip(heading, (one.strip() for one in values), strict=True)
        rows.append((number, {name: _joined(name, value) for name, value in told}))
    return rows, faults


def _joined(name: str, value: str) -> str:
    """Return several values of one cell as the form has them: parted by commas."""
    several = name in {"capabilities", "near", "hours"}
    return ", ".join(one.strip() for one in value.split("|")) if several else value


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    plain = text.removeprefix("\ufeff")
    first = plain.lstrip().partition("\n")[0]
    parted_by = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(plain), delimiter=parted_by, strict=True)
    for values in reader:
        if any(value.strip() for value in values):
            yield reader.line_num, values


def _heading_faults(heading: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in ("name", "kind"):
        if name not in heading:
            yield name, f"The column “{name}” is missing."
    for name in dict.fromkeys(heading):
        if name not in FIELD_WORDS:
            yield name, f"There is no column “{name}”: use {', '.join(FIELD_WORDS)}."
        elif list(heading).count(name) > 1:
            yield name, f"The column “{name}” is there twice."
