"""Drives one contact through a centre over HTTP, as its agent, supervisor and manager would.

Nothing is done that a person could not press on a screen: lines go in by the API, the
supervisor waits for the ring, the step card is answered step by step, and the watcher, the
ledger and the outbox do their own work meanwhile.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import httpx

from stayline.config.rehearsal.script import Said, Script

ACTING: Final = "X-Stayline-Acting"
PATIENCE: Final = 20.0
"""Seconds to wait for something that the centre does by itself."""

MOST_PRESSES: Final = 80
T = TypeVar("T")


class RehearsalFailed(RuntimeError):
    """The rehearsal stopped: what was asked, and what the centre said."""


@dataclass(frozen=True, slots=True)
class Players:
    """Who plays whom: sign-in names of people at the exercise's site."""

    agent: str = "maya"
    receivers: tuple[str, ...] = ("jordan", "robin", "lee")
    managers: tuple[str, ...] = ("morgan",)


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
        self.http, self.script, self.players, self.say = http, script, players, say
        self.contact = str(uuid4())
        self.incident = ""
        self.receiver = ""
        self.ladder = ""
        self.result = Result()
        self._count = 0

    def play(self) -> Result:
        """Play the script to its close; a contact that raises nothing is released and done.

        Raises:
            RehearsalFailed: the centre refused something, or did not do what it owes in time.
        """
        self._open()
        self._talk(self.script.lines)
        if not self.incident:
            self.say("Nothing was raised. The agent ends an ordinary contact.")
            self._act("contacts", self.contact, self.players.agent, do="release")
            return self.result
        self._accept()
        self._guide(until="spoke")
        self._hand_over()
        self._talk(self.script.closing_lines)
        self._guide(until="ended")
        self._finish()
        return self.result

    def bundle(self, folder: Path) -> Path:
        """Fetch the sealed record and unpack it under `folder`; return the bundle's folder."""
        answer = self._post(f"exercise/incidents/{self.incident}/bundle", {}, acting=self.receiver)
        target = folder / str(self.result.incident)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            archive.extractall(target)
        return target

    # ── the contact ──

    def _open(self) -> None:
        caller = self.script.caller
        self._post(
            "contacts",
            {
                "id": self.contact,
                "channel": self.script.channel,
                "agent": f"demo-{self.players.agent}",
                "exercise": True,
                "caller": {
                    name: caller[name] for name in ("name", "number", "country") if name in caller
                },
            },
        )
        self.say(f"{self.script.title}. The contact reaches {self.players.agent}.")

    def _talk(self, lines: tuple[Said, ...]) -> None:
        for line in lines:
            self._count += 1
            self.say(f"{line.who}: {line.text}")
            started = time.monotonic()
            kept = self._post(
                f"contacts/{self.contact}/lines",
                {"lines": [{"id": f"line-{self._count}", "who": line.who, "text": line.text}]},
            ).json()
            for signal in kept["signals"]:
                self.result.signals.append(signal["rule"])
                self.say(f"  signal: {signal['kind']}, {signal['form']} ({signal['rule']})")
            if kept["incident"] and not self.incident:
                self._opened(kept["incident"], started)

    def _opened(self, incident: str, started: float) -> None:
        self.incident = incident
        self.receiver, self.ladder = self._ring(self.players.receivers, informs=False)
        self.result.rang_after_ms = round((time.monotonic() - started) * 1000)
        shown = self._shown(self.players.agent)
        self.result.incident, self.result.level = shown["number"], shown["level"]
        self.result.protocol, self.result.exercise = shown["protocol"], shown["exercise"]
        self.say(
            f"  {shown['number']} is open at L{shown['level']}, guided by {shown['protocol']}; "
            f"{self.receiver}'s screen rang after {self.result.rang_after_ms} ms."
        )

    # ── the ladder ──

    def _accept(self) -> None:
        self._act("ladders", self.ladder, self.receiver, do="accept")
        self.say(f"{self.receiver} accepts.")
        self._act("ladders", self.ladder, self.receiver, do="join")
        self.say(f"{self.receiver} joins the line.")

    def _hand_over(self) -> None:
        self._act("ladders", self.ladder, self.receiver, do="spoke")
        self.say(f"{self.receiver} speaks to the caller and guides from here.")
        self._act("ladders", self.ladder, self.receiver, do="complete")
        self.result.handed_over = True
        self.say("The hand-over is complete.")

    def _inform_managers(self) -> None:
        shown = self._shown(self.receiver)
        if any(one["open"] and one["document"] == "management" for one in shown["ladders"]):
            who, ladder = self._ring(self.players.managers, informs=True)
            self._act("ladders", ladder, who, do="accept")
            self.say(f"{who}, manager, knows.")

    def _ring(self, who: tuple[str, ...], *, informs: bool) -> tuple[str, str]:
        """Wait until the incident rings for one of these people; return who, and the ladder."""

        def rings() -> tuple[str, str] | None:
            for name in who:
                for one in self._get("exercise/rings", acting=name):
                    if one["incident"] == self.incident and one["informs"] is informs:
                        return name, str(one["ladder"])
            return None

        return self._wait(rings, f"nobody of {', '.join(who)} was rung")

    # ── the run ──

    def _guide(self, *, until: str) -> None:
        """Go through the steps, answering as scripted, until the run waits for `until` or ends."""
        for _ in range(MOST_PRESSES):
            who = self.receiver if self.result.handed_over else self.players.agent
            screen = self._shown(who)["screen"]
            if screen["ended"] or screen["waiting_for"] == until:
                return
            self._press_on(screen, who)
        raise RehearsalFailed(f"The run came to no end in {MOST_PRESSES} presses.")

    def _press_on(self, screen: dict[str, Any], who: str) -> None:
        expected = screen["sequence"]
        for one, _ in [*screen["asks"], *screen["observes"]]:
            if one != screen["routed"] and one in self.script.answers:
                self._answer(one, expected, who)
        if screen["routed"]:
            self._answer(screen["routed"], expected, who)
        elif screen["can_next"]:
            self._act("incidents", self.incident, who, do="next", expected=expected)
            self.say(f"  step: {screen['title'] or screen['step']}")
        elif screen["offers"]:
            self._act(
                "incidents",
                self.incident,
                who,
                do="take",
                expected=expected,
                step=screen["offers"][0],
            )
        else:
            raise RehearsalFailed(f"The step {screen['step']} has no way on.")

    def _answer(self, name: str, expected: int, who: str) -> None:
        given = self.script.answers.get(name)
        words = given is not None and " " in given
        self._act(
            "incidents",
            self.incident,
            who,
            do="answer",
            expected=expected,
            field=name,
            value="answered" if words else given or "unknown",
            text=given if words and given else "",
        )
        self.say(f"  {name}: {given or 'did not say'}")

    # ── the end ──

    def _finish(self) -> None:
        who = self.receiver
        self._act("incidents", self.incident, who, do="safety", text=self.script.safety)
        self._act("contacts", self.contact, who, do="release", reason=self.script.release)
        self.say("The contact has ended, and what was done for the caller's safety is recorded.")
        self._help_outside(who)
        self._inform_managers()
        for report in self._shown(who)["reports"]:
            done = self._post(f"exercise/reports/{report['id']}/submit", {}, acting=who).json()
            self.result.report_number = done["report_number"]
            self.say(f"Threat report {done['report_number']} is filed.")
        self._case(who)
        self._act("incidents", self.incident, who, do="close", reason=self.script.resolution)
        self.result.closed = True
        self.say(f"{self.result.incident} is closed.")

    def _help_outside(self, who: str) -> None:
        for one in self._shown(who)["dispatches"]:
            for press in ("called", "arrived"):
                self._act("dispatches", one["id"], who, do=press)

    def _case(self, who: str) -> None:
        def delivered() -> dict[str, Any] | None:
            cases = self._shown(who)["cases"]
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
        shown: dict[str, Any] = self._get(f"exercise/incidents/{self.incident}", acting=who)
        return shown

    def _act(self, kind: str, which: str, who: str, **press: str | int) -> None:
        self._post(f"exercise/{kind}/{which}", press, acting=who)

    def _get(self, path: str, *, acting: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return _good(self.http.get(path, headers={ACTING: acting})).json()

    def _post(self, path: str, body: dict[str, Any], *, acting: str = "") -> httpx.Response:
        headers = {ACTING: acting} if acting else {}
        return _good(self.http.post(path, json=body, headers=headers))

    def _wait(self, what: Callable[[], T | None], otherwise: str) -> T:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = what()
            if found is not None:
                return found
            time.sleep(0.02)
        raise RehearsalFailed(f"After {PATIENCE:.0f} s {otherwise}.")


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise RehearsalFailed(
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
        )
    return answer
