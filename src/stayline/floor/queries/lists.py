"""Lists of incidents and contacts, open and closed: searched, filtered, and page by page.

Nobody sees a row that they may not. Whoever takes contacts over sees of their site's incidents the
number, level and age (as on the board); only those who handle one see more, and only among these
do the filters look that would tell more: kind, person, and the caller's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When

from stayline.command.queries.assessing import priorities
from stayline.contacts.models import Channel, Contact
from stayline.contacts.queries import PRACTISED, Caller, caller_key
from stayline.floor.policies import may_see_floor
from stayline.incidents.models import Incident
from stayline.incidents.queries.record import PRACTISED as PRACTISED_INCIDENTS
from stayline.people.models import Person, Site
from stayline.people.queries import sites
from stayline.privacy.queries import closed_to, readable_by

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from stayline.platform.actors import Actor

PER_PAGE: Final = 25
CALM: Final = 9
"""Where a closed one stands among the levels: behind every open one (S0-17)."""

STATES: Final = (("", "Open and closed"), ("open", "Open"), ("closed", "Closed"))
LEVELS: Final = ("0", "1", "2", "3")
KINDS: Final = (
    "self_harm",
    "violence",
    "bomb",
    "abuse_disclosure",
    "abusive_language",
    "harassment",
    "emergency",
    "other",
)
EXERCISES: Final = (("", "All"), ("no", "Real ones"), ("yes", "Exercises"))

Row = TypeVar("Row")
Dated = TypeVar("Dated", Incident, Contact)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what cannot be read is left out and said in `faults`."""

    q: str = ""
    state: str = ""
    level: str = ""
    kind: str = ""
    channel: str = ""
    site: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    exercise: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    def address(self, page: int) -> str:
        """Return the query of another page with the same filters."""
        names = (*NAMES, "exercise")
        kept = {name: getattr(self, name) for name in names if getattr(self, name)}
        return urlencode(kept | ({"page": str(page)} if page > 1 else {}))

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.address(1))


NAMES: Final = ("q", "state", "level", "kind", "channel", "site", "person", "since", "until")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """One page of a list, with what the reader can choose among."""

    rows: tuple[Row, ...]
    page: Page[Incident] | Page[Contact]
    filters: Filters
    people: tuple[tuple[str, str], ...]
    sites: tuple[tuple[str, str], ...]
    zone: str

    @property
    def before(self) -> str:
        """The query of the page before; empty on the first."""
        there = self.page.has_previous()
        return "?" + self.filters.address(self.page.previous_page_number()) if there else ""

    @property
    def after(self) -> str:
        """The query of the next page; empty on the last."""
        there = self.page.has_next()
        return "?" + self.filters.address(self.page.next_page_number()) if there else ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in the list; `content`: the reader handles it and may open it.

    `priority` is that of its last assessment, 1 to 5, where the reader handles it (S3-40).
    """

    incident: Incident
    content: bool
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact in the list; `opens`: the reader may open it. Its incident, if any."""

    contact: Contact
    incident: Incident | None
    opens: bool
    names_agent: bool


def filters_of(asked: Mapping[str, str]) -> Filters:
    """Return the filters that an address asks for."""
    given = {name: asked.get(name, "").strip()[:80] for name in (*NAMES, "exercise")}
    faults = {}
    for name in ("since", "until"):
        if given[name] and _day(given[name]) is None:
            faults[name] = "A date is written as in 2026-11-22."
            given[name] = ""
    for name, known in (("level", LEVELS), ("kind", KINDS), ("channel", tuple(Channel.values))):
        given[name] = given[name] if given[name] in known else ""
    for name in ("site", "person"):
        given[name] = given[name] if _id(given[name]) else ""
    return Filters(**given, faults=faults)


def incident_list(
    filters: Filters, *, actor: Actor, zone: str, page: str = ""
) -> Listed[IncidentLine]:
    """Return one page of the incidents that `actor` may know of, danger to life first (S0-17)."""
    read = readable_by(actor.id)
    mine = Q(id__in=read)
    known = mine | Q(site_id=actor.site_id) if may_see_floor(actor) else mine
    rows = Incident.objects.filter(known, ~PRACTISED_INCIDENTS).exclude(id__in=closed_to(actor.id))
    telling = Q()
    if filters.kind:
        telling &= Q(kind=filters.kind)
    if filters.person:
        person = UUID(filters.person)
        telling &= Q(contact__agent_id=person) | Q(owner_id=person)
    if telling:
        rows = rows.filter(telling & mine)
    if filters.q:
        rows = rows.filter(Q(number__icontains=filters.q) | (_said(filters.q, "contact__") & mine))
    rows = _narrowed(rows, filters, zone)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.level:
        rows = rows.filter(level=int(filters.level))
    ordered = rows.order_by(*_danger_first(state="state", level="level")).select_related(
        "site", "contact__agent", "owner"
    )
    shown = Paginator(ordered, PER_PAGE).get_page(page)
    content = set(readable_by(actor.id).filter(incident_id__in=[one.id for one in shown]))
    given = priorities([one.id for one in shown if one.id in content])
    lines = tuple(IncidentLine(one, one.id in content, given.get(one.id)) for one in shown)
    return Listed(lines, shown, filters, _people(actor), _sites(), zone)


