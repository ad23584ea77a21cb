"""What is said and answered in a rehearsal: a scenario of the playbook, or a transcript."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

SPEAKERS: Final = {
    "caller": "caller",
    "customer": "caller",
    "user": "caller",
    "agent": "agent",
    "assistant": "agent",
    "supervisor": "supervisor",
    "system": "system",
}
"""How transcripts name who speaks; any other name is an unknown speaker, who is listened to."""


class ScriptFaulty(ValueError):
    """The scenario or transcript cannot be read; the text says where and what to mend."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a script."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """A rehearsal from its first line to its close. Questions it does not answer get no answer."""

    id: str
    title: str
    lines: tuple[Said, ...]
    channel: str = "voice"
    caller: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    closing_lines: tuple[Said, ...] = ()
    safety: str = "Rehearsal: a supervisor took over and spoke."
    release: str = "Rehearsal: the supervisor ended the contact."
    resolution: str = "Rehearsal: handed over and filed."


def scenarios() -> list[str]:
    """Return the ids of the scenarios that are installed."""
    folder = resources.files("stayline") / "playbook" / "scenarios"
    return sorted(
        one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")
    )


def scenario(name: str) -> Script:
    """Return an installed scenario.

    Raises:
        ScriptFaulty: there is none of this name.
    """
    if name not in scenarios():
        raise ScriptFaulty(f"There is no drill {name!r}. There are: {', '.join(scenarios())}.")
    file = resources.files("stayline") / "playbook" / "scenarios" / f"{name}.yaml"
    document: dict[str, Any] = yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506  # text only: it builds strings, lists and dicts
    return Script(
        id=document["id"],
        title=document["title"],
        channel=document["channel"],
        caller=document["caller"],
        lines=tuple(Said(**one) for one in document["lines"]),
        answers=document["answers"],
        closing_lines=tuple(Said(**one) for one in document["closing_lines"]),
        safety=document["safety"],
        release=document["release"],
        resolution=document["resolution"],
    )


def with_transcript(script: Script, file: Path) -> Script:
    """Return the script with somebody else's words: what the scenario answers is left out.

    A line of the file is a JSON object with `text` and, if known, `who` (caller, agent ...;
    without it the caller speaks).

    Raises:
        ScriptFaulty: the file is empty, or a line is no such object; the line is named.
    """
    lines = []
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if raw.strip():
            lines.append(said(raw, file.name, number))
    if not lines:
        raise ScriptFaulty(f"{file.name} holds no line.")
    return replace(
        script,
        title=f"{script.title}, in the words of {file.name}",
        lines=tuple(lines),
        answers={},
        closing_lines=(),
    )


def said(raw: str, file: str, number: int) -> Said:
    """Return one line of a transcript: a JSON object with `text` and, if known, `who`.

    Raises:
        ScriptFaulty: it is no such object; the text names the file and the line.
    """
    try:
        value = json.loads(raw)
        text = value["text"]
    except (ValueError, KeyError, TypeError) as fault:
        raise ScriptFaulty(
            f'{file}, line {number}: expected {{"text": "…", "who": "caller"}}.'
        ) from fault
    if not isinstance(text, str) or not text.strip():
        raise ScriptFaulty(f"{file}, line {number}: `text` is empty.")
    who = str(value.get("who") or value.get("speaker") or value.get("role") or "caller").lower()
    return Said(SPEAKERS.get(who, "unknown"), text)
