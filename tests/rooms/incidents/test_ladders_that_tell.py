"""Ladders that tell somebody: they bring nobody who takes over, also once the run has ended."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import get_help
from stayline.incidents.models import Run
from stayline.incidents.queries import brings_help
from tests.cast import NOW, Cast
from tests.record import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def test_whoever_leads_on_safeguarding_is_told_and_does_not_have_to_take_over(cast: Cast) -> None:
    contact = cast.contact()
    get_help(contact_id=contact.id, kind="abuse_disclosure", actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    owed = opened.obligation("safeguarding")
    assert (owed.do_kind, owed.by, owed.within_s) == ("raise", "system", 300)
    assert brings_help(opened.incident, "crisis")
    assert not brings_help(opened.incident, "safeguarding")
    Run.objects.filter(incident=opened.incident).update(ended_at=NOW)
    assert brings_help(opened.incident, "crisis")
    assert not brings_help(opened.incident, "safeguarding")
    assert not brings_help(opened.incident, "management")
