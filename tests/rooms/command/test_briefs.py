"""Briefs made from the log: filled, put right by a person, issued under numbers, told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.command.actions import ask_for_agency, note_place, record_called
from stayline.command.actions.briefs import (
    correct_block,
    issue_brief,
    note_brief_taken,
    record_script_read,
    update_and_tell,
)
from stayline.command.errors import (
    BlockInvalid,
    BriefMoved,
    BriefNotYours,
    BriefUnknown,
    PeriodInvalid,
)
from stayline.command.queries.briefs import Period, brief, issued, issues, keepers
from stayline.command.queries.messages import messages
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.platform.actors import Actor
from stayline.privacy.actions import grant_in_transaction
from stayline_core.briefs import MAX_TEXT
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

MILL = "Old mill, north yard"


@pytest.fixture
def bo(incident: Incident, cast: Cast) -> Actor:
    """Bo, who handles the incident and commands it."""
    grant_in_transaction(
        incident.id,
        cast.bo,
        because="accepted",
        stream_id=incident.stream_id,
        actor=cast.bo,
        at=later(3),
    )
    return cast.bo


def said(incident: Incident, who: Actor, form: str = "methane") -> dict[str, tuple[str, ...]]:
    made = brief(incident, form, at=later(600), speaker=who)
    return {one.id: one.lines for one in made.blocks}


@pytest.mark.covers("S3-12")
def test_a_methane_is_made_from_the_log_put_right_issued_and_told(
    incident: Incident, cast: Cast, bo: Actor
) -> None:
    empty = said(incident, bo)
    assert empty["location"] == ("Not known.",)
    assert empty["casualties"] == ("Not known.",)
    assert empty["services"] == ("Nobody outside has been called so far.",)
    assert empty["major"] == ("Not called major.",)

    note_place(incident_id=incident.id, place=MILL, actor=cast.ann, at=later(20))
    call = ask_for_agency(incident_id=incident.id, actor=cast.ann, at=later(30))
    assert said(incident, bo)["services"] == ("Emergency services: not called yet.",)
    assert any(
        one.startswith("Still open: Call the emergency services, by Ann Example, until 09:02 GMT")
        for one in said(incident, bo, "sbar")["recommendation"]
    )
    record_called(dispatch_id=call.id, place=MILL, actor=cast.ann, at=later(60))
    now = brief(incident, "methane", at=later(70), speaker=bo)
    place, services = now.blocks[1], now.blocks[6]
    assert place.lines == (f"{MILL}.", "United Kingdom.")
    assert services.lines == ("Emergency services: called 09:01 GMT.",)
    sentences = {one.sequence: one.sentence for one in log(incident)}
    assert MILL in sentences[place.sources[0][0]]
    assert all("mergency services" in sentences[one] for one in services.entries)
    assert not any("_" in one for one in sentences.values() if "mergency" in one)

    right = correct_block(
        incident_id=incident.id,
        form="methane",
        block="location",
        text="12 Mill Lane\nthird floor",
        was=place.text,
        actor=bo,
        at=later(80),
    )
    assert right.lines == ("12 Mill Lane", "third floor")
    assert right.corrected_by == "Bo Example"
    assert right.made == place.lines  # what the log says itself is kept beside it
    assert said(incident, bo, "iimarch")["information"][1] == "Where: 12 Mill Lane"
    with pytest.raises(BriefMoved):
        correct_block(
            incident_id=incident.id,
            form="methane",
            block="location",
            text="Elsewhere",
            was=place.text,
            actor=bo,
            at=later(90),
        )

    first = update_and_tell(incident_id=incident.id, form="methane", actor=bo, at=later(100))
    assert first.number == 1
    assert not brief(incident, "methane", at=later(110), speaker=bo).changed
    (told,) = [one for one in messages(incident) if one.text.startswith("METHANE of")]
    assert "version 1, 09:01 GMT" in told.text
    assert "Mill" not in told.text
    correct_block(
        incident_id=incident.id,
        form="methane",
        block="location",
        text="",
        was=right.text,
        actor=bo,
        at=later(120),
    )
    after = brief(incident, "methane", at=later(130), speaker=bo)
    assert after.blocks[1].lines == place.lines  # taken back: the log's own words
    assert after.changed
    assert issue_brief(incident_id=incident.id, form="methane", actor=bo, at=later(140)).number == 2
    assert issued(incident, "methane", 1).blocks[1].lines == right.lines  # as it was then
    assert [(one.form, one.number, one.by) for one in issues(incident)] == [
        ("methane", 2, "Bo Example"),
        ("methane", 1, "Bo Example"),
    ]
    with pytest.raises(BriefUnknown):
        issued(incident, "methane", 3)


def test_each_person_has_a_log_of_their_own_for_a_period(
    incident: Incident, cast: Cast, bo: Actor
) -> None:
    note_place(incident_id=incident.id, place=MILL, actor=cast.ann, at=later(20))
    note_place(incident_id=incident.id, place="The bridge", actor=cast.ann, at=later(4000))
    hour = Period(NOW, NOW + timedelta(hours=1))
    made = brief(incident, "ics214", at=later(4100), speaker=bo, about=cast.ann.id, period=hour)
    blocks = {one.id: one for one in made.blocks}
    assert blocks["person"].lines == ("Ann Example",)
    assert blocks["period"].lines == ("From 2026-11-22 09:00 GMT to 2026-11-22 10:00 GMT.",)
    assert any(MILL in one for one in blocks["activity"].lines)
    assert not any("The bridge" in one for one in blocks["activity"].lines)
    mine = issue_brief(
        incident_id=incident.id, form="ics214", period=hour, actor=cast.ann, at=later(4200)
    )
    assert (mine.number, mine.about) == (1, str(cast.ann.id))
    assert issues(incident)[0].about_name == "Ann Example"
    other = issue_brief(
        incident_id=incident.id, form="ics214", about=cast.ann.id, actor=bo, at=later(4300)
    )
    assert other.number == 2
    with pytest.raises(PeriodInvalid):
        issue_brief(
            incident_id=incident.id,
            form="ics214",
            period=Period(hour.until, hour.since),
            actor=bo,
            at=later(4400),
        )
    with pytest.raises(BriefUnknown):
        brief(incident, "ics214", at=later(4400))
    with pytest.raises(BriefUnknown):  # who did nothing here has no log here
        brief(incident, "ics214", at=later(4400), speaker=bo, about=cast.cy.id)
    assert keepers(incident) == [(cast.ann.id, "Ann Example"), (bo.id, "Bo Example")]


def test_only_who_commands_writes_briefs_and_takes_them_away(
    incident: Incident, cast: Cast, bo: Actor
) -> None:
    given = {"incident_id": incident.id, "actor": cast.ann, "at": later(60)}
    with pytest.raises(BriefNotYours):
        issue_brief(form="methane", **given)
    with pytest.raises(BriefNotYours):
        note_brief_taken(title="METHANE", form="methane", media="json", sha256="0" * 64, **given)
    with pytest.raises(BriefNotYours):
        record_script_read(
            incident_id=incident.id,
            agency="emergency_services",
            read_back=True,
            actor=cast.al,
            at=later(60),
        )
    given["actor"] = bo
    with pytest.raises(BriefUnknown):
        issue_brief(form="nine_lines", **given)
    with pytest.raises(BlockInvalid):
        correct_block(form="methane", block="nothing", text="a", was="", **given)
    with pytest.raises(BlockInvalid):
        correct_block(form="methane", block="major", text="x" * (MAX_TEXT + 1), was="", **given)
    note_brief_taken(title="METHANE", form="methane", media="json", sha256="0" * 64, **given)
    record_script_read(agency="emergency_services", read_back=False, **given)
    last = [one.sentence for one in log(incident)][-2:]
    assert last == [
        f"METHANE was downloaded as json (SHA-256 {'0' * 64}).",
        "The words for Emergency services were read aloud; read back: no.",
    ]
