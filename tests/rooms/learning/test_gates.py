"""Two gates before live use: the procedure is certified, and whoever it guides is trained on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.escalation.models import Page
from stayline.incidents.actions import (
    get_help,
    hear_lines,
    start_aid,
    state_threat,
    switch_run,
    take_certified,
    take_situation,
)
from stayline.incidents.errors import NotTrained, SwitchRefused
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import (
    asks_training,
    banners,
    certified_offer,
    guide_of_version,
    log,
    open_switches,
    switches,
)
from stayline.library.models import DocumentVersion, InForce
from stayline.people.models import Availability, Person
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline_core.minimum import MINIMUM_AID, MINIMUM_SAFE
from tests.cast import NOW, Cast, line
from tests.record import THREAT, Opened
from tests.rooms.incidents.exactly import only_these, sample

pytestmark = pytest.mark.django_db

Certify = Callable[[str], str]
Train = Callable[[str, Actor], None]
STARTED = "incidents.run.started"
WITHHELD = "incidents.guidance.withheld"


def call(cast: Cast, agent: Actor | None = None) -> Opened:
    """A call in which a threat was just made."""
    contact = cast.contact(agent=agent)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=agent or cast.ann, at=NOW)
    return Opened(cast, contact.id)


def rung(opened: Opened) -> set[tuple[str, str]]:
    """Who was rung by which ladder, as (ladder, name)."""
    pages = Page.objects.filter(ladder__incident=opened.incident)
    return set(pages.values_list("ladder__document_id", "person__name"))


def owed(opened: Opened) -> set[tuple[str, str]]:
    """What is owed: kind and target."""
    return set(opened.incident.obligations.values_list("do_kind", "do_target"))


def sentences(opened: Opened, kind: str) -> list[str]:
    """What the log says of one kind."""
    return [one.sentence for one in log(opened.incident) if one.kind == kind]


def free(cast: Cast) -> None:
    """Let everybody be free again, so that the next call finds who the one before found."""
    Person.objects.filter(site=cast.site).update(availability=Availability.FREE)


@pytest.mark.covers("S0-14", "S0-15")
def test_who_is_not_trained_gets_the_minimum_safe_path_and_not_one_ring_less(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    digest = certified("self-harm")
    trained(digest, cast.al)
    knows = call(cast, cast.al)
    free(cast)
    new = call(cast, cast.ann)

    assert knows.run.protocol_digest == digest
    assert "trained on it" in sentences(knows, STARTED)[0]
    assert not sentences(knows, WITHHELD)
    assert (new.run.protocol_id, new.run.withheld_digest) == (MINIMUM_SAFE.id, digest)
    assert "not trained" in sentences(new, WITHHELD)[0]
    assert rung(knows)
    assert rung(knows) <= rung(new)
    assert owed(knows) <= owed(new)
    assert set(knows.incident.duties) <= set(new.incident.duties)
    assert knows.incident.level == new.incident.level
    shown = banners(new.incident, cast.ann, at=NOW)
    assert shown[0].startswith("You are not trained on")
    assert banners(new.incident, cast.bo, at=NOW)[0].startswith("Ann Example is not trained on")
    assert not banners(knows.incident, cast.al, at=NOW)


@pytest.mark.covers("S0-15", "S0-16")
def test_a_trained_person_who_takes_over_gets_the_procedure_by_one_press(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    digest = certified("self-harm")
    opened = call(cast)
    before = opened.run
    with pytest.raises(NotTrained):
        take_certified(
            incident_id=opened.incident.id, expected=before.sequence, actor=cast.ann, at=NOW
        )
    assert certified_offer(opened.incident, cast.ann, at=NOW) is None
    assert open_switches(opened.incident, cast.ann, at=NOW) == []

    trained(digest, cast.bo)
    opened.hand_over_to(cast.bo)
    assert certified_offer(opened.incident, cast.bo, at=NOW).digest == digest
    assert open_switches(opened.incident, cast.bo, at=NOW) == []  # it is offered once
    take_certified(
        incident_id=opened.incident.id, expected=opened.run.sequence, actor=cast.bo, at=NOW
    )

    assert opened.run.protocol_digest == digest
    assert "trained on it" in sentences(opened, STARTED)[-1]
    assert Run.objects.get(id=before.id).parked_at == NOW
    with pytest.raises(SwitchRefused):
        take_certified(
            incident_id=opened.incident.id, expected=opened.run.sequence, actor=cast.bo, at=NOW
        )


@pytest.mark.covers("S0-16")
def test_the_record_says_whether_who_takes_over_is_trained_and_takes_nothing_away(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    digest = certified("self-harm")
    trained(digest, cast.ann)
    opened = call(cast)
    opened.hand_over_to(cast.bo)

    assert opened.run.protocol_digest == digest
    moved = sentences(opened, "incidents.run.owner_moved")
    assert moved[0].endswith("They are not trained on it.")
    assert banners(opened.incident, cast.bo, at=NOW)[0].startswith("You are not trained")


@pytest.mark.covers("S0-15")
def test_help_called_by_button_rings_as_the_procedure_does_that_is_withheld(
    cast: Cast, certified: Certify
) -> None:
    contact = cast.contact()
    known = Opened(cast, contact.id)
    get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    certified(known.run.protocol_id)
    free(cast)
    contact = cast.contact()
    new = Opened(cast, contact.id)
    get_help(contact_id=contact.id, actor=cast.ann, at=NOW)

    assert new.run.protocol_id == MINIMUM_SAFE.id
    assert new.run.withheld_digest == known.run.protocol_digest
    assert rung(known)
    assert rung(known) <= rung(new)
    assert owed(known) <= owed(new)


def test_a_difficult_call_that_a_threat_locks_always_has_a_way_on(
    cast: Cast, certified: Certify
) -> None:
    certified("self-harm")
    contact = cast.contact()
    opened = Opened(cast, contact.id)
    start_aid(contact_id=contact.id, actor=cast.ann, at=NOW)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)

    assert [one.title for one in switches(opened.incident)] != [MINIMUM_SAFE.title]
    offers = open_switches(opened.incident, cast.ann, at=NOW)
    assert [one.title for one in offers] == [MINIMUM_SAFE.title]
    run = opened.run
    switch_run(
        incident_id=opened.incident.id,
        to=offers[0].harm,
        expected=run.sequence,
        actor=cast.ann,
        at=NOW,
    )
    assert opened.run.protocol_id == MINIMUM_SAFE.id
    with pytest.raises(NotTrained):
        switch_run(
            incident_id=opened.incident.id,
            to=offers[0].harm,
            expected=opened.run.sequence,
            actor=cast.ann,
            at=NOW,
        )


def test_a_second_threat_whose_procedure_one_does_not_know_leaves_the_first_one_standing(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    trained(certified("self-harm"), cast.ann)
    certified("bomb-voice")
    opened = call(cast)
    state_threat(incident_id=opened.incident.id, kind="bomb", form="direct", actor=cast.ann, at=NOW)

    assert opened.run.protocol_id == "self-harm"
    assert [one.harm for one in switches(opened.incident)] == ["bomb"]
    assert open_switches(opened.incident, cast.ann, at=NOW) == []


def test_abuse_of_staff_gets_the_minimum_aid_and_help_called_in_it_the_minimum_path(
    cast: Cast, certified: Certify
) -> None:
    certified("irate-caller")
    contact = cast.contact()
    opened = Opened(cast, contact.id)
    start_aid(contact_id=contact.id, actor=cast.ann, at=NOW)
    assert opened.run.protocol_id == MINIMUM_AID.id
    assert "minimum aid guides" in banners(opened.incident, cast.ann, at=NOW)[0]
    for row in InForce.objects.filter(kind="protocol"):
        certified(row.document_id)
    get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    assert opened.run.protocol_id == MINIMUM_SAFE.id
    assert opened.run.withheld_digest


def test_a_more_exact_procedure_asks_for_training_too(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    only_these(sample("third-party", "self_harm", "third_party"))
    opened = call(cast)
    digest = certified("third-party")
    taking = {"incident_id": opened.incident.id, "protocol_id": "third-party", "at": NOW}
    with pytest.raises(NotTrained):
        take_situation(**taking, expected=opened.run.sequence, actor=cast.ann)
    trained(digest, cast.ann)
    take_situation(**taking, expected=opened.run.sequence, actor=cast.ann)
    assert opened.run.protocol_digest == digest


def test_a_contact_that_nobody_has_waits_on_the_minimum_path_until_somebody_trained_takes_it(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    trained(certified("self-harm"), cast.bo)
    contact = cast.contact()
    type(contact).objects.filter(id=contact.id).update(agent=None)
    hear_lines(
        contact_id=contact.id,
        lines=[line(1, THREAT)],
        actor=system_actor("listener"),
        at=NOW,
    )
    opened = Opened(cast, contact.id)
    assert "nobody has the contact yet" in sentences(opened, WITHHELD)[0]
    assert banners(opened.incident, cast.bo, at=NOW)[0].startswith("Nobody has this contact yet")
    assert rung(opened)
    assert certified_offer(opened.incident, cast.bo, at=NOW) is not None
    # A run that is over asks nobody for training, whoever takes the rest.
    Run.objects.filter(incident=opened.incident).update(ended_at=NOW)
    opened.hand_over_to(cast.mo)
    moved = sentences(opened, "incidents.run.owner_moved")
    assert moved == ["The contact is guided by somebody else from here."]


@pytest.mark.covers("S0-18")
@pytest.mark.parametrize(
    ("mode", "exercise", "state", "asked"),
    [
        ("demo", True, "active", True),
        ("demo", True, "lapsed", True),
        ("demo", True, "template", False),
        ("practice", False, "active", False),
        ("production", True, "active", False),
        ("production", False, "active", True),
        ("production", False, "superseded", True),
    ],
)
def test_training_is_asked_where_a_certified_version_guides_somebody_real(  # a table
    playbook: None, settings: LazySettings, mode: str, exercise: bool, state: str, asked: bool
) -> None:
    settings.STAYLINE = replace(settings.STAYLINE, mode=mode)
    digest = InForce.objects.get(kind="protocol", document_id="self-harm").version_id
    DocumentVersion.objects.filter(digest=digest).update(state=state)
    row = Incident(exercise=exercise)
    assert asks_training(row, guide_of_version(digest)) is asked
    assert not asks_training(row, guide_of_version(""))


def test_the_opening_asks_nothing_for_a_template_and_little_for_a_certified_version(
    cast: Cast, certified: Certify, trained: Train
) -> None:
    def statements(agent: Actor) -> int:
        free(cast)
        contact = cast.contact(agent=agent)
        with CaptureQueriesContext(connection) as asked:
            hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=agent, at=NOW)
        assert not any("learning_training" in one["sql"] for one in asked) or known
        return len(asked)

    known = False
    statements(cast.al)  # what is read once a process is read
    template = statements(cast.ann)
    digest, known = certified("self-harm"), True
    trained(digest, cast.ann)
    assert statements(cast.ann) <= template + 2
