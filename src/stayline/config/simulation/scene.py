"""One contact of the demo floor: what is said and pressed next, for whom the floor plays.

A scene remembers only what was said and since when something has been so; everything else it
reads anew from what the centre shows. So it goes on whatever a person at a screen does meanwhile,
and a centre that was stopped and started is gone on with. It never presses for a person.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from stayline.config.rehearsal.moves import (
    L3,
    SAID,
    Move,
    calls_help,
    closing_moves,
    difficult_moves,
    hangs_up,
    on_contact,
    on_ladder,
    speaks,
    step_moves,
)
from stayline.config.rehearsal.script import Said, Script
from stayline.config.simulation.bounds import Pace
from stayline.config.simulation.staff import NEWCOMERS, SUPERVISES, Staff

NEXT: Final = {"accepted": "join", "joined": "spoke", "spoke": "complete"}
"""What a colleague who is played does from each stage of a hand-over."""

ROUNDS: Final = 3
"""A step that is come to so often goes round until something happens."""


class Scene:
    """One contact. Times are seconds of one clock that only goes forward."""

    def __init__(
        self, contact: str, script: Script, agent: str, *, now: float, pace: Pace, said: int = 0
    ) -> None:
        """Begin, or go on after `said` lines of the script."""
        self.contact, self.script, self.agent, self.pace = contact, script, agent, pace
        self.done = False
        self.moved_at = now
        self._said = said
        self._count = 0
        self._abused = 0
        self._closing = 0
        self._visits: Counter[str] = Counter()
        self._on = ""
        self._hung_up = False
        self._aided = False
        self._replied: set[str] = set()
        self._since: dict[str, float] = {}
        self._line_at = now
        self._press_at = now

    def moves(
        self, now: float, row: dict[str, Any], shown: dict[str, Any] | None, staff: Staff
    ) -> list[Move]:
        """Return what is said or pressed now; nothing where it is not time, or a person's turn.

        `row` is the contact as the floor lists it, `shown` its incident as its agent sees it.
        """
        if not row["open"] and not row["incident_open"]:
            self.done = True
            return []
        found = self._next(now, row, shown, staff)
        if found:
            self.moved_at = now
        return found

    def _next(
        self, now: float, row: dict[str, Any], shown: dict[str, Any] | None, staff: Staff
    ) -> list[Move]:
        if shown is not None:
            ringing = self._ladders(now, shown, staff)
            if ringing:
                return ringing
        if row["open"] and now >= self._line_at:
            line = self._line(shown, staff)
            if line is not None:
                self._line_at = now + self.pace.line
                self._press_at = max(self._press_at, now + self.pace.press)
                return [line]
        if shown is None:
            return self._ordinary(now, staff)
        return self._press(now, shown, staff)

    # ── what is said ──

    def _line(self, shown: dict[str, Any] | None, staff: Staff) -> Move | None:
        for said in self.script.lines[self._said :]:
            self._said += 1
            if said.who == "agent" and staff.is_person(self.agent):
                continue  # they speak for themselves
            return self._speak(said)
        if shown is None:
            return None
        return self._reply(shown) or self._abuse(shown) or self._closing_line(shown, staff)

    def _reply(self, shown: dict[str, Any]) -> Move | None:
        screen = shown["screen"]
        for name, _ in screen["asks"] if screen and not screen["ended"] else ():
            if name in self.script.replies and name not in self._replied:
                self._replied.add(name)
                return self._speak(Said("caller", self.script.replies[name]))
        return None

    def _abuse(self, shown: dict[str, Any]) -> Move | None:
        """Let the caller go on after a warning, as scripted."""
        if self._abused < min(len(shown["warnings"]), len(self.script.after_warning)):
            self._abused += 1
            return self._speak(self.script.after_warning[self._abused - 1])
        return None

    def _closing_line(self, shown: dict[str, Any], staff: Staff) -> Move | None:
        """Let both speak once somebody who takes over is on the line."""
        if not any(one["state"] in {"joined", "spoke", "completed"} for one in _receivers(shown)):
            return None
        for said in self.script.closing_lines[self._closing :]:
            self._closing += 1
            if said.who == "supervisor" and any(
                staff.is_person(one["who"]) for one in _receivers(shown)
            ):
                continue
            return self._speak(said)
        if self.script.hangs_up and not self._hung_up and self.script.closing_lines:
            self._hung_up = True
            return hangs_up(self.contact)
        return None

    def _speak(self, said: Said) -> Move:
        self._count += 1
        name = f"{self._said}-{self._count}-{self._abused}-{self._closing}"
        return speaks(self.contact, name, said)

    # ── the ladder ──

    def _ladders(self, now: float, shown: dict[str, Any], staff: Staff) -> list[Move]:
        for ladder in shown["ladders"]:
            if ladder["open"]:
                move = self._rung(now, ladder, staff) or self._comes(now, ladder, staff)
                if move is not None:
                    return [move]
        return []

    def _rung(self, now: float, ladder: dict[str, Any], staff: Staff) -> Move | None:
        """Let a colleague accept what no person accepts in time."""
        if not ladder["ringing"]:
            self._since.pop(ladder["id"], None)
            return None
        people = any(staff.is_person(name) for name in ladder["ringing"])
        wait = self.pace.accept_for_people if people else self.pace.accept
        if not self._lasted(ladder["id"], now, wait):
            return None
        rung = [one for one in staff.played(*SUPERVISES) if one.username in ladder["ringing"]]
        # Nobody is played in two crises at once, while somebody else can come.
        rung.sort(key=lambda one: one.availability == "in_crisis")
        spare = [one for one in rung if one.username not in NEWCOMERS]
        if not rung or (not spare and not self._lasted(ladder["id"], now, wait * 4)):
            return None
        rung = spare or rung
        self._since.pop(ladder["id"])
        return on_ladder(ladder["id"], rung[0].username, "accept")

    def _comes(self, now: float, ladder: dict[str, Any], staff: Staff) -> Move | None:
        """Let a colleague who accepted join, speak and take over."""
        wait = {"accepted": self.pace.join, "joined": self.pace.speak, "spoke": self.pace.complete}
        for one in ladder["hand_overs"]:
            state = one["state"]
            if state not in NEXT or staff.is_person(one["who"]) or ladder["informs"]:
                continue
            if self._lasted(f"{ladder['id']} {one['who']} {state}", now, wait[state]):
                return on_ladder(ladder["id"], one["who"], NEXT[state])
        return None

    def _lasted(self, what: str, now: float, seconds: float) -> bool:
        return now - self._since.setdefault(what, now) >= seconds

    # ── what is pressed ──

    def _ordinary(self, now: float, staff: Staff) -> list[Move]:
        """End a contact that raised nothing, or put the aid on the desk when it is about abuse."""
        if now < self._press_at or now < self._line_at:
            return []
        if staff.is_person(self.agent):
            return self._caller_goes(now)
        self._press_at = now + self.pace.press
        if self.script.after_warning and not self._aided:
            self._aided = True
            return [on_contact(self.contact, self.agent, "aid")]
        return [on_contact(self.contact, self.agent, "release")]

    def _caller_goes(self, now: float) -> list[Move]:
        """Let a caller go to whom nobody says anything any more; nobody ends it for a person."""
        if not self._lasted("silence", now, self.pace.leave):
            return []
        self._since["silence"] = now
        return [Move(f"contacts/{self.contact}/leg", {"event": "released", "by": "caller"})]

    def _press(self, now: float, shown: dict[str, Any], staff: Staff) -> list[Move]:
        owner = shown["owner"] or self.agent
        if now < self._press_at or staff.is_person(owner):
            return []
        self._press_at = now + self.pace.press
        screen = shown["screen"]
        if self.script.after_warning and screen and (shown["level"] == L3 or screen["locked"]):
            return self._difficult(shown, owner, staff)
        found = self._walk(shown, owner)
        if found or not staff.supervises(owner):
            return found
        if shown["contact_open"] and self._closing < len(self.script.closing_lines):
            return []
        return closing_moves(shown, self.contact, self.script, owner)

    def _difficult(self, shown: dict[str, Any], owner: str, staff: Staff) -> list[Move]:
        """Warn, ask, tell, end and file, as the agent of a difficult call does."""
        listening = shown["screen"]["step"] not in SAID and not shown["screen"]["ended"]
        left = self._abused < min(len(shown["warnings"]), len(self.script.after_warning))
        if listening and left:
            return []  # the caller speaks first
        deciding = staff.played(*SUPERVISES)
        supervisor = deciding[0].username if deciding else ""
        return difficult_moves(shown, self.contact, self.script, owner, supervisor)

    def _walk(self, shown: dict[str, Any], owner: str) -> list[Move]:
        """Fill and leave the step on the screen, unless it only goes round."""
        screen = shown["screen"]
        call = calls_help(shown, owner)
        if call is not None:
            return [call]
        if not screen or screen["ended"] or not shown["contact_open"]:
            return []
        if self._visits[screen["step"]] >= ROUNDS:
            return []
        found = step_moves(shown, self.script, owner)
        if found and screen["step"] != self._on:
            self._visits[screen["step"]] += 1
        self._on = screen["step"]
        return found


def _receivers(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        one for ladder in shown["ladders"] if not ladder["informs"] for one in ladder["hand_overs"]
    ]
