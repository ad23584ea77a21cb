"""What somebody at a screen would do next: computed from what the screen shows, and nothing else.

The drill makes these moves at once, the demo floor at a person's pace; neither asks a clock here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stayline.config.rehearsal.script import Said, Script

COMES: Final = frozenset({"emergency_services", "police", "in_house"})
"""Agencies that send somebody, whose arrival is confirmed."""

ABUSIVE: Final = "abusive"
"""The step at which the procedure for a difficult call decides which warning is due."""

SAID: Final = frozenset({"warn", "warn_again", "final", "telling"})
"""Its steps that are said aloud and then left: three warnings, and that it ends now."""

LAST_WARNING: Final = 3
L3: Final = 3
"""The level of a difficult call with no threat."""

THREAT_FORM: Final = "security_threat"
PLATFORM: Final = "demo-"
"""Before a sign-in name: the contact platform's user id of somebody in a demo centre."""


@dataclass(frozen=True, slots=True)
class Move:
    """One press or one line: where, what, by whom, and a sentence that tells of it."""

    path: str
    body: dict[str, Any]
    who: str = ""
    said: str = ""
    method: str = "POST"


def begins(contact: str, script: Script, agent: str, *, external_id: str = "") -> Move:
    """Return the move by which a contact reaches an agent."""
    caller = {
        name: script.caller[name] for name in ("name", "number", "country") if name in script.caller
    }
    body = {
        "id": contact,
        "external_id": external_id,
        "channel": script.channel,
        "agent": f"{PLATFORM}{agent}",
        "exercise": True,
        "caller": caller,
    }
    return Move("contacts", body, said=f"{script.title}. The contact reaches {agent}.")


def speaks(contact: str, name: str, line: Said) -> Move:
    """Return the move by which a line is said; `name` is unique in the contact."""
    body = {"lines": [{"id": name, "who": line.who, "text": line.text}]}
    return Move(f"contacts/{contact}/lines", body, said=f"{line.who}: {line.text}")


def on_contact(contact: str, who: str, do: str, **more: str) -> Move:
    """Return a press on the desk, beside the step."""
    return Move(f"exercise/contacts/{contact}", {"do": do, **more}, who)


def on_incident(incident: str, who: str, do: str, **more: str | int) -> Move:
    """Return a press on the step or the incident's page."""
    return Move(f"exercise/incidents/{incident}", {"do": do, **more}, who)


def on_ladder(ladder: str, who: str, do: str) -> Move:
    """Return a press on a ring."""
    return Move(f"exercise/ladders/{ladder}", {"do": do}, who)


def step_moves(shown: dict[str, Any], script: Script, who: str) -> list[Move]:
    """Return the moves that fill and leave the step on this screen; none where it has no way on.

    What the script answers is answered, a deciding question it does not answer is not known.
    """
    return list(_step_moves(shown["incident"], shown["screen"], script, who))


def _step_moves(incident: str, screen: dict[str, Any], script: Script, who: str) -> Iterator[Move]:
    expected = screen["sequence"]
    for name, _ in [*screen["asks"], *screen["observes"]]:
        if name != screen["routed"] and name in script.answers:
            yield _answer(incident, expected, name, script, who)
    if screen["routed"]:
        yield _answer(incident, expected, screen["routed"], script, who)
    elif screen["can_next"]:
        said = f"  step: {screen['title'] or screen['step']}"
        body = {"do": "next", "expected": expected}
        yield Move(f"exercise/incidents/{incident}", body, who, said)
    elif screen["offers"]:
        yield on_incident(incident, who, "take", expected=expected, step=screen["offers"][0])


def _answer(incident: str, expected: int, name: str, script: Script, who: str) -> Move:
    given = script.answers.get(name)
    words = given is not None and " " in given
    body = {
        "do": "answer",
        "expected": expected,
        "field": name,
        "value": "answered" if words else given or "unknown",
        "text": given if words else "",
    }
    return Move(f"exercise/incidents/{incident}", body, who, f"  {name}: {given or 'did not say'}")


