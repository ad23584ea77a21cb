"""What is owed, by whom, across incidents; the centre's own times; and what is asked for next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.models import Obligation, OwedRule

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

KNOWN: Final = (
    ("file", "security_threat"),
    ("file", "people_at_risk"),
    ("file", "call_record"),
    ("open_case", "customer_support_supervisor"),
    ("confirm", "arrived"),
    ("dispatch", "emergency_services"),
)
"""What people may owe in any centre: an effect and its target."""

STANDING: Final = ("owed", "missed", "waiting")
"""States in which something is still to be done."""


@dataclass(frozen=True, slots=True)
class Owable:
    """Something that documents let people owe: an effect and its target."""

    do_kind: str
    do_target: str

    @property
    def what(self) -> str:
        """Both, as `set_owed_rule` takes them."""
        return f"{self.do_kind} {self.do_target}"


@dataclass(frozen=True, slots=True)
class OwedView:
    """One thing that is owed, as a list shows it.

    `whom` is empty where nobody owns it: the floor shows that. `late` says that its time is up.
    """

    id: UUID
    incident_id: UUID
    contact_id: UUID | None
    number: str
    do_kind: str
    do_target: str
    whom: str
    due_at: datetime | None
    late: bool
    asked: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """One of the centre's own times: for what, where, from which level, how long, and why."""

    id: UUID
    do_kind: str
    do_target: str
    site: str
    level: int
    within: timedelta
    because: str
    set_at: datetime

    @property
    def minutes(self) -> int:
        """How long it gives, in whole minutes."""
        return int(self.within.total_seconds()) // 60


def may_be_owed() -> list[Owable]:
    """Return what people may owe here: in any centre, and whatever was owed in this one."""
    rows = Obligation.objects.exclude(by="system").values_list("do_kind", "do_target")
    return [Owable(*one) for one in dict.fromkeys((*KNOWN, *sorted(set(rows))))]


def owed_by(person_id: UUID, *, at: datetime) -> list[OwedView]:
    """Return what this person owes and has a clock that runs, the most urgent first."""
    rows = Obligation.objects.filter(owner_id=person_id, state__in=("owed", "missed"))
    return _views(rows, at)


def unowned(incident_ids: Collection[UUID], *, at: datetime) -> list[OwedView]:
    """Return what of these incidents a person owed and nobody does now: passed on to nobody."""
    rows = Obligation.objects.filter(
        incident_id__in=list(incident_ids),
        owner=None,
        state__in=STANDING,
        by__in=("agent", "receiver"),
    )
    return _views(rows, at)


def owed_rules() -> list[RuleView]:
    """Return the centre's own times that hold."""
    rows = OwedRule.objects.filter(removed_at=None).select_related("site")
    return [
        RuleView(
            id=one.id,
            do_kind=one.do_kind,
            do_target=one.do_target,
            site=one.site.name if one.site else "",
            level=one.level,
            within=timedelta(seconds=one.within_s),
            because=one.because,
            set_at=one.set_at,
        )
        for one in rows
    ]


def reminders_due(at: datetime, limit: int) -> list[UUID]:
    """Return what somebody is to be asked for by `at`, the earliest first."""
    rows = Obligation.objects.filter(state__in=("owed", "missed"), remind_at__lte=at)
    return list(rows.order_by("remind_at").values_list("id", flat=True)[:limit])


def next_reminder_due() -> datetime | None:
    """Return when somebody is asked for something next."""
    rows = Obligation.objects.filter(state__in=("owed", "missed"), remind_at__isnull=False)
    return rows.order_by("remind_at").values_list("remind_at", flat=True).first()


def _views(rows: QuerySet[Obligation], at: datetime) -> list[OwedView]:
    found = rows.filter(incident__state="open").select_related("incident", "owner")
    views = [
        OwedView(
            id=one.id,
            incident_id=one.incident_id,
            contact_id=one.incident.contact_id,
            number=one.incident.number,
            do_kind=one.do_kind,
            do_target=one.do_target,
            whom=one.owner.name if one.owner else "",
            due_at=one.due_at,
            late=one.due_at is not None and one.due_at <= at,
            asked=one.reminded,
        )
        for one in found
    ]
    return sorted(views, key=lambda one: (one.due_at is None, one.due_at or at, one.number))
