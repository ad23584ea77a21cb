"""A demo centre has ten weeks behind it, written by the actions of screens; its log verifies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.care.queries.pulse import pulse_results
from stayline.config.demo_people import MORE
from stayline.config.past import BEGAN, give_past
from stayline.incidents.models import Incident
from stayline.learning.queries.needs import needs_of
from stayline.learning.queries.trained import records_of
from stayline.ledger.queries import verified
from stayline.library.actions import load_playbook
from stayline.people.actions import DEMO_SITE, create_demo_centre
from stayline.people.models import Person
from stayline.people.queries import site_by_slug, system_actor
from stayline.quality.models import Answer, Feedback, Improvement, Review
from stayline.quality.queries.results import exposure, times_to_a_human
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_in_soak]


def test_a_demo_with_a_past_has_something_to_show_and_nobody_is_left_waiting() -> None:
    began = NOW - BEGAN
    create_demo_centre(at=began, more=MORE)
    load_playbook(mode="demo", actor=system_actor("command_line"), at=began)

    assert give_past(DEMO_SITE, NOW)
    assert not give_past(DEMO_SITE, NOW)

    site = site_by_slug(DEMO_SITE)
    incidents = Incident.objects.filter(site=site)
    assert {one.state for one in incidents} == {"closed"}
    assert all(one.exercise for one in incidents)
    assert incidents.filter(opened_in_error_at__isnull=False).count() == 1
    since = (NOW - timedelta(days=75)).date()
    assert sum(one.spoke.n for one in times_to_a_human(site.id, since=since)) >= 8
    assert exposure(site.id, since=since).exposed >= 5

    reviews = Review.objects.filter(site=site)
    assert reviews.filter(overdue_told_at__isnull=False, finished_at=None).count() == 1
    assert reviews.filter(finished_at=None, reviewer__isnull=False).exists()
    assert reviews.filter(finished_at__isnull=False).count() > 10
    answers = set(Feedback.objects.values_list("answer", flat=True))
    assert {Answer.AGREE, Answer.COMMENT} <= answers
    closed = Improvement.objects.filter(site=site, closed_at__isnull=False)
    assert closed.count() == 1
    assert Improvement.objects.filter(site=site, closed_at=None).exclude(told_at=None).exists()

    nia = Person.objects.get(username="nia")
    assert {one.stands for one in records_of(nia.id, at=NOW)} == {"over"}
    assert needs_of(nia.id, at=NOW)
    assert len([one for one in pulse_results(site.id) if one.answered]) == 2
    on_duty = Person.objects.filter(is_demo=True, on_duty=True)
    assert set(on_duty.values_list("availability", flat=True)) == {"free"}
    assert not verified().faults
