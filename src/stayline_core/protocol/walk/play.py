"""Playing a script on a stage: each line in its turn, and every look that found something else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.language import CLASS_OF_CHANNEL, Protocol
from stayline_core.protocol.tree import Mark
from stayline_core.protocol.walk.expect import Look, Seen, unmet
from stayline_core.protocol.walk.meaning import ActMeaningless, act_on
from stayline_core.protocol.walk.script import Line, Script
from stayline_core.protocol.walk.stage import Stage, begin_walk


@dataclass(frozen=True, slots=True)
class Failure:
    """A line of a script that did not come true: its place, and what was there instead."""

    file: str
    mark: Mark
    message: str

    @property
    def told(self) -> str:
        """The failure as one line, with the place first."""
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Played:
    """One line and the stage after it; `failures` of this line alone."""

    line: Line | None
    before: Stage
    stage: Stage
    failures: tuple[Failure, ...] = ()


def open_script(
    protocol: Protocol, script: Script, *, catalogue: Catalogue, channel: str | None = None
) -> Stage:
    """The stage on which a script begins; `channel` where the script names none."""
    named = script.channel or channel or protocol.channels[0]
    channel_class = CLASS_OF_CHANNEL[named]
    switched = script.switched
    if switched is not None:
        switched = replace(switched, channel_class=channel_class)
    return begin_walk(protocol, catalogue=catalogue, channel_class=channel_class, switched=switched)


def play(stage: Stage, script: Script, *, file: str) -> Iterator[Played]:
    """Play the lines of a script, the opening first. A line that cannot be done ends the walk.

    What an act is refused is a failure, unless the next line expects the refusal.
    """
    yield Played(None, stage, stage)
    last = replace(stage, happened=())  # what the opening brought is new to the first look
    refused: str | None = None
    for number, line in enumerate(script.lines, start=1):
        before = stage
        if line.act is None:
            failures = _looked(line, Seen(stage, last, refused), file)
            last = stage
            yield Played(line, before, stage, failures)
            continue
        try:
            stage = act_on(stage, line.act)
        except ActMeaningless as meaningless:
            yield Played(line, before, before, (Failure(file, line.mark, str(meaningless)),))
            return
        refusal = next((one.refused for one in stage.since(before) if one.refused), None)
        refused = None if refusal is None else refusal.code
        expected = any(one.expects_refusal for one in script.lines[number : number + 1])
        failures = ()
        if refusal is not None and not expected:
            message = f"“{line.act.said}” was refused: {refusal.message} ({refusal.code})"
            failures = (Failure(file, line.mark, message),)
        yield Played(line, before, stage, failures)
        if failures:
            return


def _looked(line: Line, seen: Seen, file: str) -> tuple[Failure, ...]:
    found: list[tuple[Look, str]] = []
    for look in line.looks:
        message = unmet(look, seen)
        if message is not None:
            found.append((look, message))
    return tuple(Failure(file, look.mark, f"{message}{_where(seen)}") for look, message in found)


def _where(seen: Seen) -> str:
    return f" (at {seen.stage.at_s:g} s, on {seen.stage.state.step})"