def contact_list(
    filters: Filters, *, actor: Actor, zone: str, page: str = ""
) -> Listed[ContactLine]:
    """Return one page of the contacts that `actor` may know of, those that wait first.

    An agent's own; for whoever takes contacts over, every contact of the site. Which harm an
    incident is about, and who the caller is, stands in none of them.
    """
    read = readable_by(actor.id)
    opens = Q(agent_id=actor.id, incidents=None) | Q(incidents__in=read)
    known = opens | Q(agent_id=actor.id)
    if may_see_floor(actor):
        known |= Q(site_id=actor.site_id)
    rows = Contact.objects.filter(known, ~PRACTISED).exclude(incidents__in=closed_to(actor.id))
    if filters.person:
        plain = Q(incidents=None) | Q(incidents__in=read)
        rows = rows.filter(plain, agent_id=UUID(filters.person))
    if filters.q:
        rows = rows.filter(Q(incidents__number__icontains=filters.q) | (_said(filters.q) & opens))
    rows = _narrowed(rows, filters, zone)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.state:
        rows = rows.filter(released_at__isnull=filters.state == "open")
    waits = Case(
        When(released_at=None, demanded_at__isnull=False, answered_at=None, then=Value(0)),
        When(released_at=None, incidents__level__lte=CALM, then=F("incidents__level") + 1),
        When(released_at=None, then=Value(CALM)),
        default=Value(CALM + 1),
    )
    ordered = rows.order_by(waits, "-opened_at", "id").select_related("site", "agent")
    shown = Paginator(ordered.prefetch_related("incidents"), PER_PAGE).get_page(page)
    content = set(read)
    lines = tuple(_contact_line(one, actor, content) for one in shown)
    return Listed(lines, shown, filters, _people(actor), _sites(), zone)


def _contact_line(row: Contact, actor: Actor, content: set[UUID]) -> ContactLine:
    found = next(iter(row.incidents.all()), None)
    handles = found is not None and found.id in content
    opens = handles or (found is None and row.agent_id == actor.id)
    return ContactLine(row, found, opens, names_agent=found is None or handles)


def _danger_first(*, state: str, level: str) -> tuple[Combinable | str, ...]:
    """Order by danger to life: the open ones by level, whoever waits longest first (S0-17)."""
    rank = Case(When(**{state: "open"}, then=F(level)), default=Value(CALM))
    asks = Case(
        When(contact__demanded_at__isnull=False, contact__answered_at=None, then=Value(0)),
        default=Value(1),
    )
    waits = Case(When(**{state: "open"}, then=F("opened_at")), default=None)
    return rank, asks, waits.asc(nulls_last=True), "-opened_at", "id"


def _said(words: str, prefix: str = "") -> Q:
    """Return what finds a contact by who had it, or by the caller's number; never by their name."""
    key = caller_key(Caller(number=words)) if sum(one.isdigit() for one in words) > PLAIN else ""
    found = Q(**{f"{prefix}agent__name__icontains": words})
    return found | Q(**{f"{prefix}caller_key": key}) if key else found


PLAIN: Final = 4
"""Digits that a word may hold without being taken for a caller's number."""


def _narrowed(rows: QuerySet[Dated], filters: Filters, zone: str) -> QuerySet[Dated]:
    if filters.site:
        rows = rows.filter(site_id=filters.site)
    if filters.exercise:
        rows = rows.filter(exercise=filters.exercise == "yes")
    if since := _day(filters.since):
        rows = rows.filter(opened_at__gte=_midnight(since, zone))
    if until := _day(filters.until):
        rows = rows.filter(opened_at__lt=_midnight(until + timedelta(days=1), zone))
    return rows


def _people(actor: Actor) -> tuple[tuple[str, str], ...]:
    rows = Person.objects.filter(site_id__in=[actor.site_id], kind="person")
    return tuple((str(one), name) for one, name in rows.order_by("name").values_list("id", "name"))


def _sites() -> tuple[tuple[str, str], ...]:
    found: list[Site] = sites()
    return tuple((str(one.id), one.name) for one in found) if len(found) > 1 else ()


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _id(given: str) -> bool:
    try:
        return bool(UUID(given))
    except ValueError:
        return False
