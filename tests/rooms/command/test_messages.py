"""Messages of command: words checked and kept, sent where a way exists, answered, asked again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from stayline.command.actions import (
    acknowledge_message,
    record_said,
    send_message,
    send_report,
)
from stayline.command.actions.message_answers import ask_again, note_report_missed
from stayline.command.actions.messages import LONGEST, send_in_transaction
from stayline.command.actions.posts import take_post
from stayline.command.errors import (
    AcknowledgedAlready,
    MediumUnknown,
    MessageIncomplete,
    MessageNotFound,
    MessageUnclear,
    NotForSaying,
    WordingToLookAt,
)
from stayline.command.models import Message, Resource, SituationClock
from stayline.command.policies.posts import may_take
from stayline.command.queries.message_recipients import (
    EVERYONE,
    Recipient,
    is_outward,
    reached,
    recipient,
    recipients,
)
from stayline.command.queries.message_report import report_draft
from stayline.command.queries.messages import (
    messages,
    situation_report_due,
    suggested_medium,
)
from stayline.command.queries.posts import post_of, posts
from stayline.command.queries.resource_fields import reach_context
from stayline.command.workers.messages import (
    AnswerDue,
    AnswersWatched,
    MessageNews,
    ReportsWatched,
    SituationReportDue,
)
from stayline.incidents.queries import log
from stayline.outbox.models import Message as Outgoing
from stayline.outbox.queries.messages import opened as opened_payload
from stayline.people.queries import system_actor
from stayline.platform.ports import keys
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.errors import NotOnTheList
from tests.cast import NOW, later
from tests.rooms.escalation.pages import TWILIO, address, way

if TYPE_CHECKING:
    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor
    from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]


def let_in(incident: Incident, person: Actor) -> None:
    with transaction.atomic():
        grant_in_transaction(
            incident.id,
            person,
            because="supervises",
            stream_id=incident.stream_id,
            actor=person,
            at=later(3),
        )


@pytest.fixture
def crew(incident: Incident) -> Resource:
    """A crew of the site without a number or address."""
    return Resource.objects.create(
        site=incident.site, kind="crew", name="Gas crew 1", zone="UTC", added_at=later(0)
    )


def told(incident: Incident, to: Resource | None, actor: Actor, **more: object) -> Message:
    facts = {
        "incident_id": incident.id,
        "to_kind": "resource",
        "to_id": str(to.id) if to else "",
        "medium": "voice",
        "text": "Meet at Mill Lane gate by 14:20 UTC.",
        "needs_ack": True,
        "actor": actor,
        "at": later(10),
    }
    return send_message(**(facts | more))  # type: ignore[arg-type]  # as named


@pytest.mark.covers("S3-18", "S3-12")
def test_a_message_is_said_read_back_and_answered_and_the_log_has_all_of_it(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    let_in(incident, cast.bo)
    made = told(incident, crew, cast.bo)
    [shown] = messages(incident)
    assert (shown.to, shown.text) == ("Gas crew 1", "Meet at Mill Lane gate by 14:20 UTC.")
    assert (shown.medium, shown.suggested, shown.state, shown.waits) == (
        "voice",
        "text",
        "to_say",
        True,
    )
    record_said(message_id=made.id, read_back=True, actor=cast.bo, at=later(20))
    with pytest.raises(MessageIncomplete):
        acknowledge_message(message_id=made.id, actor=cast.bo, at=later(21))
    acknowledge_message(
        message_id=made.id, name="Crew lead", words="We have it", actor=cast.bo, at=later(22)
    )
    with pytest.raises(AcknowledgedAlready):
        acknowledge_message(message_id=made.id, name="Crew lead", actor=cast.bo, at=later(23))
    [shown] = messages(incident)
    assert (shown.state, shown.read_back, shown.ack_name, shown.waits) == (
        "said",
        True,
        "Crew lead",
        False,
    )
    words = [one.sentence for one in log(incident)]
    assert "Message 1 to Gas crew 1, voice: “Meet at Mill Lane gate by 14:20 UTC.”" in words
    assert "Message 1 was said, voice; read back: yes." in words
    assert any(one.startswith("Crew lead has message 1 (as they said).") for one in words)


@pytest.mark.covers("S3-21", "S3-22")
def test_what_may_be_read_wrongly_is_named_once_and_what_does_harm_is_refused(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    let_in(incident, cast.bo)
    with pytest.raises(WordingToLookAt) as unclear:
        told(incident, crew, cast.bo, text="Meet at Mill Lane gate by 2:20 pm.")
    assert [one.rule for one in unclear.value.findings] == ["twelve-hour"]
    assert not Message.objects.exists()
    told(incident, crew, cast.bo, text="Meet at Mill Lane gate by 2:20 pm.", accepted=True)
    with pytest.raises(MessageUnclear) as harm:
        told(
            incident, crew, cast.bo, medium="text", text="Caller says “leave me be”", accepted=True
        )
    assert harm.value.findings[0].rule == "own-words"
    with pytest.raises(MessageUnclear):
        told(incident, None, cast.bo, to_kind="agency", to_id="police", text="This is a 10-33.")
    with pytest.raises(MediumUnknown):
        told(incident, crew, cast.bo, medium="pigeon")
    with pytest.raises(MessageIncomplete):
        told(incident, crew, cast.bo, text=" ")
    with pytest.raises(MessageIncomplete):
        told(incident, crew, cast.bo, text="a " * LONGEST, accepted=True)
    with pytest.raises(MessageIncomplete):
        told(incident, crew, cast.bo, to_id="nobody")
    with pytest.raises(NotOnTheList):
        told(incident, crew, cast.al)
    with pytest.raises(NotOnTheList):
        send_report(incident_id=incident.id, medium="screen", text="x", actor=cast.al, at=later(9))


@pytest.mark.covers("S3-18")
def test_a_message_leaves_only_where_an_address_and_a_way_are_and_what_fails_is_said(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    way("twilio_sms", "sms", TWILIO)
    address(cast.bea, "sms", "+15550100300")
    address(cast.bea, "email", "bea@example.org")
    let_in(incident, cast.bo)
    let_in(incident, cast.bea)
    unreached = told(incident, crew, cast.bo, medium="text", text="Meet at gate 2 by 14:20")
    assert messages(incident)[0].failed_because == "no such address is kept for them"
    record_said(message_id=unreached.id, read_back=False, actor=cast.bo, at=later(11))
    assert messages(incident)[0].state_words == "Said"

    key = {"to_kind": "person", "to_id": str(cast.bea.id), "text": "Meet at gate 2 by 14:20"}
    leaving = told(incident, None, cast.bo, medium="text", **key)
    out = Outgoing.objects.get(id=leaving.outbox_id)
    assert (out.kind, out.exercise, out.incident_id) == ("command.message", True, incident.id)
    with pytest.raises(NotForSaying):
        record_said(message_id=leaving.id, read_back=True, actor=cast.bo, at=later(12))
    news = MessageNews()
    news.undelivered(out.id, "the provider refused it", later(13))
    news.undelivered(out.id, "the provider refused it", later(13))
    assert messages(incident)[0].failed_because == "the provider refused it"
    news.delivered(out.id, "", later(14))
    news.delivered(out.id, "", later(14))
    news.delivered(unreached.id, "", later(14))
    news.undelivered(unreached.id, "", later(14))
    assert messages(incident)[0].state == "left"

    no_way = told(incident, None, cast.bo, medium="email", **key)
    assert no_way.state == "failed"
    screen = told(incident, None, cast.bo, medium="screen", **key)
    assert (screen.state, screen.owner) == ("shown", cast.bea.id)
    with pytest.raises(NotOnTheList):
        acknowledge_message(message_id=screen.id, actor=cast.al, at=later(15))
    acknowledge_message(message_id=screen.id, actor=cast.bea, at=later(15))
    assert messages(incident)[0].ack_name == "Bea Example"
    with pytest.raises(MessageNotFound):
        record_said(message_id=incident.id, read_back=True, actor=cast.bo, at=later(16))
    with pytest.raises(NotOnTheList):
        record_said(message_id=unreached.id, read_back=True, actor=cast.al, at=later(16))
    assert told(incident, crew, cast.bo, medium="screen").state == "failed"


@pytest.mark.covers("S3-12")
def test_a_missing_answer_is_asked_for_three_times_and_supervisors_are_told(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    let_in(incident, cast.bo)
    made = told(incident, crew, cast.bo, urgency="immediate")
    due = AnswerDue()
    assert due.next_due() == later(10) + timedelta(minutes=2)
    assert not due.fire(made.id, later(11))
    watched, grace = AnswersWatched(), timedelta(minutes=1)
    assert not watched.unwatched(later(10) + timedelta(minutes=2), grace, 5)
    [lost] = watched.unwatched(later(10) + timedelta(minutes=4), grace, 5)
    assert (lost.id, watched.mend(made.id, later(11))) == (made.id, False)
    for times in range(3):
        made.refresh_from_db()
        at = made.ask_again_at
        assert at is not None
        assert list(due.due(at, 5)) == [made.id]
        assert due.fire(made.id, at), times
    assert not ask_again(message_id=made.id, actor=system_actor("watcher"), at=later(9999))
    [shown] = messages(incident)
    assert (shown.asked_again, shown.waits, due.next_due()) == (3, True, None)
    words = [one.sentence for one in log(incident)]
    assert sum("a message is not answered" in one for one in words) == 1
    assert "Nobody has answered message 1 yet. Asked again, time 3." in words


@pytest.mark.covers("S3-18", "S3-42")
def test_a_report_goes_to_everyone_sets_its_clock_and_is_missed_until_the_incident_is_closed(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    let_in(incident, cast.bo)
    let_in(incident, cast.bea)
    assert situation_report_due(incident) is None
    told(incident, crew, cast.bo, needs_ack=False)
    first = situation_report_due(incident)
    assert first is not None
    assert first.last_at is None
    late = SituationReportDue()
    assert late.next_due() == first.due_at
    assert not late.fire(incident.id, later(11))
    assert list(late.due(first.due_at, 5)) == [incident.id]
    [lost] = ReportsWatched().unwatched(first.due_at + timedelta(1), timedelta(0), 5)
    assert (lost.id, late.fire(incident.id, first.due_at)) == (incident.id, True)
    assert not ReportsWatched().mend(incident.id, first.due_at)
    missed = situation_report_due(incident)
    assert missed is not None
    assert (missed.missed, missed.late(first.due_at + timedelta(1))) == (1, True)

    draft = report_draft(incident, at=later(60))
    assert "Nobody is out." in draft
    assert "Next report by" in draft
    send_report(incident_id=incident.id, medium="screen", text=draft, actor=cast.bo, at=later(60))
    told_all = messages(incident)[0]
    assert (told_all.about, told_all.to) == ("report", EVERYONE.name)
    assert {"Ann Example", "Bea Example"} <= {one.to for one in told_all.copies}
    assert cast.bo.id not in {one.owner_id for one in told_all.copies}
    assert told_all.answered == 0
    again = situation_report_due(incident)
    assert again is not None
    assert (again.last_at, again.missed) == (later(60), 0)

    type(incident).objects.filter(id=incident.id).update(state="closed")
    assert note_report_missed(
        incident_id=incident.id, actor=system_actor("watcher"), at=again.due_at
    )
    assert situation_report_due(incident) is None
    assert not SituationClock.objects.filter(remind_at__isnull=False).exists()


@pytest.mark.covers("S3-42")
def test_the_way_that_is_suggested_depends_on_urgency_and_role(
    cast: Cast, incident: Incident, crew: Resource
) -> None:
    let_in(incident, cast.bo)
    now = suggested_medium("immediate", "resource", at=later(1))
    wait = suggested_medium("can_wait", "resource", at=later(1))
    assert (now.medium, wait.medium, suggested_medium("soon", "person", at=later(1)).medium) == (
        "voice",
        "text",
        "screen",
    )
    assert now.because
    assert "text" in now.fallback
    listed = [(one.kind, one.name) for one in recipients(incident)]
    assert listed[0] == ("everyone", EVERYONE.name)
    assert {("resource", crew.name), ("person", "Ann Example"), ("agency", "Local police")} <= set(
        listed
    )
    first = next(
        one
        for one in posts(incident)
        if may_take(cast.bo, incident, post_of(incident, one.post)[1].roles)
    )
    take_post(incident_id=incident.id, post=first.post, actor=cast.bo, at=later(3))
    held = recipient(incident, "post", first.post)
    assert held == Recipient("post", first.post, f"{first.title} (Bo Example)")
    assert reached(incident, held, "screen").owner == cast.bo.id
    crew.channel = "sms"
    plain = json.dumps({"address": "+15550100400", "contact": "Desk"}).encode()
    crew.contact_sealed = keys().wrap(plain, reach_context(crew.id))
    crew.save()
    to = Recipient("resource", str(crew.id), crew.name)
    _keys_leave_and_stand_in_no_log(incident, replace(to, keys="Answer: /field/key/"), cast.bo)
    assert reached(incident, to, "text").address == "+15550100400"
    assert not reached(incident, to, "email").address
    assert not is_outward(to)
    own = Resource.objects.create(
        site=incident.site, kind="person", name="Bo", zone="UTC", added_at=NOW, person_id=cast.bo.id
    )
    assert reached(incident, Recipient("resource", str(own.id), "Bo"), "screen").owner == cast.bo.id
    with transaction.atomic():
        gone = Recipient("resource", str(incident.id), "Nobody's")
        made = send_in_transaction(
            incident, to=gone, medium="text", text="Go to gate 2", actor=cast.bo, at=later(9)
        )
    assert made.state == "failed"


def _keys_leave_and_stand_in_no_log(incident: Incident, to: Recipient, actor: Actor) -> None:
    way("twilio_sms", "sms", TWILIO)
    with transaction.atomic():
        made = send_in_transaction(
            incident, to=to, medium="text", text="Meet at gate 2.", actor=actor, at=later(40)
        )
    out = opened_payload(Outgoing.objects.get(id=made.outbox_id)).payload
    assert out["text"].endswith("Meet at gate 2.\nAnswer: /field/key/")
    assert not any("/field/" in one.sentence for one in log(incident))
