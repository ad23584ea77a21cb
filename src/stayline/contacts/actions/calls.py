"""The legs of calls, as a telephone platform reports them: kept in any order, each once.

What is kept here is what was heard. The record hears of it from `escalation`, which knows what
each of it means; `tell_at` stands until it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.contacts.models import Call, Contact, Handset, Leg
from stayline.contacts.queries import leg_value
from stayline.people.queries import person_by_platform_user
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.platform.wake import wake_on_commit
from stayline_core import telephone as rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Conference:
    """Which call of which platform a report is about."""

    platform: str
    id: str
    name: str = ""


@action
def note_call(*, contact_id: UUID, conference: Conference, actor: Actor, at: datetime) -> Call:
    """Keep which call on the platform is this contact's, and let somebody look into it soon.

    A second report changes nothing. A contact whose first call is over may go on in another.
    """
    del actor  # the platform's; what follows for the record is logged there
    contact = Contact.objects.select_for_update(of=("self",)).get(id=contact_id)
    known = Call.objects.filter(contact=contact).first()
    if known is not None and (known.conference == conference.id or known.ended_at is None):
        return known
    row, _ = Call.objects.update_or_create(
        contact=contact,
        defaults={
            "platform": conference.platform,
            "conference": conference.id,
            "name": conference.name,
            "began_at": at,
            "ended_at": None,
            "hold": "",
            "hold_at": None,
            "hold_why": "",
            "look_at": at,
        },
    )
    wake_on_commit("due")
    return row


@action
def note_reports(
    *,
    contact_id: UUID,
    reports: Sequence[rules.Report],
    ended_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep what the platform reports of the legs; False: nothing of it was new.

    `ended_at`: it says that the call is over. Late, repeated and out of order reports are
    taken as they are (`stayline_core.telephone`).
    """
    del actor
    call = _locked(contact_id)
    changed = _over(call, ended_at)
    for report in reports:
        before, row = _leg_of(call, report)
        after = rules.heard(before, report)
        if after != before:
            _keep(row, after)
            changed = True
    return _heard(call, at) if changed else False


