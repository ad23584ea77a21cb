"""Drives one contact through a centre over HTTP, as its agent, supervisor and manager would.

Nothing is done that a person could not press on a screen: lines go in by the API, the
supervisor waits for the ring, the step card is answered step by step, and the watcher, the
ledger and the outbox do their own work meanwhile.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import httpx

from stayline.config.rehearsal.hands import Hands, RehearsalFailed
from stayline.config.rehearsal.moves import (
    THREAT_FORM,
    Move,
    begins,
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

PATIENCE: Final = 20.0
"""Seconds to wait for something that the centre does by itself."""

MOST_PRESSES: Final = 80
ROUNDS: Final = 3
MANNERS: Final = frozenset({"abusive_language", "supervisor_demand"})
"""Signals that open nothing by themselves."""

CALL_RECORD: Final = "call_record"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Players:
    """Who plays whom: sign-in names of people at the exercise's site; empty: whoever is on duty."""

    agent: str = "maya"
    receivers: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()


@dataclass
class Result:
    """What came of a rehearsal; the last line of `stayline drill --json`."""

    incident: str | None = None
    level: int | None = None
    protocol: str | None = None
    signals: list[str] = field(default_factory=list)
    rang_after_ms: int | None = None
    handed_over: bool = False
    report_number: str | None = None
    record_number: str | None = None
    case_reference: str | None = None
    case_delivered: bool = False
    closed: bool = False
    exercise: bool = True


