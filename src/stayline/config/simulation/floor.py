"""The floor of one site: which contacts come, to whom, and what each does next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from stayline.config.rehearsal.hands import Hands, RehearsalFailed
from stayline.config.rehearsal.moves import Move, begins
from stayline.config.rehearsal.script import Script
from stayline.config.simulation.bounds import Bounds, Hourly, Pace
from stayline.config.simulation.scene import Scene
from stayline.config.simulation.staff import NEWCOMERS, Staff, colleagues

SOURCE: Final = "simulation"
PRACTICE: Final = "practice"
"""The source of a contact that somebody asked for on the first-run page."""

DESK: Final = "desk"
CARE_EVERY: Final = 60.0
PRESENCE_EVERY: Final = 5.0
"""Absent is who was not seen for twelve seconds."""

MOST_REFUSALS: Final = 5


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What may happen on a floor."""

    ordinary: Sequence[Script]
    trouble: Sequence[Script]
    practice: Sequence[Script] = ()

    def named(self, name: str) -> Script | None:
        """Return the script of this id, if there is one."""
        for one in (*self.trouble, *self.practice, *self.ordinary):
            if one.id == name:
                return one
        return None


class Floor:
    """One site. `step` is called again and again with the time; it never waits."""

    def __init__(
        self,
        hands: Hands,
        repertoire: Repertoire,
        *,
        bounds: Bounds,
        pace: Pace,
        guest_pace: Pace,
        chance: Random,
        new_id: Callable[[], str],
        now: float,
    ) -> None:
        """Begin with an empty floor, or with the contacts that a stopped one left."""
        self._hands, self._repertoire = hands, repertoire
        self._bounds, self._chance, self._new_id = bounds, chance, new_id
        self._pace, self._guest_pace = pace, guest_pace
        self._scenes: dict[str, Scene] = {}
        self._refused: dict[str, int] = {}
        self._seen: dict[str, float] = {}
        self._came: dict[str, float] = {}
        self._given: set[str] = set()
        self._contacts = Hourly(bounds.contacts_an_hour)
        self._troubles = Hourly(bounds.troubles_an_hour)
        self._next_arrival = now
        self._next_trouble = now + bounds.first_trouble
        self._next_look = self._next_presence = now
        self._next_care = now + CARE_EVERY
        self._awake_at = now
        self._trouble: list[Script] = []
        self._ordinary: list[Script] = []

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The contacts that are played now."""
        return tuple(self._scenes.values())

    def step(self, now: float) -> None:
        """Do everything that is due on this floor.

        Raises:
            RehearsalFailed: the centre does not answer as it should.
            httpx.HTTPError: it does not answer at all.
        """
        if now < self._next_look:
            return
        self._next_look = now + self._bounds.look_every
        view = self._hands.floor()
        staff = self._staff(now, view)
        if now >= self._next_presence:
            self._next_presence = now + PRESENCE_EVERY
            self._hands.post("exercise/presence", {"people": staff.at_screens()})
        rows = {row["id"]: row for row in view["contacts"]}
        self._adopt(now, rows)
        for contact, scene in list(self._scenes.items()):
            self._play(now, contact, scene, rows.get(contact), staff)
        self._look_after(now, staff)
        self._welcome(now, rows, staff)
        self._arrive(now, rows, staff)

    # ── who is there ──

    def _staff(self, now: float, view: dict[str, Any]) -> Staff:
        listed = colleagues(view["people"])
        for one in view["people"]:
            if one["person"]:
                self._came.setdefault(one["username"], now)
                self._seen[one["username"]] = self._awake_at = now
            elif self._seen.get(one["username"], -self._pace.away) <= now - self._pace.away:
                self._came.pop(one["username"], None)
                self._given.discard(one["username"])
        return Staff(listed, self._came)

    # ── contacts that are there ──

    def _adopt(self, now: float, rows: dict[str, dict[str, Any]]) -> None:
        """Take up what somebody asked for, and what nobody plays any more."""
        for contact, row in rows.items():
            if contact in self._scenes or row["agent"] is None:
                continue
            script = self._script_of(row)
            if script is not None:
                asked = row["source"] == PRACTICE
                said, pace = 0 if asked else len(script.lines), self._pace
                if asked:
                    pace = self._guest_pace
                    self._given.add(row["agent"])
                self._scenes[contact] = Scene(
                    contact, script, row["agent"], now=now, pace=pace, said=said
                )

    def _script_of(self, row: dict[str, Any]) -> Script | None:
        if row["source"] in {SOURCE, PRACTICE}:
            name = row["external_id"].partition(":")[0]
            return self._repertoire.named(name) or Script(name, name, ())
        if row["source"] == DESK and row["incident_open"]:
            return Script("desk", "A contact that somebody began at a desk", ())
        return None

    def _play(
        self, now: float, contact: str, scene: Scene, row: dict[str, Any] | None, staff: Staff
    ) -> None:
        if row is None:
            self._forget(contact)
            return
        try:
            shown = self._hands.shown(row["incident"], scene.agent) if row["incident"] else None
            for move in scene.moves(now, row, shown, staff):
                self._hands.make(move)
                self._refused.pop(contact, None)
        except RehearsalFailed:  # somebody was first, or it is not to be: look again, and give up
            self._refused[contact] = self._refused.get(contact, 0) + 1
        stuck = self._refused.get(contact, 0) >= MOST_REFUSALS
        quiet = now - scene.moved_at > self._bounds.give_up_after
        if (stuck or quiet) and row["open"] and not staff.is_person(scene.agent):
            self._end(contact)
        if scene.done:
            self._forget(contact)

    def _end(self, contact: str) -> None:
        """End what does not come to an end by itself, as the world would: the line drops."""
        self._refused.pop(contact, None)
        self._hands.make(Move(f"contacts/{contact}/leg", {"event": "released", "by": "network"}))

    def _forget(self, contact: str) -> None:
        self._scenes.pop(contact, None)
        self._refused.pop(contact, None)

    def _look_after(self, now: float, staff: Staff) -> None:
        """Let those who are played come back from aftercare, and do the checks they owe."""
        if now < self._next_care:
            return
        self._next_care = now + CARE_EVERY
        for one in staff.played("agent", "supervisor", "manager"):
            if one.availability == "off_queue" or one.is_one_of({"supervisor", "manager"}):
                self._hands.post("exercise/care", {}, acting=one.username)

    # ── contacts that come ──

    def _welcome(self, now: float, rows: dict[str, dict[str, Any]], staff: Staff) -> None:
        """Give somebody who waits at a screen without a contact one of their own, once a stay."""
        busy = {row["agent"] for row in rows.values() if row["open"]}
        for name in staff.agents_at_screens():
            if name in busy:
                self._given.add(name)
            waits = now - self._came[name] >= self._bounds.guest_after
            if waits and name not in self._given and self._contacts.allows(now):
                self._given.add(name)
                self._begin(now, self._calm(), name, self._guest_pace)

    def _arrive(self, now: float, rows: dict[str, dict[str, Any]], staff: Staff) -> None:
        if now < self._next_arrival or now - self._awake_at > self._bounds.rest_after:
            return
        running = [row for row in rows.values() if row["open"] and row["source"] == SOURCE]
        busy = {row["agent"] for row in rows.values()}
        free = [
            one
            for one in staff.played("agent")
            if one.availability == "free" and one.on_duty and one.username not in busy
        ]
        trouble = now >= self._next_trouble and self._troubles.allows(now)
        # One place is kept for the contact that gets into trouble.
        room = self._bounds.open if trouble else self._bounds.open - 1
        if len(running) >= room or not free or not self._contacts.allows(now):
            return
        self._next_arrival = now + self._bounds.arrive_every
        spare = [one for one in free if one.username not in NEWCOMERS]
        agent = self._chance.choice(spare or free).username
        if trouble:
            self._troubles.note(now)
            self._next_trouble = now + self._bounds.trouble_every
            self._begin(now, self._draw(self._trouble, self._repertoire.trouble), agent)
        else:
            self._begin(now, self._draw(self._ordinary, self._repertoire.ordinary), agent)

    def _begin(self, now: float, script: Script, agent: str, pace: Pace | None = None) -> None:
        contact = self._new_id()
        self._contacts.note(now)
        self._hands.make(begins(contact, script, agent, external_id=f"{script.id}:{contact[:8]}"))
        self._scenes[contact] = Scene(contact, script, agent, now=now, pace=pace or self._pace)

    def _draw(self, deck: list[Script], whole: Sequence[Script]) -> Script:
        """Return the next of these: each once before any comes again, what opens nothing last."""
        if not deck:
            deck += whole
            self._chance.shuffle(deck)
            deck.sort(key=lambda one: not one.plain)
        return deck.pop()

    def _calm(self) -> Script:
        """Return trouble for somebody who did not ask for any: nobody speaks of not living."""
        hard = {"self-harm", "abuse-disclosure"}
        return self._chance.choice(
            [one for one in self._repertoire.trouble if one.protocol not in hard]
        )