@action
def note_look(
    *,
    contact_id: UUID,
    seen: Mapping[str, tuple[str, rules.Leg]],
    before: Mapping[str, int],
    over: bool = False,
    name: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep what somebody saw who looked into the call: each leg with its label, by its id.

    `before` is what was known when the look began. False: nothing of it was new.
    """
    del actor
    call = _locked(contact_id)
    if name and not call.name:
        call.name = name[:200]
        call.save(update_fields=["name"])
    rows = {row.call_sid: row for row in call.legs.exclude(call_sid="")}
    known = {name: leg_value(row) for name, row in rows.items()}
    roles = {name: _whose(call, name, label) for name, (label, _) in seen.items()}
    legs = {name: leg for name, (_, leg) in seen.items()}
    changed = _over(call, at if over else None)
    for after in rules.looked(known.values(), legs, before, at=at):
        if known.get(after.id) == after:
            continue
        role, person_id = roles.get(after.id, (after.role, None))
        row = rows.get(after.id) or Leg(call=call, call_sid=after.id, role=role)
        row.person_id = row.person_id or person_id
        _keep(row, after)
        changed = True
    return _heard(call, at) if changed else False


@action
def note_told(*, contact_id: UUID, heard_at: datetime, actor: Actor, at: datetime) -> None:
    """Note that the record knows what was heard up to `heard_at`; more may have been since."""
    del actor, at
    Call.objects.filter(contact=contact_id, tell_at=heard_at).update(tell_at=None)


@action
def note_leg(
    *, leg_id: UUID, state: str, call_sid: str = "", why: str = "", actor: Actor, at: datetime
) -> bool:
    """Note how a leg stands that Stayline asked for: ringing, or failed and why.

    False: it is in the call already or was, and a late word changes nothing.
    """
    del actor
    row = _leg_locked(leg_id)
    if row is None or row.state not in {"asked", "ringing"}:
        return False
    quicker = Leg.objects.filter(call=row.call_id, call_sid=call_sid).exclude(id=row.id)
    if call_sid and quicker.update(role=row.role, person_id=row.person_id):
        row.delete()  # the platform has reported it before: it stands under its own id
        return False
    row.state, row.why = state, why[:200]
    row.call_sid = call_sid or row.call_sid
    row.save(update_fields=["state", "why", "call_sid"])
    _show(row.call, at)
    return True


@action
def note_voice(
    *,
    leg_id: UUID,
    muted: bool | None = None,
    whispers: bool | None = None,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Note whether a receiver is heard, as the platform confirmed it; or why it is not known."""
    del actor
    row = _leg_locked(leg_id)
    if row is None:
        return
    row.voice_why = why[:200]
    if not why:
        row.muted, row.whispers, row.voice = muted, whispers, ""
    row.save(update_fields=["voice", "voice_why", "muted", "whispers"])
    _show(row.call, at)


@action
def note_handset(
    *,
    person_id: UUID,
    platform: str,
    worker: str,
    activity: str,
    available: bool,
    happened_at: datetime,
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep what the platform says of a person's line; False: something newer is known."""
    del actor, at
    row, _ = Handset.objects.select_for_update().get_or_create(
        person_id=person_id, defaults={"platform": platform}
    )
    if row.at is not None and happened_at <= row.at:
        return False
    row.platform, row.worker, row.activity = platform, worker or row.worker, activity
    row.available, row.at = available, happened_at
    if available and row.back == "held":
        row.back = ""  # it takes calls again: held back anew if it must be
    row.save()
    wake_on_commit("due")
    return True


def _locked(contact_id: UUID) -> Call:
    return Call.objects.select_for_update(of=("self",)).get(contact=contact_id)


def _leg_locked(leg_id: UUID) -> Leg | None:
    """Lock the call of a leg and then read it, in the order in which reports do."""
    call_id = Leg.objects.filter(id=leg_id).values_list("call", flat=True).first()
    if call_id is None:
        return None
    _locked(call_id)
    return Leg.objects.filter(id=leg_id).select_related("call").first()


def _over(call: Call, ended_at: datetime | None) -> bool:
    if ended_at is None or call.ended_at is not None:
        return False
    call.ended_at, call.look_at = ended_at, None
    if call.hold in {"asked", "held"}:
        call.hold = "gone"
    return True


def _heard(call: Call, at: datetime) -> bool:
    """Keep that the record must hear of it; a leg that could end the call is held anew."""
    legs = [leg_value(row) for row in call.legs.exclude(call_sid="")]
    if call.hold == "held" and any(leg.on for leg in legs) and not rules.held(legs):
        call.hold, call.hold_why = "", "somebody came in whose leaving would end the call"
    if rules.deserted(legs) and call.ended_at is None:
        call.look_at = at
    call.save()
    _show(call, at)
    return True


def _leg_of(call: Call, report: rules.Report) -> tuple[rules.Leg, Leg]:
    row = call.legs.filter(call_sid=report.leg).first()
    role, person_id = _whose(call, report.leg, report.label)
    if row is None:
        row = _asked_for(call, role, person_id) or Leg(call=call)
        row.call_sid = report.leg
    if row.role in {"", "other"}:
        row.role, row.person_id = role, person_id
    return leg_value(row), row


def _asked_for(call: Call, role: rules.Role, person_id: UUID | None) -> Leg | None:
    if role is not rules.Role.RECEIVER or person_id is None:
        return None
    waiting = call.legs.filter(person_id=person_id, state__in=["asked", "ringing"])
    return waiting.filter(role="receiver", call_sid="").first()


def _whose(call: Call, leg: str, text: str) -> tuple[rules.Role, UUID | None]:
    """Return whose leg it is, by its label; the leg that the contact is named after: the caller."""
    said = rules.label(text)
    if said.role is rules.Role.OTHER and leg == call.contact.external_id:
        return rules.Role.CALLER, None
    if said.role is rules.Role.AGENT:
        found = person_by_platform_user(said.platform_user, call.contact.site_id)
        return said.role, found.id if found else None
    return said.role, said.person


def _keep(row: Leg, leg: rules.Leg) -> None:
    row.state, row.sequence = leg.state.value, leg.sequence
    row.joined_at, row.left_at = leg.joined_at, leg.left_at
    row.muted, row.whispers, row.ends_call = leg.muted, leg.whispers, leg.ends_call
    row.dropped = leg.dropped
    row.save()


def _show(call: Call, at: datetime) -> None:
    """Let screens hear of it: those of the contact at once, the record's when it is told."""
    Call.objects.filter(contact=call.contact_id).update(tell_at=at)
    publish_on_commit(f"contact:{call.contact_id}", "line", urgent=True)
    wake_on_commit("due")
