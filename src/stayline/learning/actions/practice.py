"""Practising on the real desk: begun, played on, finished or left, shared, asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from stayline.contacts.actions import NewContact, open_in_transaction
from stayline.contacts.models import PRACTICE_ROOM
from stayline.contacts.queries import Caller, Line, contact, open_contacts_of
from stayline.escalation.queries import accepted_by
from stayline.incidents.actions import get_help, hear_lines
from stayline.incidents.actions.practising import end_practice_in_transaction
from stayline.learning.actions._colleague import SAM, come_over, move_colleague
from stayline.learning.actions._judged import judged
from stayline.learning.actions._practising import keep_turn, log_of_person_in_transaction
from stayline.learning.errors.practice import (
    AttemptNotFound,
    PracticeNotYours,
    PracticeRefused,
    PracticeRunning,
)
from stayline.learning.events.practice import (
    PracticeAskedFor,
    PracticeEnded,
    PracticeForgotten,
    PracticeShared,
    PracticeStarted,
)
from stayline.learning.models import PracticeAsked, PracticeAttempt
from stayline.learning.policies.practice import may_ask_to_practise
from stayline.learning.queries.practice import (
    LONGEST,
    OURS,
    asked_of,
    at_the_desk,
    running_attempt,
    scenario_named,
    scenario_tried,
    seconds,
)
from stayline.ledger.actions import seal_in_transaction
from stayline.people.actions.playing import play_colleagues_in_transaction
from stayline.people.models import Person
from stayline.people.policies import supervises
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.scenario import Standing, begin, go_on

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline_core.scenario import Scenario

TAKEN_OVER: Final = "taken_over"
OPENS_NOTHING: Final = frozenset({"", "other"})
"""Harms for which nobody has called help already: pressing for it is the practice."""

FINISHED, LEFT, CALLED_AWAY = "finished", "left", "called away"
ENDINGS: Final = {
    FINISHED: "The practice is finished.",
    LEFT: "The practice was left.",
    CALLED_AWAY: "A real contact came: the practice is over.",
}


def start_practice(*, scenario_id: str, actor: Actor, at: datetime) -> UUID:
    """Let a played caller reach `actor`'s own desk, and return the contact to go to (S4-44).

    It is an exercise in every mode: colleagues are played, nobody real is rung or told, and
    whoever practises is as free for real contacts as before.

    Raises:
        ScenarioNotFound: there is no such scenario.
        PracticeRunning: `actor` practises already.
        PracticeRefused: `actor` belongs to no site, has a real contact, or the scenario is for
            whoever takes contacts over.
    """
    scenario, digest = scenario_named(scenario_id)
    row = _begin(scenario, digest, actor=actor, at=at)
    if scenario.harm not in OPENS_NOTHING:
        get_help(contact_id=row.contact_id, kind=scenario.harm, actor=actor, at=at)
    first = begin(scenario, seed=row.seed)
    _say(row, first.lines, before=0, actor=actor, at=at)
    if scenario.situation == TAKEN_OVER:
        come_over(row.contact_id, actor=actor, at=at)
    return row.contact_id


def play_on(*, attempt_id: UUID, actor: Actor, at: datetime) -> bool:
    """Let the caller and the played colleague do what they do by now; False: nothing is due.

    Stopped anywhere it goes on where it stood: lines are known by their numbers, and the
    caller's standing is kept after they were said.
    """
    row = PracticeAttempt.objects.filter(id=attempt_id, due_at__lte=at, ended_at=None).first()
    if row is None:
        return False
    if _called_away(row):
        finish_practice(attempt_id=row.id, how=CALLED_AWAY, actor=actor, at=at)
        return True
    if at - row.started_at >= LONGEST:
        finish_practice(attempt_id=row.id, how=FINISHED, actor=actor, at=at)
        return True
    scenario = scenario_tried(row)
    desk, before = at_the_desk(row), Standing.from_json(row.state)
    turn = go_on(
        scenario,
        before,
        desk.happened,
        now=seconds(row, at),
        seed=row.seed,
        asked=desk.asked,
    )
    _say(row, turn.lines, before=before.spoken, actor=actor, at=at)
    said = move_colleague(row, scenario, turn.standing, at=at)
    keep_turn(row, turn.standing, desk, said, scenario, actor=actor, at=at)
    return True


@action
def finish_practice(*, attempt_id: UUID, how: str, actor: Actor, at: datetime) -> PracticeAttempt:
    """End a practice as it stands, and judge it by its record; ended twice is once.

    `how` is finished, left or called away. Only who practises ends it, or the system.

    Raises:
        AttemptNotFound: there is none, or it is somebody else's.
    """
    row = _own_locked(attempt_id, actor)
    if row.ended_at is not None:
        return row
    scenario = scenario_tried(row)
    last = go_on(
        scenario, Standing.from_json(row.state), at_the_desk(row).happened, now=0.0, seed=row.seed
    )
    row.state = last.standing.to_json()  # what was said since the last beat is looked at too
    result = judged(row, scenario)
    end_practice_in_transaction(row.contact_id, reason=ENDINGS[how], actor=actor, at=at)
    stream, subject = log_of_person_in_transaction(row.person, at=at)
    row.ended_at, row.due_at, row.how = at, None, how
    row.result_sealed = seal_in_transaction(stream.id, subject, result)
    row.save(update_fields=["state", "ended_at", "due_at", "how", "result_sealed"])
    event = PracticeEnded(attempt=str(row.id), scenario=row.version.title, how=how, subject=subject)
    stream.append(event, actor=actor, at=at)
    publish_on_commit(f"person:{row.person_id}", "practice")
    return row


@action
def share_practice(*, attempt_id: UUID, shared: bool, actor: Actor, at: datetime) -> None:
    """Let those who teach or lead at one's site see how a practice went, or no more.

    Raises:
        AttemptNotFound: there is none of one's own.
    """
    row = _own_locked(attempt_id, actor)
    row.shared_at = at if shared else None
    row.save(update_fields=["shared_at"])
    stream, subject = log_of_person_in_transaction(row.person, at=at)
    what = "shared with those who teach" if shared else "one's own again"
    event = PracticeShared(
        attempt=str(row.id), scenario=row.version.title, what=what, subject=subject
    )
    stream.append(event, actor=actor, at=at)


@action
def forget_practice(*, attempt_id: UUID, actor: Actor, at: datetime) -> None:
    """Let go what was judged of a practice of one's own; that it took place stays.

    Raises:
        AttemptNotFound: there is none of one's own.
        PracticeRefused: it is still running.
    """
    row = _own_locked(attempt_id, actor)
    if row.ended_at is None:
        raise PracticeRefused("Finish it first, or leave it.")
    row.result_sealed, row.shared_at, row.state = b"", None, {}
    row.save(update_fields=["result_sealed", "shared_at", "state"])
    stream, subject = log_of_person_in_transaction(row.person, at=at)
    event = PracticeForgotten(attempt=str(row.id), scenario=row.version.title, subject=subject)
    stream.append(event, actor=actor, at=at)


@action
def ask_to_practise(
    *, person_id: UUID, scenario_id: str, until: date | None, actor: Actor, at: datetime
) -> UUID:
    """Ask somebody to practise a scenario; who asks sees how it went. Asked twice is once.

    Raises:
        ScenarioNotFound: there is no such scenario.
        PracticeNotYours: `actor` neither teaches nor leads at their site.
    """
    scenario, _ = scenario_named(scenario_id)
    people = Person.objects.select_related("site").filter(kind="person", is_active=True)
    who = people.filter(id=person_id).first()
    if who is None or not may_ask_to_practise(actor, who.site_id):
        raise PracticeNotYours
    row, made = PracticeAsked.objects.get_or_create(
        person=who,
        scenario_id=scenario_id,
        withdrawn_at=None,
        defaults={"by_id": actor.id, "at": at, "until": until},
    )
    if made:
        _log_asked(row, who, scenario.title, "was asked for", actor=actor, at=at)
    return row.id


@action
def withdraw_ask(*, asked_id: UUID, actor: Actor, at: datetime) -> None:
    """Ask somebody no more to practise a scenario.

    Raises:
        PracticeNotYours: `actor` neither teaches nor leads at their site, or it is not asked.
    """
    rows = PracticeAsked.objects.select_related("person__site")
    row = rows.filter(id=asked_id, withdrawn_at=None).first()
    if row is None or not may_ask_to_practise(actor, row.person.site_id):
        raise PracticeNotYours
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _log_asked(row, row.person, row.scenario_id, "is asked for no more", actor=actor, at=at)


@action
def _begin(scenario: Scenario, digest: str, *, actor: Actor, at: datetime) -> PracticeAttempt:
    """Open the exercise contact and the attempt that belongs to it.

    The person's row is held first: of two starts in one instant the second sees the first.
    """
    people = Person.objects.select_related("site")
    who = people.select_for_update(of=("self",)).get(id=actor.id)
    running = running_attempt(actor.id)
    if running is not None:
        raise PracticeRunning(contact=str(running.contact_id))
    if actor.site_id is None:
        raise PracticeRefused("You belong to no site. Ask your administrator to add you to one.")
    if any(not one.practised for one in open_contacts_of(actor.id)) or accepted_by(actor.id):
        raise PracticeRefused("You have a real contact. Practise once it is over.")
    over = scenario.situation == TAKEN_OVER
    if over and not supervises(actor, actor.site_id):
        raise PracticeRefused("This one is for supervisors and managers, who take contacts over.")
    cast = play_colleagues_in_transaction(actor.site_id, at=at)
    sam = next(one for one in cast if one.username.endswith(SAM))
    attempt_id, contact_id = uuid4(), uuid4()
    open_in_transaction(
        NewContact(
            id=contact_id,
            site_id=actor.site_id,
            channel=scenario.channel,
            source=PRACTICE_ROOM,
            external_id=str(attempt_id),
            exercise=True,
            agent_id=sam.id if over else actor.id,
            caller=Caller(name=scenario.caller.name, number=""),
            caller_country=scenario.caller.country,
            language=scenario.caller.language,
        ),
        at=at,
    )
    asked = next((one for one in asked_of(actor.id) if one.scenario_id == scenario.id), None)
    seed = attempt_id.int % 1000
    row = PracticeAttempt.objects.create(
        id=attempt_id,
        person=who,
        scenario_id=scenario.id,
        version_id=digest,
        contact_id=contact_id,
        seed=seed,
        state=begin(scenario, seed=seed).standing.to_json(),
        due_at=at,
        started_at=at,
        asked=asked,
    )
    stream, subject = log_of_person_in_transaction(who, at=at)
    event = PracticeStarted(
        attempt=str(row.id), scenario=scenario.title, digest=digest, subject=subject
    )
    stream.append(event, actor=actor, at=at)
    return row


def _say(
    row: PracticeAttempt, lines: tuple[str, ...], *, before: int, actor: Actor, at: datetime
) -> None:
    """Let the caller's lines arrive as live lines do; said again, each is there once."""
    said = [
        Line(f"{OURS}{row.id}-{number}", "caller", at, text)
        for number, text in enumerate(lines, start=before)
    ]
    if said and contact(row.contact_id).released_at is None:
        hear_lines(contact_id=row.contact_id, lines=said, actor=actor, at=at)


def _called_away(row: PracticeAttempt) -> bool:
    """Return whether who practises has a real contact now, or has accepted one."""
    real = any(not one.practised for one in open_contacts_of(row.person_id))
    others = (one.incident.contact for one in accepted_by(row.person_id))
    return real or any(one is None or not one.practised for one in others)


def _own_locked(attempt_id: UUID, actor: Actor) -> PracticeAttempt:
    rows = PracticeAttempt.objects.select_for_update(of=("self",)).filter(id=attempt_id)
    row = rows.select_related("person__site", "version").first()
    if row is None or (row.person_id != actor.id and actor.kind != "system"):
        raise AttemptNotFound(attempt=str(attempt_id))
    return row


def _log_asked(
    row: PracticeAsked, who: Person, title: str, what: str, *, actor: Actor, at: datetime
) -> None:
    stream, subject = log_of_person_in_transaction(who, at=at)
    event = PracticeAskedFor(asked=str(row.id), scenario=title, what=what, subject=subject)
    stream.append(event, actor=actor, at=at)
