"""Answering a page from itself: by its link, by a code texted back, by a key of the telephone.

What answers a page is a key to one answer of one person: it opens no screen, shows no word of
the contact, and is used up by the answer. It is never looked at twice in one answer: the
ladder's own compare-and-set decides, so that two presses of one link are one answer.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.escalation.actions.accepting import How, accept_rung, decline_rung
from stayline.escalation.errors import AcceptRefused, LadderEnded
from stayline.escalation.models import Page
from stayline.escalation.queries.paging import OwnPage
from stayline.people.actions import note_point_confirmed_in_transaction
from stayline.platform.errors import StaylineError
from stayline.platform.transactions import action
from stayline_core.paging import Came, Purpose, Reply


def answer_page(page: OwnPage | None, reply: Reply, *, how: How, at: datetime) -> Came:
    """Do what whoever was paged answers, as if they had pressed it on a screen; say what came.

    A page answers once: what comes again (a replayed request, a second press) is refused and
    changes nothing. It stays usable when somebody else was first, because the ladder may ring
    again.
    """
    if page is None or page.standing == "expired":
        return Came.UNKNOWN
    if page.standing in {"accepted", "declined"}:
        return Came.BEFORE
    try:
        if reply is Reply.TAKE:
            accept_rung(ladder_id=page.ladder_id, how=how, actor=page.who, at=at)
        else:
            decline_rung(ladder_id=page.ladder_id, how=how, actor=page.who, at=at)
    except StaylineError as refusal:
        return _why_not(refusal)
    _use_up(page.id, reply, how=how, at=at)
    if reply is Reply.DECLINE:
        return Came.NOT_YOU
    return Came.KNOWN if page.words.purpose is Purpose.INFORMS else Came.YOURS


def _why_not(refusal: StaylineError) -> Came:
    """Return why nothing came of it; whose contact it is stays out of the answer."""
    if isinstance(refusal, AcceptRefused):
        return Came.TAKEN
    return Came.OVER if isinstance(refusal, LadderEnded) else Came.UNKNOWN


@action
def _use_up(page_id: UUID, reply: Reply, *, how: How, at: datetime) -> None:
    """Mark the page as used, and its address as one that reaches its person.

    Accepting twice (a screen, then the link) answers it all the same.
    """
    answer = "accepted" if reply is Reply.TAKE else "declined"
    Page.objects.filter(id=page_id, used_at=None).update(used_at=at)
    Page.objects.filter(id=page_id, answered_at=None).update(
        answered_at=at, answer=answer, answered_by=how
    )
    point = Page.objects.values_list("contact_point", flat=True).get(id=page_id)
    if point is not None:
        note_point_confirmed_in_transaction(point, at=at)
