"""What was before: earlier unresolved complaints of the same caller, and linked incidents."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.actions import NewContact, forget_caller, open_contact
from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    note_outcome_in_transaction,
    start_aid,
)
from stayline.incidents.errors import OutcomeInvalid
from stayline.incidents.queries import (
    by_contact,
    earlier_unresolved,
    linked,
    log,
    suggests_specialised,
)
from stayline.people.models import Site
from stayline.platform.transactions import action
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def call(cast: Cast, at: int, *, number: str = "+15550142", exercise: bool = True) -> Contact:
    new = NewContact(
        id=uuid4(),
        site_id=cast.site.id if exercise else cast.other_site.id,
        channel="voice",
        source="tests",
        exercise=exercise,
        agent_id=cast.ann.id,
        caller=Caller(number=number),
    )
    return open_contact(new, actor=cast.ann, at=later(at))


@action
def note(contact: Contact, outcome: str, cast: Cast) -> None:
    row = by_contact(contact.id)
    assert row is not None
    locked = lock_incident_in_transaction(row.id)
    note_outcome_in_transaction(locked, outcome, actor=cast.ann, at=later(900))


def ended(cast: Cast, at: int, outcome: str = "not_resolved", number: str = "+15550142") -> Contact:
    contact = call(cast, at, number=number)
    start_aid(contact_id=contact.id, actor=cast.ann, at=later(at + 1))
    note(contact, outcome, cast)
    return contact


@pytest.mark.covers("S2-30")
def test_earlier_unresolved_calls_of_the_same_caller_are_counted(cast: Cast) -> None:
    ended(cast, 0)
    ended(cast, 100, number="+1 555 01-42")  # the same number, written otherwise
    ended(cast, 200, "resolved")
    ended(cast, 300, number="+15550199")
    now = call(cast, 400)
    assert earlier_unresolved(now) == 2
    assert not suggests_specialised(now)
    ended(cast, 380)
    assert earlier_unresolved(now) == 3
    assert suggests_specialised(now)
    Site.objects.filter(id=cast.site.id).update(unresolved_threshold=4)
    assert not suggests_specialised(now)


@pytest.mark.covers("S2-30")
def test_the_key_holds_no_number_and_goes_with_the_caller(cast: Cast) -> None:
    first = ended(cast, 0)
    row = Contact.objects.get(id=first.id)
    assert len(row.caller_key) == 64
    assert "5550142" not in row.caller_key
    now = call(cast, 100)
    assert Contact.objects.get(id=now.id).caller_key == row.caller_key
    forget_caller(contact_id=first.id, actor=cast.bo, at=later(50))
    assert earlier_unresolved(now) == 0


def test_a_caller_who_is_unknown_has_no_earlier_calls(cast: Cast) -> None:
    ended(cast, 0, number="")
    now = call(cast, 100, number="")
    assert now.caller_key == ""
    assert earlier_unresolved(now) == 0


def test_an_exercise_never_counts_for_a_real_caller(cast: Cast) -> None:
    ended(cast, 0)
    real = call(cast, 100)
    Contact.objects.filter(id=real.id).update(exercise=False)
    assert earlier_unresolved(Contact.objects.get(id=real.id)) == 0


def test_an_outcome_is_one_of_the_records_and_is_logged_once(cast: Cast) -> None:
    contact = ended(cast, 0)
    with pytest.raises(OutcomeInvalid):
        note(contact, "splendid", cast)
    note(contact, "", cast)
    note(contact, "not_resolved", cast)
    row = by_contact(contact.id)
    assert row is not None
    assert row.outcome == "not_resolved"
    kinds = [one.kind for one in log(row)]
    assert kinds.count("incidents.outcome.noted") == 1


def test_a_later_contact_of_the_same_caller_is_a_new_incident_that_is_linked(cast: Cast) -> None:
    first, second = ended(cast, 0), ended(cast, 100)
    ended(cast, 150, number="+15550199")
    one, two = by_contact(first.id), by_contact(second.id)
    assert one is not None
    assert two is not None
    assert one.id != two.id
    assert [row.number for row in linked(two)] == [one.number]
    assert [row.number for row in linked(one)] == [two.number]
    sentences = [entry.sentence for entry in log(two)]
    assert any(one.number in sentence for sentence in sentences)
    assert "incidents.incident.linked" not in [entry.kind for entry in log(one)]
