"""Two starts of practice in one instant: one runs, the other is told where it runs."""

from __future__ import annotations

from functools import partial

import pytest

from stayline.config.wiring import plug
from stayline.learning.actions import start_practice
from stayline.learning.errors.practice import PracticeRunning
from stayline.learning.models import PracticeAttempt
from stayline.library.actions import load_playbook
from stayline.people.queries import system_actor
from tests.cast import NOW, make_cast
from tests.races.test_accept import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.mark.covers("S4-44")
def test_practice_started_twice_in_one_instant_runs_once() -> None:
    plug()
    cast = make_cast()
    load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
    start = partial(start_practice, scenario_id="irate", actor=cast.ann, at=NOW)
    results = at_once([start] * 4)
    refused = [one for one in results if isinstance(one, PracticeRunning)]
    (attempt,) = PracticeAttempt.objects.all()
    assert len(refused) == 3, results
    assert [one for one in results if one not in refused] == [attempt.contact_id]
