"""Ladders to people: whom each would ring now, the week hour by hour, and changing one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from stayline.escalation.queries.reach import reach
from stayline.library.actions import acknowledge_risk, start_draft
from stayline.library.queries import ladder_in_force, risk_notice, versions
from stayline.people.actions import note_seen, set_duty
from stayline.people.models import Shift, Site, Skill
from stayline.people.queries import on_next_rota
from stayline.platform.actors import Actor
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]
PAGE = "/admin/ladders/"
CRISIS = f"{PAGE}crisis/"
CHANGE = f"{CRISIS}change/"


def read_notice(who: Actor) -> None:
    for purpose in ("edit", "activate"):
        acknowledge_risk(
            kind="ladder",
            document_id="crisis",
            purpose=purpose,
            notice=risk_notice().digest,
            actor=who,
            at=datetime.now(UTC),
        )


def boxes(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form as it stands."""
    form = page.split('name="seen"')[1].split("</form>", maxsplit=1)[0]
    found: dict[str, list[str]] = {"seen": [re.search(r'value="([^"]*)"', form)[1]]}  # type: ignore[index]  # it is there
    for box in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', box), re.search(r' value="([^"]*)"', box)
        if name and ("checkbox" not in box or " checked" in box):
            found.setdefault(name[1], []).append(value[1] if value else "on")
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form):
        found[name] = re.findall(r'value="([^"]+)" selected', options)
    return found


@pytest.mark.outsider("admin:ladders", "admin:ladder", "admin:change_ladder")
def test_whoever_sets_nothing_up_sees_no_ladders(cast: Cast, signed_in: SignIn) -> None:
    for page in (PAGE, CRISIS, CHANGE):
        assert Client().get(page).status_code == 302
        for who in (cast.ann, cast.bo, cast.lou):
            assert signed_in(who).get(page).status_code == 403
    manager = signed_in(cast.mo)
    assert manager.get(PAGE, {"site": "there"}).status_code == 403
    assert manager.get(CRISIS, {"site": "there"}).status_code == 403
    assert manager.get(f"{PAGE}nothing/").status_code == 404


def test_the_list_says_how_each_ladder_reaches_the_people_of_a_site(
    cast: Cast, signed_in: SignIn
) -> None:
    page = signed_in(cast.mo).get(PAGE).content.decode()
    assert "Somebody to take over" in page
    assert "The site has no rota for this week." in page
    for who in (cast.bo, cast.bea, cast.lou, cast.mo):
        set_duty(person_id=who.id, on_duty=False, actor=who, at=datetime.now(UTC))
    page = signed_in(cast.mo).get(PAGE).content.decode()
    assert "At some hours nobody can answer" in page


