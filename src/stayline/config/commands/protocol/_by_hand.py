"""A walk by hand: the screen, the keys, and a prompt; any width, with colour or without."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from stayline_core.protocol.tree import Mark
from stayline_core.protocol.walk import (
    VERBS,
    Act,
    ActMeaningless,
    ActUnclear,
    Choice,
    Line,
    Script,
    Stage,
    Told,
    act_on,
    choices,
    looks_of,
    read_act,
    tell_choices,
    tell_happening,
    tell_screen,
    write_script,
)

LABEL: Final = 8
LEAST, MOST = 24, 100
STYLES: Final[dict[str, dict[str, Any]]] = {
    "head": {"bold": True},
    "title": {"bold": True, "underline": True},
    "say": {"fg": "green"},
    "ask": {"fg": "cyan"},
    "observe": {"fg": "cyan"},
    "avoid": {"fg": "red"},
    "warn": {"fg": "red", "bold": True},
    "clock": {"fg": "yellow"},
    "offer": {"fg": "yellow"},
    "does": {"fg": "magenta"},
    "event": {"dim": True},
    "dim": {"dim": True},
}
HELP: Final = (
    "A number or a letter does what stands beside it. Or write it out:",
    *(f"  {verb.replace('_', ' '):<16}{known.does}" for verb, known in VERBS.items()),
    "  u, undo         take the last act back",
    "  s, save FILE    write this walk as a script, with what was seen as expectations",
    "  q, quit         leave",
)


class Terminal:
    """Where a walk by hand is shown and typed; tests give another with the same two methods."""

    def tell(self, lines: Iterable[Told]) -> None:
        """Print lines, wrapped to the width there is."""
        for line in lines:
            click.echo(_laid_out(line, self.width()), color=self.colour())

    def ask(self, prompt: str) -> str:
        """Return what was typed.

        Raises:
            EOFError: nothing more will be typed.
        """
        return input(prompt)

    def width(self) -> int:
        """Return the width to wrap to."""
        return max(LEAST, min(MOST, shutil.get_terminal_size().columns))

    def colour(self) -> bool:
        """May the words be coloured? `NO_COLOR` forbids it, and so does a file or a pipe."""
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _laid_out(line: Told, width: int) -> str:
    label = line.label.rjust(LABEL - 2) + "  " if line.label else ""
    indent = " " * len(label)
    text = textwrap.fill(line.text, width=width, initial_indent=label, subsequent_indent=indent)
    style = STYLES.get(line.manner)
    return click.style(text, **style) if style else text


def walk_by_hand(stage: Stage, script: Script, terminal: Terminal, *, name: str) -> None:
    """Show the screen, do what is typed, and show what came of it, until the person leaves.

    `name` is how the person named the protocol; a saved walk is played on it again.
    """
    hand = _Hand(stage, script, terminal, name)
    terminal.tell(one for happening in stage.happened for one in tell_happening(happening))
    try:
        while hand.turn():
            pass
    except (EOFError, KeyboardInterrupt):
        terminal.tell([Told("", "", ""), Told("dim", "", "Left.")])


class _Hand:
    """One walk by hand: the stages so far, and the acts that led from each to the next."""

    def __init__(self, stage: Stage, script: Script, terminal: Terminal, name: str) -> None:
        self.name = name
        self.stages = [stage]
        self.acts: list[Act] = []
        self.script = script
        self.terminal = terminal

    @property
    def stage(self) -> Stage:
        return self.stages[-1]

    def say(self, *texts: str, manner: str = "") -> None:
        self.terminal.tell(Told(manner, "", text) for text in texts)

    def turn(self) -> bool:
        """Show the screen and do what is typed; False when the person leaves."""
        self.terminal.tell([Told("", "", ""), *tell_screen(self.stage), *tell_choices(self.stage)])
        words = self.terminal.ask("> ").strip()
        verb, _, rest = words.partition(" ")
        if verb in {"q", "quit", "exit"}:
            return False
        if verb in {"?", "help"}:
            self.say(*HELP)
        elif verb in {"u", "undo"}:
            self._undo()
        elif verb in {"s", "save"}:
            self._save(rest.strip())
        elif words:
            self._do(words)
        return True

    def _do(self, words: str) -> None:
        try:
            act = self._act(words)
            after = act_on(self.stage, act)
        except (ActUnclear, ActMeaningless) as unclear:
            self.say(str(unclear), manner="warn")
            return
        happened = after.since(self.stage)
        self.terminal.tell(one for happening in happened for one in tell_happening(happening))
        refused = any(one.refused for one in happened)
        if not refused:
            self.stages.append(after)
            self.acts.append(act)

    def _act(self, words: str) -> Act:
        """What was typed: a key, a bare answer, or an act in words."""
        known = {choice.key: choice for choice in choices(self.stage)}
        if words in known:
            return self._chosen(known[words])
        answers = {one.act.parts.get("") for one in known.values() if one.act.verb == "answer"}
        if words in answers:
            return read_act(f"answer {words}")
        return read_act(words)

    def _chosen(self, choice: Choice) -> Act:
        if choice.group != "words":
            return choice.act
        what = "Why? " if choice.act.verb == "skip" else "What was said? "
        words = self.terminal.ask(what).strip()
        (name,) = choice.act.parts
        return replace(choice.act, parts={name: words}) if words else read_act(choice.act.verb)

    def _undo(self) -> None:
        if not self.acts:
            self.say("There is nothing to take back.", manner="warn")
            return
        self.stages.pop()
        self.say(f"Taken back: {self.acts.pop().said}.", manner="dim")

    def _save(self, name: str) -> None:
        if not name:
            self.say("Where to? Write: save FILE.", manner="warn")
            return
        try:
            with Path(name).open("x", encoding="utf-8") as file:
                file.write(self.written())
        except OSError as fault:
            self.say(f"{name} was not written: {fault.strerror}.", manner="warn")
            return
        self.say(f"Saved as {name}. Play it again with:")
        self.say(f"stayline protocol walk {self.name} --script {name}")

    def written(self) -> str:
        """The walk as a script that expects what was seen."""
        lines = tuple(Line(Mark(1, 1), act) for act in self.acts)
        pairs = zip(self.stages, self.stages[1:], strict=False)
        expected = {
            number: tuple(looks_of(after, before)) for number, (before, after) in enumerate(pairs)
        }
        return write_script(replace(self.script, lines=lines), expected)
