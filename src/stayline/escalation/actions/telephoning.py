"""What is asked of the telephone platform, and what it confirmed: never the one for the other.

The platform is asked by the outbox, never inside a transaction and never inside a click. What
it answers comes back through the `note_…` actions here, which alone may say that something was
done (S1-40, S1-41).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.contacts.events import (
    CallEnded,
    CallNotEnded,
    LineHeld,
    LineNotHeld,
    NextCallHeldBack,
    NextCallNotHeldBack,
    ReceiverNotReached,
)
from stayline.contacts.models import Call, Contact, Handset, Leg
from stayline.escalation.actions._moves import lock_ladder_in_transaction
from stayline.escalation.errors import NotTheReceiver
from stayline.escalation.models import ACTIVE, HandOver
from stayline.escalation.ports import telephony
from stayline.escalation.queries.telephone import (
    calls_to_hold,
    calls_to_release,
    handsets_to_free,
    handsets_to_hold_back,
    voice_number,
)
from stayline.incidents.actions import lock_contact_in_transaction, log_in_transaction
from stayline.incidents.models import Incident
from stayline.outbox.actions import enqueue_in_transaction
from stayline.people.queries import actor as actor_of
from stayline.people.queries import person
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

CHANNEL: Final = "telephony"
VOICES: Final = ("silent", "agent", "all")
"""Who hears a receiver: nobody, the agent alone, everybody."""

LOOK_AGAIN: Final = timedelta(seconds=20)
"""So often a held call is looked into, in case a report of it was lost."""
USEFUL: Final = timedelta(minutes=2)
"""A phone that rings later than this for somebody who accepted would only mislead."""
NOT_ASKED: Final = "none"
"""How it stands where the platform is not asked: an exercise, on an account for what is real."""

EXERCISE: Final = "this telephone is not used in exercises"
UNREACHED: Final = "no telephone number of theirs is known"
MOST: Final = 1000


@action
def fire_hold(*, contact_id: UUID, at: datetime) -> bool:
    """Ask the platform to keep a call up whoever leaves it; False: nothing is to be asked.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    calls = Call.objects.filter(contact=contact)
    if contact_id not in calls_to_hold(MOST):
        return False
    if not telephony().acts(contact):
        return not calls.update(hold=NOT_ASKED)
    calls.update(hold="asked", hold_at=at, look_at=at + LOOK_AGAIN, hold_why="")
    _ask_in_transaction("hold", contact, incident, at=at)
    _show_in_transaction(contact, incident)
    return True


