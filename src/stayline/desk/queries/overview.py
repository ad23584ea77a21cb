"""The first page of the desk: my contacts, and those that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.contacts.queries import caller, channels, open_contacts_of, unassigned
from stayline.desk.queries.language import language_name
from stayline.incidents.models import Incident
from stayline.incidents.queries import OwedView, by_contact, owed_by
from stayline.library.queries import AlertView, alerts_unseen, wording_languages
from stayline.platform.actors import Actor
from stayline.reports.models import Report

PRACTISED = Q(incident__contact__source=PRACTICE_ROOM, exercise=True)
"""Records of contacts that one practised on: they need not be filed."""

RECORD = "call_record"
"""The record that a difficult call always owes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in a list. A contact that nobody has shows no name."""

    contact: Contact
    caller_name: str
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the desk's first page lists."""

    mine: tuple[Row, ...]
    unassigned: tuple[Row, ...]
    owed: tuple[Report, ...]
    """Records of my calls that are not filed yet (S2-27)."""

    owing: tuple[OwedView, ...]
    """What else I owe, with a clock that runs: before and after its time (S1-44)."""

    channels: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    """What a caller may speak beside the usual, by tag and name: there are words in it."""

    live_topic: str

    corrected: tuple[AlertView, ...]
    """Safety corrections of procedures: everybody hears of them (S0-11)."""


def overview(actor: Actor, *, at: datetime) -> Overview:
    """Return the contacts of `actor`, and those of the site that wait for somebody."""
    mine = open_contacts_of(actor.id)
    waiting = unassigned(actor.site_id) if actor.site_id else []
    return Overview(
        mine=tuple(Row(row, caller(row).name, by_contact(row.id)) for row in mine),
        unassigned=tuple(Row(row, "", None) for row in waiting),
        owed=tuple(records_owed(actor.id)),
        owing=tuple(one for one in owed_by(actor.id, at=at) if one.do_target != RECORD),
        channels=tuple(channels()),
        languages=tuple((tag, language_name(tag)) for tag in wording_languages()),
        live_topic=f"board:{actor.site_id}" if actor.site_id else "",
        corrected=tuple(one for one in alerts_unseen(actor) if one.about == "corrected"),
    )


def records_owed(person_id: UUID) -> list[Report]:
    """Return the records of a person's calls that are over and not filed, the oldest first."""
    rows = Report.objects.filter(form_id=RECORD, number="", incident__contact__agent_id=person_id)
    over = rows.filter(~PRACTISED, incident__contact__released_at__isnull=False)
    return list(over.select_related("incident").order_by("opened_at"))
