"""Ask a colleague to come: for anybody who does not want to be alone with it.

It says nothing about how somebody is, and it leaves nothing behind: no log, and the row goes
when it was answered or an hour is over. It is never a question of fitness.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.care.errors import ChoiceInvalid, NobodyAsked
from stayline.care.models import Company
from stayline.care.queries import people_near
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import served_channels, ways_for
from stayline.people.queries import contact_points, person
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.people.models import Person
    from stayline.platform.actors import Actor

KIND: Final = "care.company"
"""The kind of the message that leaves."""

LASTS: Final = timedelta(hours=1)
"""For so long somebody stands as asked."""

SUBJECT: Final = "A colleague asks you to come by"
TEXT: Final = "A colleague asks you to come by or call. Who it is, stands on your page My care."
"""All that leaves the centre: no name, and not what for."""

BY: Final = ("sms", "email", "slack", "teams")
"""The channels by which a text can leave."""


@action
def ask_company(*, asked_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Ask a colleague to come to `actor` now; asking again asks anew.

    Their page says who asks; word of it leaves by their own contact points too, without a
    name. Nothing of it is in any log.

    Raises:
        ChoiceInvalid: they do not work at the site, or are the person themselves.
    """
    who = person(actor.id)
    if asked_id not in people_near(who):
        raise ChoiceInvalid({"company": "Choose somebody of the list."})
    row, _ = Company.objects.update_or_create(
        person=who,
        asked_id=asked_id,
        defaults={"asked_at": at, "coming_at": None, "due_at": at + LASTS},
    )
    _send(person(asked_id), at=at)
    _show(row)
    return row.id


@action
def come_to(*, company_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that one comes; the person who asked sees it.

    Raises:
        NobodyAsked: nobody asked `actor`, or it is over.
    """
    row = Company.objects.select_for_update().filter(id=company_id, asked_id=actor.id).first()
    if row is None:
        raise NobodyAsked
    row.coming_at = at
    row.save(update_fields=["coming_at"])
    _show(row)


@action
def end_company(*, company_id: UUID, actor: Actor, at: datetime) -> bool:
    """Let it go that somebody was asked: by either of the two, or by the clock after an hour.

    False: it is gone already, it is not theirs, or its time has not come.
    """
    rows = Company.objects.select_for_update().filter(id=company_id)
    row = rows.first()
    if row is None:
        return False
    if actor.kind == "system" and row.due_at > at:
        return False
    if actor.kind != "system" and actor.id not in {row.person_id, row.asked_id}:
        return False
    _show(row)
    row.delete()
    return True


def _send(to: Person, *, at: datetime) -> None:
    """Let word of it leave by every contact point of theirs that has a way out."""
    exercise = bool(to.site and to.site.exercise)
    served = served_channels(site_id=to.site_id, exercise=exercise).intersection(BY)
    for point in contact_points([to.id], channels=sorted(served)) if served else ():
        ways = ways_for(point.channel, site_id=to.site_id, exercise=exercise)
        enqueue_in_transaction(
            kind=KIND,
            channel=point.channel,
            payload={
                "ways": [str(way.id) for way in ways],
                "to": point.address,
                "subject": SUBJECT,
                "text": TEXT,
            },
            exercise=exercise,
            urgent=True,
            useless_at=at + LASTS,
            at=at,
        )


def _show(row: Company) -> None:
    for one in (row.person_id, row.asked_id):
        publish_on_commit(f"person:{one}", "care", urgent=True)