@action
def fire_release(*, contact_id: UUID, at: datetime) -> bool:
    """Ask the platform to end a call that a person has decided to end; False: there is none.

    Raises:
        ContactNotFound: no contact has this id.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    calls = Call.objects.filter(contact=contact)
    if contact_id not in calls_to_release(MOST):
        return False
    if not telephony().acts(contact):
        return not calls.update(release=NOT_ASKED)
    calls.update(release="asked", release_at=at)
    _ask_in_transaction("release", contact, incident, at=at)
    return True


@action
def fire_call_in(*, hand_over_id: UUID, at: datetime) -> bool:
    """Ask the platform to ring the phone of somebody who accepted; False: they were asked.

    Without a number of theirs nothing is asked, and they read how to join by themselves.
    """
    found = HandOver.objects.filter(id=hand_over_id).first()
    if found is None:
        return False
    incident, _, _ = lock_ladder_in_transaction(found.ladder_id)
    still = HandOver.objects.filter(id=hand_over_id, state="accepted").exists()
    return still and _call_in_transaction(incident, found.receiver_id, at=at)


@action
def ring_my_phone(*, ladder_id: UUID, actor: Actor, at: datetime) -> bool:
    """Ring the phone of whoever accepted once more; False: it rings, or they are in already.

    Raises:
        LadderNotFound: no ladder has this id.
        NotTheReceiver: `actor` has not accepted it.
    """
    incident = _receiver_in_transaction(ladder_id, actor)
    return _call_in_transaction(incident, actor.id, at=at)


@action
def set_voice(*, ladder_id: UUID, voice: str, actor: Actor, at: datetime) -> bool:
    """Ask that `actor`, who is on the line, is heard by nobody, the agent or everybody.

    `voice` is silent, agent or all. False: they are not in the call by telephone, or it is no
    such voice. Until the platform confirms it, what it said last stands.

    Raises:
        LadderNotFound: no ladder has this id.
        NotTheReceiver: `actor` has not accepted it.
    """
    incident = _receiver_in_transaction(ladder_id, actor)
    legs = Leg.objects.filter(call=incident.contact_id, person=actor.id, state="in")
    leg = legs.select_related("call__contact").first()
    if leg is None or voice not in VOICES or not telephony().acts(leg.call.contact):
        return False
    leg.voice, leg.voice_why = voice, ""
    leg.save(update_fields=["voice", "voice_why"])
    _ask_in_transaction("voice", leg.call.contact, incident, at=at, leg=str(leg.id), voice=voice)
    _show_in_transaction(leg.call.contact, incident)
    return True


@action
def fire_hold_back(*, person_id: UUID, at: datetime) -> bool:
    """Ask the platform to give somebody no further call; False: it was asked, or need not be."""
    if person_id not in handsets_to_hold_back(MOST):
        return False
    exercise = bool((site := person(person_id).site) and site.exercise)
    if not telephony().serves(exercise=exercise):
        return not Handset.objects.filter(person=person_id).update(back=NOT_ASKED)
    Handset.objects.filter(person=person_id).update(back="asked", back_at=at, back_why="")
    return _ask_handset_in_transaction("hold_back", person_id, at=at)


@action
def fire_free(*, person_id: UUID, at: datetime) -> bool:
    """Ask the platform to give somebody calls again; False: they are not free, or it was asked."""
    if person_id not in handsets_to_free(MOST):
        return False
    Handset.objects.filter(person=person_id).update(back="freeing", back_at=at, back_why="")
    return _ask_handset_in_transaction("free", person_id, at=at)


@action
def fire_look(*, contact_id: UUID, at: datetime) -> bool:
    """Ask the platform how a call stands, in case a report was lost; False: not due."""
    call = Call.objects.select_for_update(of=("self",)).get(contact=contact_id)
    if call.look_at is None or call.look_at > at or call.ended_at is not None:
        return False
    call.look_at = at + LOOK_AGAIN if call.hold else None
    call.save(update_fields=["look_at"])
    if not telephony().acts(call.contact):
        return False
    enqueue_in_transaction(
        kind=f"{CHANNEL}.look",
        channel=CHANNEL,
        payload={"do": "look", "contact": str(contact_id), "conference": call.conference},
        exercise=call.contact.exercise,
        at=at,
        urgent=True,
        useless_at=at + LOOK_AGAIN,
    )
    return True


@action
def note_hold(
    *, contact_id: UUID, because: str = "", gone: bool = False, actor: Actor, at: datetime
) -> None:
    """Note that the platform holds the line; with `because`, that it does not, and why.

    Only what changed is logged: a hold that fails again the same way says nothing new.
    """
    contact, incident = lock_contact_in_transaction(contact_id)
    call = Call.objects.get(contact=contact)
    state = "gone" if gone else "failed" if because else "held"
    if (call.hold, call.hold_why) == (state, because[:200]):
        return
    call.hold, call.hold_at, call.hold_why = state, at, because[:200]
    call.save(update_fields=["hold", "hold_at", "hold_why"])
    if incident is not None:
        event = LineNotHeld(because=because) if because else LineHeld()
        log_in_transaction(incident, event, actor=actor, at=at, live="line", urgent=True)
    _show_in_transaction(contact, incident)


@action
def note_call_ended(*, contact_id: UUID, because: str = "", actor: Actor, at: datetime) -> None:
    """Note that the platform ended the call; with `because`, that it did not, and why."""
    contact, incident = lock_contact_in_transaction(contact_id)
    call = Call.objects.get(contact=contact)
    state = "failed" if because else "done"
    if (call.release, call.release_why) == (state, because[:200]):
        return
    call.release, call.release_at, call.release_why = state, at, because[:200]
    call.ended_at = call.ended_at if because else call.ended_at or at
    call.save(update_fields=["release", "release_at", "release_why", "ended_at"])
    if incident is not None:
        event = CallNotEnded(because=because) if because else CallEnded()
        log_in_transaction(incident, event, actor=actor, at=at, live="line")
    _show_in_transaction(contact, incident)


@action
def note_not_reached(*, leg_id: UUID, because: str, actor: Actor, at: datetime) -> bool:
    """Note that somebody's phone could not be brought in, and why; False: it is in, or was."""
    leg = Leg.objects.filter(id=leg_id).select_related("call").first()
    if leg is None:
        return False
    contact, incident = lock_contact_in_transaction(leg.call.contact_id)
    changed = Leg.objects.filter(id=leg_id, state__in=("asked", "ringing")).update(
        state="failed", why=because[:200]
    )
    if changed and incident is not None and leg.person_id is not None:
        event = ReceiverNotReached(person=actor_of(leg.person_id).pseudonym, because=because)
        log_in_transaction(incident, event, actor=actor, at=at, live="line", urgent=True)
    _show_in_transaction(contact, incident)
    return bool(changed)


