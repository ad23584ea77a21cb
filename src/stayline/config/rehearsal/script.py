"""What is said and answered in a rehearsal: a scenario of the playbook, or a transcript."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from importlib import resources
from importlib.resources.abc import Traversable
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
    protocol: str = ""
    """Which procedure guides it; only tests and the demo floor ask."""

    answers: dict[str, str] = field(default_factory=dict)
    """What the agent records, by field."""

    replies: dict[str, str] = field(default_factory=dict)
    """What the caller says when a step asks for a field."""

    after_warning: tuple[Said, ...] = ()
    """What is said once a warning was given; without it the script has no warning ladder."""

    plain: bool = False
    """Whether no threat is made: the agent ends it by the warning ladder."""

    closing_lines: tuple[Said, ...] = ()
    hangs_up: bool = False
    """Whether the caller leaves by themselves after the closing lines."""

    fill_open: bool = False
    """Whether one press fills what was not said, before the threat is filed."""

    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """What is typed into a form before it is filed, by form and field."""

    safety: str = "Rehearsal: a supervisor took over and spoke."
    release: str = "Rehearsal: the supervisor ended the contact."
    resolution: str = "Rehearsal: handed over and filed."


def scenarios() -> list[str]:
    """Return the ids of the scenarios that can be rehearsed; others are to practise with alone."""
    found = (one for one in _folder().iterdir() if one.name.endswith(".yaml"))
    ours = (one for one in found if b"\nlines:" in one.read_bytes())
    return sorted(one.name.removesuffix(".yaml") for one in ours)


def scenario(name: str, *, plain: bool = False) -> Script:
    """Return an installed scenario; `plain`: the way it goes when no threat is made.

    Raises:
        ScriptFaulty: there is none of this name, or it has no plain way.
    """
    if name not in scenarios():
        raise ScriptFaulty(f"There is no drill {name!r}. There are: {', '.join(scenarios())}.")
    document = _read(_folder() / f"{name}.yaml")
    other = document.pop("plain", None)
    if plain and other is None:
        raise ScriptFaulty(f"The drill {name!r} has no plain way: leave --plain out.")
    return _script(document | other | {"plain": "yes"} if plain else document)


def conversations(name: str) -> list[Script]:
    """Return the conversations of the demo floor: `ordinary`, or those in `trouble`."""
    document = _read(_folder() / "floor" / f"{name}.yaml")
    return [_script(one) for one in document["conversations"]]


def _folder() -> Traversable:
    return resources.files("stayline") / "playbook" / "scenarios"


def _read(file: Traversable) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506  # text only: it builds strings, lists and dicts
    return document


def _script(document: dict[str, Any]) -> Script:
    """Return a script; what a document leaves out is as in every script."""
    spoken = ("lines", "after_warning", "closing_lines")
    names = ("id", "title", "channel", "caller", "protocol", "answers", "replies", "forms")
    ends = ("safety", "release", "resolution")
    fields: dict[str, Any] = {name: document[name] for name in (*names, *ends) if name in document}
    for name in spoken:
        fields[name] = tuple(Said(**one) for one in document.get(name, ()))
    for name in ("plain", "hangs_up", "fill_open"):
        fields[name] = document.get(name) == "yes"
    return Script(**fields)


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
        replies={},
        forms={},
        after_warning=(),
        closing_lines=(),
        hangs_up=False,
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
