"""Plans are sealed and known by their first bytes; markers lie on them, and the log keeps both."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from stayline.command.actions import add_plan, place_marker, remove_marker, remove_plan
from stayline.command.errors import (
    MarkerInvalid,
    MarkerNotFound,
    PlanInvalid,
    PlanNotFound,
    PlanTooLarge,
)
from stayline.command.models import SitePlan
from stayline.command.queries.joint_plans import LARGEST, plan_file, plans, site_plans
from stayline.incidents.queries import log
from stayline.ledger.actions import erase_subject
from stayline.ledger.queries import attachments
from stayline.ledger.queries.attachments import folder
from stayline.privacy.errors import NotOnTheList
from tests.cast import later
from tests.rooms.command.conftest import opened
from tests.rooms.command.test_joint import let_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]


def png(width: int = 200, height: int = 100) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = zlib.compress(b"".join(b"\x00" + b"\xff" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_plan_is_kept_marked_and_shown_no_longer_and_the_log_says_each(cast: Cast) -> None:
    incident = opened(cast)
    other = opened(cast)
    let_in(incident, cast.bo)
    own = add_plan(
        title=" Ground floor ", content=png(), incident_id=incident.id, actor=cast.bo, at=later(5)
    )
    yard = add_plan(
        title="North yard", content=png(), site_id=cast.site.id, actor=cast.mo, at=later(6)
    )
    second = add_plan(
        title="South yard", content=png(), site_id=cast.site.id, actor=cast.bea, at=later(7)
    )
    assert plan_file(own) == png()
    assert plan_file(second) == png()
    assert [one.title for one in plans(incident)] == ["Ground floor", "North yard", "South yard"]
    assert [one.title for one in plans(other)] == ["North yard", "South yard"]

    made = place_marker(
        incident_id=incident.id,
        plan_id=yard.id,
        kind="rendezvous",
        x=250,
        y=1000,
        label="Car park 2",
        actor=cast.bo,
        at=later(8),
    )
    shown = plans(incident)[1].markers[0]
    assert (shown.number, shown.words, shown.label) == (1, "Rendezvous point", "Car park 2")
    assert (shown.x, shown.y) == (50, 100)
    assert plans(other)[0].markers == ()
    words = " ".join(one.sentence for one in log(incident))
    assert "Rendezvous point was marked on the plan “North yard”: Car park 2" in words
    assert "Site plan: Ground floor.png" in words

    remove_marker(incident_id=incident.id, marker_id=made.id, actor=cast.bo, at=later(9))
    with pytest.raises(MarkerNotFound):
        remove_marker(incident_id=incident.id, marker_id=made.id, actor=cast.bo, at=later(9))
    remove_plan(plan_id=own.id, actor=cast.bo, at=later(10))
    remove_plan(plan_id=yard.id, actor=cast.mo, at=later(10))
    assert [one.title for one in site_plans(cast.site.id)] == ["South yard"]
    assert len(attachments(own.stream_id)) == 1
    with pytest.raises(PlanNotFound):
        remove_plan(plan_id=own.id, actor=cast.bo, at=later(11))
    with pytest.raises(PlanNotFound):
        place_marker(
            incident_id=incident.id,
            plan_id=own.id,
            kind="crew",
            x=1,
            y=1,
            actor=cast.bo,
            at=later(11),
        )
    erase_subject(
        stream_id=incident.stream_id,
        subject=incident.contact.subject if incident.contact else "",
        reason="asked",
        actor=cast.mo,
        at=later(12),
    )
    with pytest.raises(PlanNotFound):
        plan_file(SitePlan.objects.get(id=own.id))


def test_what_is_no_plan_or_no_point_is_refused_and_leaves_nothing(cast: Cast) -> None:
    incident = opened(cast)
    let_in(incident, cast.bo)
    bad = {"": png(), "Yard": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    for title, content in bad.items():
        with pytest.raises(PlanInvalid):
            add_plan(title=title, content=content, site_id=cast.site.id, actor=cast.bo, at=later(5))
    for content in (png() + b"0" * LARGEST, png(6001, 1)):
        with pytest.raises(PlanTooLarge):
            add_plan(
                title="Yard", content=content, site_id=cast.site.id, actor=cast.bo, at=later(5)
            )
    with pytest.raises(PlanInvalid):
        add_plan(title="Yard", content=png(), actor=cast.bo, at=later(5))
    for who in (cast.ann, cast.cy):
        with pytest.raises(NotOnTheList):
            add_plan(title="Yard", content=png(), site_id=cast.site.id, actor=who, at=later(5))
    with pytest.raises(NotOnTheList):
        add_plan(title="Yard", content=png(), incident_id=incident.id, actor=cast.bea, at=later(5))
    with pytest.raises(ValueError, match="without a zone"):
        add_plan(
            title="Yard",
            content=png(),
            incident_id=incident.id,
            actor=cast.bo,
            at=later(5).replace(tzinfo=None),
        )
    assert not SitePlan.objects.exists()
    assert not list((folder() / str(incident.stream_id)).glob("*"))
    plan = add_plan(
        title="Yard", content=png(), incident_id=incident.id, actor=cast.bo, at=later(5)
    )
    with pytest.raises(NotOnTheList):
        remove_plan(plan_id=plan.id, actor=cast.bea, at=later(6))
    mark = partial(place_marker, incident_id=incident.id, plan_id=plan.id, at=later(6))
    with pytest.raises(MarkerInvalid) as refused:
        mark(kind="house", x=-1, y=1001, actor=cast.bo)
    assert refused.value.faults.keys() == {"kind", "x", "y"}
    with pytest.raises(NotOnTheList):
        mark(kind="crew", x=1, y=1, actor=cast.bea)
    with pytest.raises(NotOnTheList):
        remove_marker(incident_id=incident.id, marker_id=uuid4(), actor=cast.bea, at=later(6))
