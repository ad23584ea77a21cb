"""What a telephone platform says of people: kept in any order, each once, and never an obstacle."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.people.actions.duty import say_in_transaction
from stayline.people.errors import InAftercare, InContact
from stayline.people.models import Person, PhoneLeg, PhoneState
from stayline.people.queries import is_present
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core import whereabouts as rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

LEGS_KEPT: Final = timedelta(days=1)
"""For how long it is known that a leg is gone: later than this no report of it is expected."""


@dataclass(frozen=True, slots=True)
class PhoneWord:
    """What a platform says of somebody's line. `pause`: it calls it a break."""

    source: str
    state: rules.Phone
    happened_at: datetime
    pause: bool = False


@dataclass(frozen=True, slots=True)
class LegReport:
    """That a leg of somebody's own came up, or went. `sequence` grows within its call."""

    source: str
    call: str
    leg: str
    sequence: int
    up: bool
    happened_at: datetime


@action
def note_phone_state(*, person_id: UUID, word: PhoneWord, actor: Actor, at: datetime) -> bool:
    """Keep what a platform says of somebody's line; False: something newer is known.

    What they say of themselves by it counts as their own word, unless they said something else
    since: in Stayline, or by what they did here. Whoever is in a contact or in aftercare is not
    taken out of it.
    """
    del actor  # the platform's; what follows for the person is logged as their own word
    who = Person.objects.select_for_update(of=("self",)).select_related("site").get(id=person_id)
    happened_at = min(word.happened_at, at)  # a clock that runs ahead must not silence the rest
    known = PhoneState.objects.filter(person=who).first()
    if not rules.counts(happened_at, known.happened_at if known else None):
        return False
    PhoneState.objects.update_or_create(
        person=who,
        defaults={
            "source": word.source,
            "state": word.state.value,
            "happened_at": happened_at,
            "heard_at": at,
        },
    )
    said = rules.own_word(word.state, at_screen=is_present(who.id, at), pause=word.pause)
    if said is not None and rules.counts(happened_at, who.availability_at):
        with suppress(InContact, InAftercare):  # that is known better here
            say_in_transaction(who, said, said_at=happened_at, at=at)
    _show(who)
    return True


@action
def note_own_leg(*, person_id: UUID, report: LegReport, actor: Actor, at: datetime) -> bool:
    """Keep that a leg of somebody's own is up, or has gone; False: nothing of it was new.

    A leg is what its highest report says. One that comes up in a call that is over, is not up.
    """
    del actor
    who = Person.objects.select_for_update(of=("self",)).get(id=person_id)
    mine = PhoneLeg.objects.filter(source=report.source, call=report.call)
    known = mine.filter(leg=report.leg).first()
    if known is not None and known.sequence >= report.sequence:
        return False
    over = mine.filter(leg="").exists()
    PhoneLeg.objects.update_or_create(
        source=report.source,
        call=report.call,
        leg=report.leg,
        defaults={
            "person": who,
            "sequence": report.sequence,
            "up": report.up and not over,
            "happened_at": min(report.happened_at, at),
        },
    )
    old = PhoneLeg.objects.filter(happened_at__lt=at - LEGS_KEPT)
    old.exclude(source=report.source, call=report.call).delete()
    _show(who)
    return True


@action
def note_phone_call_over(
    *, source: str, call: str, happened_at: datetime, actor: Actor, at: datetime
) -> None:
    """Keep that a call is over: nobody's leg is up in it, whatever comes late."""
    del actor
    mine = PhoneLeg.objects.filter(source=source, call=call)
    people = list(mine.filter(up=True, person__isnull=False).values_list("person", flat=True))
    mine.update(up=False)
    PhoneLeg.objects.get_or_create(
        source=source,
        call=call,
        leg="",
        defaults={"sequence": 0, "up": False, "happened_at": min(happened_at, at)},
    )
    for who in Person.objects.filter(id__in=people):
        _show(who)


def _show(who: Person) -> None:
    """Let the boards of the person's site draw them anew."""
    publish_on_commit(f"person:{who.id}", "availability")
    if who.site_id is not None:
        publish_on_commit(f"board:{who.site_id}", "board")
