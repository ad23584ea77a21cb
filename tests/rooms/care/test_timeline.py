"""The steps of aftercare: in one's own hours, by one's own choices, and readable by two people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from stayline.admin.queries.staff import own_page
from stayline.care.actions import (
    ask_company,
    choose_company,
    choose_supporter,
    choose_time_away,
    come_to,
    decline_check,
    delete_note,
    end_company,
    miss_check,
    move_check,
    name_bystander,
    record_check,
    start_aftercare_in_transaction,
    stop_sharing,
    take_up_check,
    write_note,
)
from stayline.care.errors import (
    BystanderRefused,
    CheckNotFound,
    ChoiceInvalid,
    NobodyAsked,
    NoteNotFound,
    NothingToTakeUp,
    NotOffTheQueue,
    NotYours,
)
from stayline.care.models import CareChoice, CheckNote, Company, OffQueue, PrivateCheck
from stayline.care.personal_data import held_about
from stayline.care.queries import (
    asked_by,
    asked_of,
    call_now,
    care_dates,
    find_supporter,
    own_care,
    people_near,
    promises_of,
    site_incidents,
    step_view,
    supporter_choices,
)
from stayline.care.workers import CompanyDue
from stayline.contacts.models import PRACTICE_ROOM, Contact
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import log
from stayline.ledger.actions import erase_subject, export_bundle
from stayline.ledger.queries import entries, stream_about
from stayline.library.models import InForce
from stayline.outbox.models import Message
from stayline.people.actions import note_conflict
from stayline.people.models import Absence, Availability, Exposure, Person, Shift, Skill
from stayline.people.queries import changes_of, person, system_actor
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction
from stayline.quality.ports import listened
from tests.cast import NOW, Cast, later
from tests.rooms.care.conftest import ENDED, end
from tests.rooms.escalation.pages import address, mail_way

pytestmark = pytest.mark.django_db

OVER = later(ENDED)
WORDS = "The stairwell was quiet, and the tea helped."


def step(who: Actor, name: str) -> PrivateCheck:
    return PrivateCheck.objects.get(person_id=who.id, step=name)


def after(**span: float) -> datetime:
    return OVER + timedelta(**span)


def work(who: Actor, cast: Cast, **span: float) -> None:
    """Put a shift of eight hours onto somebody's rota, from so long after the contact's end."""
    starts = after(**span)
    Shift.objects.create(
        person_id=who.id,
        site=cast.site,
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        added_at=NOW,
    )


def exclude(incident: Incident, who: Actor, cast: Cast) -> None:
    with transaction.atomic():
        exclude_in_transaction(
            incident.id,
            who,
            because="implicated",
            stream_id=incident.stream_id,
            actor=cast.mo,
            at=later(9),
        )


@pytest.mark.covers("S4-6", "S0-39")
def test_each_is_looked_after_in_their_own_hours(incident: Incident, cast: Cast) -> None:
    work(cast.ann, cast, hours=-3)
    work(cast.ann, cast, hours=22)
    Absence.objects.create(
        person_id=cast.bo.id, starts_at=after(hours=12), ends_at=after(days=12), added_at=NOW
    )
    for number in range(3):
        Exposure.objects.create(
            person_id=cast.ann.id, incident_id=uuid4(), level=1, exercise=True, at=later(number)
        )
    end(incident, cast)
    assert step(cast.ann, "end-of-shift").planned_at == after(hours=4.75)
    assert step(cast.ann, "next-day").planned_at == after(hours=22)
    assert step(cast.bo, "next-day").planned_at >= after(days=12), "not on leave"
    assert PrivateCheck.objects.filter(person_id=cast.ann.id, step="load").exists()
    assert not PrivateCheck.objects.filter(person_id=cast.bo.id, step="load").exists()
    assert promises_of(cast.bea.id, at=OVER, ahead=timedelta(days=60))


def test_where_no_plan_is_in_force_nobody_goes_without(incident: Incident, cast: Cast) -> None:
    InForce.objects.filter(kind="aftercare").delete()
    end(incident, cast)
    steps = PrivateCheck.objects.filter(person_id=cast.ann.id).order_by("planned_at")
    assert [one.step for one in steps] == ["first", "month"]


def test_an_exercise_takes_nobody_off_real_work(incident: Incident, cast: Cast) -> None:
    type(cast.site).objects.filter(id=cast.site.id).update(exercise=False)
    real = replace(settings.STAYLINE, mode="production")
    with override_settings(STAYLINE=real), transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        start_aftercare_in_transaction(locked, actor=cast.bo, at=OVER)
        listened().listened_in_transaction(
            cast.al.id, incident.id, how="reviewed", actor=cast.al, at=OVER
        )
    with override_settings(STAYLINE=real):
        assert not name_bystander(
            incident_id=incident.id, person_id=cast.al.id, actor=cast.bo, at=OVER
        )
    assert not PrivateCheck.objects.exists()
    assert not OffQueue.objects.exists()
    assert "care.aftercare.practised" in {one.kind for one in log(incident)}


def test_a_scenario_that_one_practises_alone_takes_nobody_off(
    incident: Incident, cast: Cast
) -> None:
    Contact.objects.update(source=PRACTICE_ROOM)
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        start_aftercare_in_transaction(locked, actor=cast.bo, at=OVER)
    assert not PrivateCheck.objects.exists()


class TestWhoComes:
    def test_whom_the_person_chose_has_it_from_then_on(self, ended: Incident, cast: Cast) -> None:
        record_check(check_id=step(cast.ann, "first").id, actor=cast.bea, at=after(minutes=9))
        choose_supporter(supporter_id=cast.mo.id, actor=cast.ann, at=after(hours=1))
        own = PrivateCheck.objects.filter(person_id=cast.ann.id)
        assert {one.supporter_id for one in own.filter(done_at=None, by="supporter")} == {
            cast.mo.id
        }
        assert step(cast.ann, "first").supporter_id == cast.bea.id
        assert self.found(ended, cast) == cast.mo.id
        choose_supporter(supporter_id=None, actor=cast.ann, at=after(hours=2))
        assert CareChoice.objects.get().supporter_id is None
        assert self.found(ended, cast) == cast.bea.id

    def test_a_choice_stands_only_while_they_can_come(self, ended: Incident, cast: Cast) -> None:
        choose_supporter(supporter_id=cast.mo.id, actor=cast.ann, at=after(hours=1))
        Absence.objects.create(
            person_id=cast.mo.id, starts_at=OVER, ends_at=after(days=2), added_at=NOW
        )
        assert self.found(ended, cast) == cast.bea.id
        note_conflict(person_id=cast.bea.id, other_id=cast.ann.id, actor=cast.mo, at=OVER)
        assert self.found(ended, cast) == cast.mo.id, "with nobody else, whoever is on leave"

    def test_not_everybody_can_be_chosen(self, cast: Cast) -> None:
        who = person(cast.ann.id)
        assert set(supporter_choices(who, at=OVER)) == {
            cast.bo.id,
            cast.bea.id,
            cast.mo.id,
            cast.lou.id,
        }
        for wrong in (cast.al.id, cast.ann.id, cast.cy.id):
            with pytest.raises(ChoiceInvalid):
                choose_supporter(supporter_id=wrong, actor=cast.ann, at=OVER)
        assert supporter_choices(Person(id=uuid4()), at=OVER) == {}
        assert people_near(Person(id=uuid4())) == {}

    def test_a_trained_colleague_comes_only_while_the_training_is_valid(
        self, incident: Incident, cast: Cast
    ) -> None:
        skill = Skill.objects.create(person_id=cast.al.id, name="peer_support")
        end(incident, cast)
        assert step(cast.ann, "trained-colleague").supporter_id == cast.al.id
        assert self.found(incident, cast, by="peer") == cast.al.id
        skill.valid_until = (OVER - timedelta(days=1)).date()
        skill.save()
        assert self.found(incident, cast, by="peer") == cast.bea.id

    @staticmethod
    def found(incident: Incident, cast: Cast, by: str = "supporter") -> object:
        return find_supporter(
            person(cast.ann.id),
            incident_id=incident.id,
            site_id=incident.site_id,
            by=by,
            was_there=[cast.ann.id, cast.bo.id],
            at=after(hours=3),
        )


@pytest.mark.usefixtures("ended")
def test_how_long_away_is_chosen_and_no_clock_ends_it(cast: Cast) -> None:
    def until(choice: str) -> datetime | None:
        choose_time_away(choice=choice, actor=cast.ann, at=after(minutes=5))
        return own_care(cast.ann.id, at=after(minutes=5)).until

    assert until("short") == after(minutes=35)
    assert until("shift") == datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    work(cast.ann, cast, hours=-2)
    assert until("shift") == after(hours=6)
    assert until("until_said") is None
    assert until("other_work") is None
    assert own_care(cast.ann.id, at=after(days=3)).off_since == OVER
    assert Person.objects.get(id=cast.ann.id).availability == Availability.OFF_QUEUE
    stream = stream_about("person", cast.ann.id)
    assert stream is not None
    assert list(entries(stream.id))[-1].kind == "care.time_away.chosen"
    with pytest.raises(ChoiceInvalid):
        choose_time_away(choice="a year", actor=cast.ann, at=after(minutes=5))
    with pytest.raises(NotOffTheQueue):
        choose_time_away(choice="short", actor=cast.al, at=after(minutes=5))
    Person.objects.filter(id=cast.ann.id).update(site=None)
    assert until("short") == after(minutes=35)
    Shift.objects.all().delete()
    assert until("shift") is not None


@pytest.mark.covers("S4-6")
@pytest.mark.usefixtures("ended")
def test_each_step_can_be_moved_declined_and_taken_up(cast: Cast) -> None:
    week, talk = step(cast.ann, "week"), step(cast.ann, "trained-colleague")
    move_check(check_id=week.id, to=after(days=9), actor=cast.ann, at=after(hours=1))
    move_check(check_id=week.id, to=after(days=8), actor=cast.bea, at=after(hours=2))
    assert step(cast.ann, "week").due_at == after(days=9), "a day after its time"
    for to in (after(hours=1), after(days=90)):
        with pytest.raises(ChoiceInvalid):
            move_check(check_id=week.id, to=to, actor=cast.ann, at=after(hours=2))
    with pytest.raises(NotYours):
        move_check(check_id=week.id, to=after(days=9), actor=cast.mo, at=after(hours=2))

    states = {one.title: one.state for one in own_care(cast.ann.id, at=after(hours=1)).checks}
    assert states["After three days"] == "open"
    assert own_care(cast.ann.id, at=after(days=6)).checks[3].state == "over"
    move_check(check_id=talk.id, to=after(days=4), actor=cast.ann, at=after(hours=1))
    assert step(cast.ann, "trained-colleague").due_at is None, "they have not taken it up yet"
    far = timedelta(days=60)
    assert "After three days" not in {
        one.title for one in promises_of(cast.bea.id, at=OVER, ahead=far)
    }
    with pytest.raises(NotYours):
        take_up_check(check_id=talk.id, actor=cast.bea, at=after(hours=1))
    take_up_check(check_id=talk.id, actor=cast.ann, at=after(hours=2))
    assert step(cast.ann, "trained-colleague").due_at == after(days=5)
    for one in (talk, week):
        with pytest.raises(NothingToTakeUp):
            take_up_check(check_id=one.id, actor=cast.ann, at=after(hours=3))
    decline_check(check_id=talk.id, actor=cast.ann, at=after(hours=4))
    assert step(cast.ann, "month").declined_at is None, "the others stay"


@pytest.mark.covers("S0-39")
def test_whoever_was_near_or_listened_later_is_offered_it_too(ended: Incident, cast: Cast) -> None:
    with transaction.atomic():
        for _ in range(2):
            listened().listened_in_transaction(
                cast.lou.id, ended.id, how="reviewed", actor=cast.lou, at=after(days=4)
            )
    assert not OffQueue.objects.filter(person_id=cast.lou.id).exists(), "they stay at work"
    assert step(cast.lou, "next-day").supporter_id == cast.bea.id

    def name(actor: Actor, who: Actor = cast.al, incident_id: UUID = ended.id) -> bool:
        return name_bystander(
            incident_id=incident_id, person_id=who.id, actor=actor, at=after(minutes=9)
        )

    for outsider in (cast.al, cast.cy):
        with pytest.raises(BystanderRefused):
            name(outsider)
    with pytest.raises(BystanderRefused):
        name(cast.bo, incident_id=uuid4())
    with pytest.raises(ChoiceInvalid):
        name(cast.bo, who=cast.cy)
    assert name(cast.ann)
    assert not name(cast.mo)
    assert OffQueue.objects.get(person_id=cast.al.id).involved_as == "bystander"
    (said,) = [one for one in log(ended) if one.kind == "care.bystander.named"]
    assert "Al" not in said.sentence
    exclude(ended, cast.mo, cast)
    with pytest.raises(BystanderRefused):
        name(cast.mo)
    assert ended.id in site_incidents(cast.site.id, reader=cast.bea.id, since=NOW)
    assert ended.id not in site_incidents(cast.site.id, reader=cast.mo.id, since=NOW)


class TestNotes:
    @pytest.fixture
    def check(self, cast: Cast, request: pytest.FixtureRequest) -> PrivateCheck:
        """Ann's first check, with Bea."""
        request.getfixturevalue("ended")
        return step(cast.ann, "first")

    @staticmethod
    def read(check: PrivateCheck, who: Actor) -> list[str]:
        return [one.words for one in step_view(check.id, who).notes]

    def test_two_people_read_it_until_one_takes_it_back(
        self, check: PrivateCheck, cast: Cast
    ) -> None:
        own = write_note(
            check_id=check.id, words="only me", shared=False, actor=cast.ann, at=after(minutes=1)
        )
        shared = write_note(
            check_id=check.id, words=WORDS, shared=True, actor=cast.ann, at=after(minutes=2)
        )
        write_note(
            check_id=check.id, words="a lift", shared=False, actor=cast.bea, at=after(minutes=3)
        )
        assert self.read(check, cast.ann) == ["only me", WORDS, "a lift"]
        assert self.read(check, cast.bea) == [WORDS, "a lift"]
        for other in (cast.bo, cast.mo, cast.al, cast.cy):
            with pytest.raises(NotYours):
                step_view(check.id, other)
            with pytest.raises(NotYours):
                write_note(check_id=check.id, words="x", shared=True, actor=other, at=OVER)
        for act in (stop_sharing, delete_note):
            with pytest.raises(NoteNotFound):
                act(note_id=shared, actor=cast.bea, at=OVER)
        stop_sharing(note_id=own, actor=cast.ann, at=OVER)
        stop_sharing(note_id=shared, actor=cast.ann, at=OVER)
        assert self.read(check, cast.bea) == ["a lift"]
        for note in (shared, *CheckNote.objects.exclude(id=own).values_list("id", flat=True)):
            if note != shared:
                delete_note(note_id=note, actor=cast.ann, at=OVER)
        delete_note(note_id=own, actor=cast.ann, at=OVER)
        for words in ("  ", "x" * 4001):
            with pytest.raises(ChoiceInvalid):
                write_note(check_id=check.id, words=words, shared=True, actor=cast.ann, at=OVER)
        with pytest.raises(CheckNotFound):
            step_view(uuid4(), cast.ann)
        with pytest.raises(CheckNotFound):
            write_note(check_id=uuid4(), words="x", shared=True, actor=cast.ann, at=OVER)

    def test_another_supporter_reads_nothing_of_what_one_before_was_told(
        self, check: PrivateCheck, cast: Cast
    ) -> None:
        write_note(check_id=check.id, words=WORDS, shared=True, actor=cast.ann, at=OVER)
        choose_supporter(supporter_id=cast.mo.id, actor=cast.ann, at=after(minutes=5))
        assert self.read(check, cast.mo) == []
        with pytest.raises(NotYours):
            step_view(check.id, cast.bea)
        assert self.read(check, cast.ann) == [WORDS]

    @pytest.mark.covers("S4-6")
    def test_managers_administrators_exports_and_a_dump_see_nothing_of_it(
        self, check: PrivateCheck, cast: Cast, tmp_path: Path
    ) -> None:
        write_note(check_id=check.id, words=WORDS, shared=True, actor=cast.ann, at=OVER)
        before = len(changes_of(cast.ann.id, own=True))
        stream = stream_about("person", cast.ann.id)
        assert stream is not None
        incident = Incident.objects.get()
        found = export_bundle(
            stream_ids=[stream.id, incident.stream_id],
            target=tmp_path / "record",
            to="The court",
            purpose="order 12",
            recipient=None,
            actor=cast.mo,
            at=after(hours=1),
        )
        exported = b"".join(one.read_bytes() for one in found.target.rglob("*") if one.is_file())
        dates = str(care_dates(cast.site.id, since=NOW))
        for part in (WORDS, "stairwell"):
            assert part.encode() not in exported
            assert part not in dates
            assert not any(part in one for one in every_value())
        sentences = " ".join(str(one) for one in changes_of(cast.ann.id))
        assert "off the queue" not in sentences.lower(), "an administrator's page of Ann"
        assert "check" not in sentences.lower()
        assert before, "her own page shows it"
        assert len(own_page(cast.ann, at=after(hours=2)).history) > len(changes_of(cast.ann.id))
        assert [one["words"] for one in held_about(cast.ann.id)["check_notes"]] == [WORDS]
        assert held_about(cast.bea.id)["check_notes"] == []

    def test_who_is_forgotten_takes_their_notes_along(
        self, check: PrivateCheck, cast: Cast
    ) -> None:
        write_note(check_id=check.id, words=WORDS, shared=True, actor=cast.ann, at=OVER)
        stream = stream_about("person", cast.ann.id)
        assert stream is not None
        erase_subject(
            stream_id=stream.id,
            subject=f"person:{cast.ann.pseudonym}",
            reason="they asked for it",
            actor=cast.mo,
            at=after(days=1),
        )
        assert self.read(check, cast.ann) == []
        write_note(check_id=check.id, words="again", shared=True, actor=cast.ann, at=OVER)
        assert self.read(check, cast.ann) == ["again"]
        CheckNote.objects.update(words_sealed=b"")  # as an old backup brings it back
        assert held_about(cast.ann.id)["check_notes"] == []


