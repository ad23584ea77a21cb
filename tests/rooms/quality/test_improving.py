"""Improvement actions: an owner, a day, and nothing closes them but a later good contact."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import stream_about
from stayline.outbox.models import Message
from stayline.people.actions import add_contact_point
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.quality.actions import (
    close_improvement,
    open_improvement,
    pass_on_improvement,
    set_improvement_aside,
)
from stayline.quality.errors import (
    ImprovementEnded,
    ImprovementInvalid,
    ImprovementNotFound,
    ImprovementsNotYours,
    NotShownYet,
)
from stayline.quality.models import Improvement
from stayline.quality.personal_data.feedback import feedback_about
from stayline.quality.queries.improving import (
    demand_improves,
    improvement_page,
    improvements,
    improvements_from,
    open_improvements_of,
)
from stayline.quality.queries.told import GONE
from stayline.quality.workers.improving import ImprovementOverdue
from tests.cast import NOW, Cast, later
from tests.reviewed import reviewed
from tests.rooms.escalation.pages import mail_way

DAY = timedelta(days=1)
TODAY = NOW.date()


def opened(cast: Cast, who: Actor | None = None, **more: object) -> UUID:
    said: dict[str, object] = {
        "site_id": cast.site.id,
        "person_id": cast.ann.id,
        "item": "exact_words",
        "what": "Write the words down as they are said.",
        "owner_id": cast.bo.id,
        "due": TODAY + 7 * DAY,
        "source": "drill:1",
    }
    return open_improvement(**said | more, actor=who or cast.bo, at=NOW)  # type: ignore[arg-type]  # whatever a test says otherwise


@pytest.mark.covers("S3-28")
def test_it_is_closed_by_a_later_good_contact_and_by_nothing_else(
    cast: Cast, playbook: None
) -> None:
    def review(verdict: str, minute: int, agent: Actor = cast.ann) -> UUID:
        contact = cast.contact(agent=agent, at=later(60 * minute))
        return reviewed(contact, {"exact_words": verdict}, by=cast.bo, at=later(60 * minute)).id

    before = review("not_met", -60)
    which = opened(cast, source=f"review:{before}")
    poor, other, good = review("partly", 10), review("met", 20, cast.al), review("met", 30)

    def close(with_review: UUID, who: Actor = cast.bo) -> None:
        close_improvement(improvement_id=which, review_id=with_review, actor=who, at=later(7200))

    for wrong, why in (
        (before, "before this action"),
        (poor, "not judged as met"),
        (other, "somebody else"),
        (uuid4(), "no such review"),
    ):
        with pytest.raises(NotShownYet) as refused:
            close(wrong)
        assert why in refused.value.sentence
    with pytest.raises(ImprovementsNotYours):
        close(good, cast.ann)  # whom it is about reads it, and closes nothing
    with pytest.raises(ImprovementNotFound):
        close(good, cast.al)
    page = improvement_page(which, actor=cast.bo, at=later(7000))
    assert {one.review_id: bool(one.why_not) for one in page.showings} == {poor: True, good: False}
    close(good)
    with pytest.raises(ImprovementEnded):
        close(good)
    row = Improvement.objects.get()
    assert (row.closed_with_id, row.closed_by_id, row.due_at) == (good, cast.bo.id, None)
    (shown,) = improvements(actor=cast.ann, at=later(8000))
    assert (shown.state, shown.what) == ("closed", "Write the words down as they are said.")
    assert improvement_page(which, actor=cast.ann, at=later(8000)).closed_with
    assert improvements(actor=cast.cy, at=later(8000)) == []
    (held,) = feedback_about(cast.ann.id)["improvements"]
    assert held["what"] == "Write the words down as they are said."


@pytest.mark.covers("S3-28")
def test_what_is_late_is_told_once_and_can_be_passed_on(cast: Cast) -> None:
    which, due = opened(cast, person_id=None, about="self_harm"), ImprovementOverdue()
    over = due.next_due()
    assert over is not None
    for who in (cast.bo, cast.mo, cast.al):
        add_contact_point(
            person_id=who.id, channel="email", address="a@example.org", actor=cast.mo, at=NOW
        )
    mail_way("2525", for_exercise=True)
    assert over.date() == TODAY + 8 * DAY
    assert list(due.due(over - timedelta(seconds=1), 5)) == []
    assert list(due.due(over, 5)) == [which]
    assert due.fire(which, over)
    assert not due.fire(which, over)
    assert Message.objects.filter(kind="quality.late").count() == 2  # the owner, and who leads
    (row,) = improvements(actor=cast.mo, at=over)
    assert (row.state, row.whose, row.owner) == ("overdue", "The team", "Bo Example")

    def pass_on(who: Actor = cast.bo, owner: UUID = cast.lou.id, day: date = TODAY + 20 * DAY):
        pass_on_improvement(improvement_id=which, owner_id=owner, due=day, actor=who, at=over)

    with pytest.raises(ImprovementInvalid):
        pass_on(owner=cast.cy.id)
    with pytest.raises(ImprovementInvalid):
        pass_on(day=TODAY)
    pass_on()
    (row,) = improvements(actor=cast.lou, at=over)
    assert (row.state, row.mine, row.due) == ("open", True, TODAY + 20 * DAY)
    assert improvements_from("drill:1", at=over)[0].id == which
    with pytest.raises(ImprovementsNotYours):
        set_improvement_aside(improvement_id=which, because="x", actor=cast.bo, at=over)
    with pytest.raises(ImprovementInvalid):
        set_improvement_aside(improvement_id=which, because=" ", actor=cast.mo, at=over)
    set_improvement_aside(improvement_id=which, because="The form is gone.", actor=cast.mo, at=over)
    page = improvement_page(which, actor=cast.mo, at=over)
    assert (page.row.state, page.set_aside_because) == ("set_aside", "The form is gone.")
    assert due.next_due() is None


def test_what_cannot_be_opened_says_why(cast: Cast) -> None:
    for who in (cast.ann, cast.cy):
        with pytest.raises(ImprovementsNotYours):
            opened(cast, who)
        if who is cast.ann:
            with pytest.raises(ImprovementsNotYours):
                demand_improves(who)
    assert demand_improves(cast.bo) == cast.site.id
    with pytest.raises(ImprovementInvalid) as wrong:
        opened(
            cast, item="speed", about="weather", what=" ", owner_id=cast.cy.id,
            person_id=cast.cy.id, due=TODAY - DAY,
        )  # fmt: skip
    assert set(wrong.value.faults) == {"item", "about", "what", "owner", "person", "due"}
    assert opened(cast, system_actor("watcher"))
    assert Improvement.objects.get().exercise


def test_the_words_go_with_the_person(cast: Cast) -> None:
    opened(cast)
    assert b"Write" not in bytes(Improvement.objects.get().what_sealed)
    (row,) = open_improvements_of(cast.ann.id, at=NOW)
    assert row.what.startswith("Write")
    stream, ann = stream_about("person", cast.ann.id), Person.objects.get(id=cast.ann.id)
    assert stream is not None
    erase_subject(
        stream_id=stream.id, subject=f"person:{ann.pseudonym}", reason="asked", actor=cast.mo,
        at=later(9),
    )  # fmt: skip
    (row,) = open_improvements_of(cast.ann.id, at=NOW)
    assert row.what == GONE
