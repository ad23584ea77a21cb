"""A production centre where nothing is certified yet: nothing is dropped; readiness says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from stayline.config.checks import ready
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    join_contact,
    record_spoke,
)
from stayline.escalation.models import Ladder, Page
from stayline.incidents.actions import (
    close_incident,
    hear_lines,
    record_safety,
    release_contact,
)
from stayline.incidents.queries import banners, blocking_close
from stayline.learning.queries import not_adopted, readiness
from stayline.library.actions import load_playbook
from stayline.library.models import DocumentVersion, InForce
from stayline.library.queries import emergency_agency
from stayline.people.actions import note_seen
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.reports.actions import submit_report
from stayline.reports.queries import reports_of
from stayline_core.minimum import MINIMUM_SAFE
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT, Opened

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S0-15", "S0-18")
def test_a_threat_on_the_first_day_is_guided_rung_filed_and_closed(
    cast: Cast, production: None
) -> None:
    load_playbook(mode="production", actor=system_actor("command_line"), at=NOW)
    everybody = [one.id for one in (cast.ann, cast.bo, cast.bea, cast.lou, cast.mo)]
    note_seen(person_ids=everybody, at=NOW, process="tests")
    assert not InForce.objects.filter(kind="protocol").exists()
    contact = cast.contact()
    type(contact).objects.filter(id=contact.id).update(exercise=False)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    row = opened.incident

    assert row.number.startswith("SL-")
    assert opened.run.protocol_id == MINIMUM_SAFE.id
    assert "No certified procedure" in banners(row, cast.ann, at=NOW)[0]
    assert emergency_agency("US").number == "911"
    ladder = Ladder.objects.get(incident=row, document_id="crisis")
    rung = Page.objects.filter(ladder=ladder).values_list("person_id", flat=True)
    receiver = next(who for who in (cast.bo, cast.bea, cast.lou, cast.mo) if who.id in rung)

    accept_rung(ladder_id=ladder.id, actor=receiver, at=later(5))
    join_contact(ladder_id=ladder.id, actor=receiver, at=later(10))
    record_spoke(ladder_id=ladder.id, actor=receiver, at=later(20))
    complete_hand_over(ladder_id=ladder.id, actor=receiver, at=later(30))
    record_safety(
        incident_id=row.id, text="A friend is with them now.", actor=receiver, at=later(60)
    )
    release_contact(contact_id=contact.id, reason="They are safe.", actor=receiver, at=later(90))
    report = next(one for one in reports_of(row.id) if one.form_id == "security_threat")
    submit_report(report_id=report.id, actor=receiver, at=later(120))
    informed = Ladder.objects.get(incident=row, ended_at=None)
    assert informed.document_id == "management"
    accept_rung(ladder_id=informed.id, actor=cast.mo, at=later(121))
    closed = close_incident(
        incident_id=row.id, resolution="They are safe.", actor=receiver, at=later(130)
    )
    assert (closed.state, blocking_close(closed)) == ("closed", [])


@pytest.mark.covers("S0-38")
def test_a_site_is_ready_when_what_guides_is_certified_and_enough_are_trained(
    cast: Cast,
    production: None,
    certified: Callable[[str], str],
    trained: Callable[[str, Actor], None],
) -> None:
    digest = certified("self-harm")

    def cell(site: str, harm: str = "self_harm") -> tuple[bool, str]:
        where = next(one for one in readiness(at=NOW) if one.slug == site)
        one = next(it for it in where.cells if (it.harm, it.channel_class) == (harm, "live"))
        return one.ready, one.says

    assert "0 of 2 agents are trained" in cell("here")[1]
    assert cell("there")[0]  # nobody there takes contacts as an agent
    trained(digest, cast.ann)
    trained(digest, cast.al)
    assert cell("here") == (True, f"“{title(digest)}” is certified")
    assert "uncertified template" in cell("here", "bomb")[1]
    past = NOW.date() - timedelta(days=1)
    DocumentVersion.objects.filter(digest=digest).update(review_by=past)
    assert cell("here")[1].endswith("and due for its review")
    DocumentVersion.objects.filter(digest=digest).update(state="lapsed")
    assert "has ended" in cell("here")[1]
    InForce.objects.filter(kind="protocol").delete()
    assert cell("here") == (False, "nothing is in force: the minimum-safe path guides")

    found = {one.name: one for one in ready.sites(settings.STAYLINE, NOW)}
    assert not found["ready here"].well
    assert "self harm (live, chat, written, none)" in found["ready here"].say
    assert "ladder crisis" in found["adopted"].say
    assert found["adopted"].well
    practice = replace(settings.STAYLINE, mode="practice")
    assert all(one.well for one in ready.sites(practice, NOW))
    DocumentVersion.objects.filter(kind__in=("ladder", "form", "agencies")).update(state="active")
    assert not_adopted() == []
    assert "adopted" not in {one.name for one in ready.sites(practice, NOW)}


def title(digest: str) -> str:
    return str(DocumentVersion.objects.get(digest=digest).title)