def test_who_needs_somebody_asks_and_nothing_of_it_stays(cast: Cast, playbook: None) -> None:
    del playbook
    mail_way("2525")
    address(cast.bo, "email", "bo@example.org")
    found = call_now(person(cast.ann.id), at=OVER)
    assert {one.name for one in found.here} <= {"Bo Example", "Bea Example", "Mo Example"}
    assert found.emergency is not None
    assert found.emergency.number == "999"
    assert call_now(Person(id=uuid4()), at=OVER).here == ()

    before = Message.objects.count()
    row = ask_company(asked_id=cast.bo.id, actor=cast.ann, at=OVER)
    assert ask_company(asked_id=cast.bo.id, actor=cast.ann, at=OVER) == row
    assert Message.objects.count() == before + 2
    ask_company(asked_id=cast.bea.id, actor=cast.ann, at=OVER)
    assert [one.name for one in asked_of(cast.bo.id)] == ["Ann Example"]
    assert held_about(cast.bo.id)["asked_by_others"]
    with pytest.raises(ChoiceInvalid):
        ask_company(asked_id=cast.cy.id, actor=cast.ann, at=OVER)
    with pytest.raises(NobodyAsked):
        come_to(company_id=row, actor=cast.bea, at=OVER)
    come_to(company_id=row, actor=cast.bo, at=OVER)
    assert {one.coming_at for one in asked_by(cast.ann.id)} == {OVER, None}

    assert not end_company(company_id=row, actor=cast.mo, at=OVER), "it is not theirs"
    assert not end_company(company_id=row, actor=system_actor("watcher"), at=OVER), "too soon"
    assert end_company(company_id=row, actor=cast.bo, at=OVER)
    assert not end_company(company_id=row, actor=cast.bo, at=OVER)
    port = CompanyDue()
    assert port.next_due() == after(hours=1)
    (due,) = port.due(after(hours=1), 9)
    assert port.fire(due, after(hours=1))
    assert not Company.objects.exists()
    assert port.next_due() is None

    choose_company(company_id=cast.al.id, actor=cast.ann, at=OVER)
    choose_company(company_id=None, actor=cast.ann, at=OVER)
    with pytest.raises(ChoiceInvalid):
        choose_company(company_id=cast.cy.id, actor=cast.ann, at=OVER)
    stream = stream_about("person", cast.ann.id)
    kinds = [one.kind for one in entries(stream.id)] if stream else []
    assert not any(one.startswith("care.") for one in kinds), "no log knows of it"
    assert not any("Ann Example" in one for one in every_value("outbox_message"))


