"""The demo floor of one site: what comes, what is taken up, and that all of it is bounded."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest

from stayline.config.rehearsal.hands import RehearsalFailed
from stayline.config.rehearsal.moves import Move
from stayline.config.rehearsal.script import Said, Script
from stayline.config.simulation import running
from stayline.config.simulation.bounds import HOUR, Bounds, Hourly, Pace
from stayline.config.simulation.floor import MOST_REFUSALS, Floor, Repertoire

BEAT = 2.0
LINES = tuple(Said("caller", f"Words {number}.") for number in range(4))
ORDINARY = [Script(f"calm-{number}", "Calm", LINES) for number in range(3)]
TROUBLE = [
    Script("hard", "Hard", (*LINES, Said("caller", "!")), protocol="self-harm"),
    Script("loud", "Loud", (*LINES, Said("caller", "!")), protocol="bomb-voice"),
    Script("rude", "Rude", LINES, protocol="irate-caller", plain=True),
]
PRACTISED = Script("practised", "Practised", (*LINES, Said("caller", "!")))
STORY = Repertoire(ORDINARY, TROUBLE, [PRACTISED])
BOUNDS = Bounds()


class Place:
    """A site in memory, and the hands that press in it: enough of a centre for a floor."""

    def __init__(self) -> None:
        agents = [f"agent{number}" for number in range(8)]
        self.people = {
            **{name: self.someone(name, "agent") for name in agents},
            "jordan": self.someone("jordan", "supervisor"),
            "robin": self.someone("robin", "supervisor"),
        }
        self.contacts: dict[str, dict[str, Any]] = {}
        self.incidents: dict[str, dict[str, Any]] = {}
        self.begun: list[str] = []
        self.made: list[Move] = []
        self.posted: list[tuple[str, str]] = []
        self.refuses = False
        self.tried = 0

    @staticmethod
    def someone(name: str, role: str) -> dict[str, Any]:
        known = {"username": name, "roles": [role], "availability": "free", "on_duty": True}
        return known | {"person": False}

    def sits_down(self, name: str, *, there: bool = True) -> None:
        self.people[name]["person"] = there

    def contact(self, name: str, *, agent: str | None, source: str, script: str = "") -> None:
        self.contacts[name] = {
            "id": name,
            "source": source,
            "external_id": f"{script}:{name}",
            "agent": agent,
            "open": True,
            "incident": None,
            "incident_open": False,
        }

    def threatened(self, name: str) -> None:
        self.contacts[name] |= {"incident": f"i-{name}", "incident_open": True}
        self.incidents[f"i-{name}"] = {
            "incident": f"i-{name}",
            "number": "SLX-1",
            "level": 1,
            "warnings": [],
            "ending": "",
            "state": "open",
            "owner": "jordan",
            "safety_recorded": False,
            "screen": None,
            "ladders": [],
            "dispatches": [],
            "reports": [],
            "blocking": [],
        }

    # ── as `Hands` ──

    def floor(self) -> dict[str, Any]:
        rows = [row for row in self.contacts.values() if row["open"] or row["incident_open"]]
        return {"people": list(self.people.values()), "contacts": [dict(row) for row in rows]}

    def shown(self, incident: str, who: str) -> dict[str, Any]:
        assert who in self.people
        contact = self.contacts[incident.removeprefix("i-")]
        return self.incidents[incident] | {"contact_open": contact["open"]}

    def post(self, path: str, _body: object, *, acting: str = "") -> None:
        self.posted.append((path, acting))

    def make(self, move: Move) -> None:
        kind, _, rest = move.path.removeprefix("exercise/").partition("/")
        if self.refuses and move.who:
            self.tried += 1
            raise RehearsalFailed("refused")
        self.made.append(move)
        name = rest.partition("/")[0]
        if not name:
            agent = move.body["agent"].removeprefix("demo-")
            self.begun.append(move.body["external_id"].partition(":")[0])
            self.contact(move.body["id"], agent=agent, source="simulation", script=self.begun[-1])
        elif kind == "incidents":
            self._on_incident(name, move.body["do"])
        elif rest.endswith("/lines"):
            if move.body["lines"][0]["text"] == "!":
                self.threatened(name)
        elif move.body.get("do") == "release" or move.body.get("event") == "released":
            self.contacts[name]["open"] = False

    def _on_incident(self, incident: str, do: str) -> None:
        if do == "safety":
            self.incidents[incident]["safety_recorded"] = True
        elif do == "close":
            self.incidents[incident]["state"] = "closed"
            self.contacts[incident.removeprefix("i-")]["incident_open"] = False

    @property
    def open(self) -> list[dict[str, Any]]:
        return [row for row in self.contacts.values() if row["open"]]


def floor_of(place: Place, bounds: Bounds = BOUNDS, *, now: float = 0, seed: int = 7) -> Floor:
    ids = (f"c{number}" for number in itertools.count())
    return Floor(
        place,  # type: ignore[arg-type]  # a centre in memory
        STORY,
        bounds=bounds,
        pace=Pace(),
        guest_pace=Pace(line=8),
        chance=Random(seed),  # noqa: S311 - who rings next is no secret
        new_id=lambda: next(ids),
        now=now,
    )


def run(floor: Floor, seconds: float, *, since: float = 0) -> Iterator[float]:
    """Step the floor through so much time, and yield after each step."""
    now = since
    while now < since + seconds:
        floor.step(now)
        yield now
        now += BEAT


# ── what comes ──


def test_within_a_minute_contacts_talk_and_one_is_in_trouble() -> None:
    place = Place()
    for _ in run(floor_of(place), 60):
        pass
    assert len(place.begun) >= 3
    assert set(place.begun) & {"hard", "loud"}
    assert place.incidents
    assert {one.path.rpartition("/")[2] for one in place.made} >= {"contacts", "lines"}


def test_it_comes_to_its_close_without_anybody_at_a_screen() -> None:
    place = Place()
    for _ in run(floor_of(place), 300):
        pass
    assert "closed" in {one["state"] for one in place.incidents.values()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_night_with_somebody_at_a_screen_stays_within_its_bounds(seed: int) -> None:
    place, bounds = Place(), Bounds(contacts_an_hour=20, troubles_an_hour=3)
    place.sits_down("jordan")
    floor, most, hourly = floor_of(place, bounds, seed=seed), 0, []
    for now in run(floor, 6 * HOUR):
        most = max(most, len(place.open))
        if now % HOUR == 0:
            hourly.append(len(place.begun))
        assert len(floor.scenes) <= bounds.open + 2 * bounds.troubles_an_hour
    assert most <= bounds.open
    each = [after - before for before, after in itertools.pairwise(hourly)]
    assert max(each) <= bounds.contacts_an_hour
    hard = sum(name in {"hard", "loud", "rude"} for name in place.begun)
    assert hard <= 6 * bounds.troubles_an_hour


def test_with_nobody_at_a_screen_it_falls_asleep_and_wakes_when_somebody_comes() -> None:
    place = Place()
    floor = floor_of(place)
    for _ in run(floor, BOUNDS.rest_after + 600):
        pass
    asleep = len(place.begun)
    for _ in run(floor, 2 * HOUR, since=BOUNDS.rest_after + 600):
        pass
    assert len(place.begun) == asleep
    assert place.open == []
    assert floor.scenes == ()
    place.sits_down("jordan")
    for _ in run(floor, 60, since=3 * HOUR):
        pass
    assert len(place.begun) > asleep


def test_every_kind_comes_before_any_comes_again_and_what_opens_nothing_comes_last() -> None:
    place = Place()
    place.sits_down("jordan")
    floor = floor_of(place, Bounds(trouble_every=60, contacts_an_hour=999, troubles_an_hour=99))
    for _ in run(floor, HOUR):
        pass
    hard = [name for name in place.begun if name in {"hard", "loud", "rude"}]
    assert set(hard[:2]) == {"hard", "loud"}
    assert hard[2] == "rude"
    assert set(hard[3:6]) == {"hard", "loud", "rude"}


def test_only_agents_who_are_free_and_nobody_at_a_screen_get_a_contact_of_the_floor() -> None:
    place = Place()
    for name in list(place.people)[:7]:
        place.people[name]["availability"] = "off_queue"
    place.sits_down("agent7")
    for _ in run(floor_of(place, Bounds(guest_after=999)), 60):
        pass
    assert place.begun == []


# ── people at screens ──


def test_somebody_who_waits_at_the_desk_is_given_one_contact_that_speaks_of_no_dying() -> None:
    place = Place()
    place.sits_down("agent3")
    for _ in run(floor_of(place), 300):
        pass
    theirs = [row for row in place.contacts.values() if row["agent"] == "agent3"]
    assert [row["external_id"].partition(":")[0] in {"loud", "rude"} for row in theirs] == [True]
    assert not [move for move in place.made if move.who == "agent3"]


def test_whoever_asked_for_a_contact_is_not_given_another() -> None:
    place = Place()
    place.sits_down("agent3")
    place.contact("mine", agent="agent3", source="practice", script="practised")
    for _ in run(floor_of(place), 300):
        pass
    assert [row["id"] for row in place.contacts.values() if row["agent"] == "agent3"] == ["mine"]


def test_a_practice_contact_is_spoken_from_its_first_line_within_a_minute() -> None:
    place = Place()
    place.sits_down("agent3")
    place.contact("mine", agent="agent3", source="practice", script="practised")
    for _ in run(floor_of(place), 60):
        pass
    said = [one.body["lines"][0]["text"] for one in place.made if one.path == "contacts/mine/lines"]
    assert said == ["Words 0.", "Words 1.", "Words 2.", "Words 3.", "!"]
    assert "i-mine" in place.incidents


def test_somebody_who_left_their_screen_long_ago_is_played_again() -> None:
    place = Place()
    place.sits_down("jordan")
    place.contact("old", agent="agent0", source="desk")
    place.threatened("old")
    floor = floor_of(place, Bounds(contacts_an_hour=0))
    for _ in run(floor, 60):
        pass
    assert [one for one in place.made if one.who == "jordan"] == []
    place.sits_down("jordan", there=False)
    for _ in run(floor, Pace().away - 10, since=60):
        pass
    assert [one for one in place.made if one.who == "jordan"] == []
    for _ in run(floor, 60, since=60 + Pace().away):
        pass
    assert place.incidents["i-old"]["state"] == "closed"


# ── what is taken up ──


def test_a_floor_that_starts_again_goes_on_with_what_the_last_one_left() -> None:
    place = Place()
    place.contact("calm", agent="agent0", source="simulation", script="calm-1")
    place.contact("gone", agent="agent1", source="simulation", script="a script that is gone")
    place.contact("hard", agent="agent2", source="simulation", script="hard")
    place.threatened("hard")
    for _ in run(floor_of(place, Bounds(contacts_an_hour=0)), 60):
        pass
    assert place.open == []
    assert place.incidents["i-hard"]["state"] == "closed"
    assert not [one for one in place.made if one.path.endswith("/lines")]


def test_what_is_somebody_elses_is_left_alone() -> None:
    place = Place()
    place.contact("platform", agent="agent0", source="phones", script="hard")
    place.contact("nobody", agent=None, source="simulation", script="hard")
    place.contact("typed", agent="agent1", source="desk")
    for _ in run(floor_of(place, Bounds(contacts_an_hour=0)), 120):
        pass
    assert place.made == []


def test_what_is_refused_again_and_again_is_ended_as_the_world_would() -> None:
    place = Place()
    place.contact("stuck", agent="agent0", source="simulation", script="calm-1")
    place.refuses = True
    for _ in run(floor_of(place, Bounds(contacts_an_hour=0)), 120):
        pass
    ended = [one.body for one in place.made if one.path == "contacts/stuck/leg"]
    assert ended == [{"event": "released", "by": "network"}]
    assert len(place.made) + MOST_REFUSALS >= MOST_REFUSALS
    assert place.open == []


def test_a_contact_in_which_nothing_moves_is_ended_and_a_persons_is_not() -> None:
    place = Place()
    place.sits_down("agent1")
    for name, agent in (("quiet", "agent0"), ("theirs", "agent1")):
        place.contact(name, agent=agent, source="simulation", script="hard")
        place.threatened(name)
        place.incidents[f"i-{name}"]["owner"] = "agent0"
    for _ in run(floor_of(place, Bounds(contacts_an_hour=0)), BOUNDS.give_up_after + 60):
        pass
    assert not place.contacts["quiet"]["open"]
    assert place.contacts["theirs"]["open"]


# ── presence and care ──


def test_whom_it_plays_is_at_a_screen_and_looked_after() -> None:
    place = Place()
    place.people["agent2"]["availability"] = "off_queue"
    for _ in run(floor_of(place, Bounds(contacts_an_hour=0)), 130):
        pass
    paths = [path for path, _ in place.posted]
    assert paths.count("exercise/presence") >= 130 / 6
    cared = [acting for path, acting in place.posted if path == "exercise/care"]
    assert set(cared) == {"agent2", "jordan", "robin"}
    assert len(cared) == 6


# ── round and round ──


def test_hourly_counts_an_hour_that_moves() -> None:
    hourly = Hourly(2)
    for at in (0.0, 10.0):
        assert hourly.allows(at)
        hourly.note(at)
    assert not hourly.allows(HOUR - 0.1)
    assert hourly.allows(HOUR)
    hourly.note(HOUR)
    assert not hourly.allows(HOUR + 9)
    assert hourly.allows(HOUR + 10)


def test_a_centre_that_is_away_is_told_once_and_waited_for(capsys: pytest.CaptureFixture) -> None:
    ended, said, beats = threading.Event(), [], itertools.count()

    class Away:
        def step(self, _now: float) -> None:
            if next(beats) == 2:
                ended.set()
                return
            raise httpx.ConnectError("nobody answers")

    class Quick(threading.Event):
        def wait(self, _timeout: float | None = None) -> bool:
            return ended.is_set()

        def is_set(self) -> bool:
            return ended.is_set()

    floors: list[Any] = [Away()]
    running.play(floors, Quick(), clock=lambda: 0.0, say=said.append)
    assert said == ["The demo floor rests: nobody answers"]


def test_the_shipped_repertoire_has_what_a_floor_needs() -> None:
    known = running.repertoire()
    assert len(known.ordinary) >= 8
    assert {one.protocol for one in known.trouble} >= {"self-harm", "bomb-voice", "irate-caller"}
    assert known.named("self-harm") is not None
    assert known.named("nothing") is None
    with running.open_floors("http://centre.invalid", {"a": "x", "b": "y"}, now=0.0) as floors:
        assert len(floors) == 2