class Driver:
    """One rehearsal in one centre. `say` hears each thing as it happens."""

    def __init__(
        self, http: httpx.Client, script: Script, players: Players, say: Callable[[str], None]
    ) -> None:
        """Use `http`, whose base address and token are set, to play `script`."""
        self.hands, self.script, self.players, self.say = Hands(http), script, players, say
        self.contact = str(uuid4())
        self.incident = ""
        self.receiver = ""
        self.ladder = ""
        self.result = Result()
        self._count = 0
        self._replied: set[str] = set()
        self._after_warning: list[Said] = []

    def play(self) -> Result:
        """Play the script to its close; a contact that raises nothing is released and done.

        Raises:
            RehearsalFailed: the centre refused something, or did not do what it owes in time.
        """
        self._cast()
        self._do(begins(self.contact, self.script, self.players.agent))
        self._talk(self.script.lines)
        if self.incident:
            self._threat()
        elif self.script.after_warning:
            self._difficult()
        else:
            self.say("Nothing was raised. The agent ends an ordinary contact.")
            self._do(on_contact(self.contact, self.players.agent, "release"))
        return self.result

    def _cast(self) -> None:
        """Find who may be rung, where nobody was named."""
        if self.players.receivers and self.players.managers:
            return
        people = [one for one in self.hands.floor()["people"] if one["on_duty"]]
        named = {
            role: tuple(one["username"] for one in people if role in one["roles"])
            for role in ("supervisor", "lead_resolution_specialist", "manager")
        }
        found = named["supervisor"] + named["lead_resolution_specialist"]
        self.players = replace(
            self.players,
            receivers=self.players.receivers or found,
            managers=self.players.managers or named["manager"],
        )

    def _threat(self) -> None:
        """Go on from a ringing ladder to the close."""
        self._accept()
        self._guide(until="spoke")
        self._hand_over()
        self._talk(self.script.closing_lines)
        if self.script.hangs_up:
            self._do(hangs_up(self.contact))
        self._guide(until="released")
        self._finish()

    # ── the difficult call ──

    def _difficult(self) -> None:
        """Put the aid on the desk and warn; a threat stops that, without one the call is ended."""
        agent, supervisor = self.players.agent, self.players.receivers[0]
        self._note(self._do(on_contact(self.contact, agent, "aid")))
        self.say("The aid for a difficult call is on the desk. It owes no threat report.")
        self._after_warning = list(self.script.after_warning)
        for _ in range(MOST_PRESSES):
            shown = self._shown(agent)
            if shown["state"] == "closed":
                self.receiver, self.result.closed = supervisor, True
                return
            if self._is_abused_again(shown) or self._tells_lock(shown):
                continue
            moves = difficult_moves(shown, self.contact, self.script, agent, supervisor)
            if not moves:
                raise RehearsalFailed(f"It cannot be closed: {' '.join(shown['blocking'])}")
            for move in moves:
                self._tell_warning(shown, move)
                self._close_by(move)
            if self.result.rang_after_ms is not None:
                self._note(self._shown(agent))
                self._threat()
                return
        raise RehearsalFailed(f"It came to no close in {MOST_PRESSES} presses.")

    def _is_abused_again(self, shown: dict[str, Any]) -> bool:
        """Let the caller say what they say once warned."""
        said = len(self.script.after_warning) - len(self._after_warning)
        if said >= len(shown["warnings"]) or not self._after_warning:
            return False
        self._talk((self._after_warning.pop(0),))
        return True

    def _tells_lock(self, shown: dict[str, Any]) -> bool:
        """Make sure that a threat took the warnings from the screen (X-1)."""
        if self.result.rang_after_ms is None:
            return False
        if not shown["screen"]["locked"] or shown["screen"]["anytime"]:
            raise RehearsalFailed("A threat was made, and the warning ladder is still there.")
        self.say("A threat was made: the warning ladder has vanished.")
        return False

    def _tell_warning(self, shown: dict[str, Any], move: Move) -> None:
        if move.body.get("do") == "next":
            for words in shown["screen"]["say"]:
                self._talk((Said("agent", words),))
            self.say(f"  step: {shown['screen']['title']}")

    def bundle(self, folder: Path) -> Path:
        """Fetch the sealed record and unpack it under `folder`; return the bundle's folder."""
        path = f"exercise/incidents/{self.incident}/bundle"
        answer = self.hands.post(path, {}, acting=self.receiver)
        target = folder / str(self.result.incident)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            archive.extractall(target)
        return target

    # ── the contact ──

    def _talk(self, lines: tuple[Said, ...]) -> None:
        for line in lines:
            self._count += 1
            started = time.monotonic()
            kept = self._do(speaks(self.contact, f"line-{self._count}", line))
            for signal in kept["signals"]:
                self.result.signals.append(signal["rule"])
                self.say(f"  signal: {signal['kind']}, {signal['form']} ({signal['rule']})")
            threat = any(signal["kind"] not in MANNERS for signal in kept["signals"])
            if kept["incident"] and (kept["opened"] or threat) and not self.receiver:
                self.incident = kept["incident"]
                self._rang(started)

    def _rang(self, started: float) -> None:
        """Wait for the ring that the threat's words start, and note how long it took."""
        self.receiver, self.ladder = self._ring(self.players.receivers, informs=False)
        self.result.rang_after_ms = round((time.monotonic() - started) * 1000)
        self._note(self._shown(self.players.agent))
        self.say(f"  {self.receiver}'s screen rang after {self.result.rang_after_ms} ms.")

    def _note(self, shown: dict[str, Any]) -> None:
        self.incident = shown["incident"]
        self.result.incident, self.result.level = shown["number"], shown["level"]
        self.result.protocol, self.result.exercise = shown["protocol"], shown["exercise"]
        self.say(
            f"  {shown['number']} is open at L{shown['level']}, guided by {shown['protocol']}."
        )

    # ── the ladder ──

    def _accept(self) -> None:
        self._do(on_ladder(self.ladder, self.receiver, "accept"))
        self.say(f"{self.receiver} accepts.")
        self._do(on_ladder(self.ladder, self.receiver, "join"))
        self.say(f"{self.receiver} joins the line.")
        call = calls_help(self._shown(self.receiver), self.receiver)
        if call is not None:
            self._do(call)

    def _hand_over(self) -> None:
        self._do(on_ladder(self.ladder, self.receiver, "spoke"))
        self.say(f"{self.receiver} speaks to the caller and guides from here.")
        self._do(on_ladder(self.ladder, self.receiver, "complete"))
        self.result.handed_over = True
        self.say("The hand-over is complete.")

    def _informed(self, shown: dict[str, Any]) -> bool:
        """Let a manager answer one ladder that only tells; return whether there was one."""
        if not any(one["open"] and one["informs"] for one in shown["ladders"]):
            return False
        who, ladder = self._ring(self.players.managers, informs=True)
        self._do(on_ladder(ladder, who, "accept"))
        self.say(f"{who}, manager, knows.")
        return True

    def _ring(self, who: tuple[str, ...], *, informs: bool) -> tuple[str, str]:
        """Wait until the incident rings for one of these people; return who, and the ladder."""

        def rings() -> tuple[str, str] | None:
            for name in who:
                for one in self.hands.rings(name):
                    if one["incident"] == self.incident and one["informs"] is informs:
                        return name, str(one["ladder"])
            return None

        return self._wait(rings, f"nobody of {', '.join(who)} was rung")

    # ── the run ──

    def _guide(self, *, until: str) -> None:
        """Go through the steps, answering as scripted, until the run waits for `until` or ends.

        A run that comes to a step for the third time goes round until something happens.
        """
        seen: Counter[str] = Counter()
        for _ in range(MOST_PRESSES):
            who = self.receiver if self.result.handed_over else self.players.agent
            shown = self._shown(who)
            screen = shown["screen"]
            seen[screen["step"]] += 1
            round_and_round = seen[screen["step"]] >= ROUNDS
            if screen["ended"] or screen["waiting_for"] == until or round_and_round:
                return
            self._reply(screen)
            moves = step_moves(shown, self.script, who)
            if not moves:
                raise RehearsalFailed(f"The step {screen['step']} has no way on.")
            for move in moves:
                self._do(move)
        raise RehearsalFailed(f"The run came to no end in {MOST_PRESSES} presses.")

    def _reply(self, screen: dict[str, Any]) -> None:
        """Let the caller say what the step asks for, once."""
        for name, _ in screen["asks"]:
            if name in self.script.replies and name not in self._replied:
                self._replied.add(name)
                self._talk((Said("caller", self.script.replies[name]),))

    # ── the end ──

    def _finish(self) -> None:
        for _ in range(MOST_PRESSES):
            shown = self._shown(self.receiver)
            if shown["state"] == "closed":
                self.result.closed = True
                return
            if self._informed(shown):
                continue
            moves = closing_moves(shown, self.contact, self.script, self.receiver)
            if not moves:
                raise RehearsalFailed(f"It cannot be closed: {' '.join(shown['blocking'])}")
            for move in moves:
                self._close_by(move)
        raise RehearsalFailed(f"It came to no close in {MOST_PRESSES} presses.")

    def _close_by(self, move: Move) -> None:
        done = self._do(move)
        if "report_number" in done and self._number(done) == THREAT_FORM:
            self._case()

    def _number(self, filed: dict[str, Any]) -> str:
        """Note the number of a form that was filed, and return which form it was."""
        form, number = str(filed["form"]), filed["report_number"]
        self.say(f"Its number is {number}.")
        if form == CALL_RECORD:
            self.result.record_number = number
        elif form == THREAT_FORM:
            self.result.report_number = number
        return form

    def _case(self) -> None:
        def delivered() -> dict[str, Any] | None:
            cases = self._shown(self.receiver)["cases"]
            return cases[0] if cases and cases[0]["delivered"] else None

        case = self._wait(delivered, "the case did not reach its queue")
        self.result.case_reference = case["reference"]
        self.result.case_delivered = True
        self.say(
            f"Case {case['reference']} is with the queue “{case['queue']}”; "
            f"its Referral Comments read {case['referral_comments']}."
        )

    # ── HTTP ──

    def _shown(self, who: str) -> dict[str, Any]:
        return self.hands.shown(self.incident, who)

    def _do(self, move: Move) -> Any:  # noqa: ANN401 - whatever JSON holds
        if move.said:
            self.say(move.said)
        return self.hands.make(move)

    def _wait(self, what: Callable[[], T | None], otherwise: str) -> T:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = what()
            if found is not None:
                return found
            time.sleep(0.02)
        raise RehearsalFailed(f"After {PATIENCE:.0f} s {otherwise}.")