@pytest.mark.usefixtures("ended")
def test_nobody_comes_to_who_is_on_leave_or_has_left(cast: Cast, noted: NotedEffects) -> None:
    asked, watcher = len(noted.asked), system_actor("watcher")
    week = step(cast.ann, "week")
    Absence.objects.create(
        person_id=cast.ann.id, starts_at=after(days=3), ends_at=after(days=20), added_at=NOW
    )
    assert miss_check(check_id=week.id, actor=watcher, at=after(days=9))
    week.refresh_from_db()
    assert week.planned_at >= after(days=20)
    assert week.due_at == week.planned_at + week.within
    Person.objects.filter(id=cast.ann.id).update(is_active=False)
    assert miss_check(check_id=week.id, actor=watcher, at=after(days=25))
    assert step(cast.ann, "week").missed_at is None
    assert len(noted.asked) == asked


@pytest.mark.usefixtures("ended")
def test_a_missed_check_with_nobody_who_had_it_is_told(cast: Cast) -> None:
    first = step(cast.ann, "first")
    PrivateCheck.objects.filter(id=first.id).update(supporter=None)
    assert miss_check(check_id=first.id, actor=system_actor("watcher"), at=after(minutes=30))
    assert step(cast.ann, "first").missed_at == after(minutes=30)


def every_value(only: str = "") -> Iterator[str]:
    """Every value of every row of the database, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if only in table:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own
                for row in cursor.fetchall():
                    for value in row:
                        raw = bytes(value) if isinstance(value, memoryview) else value
                        yield raw.decode("latin-1") if isinstance(raw, bytes) else str(raw)
