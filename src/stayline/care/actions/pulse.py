"""The anonymous pulse: a round a month, answers that become counts at once, marks that go."""

from __future__ import annotations

import secrets
from datetime import time
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from stayline.care.actions.duties import owe_for_month_in_transaction
from stayline.care.errors import NoPulse, PulseAnswered
from stayline.care.events import PulseClosed, PulseOpened
from stayline.care.models import PulseCount, PulseMark, PulseRound
from stayline.care.queries.pulse import FORM, GROUPS, group_of, mark_of, open_round, secret_context
from stayline.ledger.actions import append_in_transaction
from stayline.library.queries import form_by_digest, newest_version
from stayline.people.actions.system import system_stream
from stayline.people.models import Site
from stayline.people.queries.rota import moment
from stayline.platform.ports import keys
from stayline.platform.transactions import action
from stayline_core import pulse as rules
from stayline_core.recurrence import first_of_month, next_month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def answer_pulse(*, answers: Mapping[str, str], actor: Actor, at: datetime) -> None:
    """Add the answers of `actor` to the counts of their group, once a round (S4-4).

    No answer is a row, and nothing here has a time or an order: only numbers that stood there
    before go up by one. Nothing is logged. What is no answer to a question is left out.

    Raises:
        NoPulse: none is open at their site.
        PulseAnswered: they have taken part already.
    """
    found = open_round(actor.site_id, at=at)
    rows = PulseRound.objects.select_for_update().filter(closed_at=None).exclude(form_digest="")
    row = rows.filter(id=found.id).first() if found else None
    if row is None:
        raise NoPulse
    mark = mark_of(row, actor.id)
    if PulseMark.objects.filter(mark=mark).exists():
        raise PulseAnswered
    PulseMark.objects.create(mark=mark, round=row)
    given = rules.given(form_by_digest(row.form_digest), answers)
    for question, answer in [("", ""), *given.items()]:
        cell = PulseCount.objects.filter(
            round=row, group=group_of(actor), question=question, answer=answer
        )
        cell.update(count=F("count") + 1)


@action
def begin_month(*, site_id: UUID, actor: Actor, at: datetime) -> bool:
    """Open this month's pulse of a site, and owe its leaders what comes monthly (S4-52).

    False when one is open, this month had one, or no site has this id. Without a form
    nothing is asked; what is owed is owed all the same.
    """
    site = Site.objects.select_for_update().filter(id=site_id, closed_at=None).first()
    if site is None:
        return False
    month = first_of_month(at.astimezone(ZoneInfo(site.zone)).date())
    if PulseRound.objects.filter(site=site, month=month).exists():
        return False
    form = newest_version("form", FORM)
    row = PulseRound(
        id=uuid4(),
        site=site,
        month=month,
        form_digest=form.digest if form else "",
        minimum=settings.STAYLINE.pulse_minimum,
        opened_at=at,
        due_at=moment(next_month(month), time.min, site.zone),
        exercise=site.exercise,
    )
    row.secret = keys().wrap(secrets.token_bytes(32), secret_context(row.id))
    row.save()
    if form:
        made = rules.cells(form_by_digest(form.digest), list(GROUPS))
        PulseCount.objects.bulk_create(
            PulseCount(round=row, group=group, question=question, answer=answer)
            for group, question, answer in made
        )
    append_in_transaction(
        system_stream(at), PulseOpened(month=f"{month:%Y-%m}"), actor=actor, at=at
    )
    owe_for_month_in_transaction(site, month, actor=actor, at=at)
    return True


@action
def close_round(*, round_id: UUID, actor: Actor, at: datetime) -> bool:
    """Close a round whose month is over: its results show, its marks and its secret are gone.

    False when somebody was first, or it is not over.
    """
    row = PulseRound.objects.select_for_update().filter(id=round_id, due_at__lte=at).first()
    if row is None:
        return False
    row.marks.all().delete()
    row.closed_at, row.due_at, row.secret = at, None, b""
    row.save(update_fields=["closed_at", "due_at", "secret"])
    append_in_transaction(
        system_stream(at), PulseClosed(month=f"{row.month:%Y-%m}"), actor=actor, at=at
    )
    return True