def difficult_moves(
    shown: dict[str, Any], contact: str, script: Script, who: str, supervisor: str
) -> list[Move]:
    """Return what the agent of a difficult call does next, by the warning ladder to its end.

    Before the last word a supervisor is asked, who then can read the record and close it. Where a
    threat was made the procedure for it is taken: nothing of this is left (X-1).
    """
    incident, screen = shown["incident"], shown["screen"]
    expected = screen["sequence"]
    if screen["locked"]:
        offers = [one for one in shown["switches"] if one["outranks"]]
        to = offers[0]["harm"] if offers else ""
        return [on_incident(incident, who, "switch", expected=expected, to=to)] if to else []
    if screen["ended"]:
        if shown["contact_open"]:
            return [on_contact(contact, who, "release", reason=script.release)]
        for one in shown["reports"]:
            if not one["number"]:
                return form_moves(one, script, who)
        closes = supervisor and not shown["blocking"]
        return [_closes(shown, script, supervisor)] if closes else []
    if screen["step"] in SAID:
        return [on_incident(incident, who, "next", expected=expected)]
    if len(shown["warnings"]) == LAST_WARNING and not shown["ending"]:
        ask = on_contact(contact, who, "ask_to_end")
        approve = on_incident(incident, supervisor, "approve", reason="Warned three times.")
        return [ask, approve] if supervisor else [ask]
    return [on_incident(incident, who, "take", expected=expected, step=ABUSIVE)]


def hangs_up(contact: str) -> Move:
    """Return the move by which the world reports that the caller has left."""
    body = {"event": "caller_left", "by": "caller"}
    return Move(f"contacts/{contact}/leg", body, said="The caller hangs up.")


def calls_help(shown: dict[str, Any], who: str) -> Move | None:
    """Return that help from outside, which is asked for, was called; None where none waits."""
    for one in shown["dispatches"]:
        if one["state"] in {"asked", "could_not"}:
            said = f"{who} has called: {one['agency']}."
            return Move(f"exercise/dispatches/{one['id']}", {"do": "called"}, who, said)
    return None


def closing_moves(shown: dict[str, Any], contact: str, script: Script, who: str) -> list[Move]:
    """Return the next thing a supervisor does to bring an incident to its close; none: wait.

    Safety first, then the line, then help outside, then what must be filed, then the close.
    """
    incident = shown["incident"]
    if shown["state"] == "closed":
        return []
    if not shown["safety_recorded"] and shown["level"] != L3:
        return [on_incident(incident, who, "safety", text=script.safety)]
    if shown["contact_open"]:
        return [on_contact(contact, who, "release", reason=script.release)]
    outside = calls_help(shown, who) or _came(shown, who)
    if outside is not None:
        return [outside]
    for one in shown["reports"]:
        if not one["number"]:
            return form_moves(one, script, who)
    return [] if shown["blocking"] else [_closes(shown, script, who)]


def _closes(shown: dict[str, Any], script: Script, who: str) -> Move:
    body = {"do": "close", "reason": script.resolution}
    said = f"{shown['number']} is closed."
    return Move(f"exercise/incidents/{shown['incident']}", body, who, said)


def _came(shown: dict[str, Any], who: str) -> Move | None:
    """Return that help which was called has reached the person, where somebody comes at all."""
    for one in shown["dispatches"]:
        if one["state"] == "called" and one["agency"] in COMES:
            return Move(f"exercise/dispatches/{one['id']}", {"do": "arrived"}, who)
    return None


def form_moves(report: dict[str, Any], script: Script, who: str) -> list[Move]:
    """Return how a form is filled as scripted, and filed as it stands."""
    path, form = f"exercise/reports/{report['id']}", report["form"]
    found = []
    typed = script.forms.get(form)
    if typed:
        answers = {name: _typed(value) for name, value in typed.items()}
        found.append(Move(path, {"answers": answers}, who, method="PUT"))
    if script.fill_open and form == THREAT_FORM:
        said = "One press fills what was not said with “Call Did not say”."
        found.append(Move(f"{path}/did-not-say", {}, who, said))
    found.append(Move(f"{path}/submit", {}, who, f"The form {form} is filed."))
    return found


def _typed(value: str) -> dict[str, Any]:
    return {"state": "answered", "value": value}
