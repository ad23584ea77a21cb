"""What a person keeps for themselves: only they read it, and a dump of the database does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from stayline.care.actions import (
    NewReminder,
    add_to_plan,
    bring_reminder,
    delete_reflection,
    end_reminder,
    keep_reflection,
    move_in_plan,
    pause_reminder,
    put_reminder_away,
    remove_from_plan,
    set_reminder,
)
from stayline.care.actions.keeping import OwnKept
from stayline.care.errors import (
    OwnInvalid,
    PlanItemNotFound,
    ReflectionNotFound,
    ReminderNotFound,
)
from stayline.care.models import OwnPlan, Reflection, Reminder
from stayline.care.personal_data import held_about
from stayline.care.queries import own_plan, own_reflections, own_reminders
from stayline.care.queries.own import MOST
from stayline.care.workers import OwnReminderDue
from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import entries, stream_about
from stayline.outbox.models import Message
from stayline.outbox.queries.messages import opened
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.pages import address, mail_way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

SECRET = "the heron by the canal"


def dump() -> str:
    """Every row of every table of care and of the log, as text."""
    tables = [name for name in connection.introspection.table_names() if "care_" in name]
    found = []
    with connection.cursor() as cursor:
        for table in (*tables, "ledger_entry", "ledger_content", "outbox_message"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own tables
            found += [
                bytes(value) if isinstance(value, memoryview) else value
                for row in cursor.fetchall()
                for value in row
            ]
    return " ".join(repr(one) for one in found)


def plan_words(who: Actor) -> list[str]:
    return [one.words for one in own_plan(who.id)]


def logged(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    return [one.kind for one in entries(stream.id)] if stream else []


@pytest.mark.covers("S4-50")
def test_a_plan_is_made_of_tools_and_own_words_ordered_changed_and_read_by_nobody_else(
    cast: Cast,
) -> None:
    before = logged(cast.ann)
    tool = add_to_plan(tool="evening-walk", actor=cast.ann, at=NOW)
    own = add_to_plan(words=f" {SECRET} ", actor=cast.ann, at=NOW)
    assert plan_words(cast.ann) == ["The longer way home", SECRET]
    move_in_plan(item=own.id, up=True, actor=cast.ann, at=NOW)
    move_in_plan(item=own.id, up=True, actor=cast.ann, at=NOW)
    assert plan_words(cast.ann) == [SECRET, "The longer way home"]
    move_in_plan(item=own.id, up=False, actor=cast.ann, at=NOW)
    assert plan_words(cast.ann)[-1] == SECRET
    assert plan_words(cast.bo) == []
    with pytest.raises(PlanItemNotFound):
        remove_from_plan(item=own.id, actor=cast.mo, at=NOW)
    assert SECRET not in dump()
    assert logged(cast.ann) == before, "that there is a plan is nobody's business"
    assert held_about(cast.ann.id)["own_plan"][-1] == {"words": SECRET}
    remove_from_plan(item=own.id, actor=cast.ann, at=NOW)
    remove_from_plan(item=tool.id, actor=cast.ann, at=NOW)
    assert not OwnPlan.objects.exists()


def test_a_plan_refuses_nothing_too_much_and_unknown_tools(cast: Cast) -> None:
    for wrong in ({"words": " "}, {"words": "x" * 301}, {"tool": "no-such"}):
        with pytest.raises(OwnInvalid):
            add_to_plan(actor=cast.ann, at=NOW, **wrong)
    for number in range(MOST):
        add_to_plan(words=f"line {number}", actor=cast.ann, at=NOW)
    with pytest.raises(OwnInvalid):
        add_to_plan(words="one more", actor=cast.ann, at=NOW)


@pytest.mark.covers("S4-7")
def test_a_thought_is_sealed_points_at_no_contact_and_is_gone_when_deleted(cast: Cast) -> None:
    made = keep_reflection(words=SECRET, prompt="What am I glad about?", actor=cast.ann, at=NOW)
    (thought,) = own_reflections(cast.ann.id)
    assert (thought.words, thought.prompt) == (SECRET, "What am I glad about?")
    assert SECRET not in dump()
    names = {field.name for field in Reflection._meta.get_fields()}
    assert names == {"id", "person", "sealed", "written_at"}, "nothing ties it to a contact"
    for other in (cast.bo, cast.mo):
        with pytest.raises(ReflectionNotFound):
            delete_reflection(reflection_id=made, actor=other, at=NOW)
    delete_reflection(reflection_id=made, actor=cast.ann, at=NOW)
    assert not Reflection.objects.exists()
    with pytest.raises(OwnInvalid):
        keep_reflection(words=" ", actor=cast.ann, at=NOW)


@pytest.mark.covers("S4-49")
def test_a_reminder_comes_again_and_again_and_says_nothing_outside(cast: Cast) -> None:
    new = NewReminder(SECRET, (0, 2), "17:30")
    made = set_reminder(new=new, actor=cast.ann, at=NOW)
    (mine,) = own_reminders(cast.ann.id)
    monday = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert (mine.words, mine.when, mine.due_at) == (SECRET, "Mon, Wed, 17:30", monday)
    assert SECRET not in dump()
    due, watcher = OwnReminderDue(), system_actor("watcher")
    assert (due.next_due(), list(due.due(NOW, 5))) == (monday, [])
    late = monday + timedelta(days=9)
    assert list(due.due(late, 5)) == [made]
    assert due.fire(made, late)
    assert not bring_reminder(reminder_id=made, actor=watcher, at=late)
    (mine,) = own_reminders(cast.ann.id)
    assert mine.stands
    assert mine.due_at == datetime(2026, 12, 7, 17, 30, tzinfo=UTC), "what was missed comes once"
    put_reminder_away(reminder_id=made, actor=cast.ann, at=late)
    pause_reminder(reminder_id=made, paused=True, actor=cast.ann, at=late)
    (mine,) = own_reminders(cast.ann.id)
    assert (mine.stands, mine.paused, due.next_due()) == (False, True, None)
    pause_reminder(reminder_id=made, paused=False, actor=cast.ann, at=late)
    for act in (end_reminder, put_reminder_away):
        with pytest.raises(ReminderNotFound):
            act(reminder_id=made, actor=cast.bo, at=late)
    end_reminder(reminder_id=made, actor=cast.ann, at=late)
    assert own_reminders(cast.ann.id) == []


@pytest.mark.covers("S4-49")
def test_a_reminder_by_the_own_contact_point_tells_only_that_there_is_one(cast: Cast) -> None:
    mail_way("2525")
    point = address(cast.ann, "email", "ann@example.org")
    new = NewReminder(SECRET, tuple(range(7)), "10:00", str(point))
    made = set_reminder(new=new, actor=cast.ann, at=NOW)
    assert own_reminders(cast.ann.id)[0].hint.startswith("a…@")
    assert OwnReminderDue().fire(made, later(7200))
    message = Message.objects.get(kind="care.reminder")
    assert (message.channel, message.exercise, message.incident_id) == ("email", True, None)
    said = opened(message).payload
    assert SECRET not in str(said)
    assert said["to"] == "ann@example.org"
    with pytest.raises(OwnInvalid):  # somebody else's point
        set_reminder(new=new, actor=cast.bo, at=NOW)


def test_reminders_refuse_what_cannot_come(cast: Cast) -> None:
    for wrong in (
        NewReminder(" ", (0,), "10:00"),
        NewReminder("walk", (), "10:00"),
        NewReminder("walk", (7,), "10:00"),
        NewReminder("walk", (0,), "soon"),
    ):
        with pytest.raises(OwnInvalid):
            set_reminder(new=wrong, actor=cast.ann, at=NOW)
    for _ in range(MOST):
        set_reminder(new=NewReminder("walk", (0,), "10:00"), actor=cast.ann, at=NOW)
    with pytest.raises(OwnInvalid):
        set_reminder(new=NewReminder("walk", (0,), "10:00"), actor=cast.ann, at=NOW)
    assert not bring_reminder(reminder_id=uuid4(), actor=system_actor("watcher"), at=NOW)


def test_what_was_erased_opens_for_nobody_and_a_leaver_is_reminded_of_nothing(cast: Cast) -> None:
    made = set_reminder(new=NewReminder("walk", (0,), "10:00"), actor=cast.ann, at=NOW)
    add_to_plan(words=SECRET, actor=cast.ann, at=NOW)
    keep_reflection(words=SECRET, actor=cast.ann, at=NOW)
    stream = stream_about("person", cast.ann.id)
    assert stream is not None
    erase_subject(
        stream_id=stream.id,
        subject=f"person:{cast.ann.pseudonym}",
        reason="they left",
        actor=cast.mo,
        at=NOW,
    )
    for kept in (own_plan, own_reminders, own_reflections):
        assert kept(cast.ann.id) == []
    with pytest.raises(ReminderNotFound):
        pause_reminder(reminder_id=made, paused=False, actor=cast.ann, at=NOW)
    second = set_reminder(new=NewReminder("walk", (0,), "10:00"), actor=cast.al, at=NOW)
    Person.objects.filter(id=cast.al.id).update(is_active=False)
    for one in (made, second):
        assert OwnReminderDue().fire(one, NOW + timedelta(days=8))
    assert set(Reminder.objects.values_list("due_at", "shown_at")) == {(None, None)}


def test_what_people_kept_goes_some_time_after_they_left_and_not_before(cast: Cast) -> None:
    kept, watcher = OwnKept(), system_actor("watcher")
    for who in (cast.ann, cast.al):
        add_to_plan(words=SECRET, actor=who, at=NOW)
        keep_reflection(words=SECRET, actor=who, at=NOW)
    before = later(3600)

    def gone() -> int:
        return kept.let_go(before, held=(), limit=5, actor=watcher, at=later(7200))

    assert kept.old(before, held=()).go == gone() == 0
    Person.objects.filter(id=cast.ann.id).update(left_at=NOW)
    found = kept.old(before, held=())
    assert (found.go, found.held, found.oldest) == (1, 0, NOW)
    assert gone() == 1
    assert kept.old(before, held=()).go == 0
    assert (own_plan(cast.ann.id), len(own_plan(cast.al.id))) == ([], 1)
    assert set(Reflection.objects.values_list("person_id", flat=True)) == {cast.al.id}
