"""What staff saw or heard, with no contact: a threat, a run, a ladder, a report as usual."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import report_seen
from stayline.incidents.errors import SeenInvalid
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import brings_help, incident, lines, log
from stayline.library.models import InForce
from stayline.people.models import Availability, Person
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def seen(cast: Cast, actor: Actor | None = None, **more: object) -> Incident:
    told = {
        "site_id": cast.site.id,
        "kind": "violence",
        "form": "direct",
        "text": "Somebody in the car park shouted that they will burn the office down.",
        "actor": actor or cast.al,
        "at": NOW,
    } | more
    return report_seen(**told)  # type: ignore[arg-type]  # as a table gives it


@pytest.mark.covers("S1-21")
@pytest.mark.parametrize("who", ["al", "bo", "lou", "mo"])
def test_any_member_of_staff_reports_and_it_rings_and_owes_as_usual(
    cast: Cast, effects: NotedEffects, who: str
) -> None:
    reporter: Actor = getattr(cast, who)
    row = incident(seen(cast, reporter).id)
    assert (row.level, row.opened_how, row.kind, row.owner_id) == (
        1,
        "seen",
        "violence",
        reporter.id,
    )
    contact = row.contact
    assert contact is not None
    assert (contact.channel, contact.channel_class, contact.exercise) == ("staff", "none", True)
    assert contact.released_at == NOW  # there is no line that could stay open
    assert ("raise", "crisis") in effects.asked
    owed = Obligation.objects.filter(incident=row, do_kind="file")
    assert {(one.do_target, one.state) for one in owed} == {
        ("security_threat", "owed"),
        ("people_at_risk", "owed"),
    }
    assert [one.text[:20] for one in lines(contact.id)] == ["Somebody in the car "]
    sentences = [one.sentence for one in log(row)]
    assert any("what a member of staff saw or heard" in one for one in sentences)
    assert row.number.startswith("SLX-")


@pytest.mark.covers("S3-3")
@pytest.mark.parametrize("kind", ["other", "violence", "abuse_disclosure", "self_harm"])
def test_a_kind_without_a_procedure_of_its_own_gets_that_for_the_unforeseen(
    cast: Cast, kind: str
) -> None:
    row = seen(cast, kind=kind, text="A gas smell on the second floor.")
    assert Run.objects.get(incident=row).protocol_id == "unforeseen"
    assert row.threats.get().kind == kind


@pytest.mark.covers("S0-28", "S0-29")
def test_harassment_in_the_centre_has_its_own_and_rings_past_the_supervisors(
    cast: Cast, effects: NotedEffects
) -> None:
    row = seen(cast, kind="harassment", form="perceived", text="Remarks at the lockers, again.")
    assert Run.objects.get(incident=row).protocol_id == "harassment-in-the-centre"
    assert ("raise", "people-and-culture") in effects.asked
    assert ("raise", "crisis") not in effects.asked
    assert brings_help(row, "people-and-culture")
    owed = Obligation.objects.filter(incident=row, do_kind="file")
    assert {one.do_target for one in owed} == {"security_threat", "people_at_risk"}


@pytest.mark.covers("S3-3")
def test_without_any_procedure_in_force_it_still_rings_and_guides(
    cast: Cast, effects: NotedEffects
) -> None:
    InForce.objects.filter(kind="protocol").delete()
    row = seen(cast, kind="other")
    assert Run.objects.get(incident=row).protocol_id == "minimum-safe"
    assert ("raise", "crisis") in effects.asked


def test_whoever_reports_is_not_taken_for_somebody_on_the_phone(cast: Cast) -> None:
    Person.objects.filter(id=cast.al.id).update(availability=Availability.FREE)
    seen(cast)
    assert Person.objects.get(id=cast.al.id).availability == Availability.FREE


def test_imminent_danger_is_l0_and_a_hint_is_l2(cast: Cast) -> None:
    assert seen(cast, imminent=True).level == 0
    assert seen(cast, form="perceived").level == 2
    assert seen(cast, form="perceived", conditional=True).level == 1


def test_sent_again_it_is_one_report(cast: Cast) -> None:
    which = uuid4()
    first = seen(cast, seen_id=which)
    assert seen(cast, seen_id=which, at=later(5)).id == first.id
    assert Incident.objects.count() == Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "weather"}, "kind"),
        ({"form": "loud"}, "form"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"site_id": uuid4()}, "site"),
    ],
)
def test_what_is_no_report_names_its_field_and_opens_nothing(
    cast: Cast, more: dict[str, object], field: str
) -> None:
    with pytest.raises(SeenInvalid) as fault:
        seen(cast, **more)
    assert set(fault.value.faults) == {field}
    assert not Contact.objects.exists()
