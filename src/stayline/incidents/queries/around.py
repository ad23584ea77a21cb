"""What stands around an incident: its ending, the caller's earlier calls, calling back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stayline.contacts.queries import contacts_of_same_caller
from stayline.incidents.models import EndingRequest, Incident
from stayline.incidents.queries.guiding import live_threats
from stayline.incidents.queries.record import answers_of, last_run, runs_of
from stayline.library.queries import crisis_plan
from stayline.people.queries import site

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact

NOT_RESOLVED: Final = "not_resolved"

TRIES: Final = 2
"""So often somebody who may be in danger is called back; then a supervisor decides on help."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Whether a contact may end after its warnings, and how the question to a supervisor stands.

    `needed`: the run came to its ending and this site wants it approved. `approved` is None
    while nobody has decided.
    """

    needed: bool
    asked_by: UUID | None = None
    asked_at: datetime | None = None
    decided_by: UUID | None = None
    approved: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallbackRule:
    """Whether a lost caller may be called back now, in whose words, and how often it was tried.

    `rule` is propose, agreement (a bomb: none until police or telecoms security agree),
    safe_contact (abuse: only as was agreed with the person) or none (nobody was lost).
    """

    rule: str
    says: str
    allowed: bool
    tries: int = 0


RULES: Final = {
    "agreement": (
        "Do not call back after a bomb threat. Only when police or telecoms security have"
        " agreed, and a supervisor has recorded it."
    ),
    "safe_contact": (
        "Only at the time and by the way that the person called safe, saying nothing of the"
        " subject. Without a safe way on record nobody calls."
    ),
    "propose": (
        "A supervisor may have the caller called back from another line. After two tries"
        " without an answer the supervisor decides on emergency services."
    ),
}
"""What each rule says to people, in the words of the log."""


def ending(row: Incident) -> Ending:
    """Return how it stands with ending a contact after its warnings (S2-25, S2-26)."""
    run = last_run(row.id)
    at_its_end = run is not None and run.ended_how == "terminated"
    needed = at_its_end and site(row.site_id).ending_needs_approval
    asked = EndingRequest.objects.filter(incident=row).order_by("-asked_at").first()
    if asked is None:
        return Ending(needed)
    return Ending(
        needed=needed,
        asked_by=asked.asked_by,
        asked_at=asked.asked_at,
        decided_by=asked.decided_by,
        approved=asked.approved,
        reason=asked.reason,
    )


def emergency_plan(row: Incident) -> str:
    """Return the site's crisis management plan, or where it is kept; empty: none (S2-46)."""
    return site(row.site_id).emergency_plan


def plan_stands(row: Incident) -> str:
    """Return whose plan is opened by "I need out": the site's own comes first (S2-45, S2-46)."""
    if emergency_plan(row).strip():
        return "the site's own"
    return "the playbook's" if crisis_plan() else "none is written"


def earlier_unresolved(contact: Contact) -> int:
    """Return how many earlier calls of the same caller were recorded as not resolved (S2-30)."""
    others = contacts_of_same_caller(contact)
    rows = Incident.objects.filter(contact_id__in=others, outcome=NOT_RESOLVED)
    return rows.filter(opened_at__lt=contact.opened_at).count()


def suggests_specialised(contact: Contact) -> bool:
    """Return whether so many were unresolved that a specialised team is suggested (S2-29)."""
    return earlier_unresolved(contact) >= site(contact.site_id).unresolved_threshold


def linked(row: Incident) -> list[Incident]:
    """Return the other incidents of the same caller; each keeps its own list of readers."""
    return list(row.links.order_by("opened_at"))


def callback(row: Incident) -> CallbackRule:
    """Return what the gravest rule of the threats that stand says about calling back.

    Nothing is ever called by itself. A bomb's rule goes before abuse's, and that before all
    others (`design.md` section 1, caller lost).
    """
    contact = row.contact
    tries = row.callbacks.filter(kind="try").count()
    if contact is None or contact.caller_left_at is None:
        return CallbackRule("none", "The caller is not lost.", allowed=False, tries=tries)
    rule = callback_rule(row)
    allowed = {
        "agreement": row.callbacks.filter(kind="agreed").exists(),
        "safe_contact": safe_contact_known(row),
        "propose": True,
    }[rule]
    return CallbackRule(rule, RULES[rule], allowed=allowed, tries=tries)


def callback_rule(row: Incident) -> str:
    """Return which rule holds for calling back: agreement, safe_contact or propose."""
    kinds = {row.kind, *(one.kind for one in live_threats(row))}
    if "bomb" in kinds:
        return "agreement"
    return "safe_contact" if "abuse_disclosure" in kinds else "propose"


def safe_contact_known(row: Incident) -> bool:
    """Return whether a safe way to reach the person is on record, by answer or by supervisor."""
    if row.callbacks.filter(kind="safe").exists():
        return True
    said: dict[str, str] = {}
    for run in runs_of(row.id):
        said |= {name: str(one["value"]) for name, one in answers_of(run).items()}
    recorded = said.get("abuse.safe_contact_recorded") == "yes"
    return recorded or said.get("abuse.safe_contact") == "answered"


def silences_due(at: datetime, limit: int) -> list[UUID]:
    """Return the chats in which nothing was said for too long by `at`."""
    rows = Incident.objects.filter(silence_due_at__lte=at).order_by("silence_due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_silence_due() -> datetime | None:
    """Return when the next chat will have been silent for too long."""
    rows = Incident.objects.filter(silence_due_at__isnull=False).order_by("silence_due_at")
    return rows.values_list("silence_due_at", flat=True).first()