@pytest.mark.covers("X-6")
def test_a_ladder_shows_its_people_now_and_the_week_hour_by_hour(
    cast: Cast, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    Shift.objects.create(
        person_id=cast.bo.id,
        site=cast.site,
        starts_at=now,
        ends_at=now + timedelta(hours=20),
        added_at=now,
    )
    note_seen(person_ids=[cast.bo.id], at=now, process="web")
    cast.site.fallback = cast.other_site
    cast.site.save()
    set_duty(person_id=cast.lou.id, on_duty=False, actor=cast.lou, at=now)
    page = signed_in(cast.mo).get(CRISIS).content.decode()
    assert 'Bo Example</span> <span class="sl-ok-t">free, at a screen' in page
    assert "supervisor, on duty: whoever has been free longest." in page.lower()
    assert "Nobody now: the next rung rings at once." in page
    assert "The rung lead reaches nobody at any hour" in page
    assert "seconds, 1 person, first at supervisor" in page
    assert "One person alone can answer" in page
    found = reach(cast.site.id, "crisis", at=now)
    assert found.worst_s == 0, "the fallback site has somebody by hand at every hour"
    assert on_next_rota(cast.site.id, at=now) == {cast.bo.id}


def test_the_people_of_the_fallback_site_stand_where_nobody_else_can_be_rung(
    cast: Cast, signed_in: SignIn
) -> None:
    Site.objects.filter(id=cast.site.id).update(fallback=cast.other_site)
    page = signed_in(cast.mo).get(CRISIS).content.decode()
    assert "These are of There:" in page
    assert "Cy Example" in page


def test_a_ladder_is_changed_looked_at_and_put_in_force(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    first = manager.get(CHANGE)
    assert first.status_code == 302
    assert "/risk/" in first.url
    read_notice(cast.mo)
    form = boxes(manager.get(CHANGE).content.decode())
    assert (form["10-name"], form["40-roles"], form["40-sites"]) == (
        ["supervisor"],
        ["everyone"],
        ["on"],
    )
    form |= {
        "10-seconds": ["15"],
        "10-skills": ["crisis"],
        "20-remove": ["on"],
        "35-name": ["On call"],
        "35-roles": ["manager"],
        "35-duty": ["on_call"],
        "35-channels": ["phone"],
        "35-between": ["18:00 - 08:00"],
    }
    looked = manager.post(CHANGE, form | {"what": "look"})
    page = looked.content.decode()
    assert (looked.status_code, "What it would do at Here" in page) == (200, True)
    assert "The rung supervisor rings nobody: the site has no supervisor with crisis." in page
    assert ladder_in_force("crisis")[1].rungs[0].seconds == 20
    asked = manager.post(CHANGE, boxes(page) | {"what": "save", "seen": ""})
    assert (asked.status_code, "Not saved yet" in asked.content.decode()) == (409, True)
    assert len(versions("ladder", "crisis")) == 1
    done = manager.post(CHANGE, boxes(asked.content.decode()) | {"what": "save"})
    assert done.status_code == 302
    rungs = ladder_in_force("crisis")[1].rungs
    assert [one.name for one in rungs] == ["supervisor", "manager", "on_call", "everyone"]
    assert (rungs[0].seconds, rungs[0].skills) == (15, ("crisis",))
    assert (rungs[2].duty, rungs[2].between) == ("on_call", (("18:00", "08:00"),))
    assert "In force" in manager.get(done.url).content.decode()
    again = boxes(manager.get(CHANGE).content.decode())
    same = manager.post(CHANGE, again | {"what": "save", "seen": boxes_seen(manager, again)})
    assert (same.status_code, "says the same" in same.content.decode()) == (409, True)


def boxes_seen(client: Client, form: dict[str, list[str]]) -> list[str]:
    """Return what somebody has seen who looked once."""
    return boxes(client.post(CHANGE, form | {"what": "look"}).content.decode())["seen"]


def test_what_stood_before_can_be_put_in_force_again(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    read_notice(cast.mo)
    Skill.objects.create(person_id=cast.bo.id, name="crisis")
    for seconds in ("15", "20", "15"):
        form = boxes(manager.get(CHANGE).content.decode()) | {"10-seconds": [seconds]}
        form["seen"] = boxes_seen(manager, form)
        assert manager.post(CHANGE, form | {"what": "save"}).status_code == 302
        assert ladder_in_force("crisis")[1].rungs[0].seconds == int(seconds)
    assert len(versions("ladder", "crisis")) in {2, 3}


def test_what_cannot_be_is_said_at_its_box_and_nothing_is_lost(
    cast: Cast, signed_in: SignIn
) -> None:
    manager = signed_in(cast.mo)
    read_notice(cast.mo)
    form = boxes(manager.get(CHANGE).content.decode())
    form |= {
        "10-seconds": ["soon"],
        "20-roles": [],
        "30-name": ["supervisor"],
        "30-between": ["at night"],
        "40-tries": ["0"],
        "accepted": ["1"],
        "rung": [*form["rung"], "x"],
    }
    refused = manager.post(CHANGE, form | {"what": "save"})
    page = refused.content.decode()
    assert refused.status_code == 422
    for words in (
        "Between 1 and 600 seconds.",
        "Choose at least one role.",
        "Give it a name of its own",
        "Write times such as 08:00-18:00",
        "Between 1 and 9.",
        "Between 5 and 600 seconds.",
    ):
        assert words in page
    assert 'value="at night"' in page
    fine = boxes(manager.get(CHANGE).content.decode())
    silent = manager.post(CHANGE, fine | {"40-between": ["08:00-18:00"], "what": "save"})
    assert "The last rung repeats until somebody comes" in silent.content.decode()
    nothing = manager.post(CHANGE, {"what": "save", "seen": "", "accepted": "30", "joined": "60"})
    assert "A ladder has between one and 12 rungs." in nothing.content.decode()


def test_a_draft_in_the_studio_is_not_written_over(cast: Cast, signed_in: SignIn) -> None:
    manager = signed_in(cast.mo)
    read_notice(cast.mo)
    start_draft(kind="ladder", document_id="crisis", actor=cast.mo, at=datetime.now(UTC))
    assert "Mo Example is writing its next version" in manager.get(CRISIS).content.decode()
    form = boxes(manager.get(CHANGE).content.decode()) | {"10-seconds": ["15"]}
    form["seen"] = boxes_seen(manager, form)
    refused = manager.post(CHANGE, form | {"what": "save"})
    assert (refused.status_code, "in the studio" in refused.content.decode()) == (409, True)
    assert json.dumps(ladder_in_force("crisis")[1].to_json())