@action
def note_hold_back(
    *, person_id: UUID, because: str = "", freed: bool = False, actor: Actor, at: datetime
) -> None:
    """Note that the platform gives somebody no further call; or, `freed`, that it does again.

    With `because`: that it did not do so, and why. Logged in the incident for which it was asked.
    """
    row = Handset.objects.select_related("contact").get(person=person_id)
    incident = None
    if row.contact_id is not None:
        _, incident = lock_contact_in_transaction(row.contact_id)
    state = _state_of_handset(because, freed=freed)
    if (row.back, row.back_why) == (state, because[:200]):
        return
    Handset.objects.filter(person=person_id).update(
        back=state,
        back_at=at,
        back_why=because[:200],
        contact=None if freed and not because else row.contact,
    )
    who = actor_of(person_id).pseudonym
    if incident is not None and not freed:
        event = (
            NextCallNotHeldBack(person=who, because=because)
            if because
            else NextCallHeldBack(person=who)
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="line")
    if row.contact is not None:
        _show_in_transaction(row.contact, incident)


def _state_of_handset(because: str, *, freed: bool) -> str:
    """Return how a handset stands; one that could not be freed is asked for no second time."""
    if freed:
        return "freeing" if because else ""
    return "failed" if because else "held"


def _receiver_in_transaction(ladder_id: UUID, actor: Actor) -> Incident:
    incident, row, _ = lock_ladder_in_transaction(ladder_id)
    if not row.hand_overs.filter(receiver_id=actor.id, state__in=ACTIVE).exists():
        raise NotTheReceiver(ladder=str(ladder_id))
    return incident


def _call_in_transaction(incident: Incident, person_id: UUID, *, at: datetime) -> bool:
    """Ask the platform to ring a person's phone, once; False: nothing is to be asked."""
    call = Call.objects.filter(contact=incident.contact_id, ended_at=None).first()
    if call is None or call.contact.released_at is not None:
        return False
    if call.legs.filter(person_id=person_id, state__in=("asked", "ringing", "in")).exists():
        return False
    number = voice_number(person(person_id))
    why = "" if number else UNREACHED
    if not telephony().acts(call.contact):
        number, why = "", EXERCISE
    state = "asked" if number else "failed"
    leg = Leg.objects.create(
        call=call, role="receiver", person_id=person_id, state=state, why=why, asked_at=at
    )
    if number:
        _ask_in_transaction(
            "call_in",
            call.contact,
            incident,
            at=at,
            useless_at=at + USEFUL,
            leg=str(leg.id),
            number=number,
        )
    _show_in_transaction(call.contact, incident)
    return bool(number)


def _ask_handset_in_transaction(do: str, person_id: UUID, *, at: datetime) -> bool:
    row = Handset.objects.select_related("person__site").get(person=person_id)
    held = Incident.objects.filter(state="open", contact__released_at=None)
    mine = held.filter(owner=person_id).first() or held.filter(contact__agent=person_id).first()
    if mine is not None and do == "hold_back":
        Handset.objects.filter(person=person_id).update(contact=mine.contact_id)
    site = row.person.site
    enqueue_in_transaction(
        kind=f"{CHANNEL}.{do}",
        channel=CHANNEL,
        payload={"do": do, "person": str(person_id), "worker": row.worker},
        exercise=site.exercise if site else False,
        at=at,
        urgent=do == "hold_back",
        destination=f"{CHANNEL}:{person_id}",
    )
    return True


def _ask_in_transaction(
    do: str,
    contact: Contact,
    incident: Incident | None,
    *,
    at: datetime,
    useless_at: datetime | None = None,
    **more: str,
) -> None:
    call = Call.objects.get(contact=contact)
    enqueue_in_transaction(
        kind=f"{CHANNEL}.{do}",
        channel=CHANNEL,
        payload={"do": do, "contact": str(contact.id), "conference": call.conference, **more},
        exercise=contact.exercise,
        at=at,
        incident_id=incident.id if incident else None,
        destination=f"{CHANNEL}:{do}:{more.get('leg', contact.id)}",
        urgent=True,
        useless_at=useless_at,
    )


def _show_in_transaction(contact: Contact, incident: Incident | None) -> None:
    publish_on_commit(f"contact:{contact.id}", "line", urgent=True)
    if incident is not None:
        publish_on_commit(f"incident:{incident.id}", "line", urgent=True)
