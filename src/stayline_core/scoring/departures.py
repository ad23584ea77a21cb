"""Where a contact left its procedure: what its owner may want to know, and nobody's fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline_core.scoring.conversation import title_of
from stayline_core.scoring.story import LATE, REFUSED, Shown, Story
from stayline_core.scoring.values import Departure

if TYPE_CHECKING:
    from collections.abc import Iterator

STALE: Final = "incidents.run.stale"
"""Two people pressed at once: nobody left the procedure."""

NEEDED: Final = ("safety", "pass_on", "outward")
"""Aspects that a whole conversation is meant to reach, where the procedure has them."""


def departures(story: Story) -> tuple[Departure, ...]:
    """Where a contact left its procedure, in the order of the log; the never reached last."""
    found = [*_steps(story), *_refused(story), *_late(story), *_overdue(story)]
    ordered = sorted(found, key=lambda one: one.entries)
    return (*ordered, *_never(story))


def _steps(story: Story) -> Iterator[Departure]:
    late = {event["step"]: entry for entry, event in story.commands("step_due")}
    for one in story.shown:
        due = late.get(one.step.name)
        if due is not None and _during(one, due.sequence):
            yield Departure(
                one.step.name,
                "late",
                f"“{title_of(one)}” was on the screen for longer than its time.",
                one.seconds,
                (due.sequence,),
            )
        if one.how in _LEFT:
            what, words = _LEFT[one.how]
            yield _left(one, what, words)
        elif one.passed_over:
            yield _left(one, "not_asked", "was not asked")


_LEFT: Final = {
    "skip": ("skipped", "was skipped, with a reason"),
    "back": ("went_back", "was undone"),
    "take": ("left_for", "was left for another step"),
}


def _left(one: Shown, what: str, words: str) -> Departure:
    return Departure(one.step.name, what, f"“{title_of(one)}” {words}.", one.seconds, one.entries)


def _during(one: Shown, sequence: int) -> bool:
    ended = one.left is not None and one.left.sequence < sequence
    return one.opened.sequence < sequence and not ended


def _refused(story: Story) -> Iterator[Departure]:
    for entry in story.of(REFUSED):
        code = str(entry.fields.get("code", ""))
        on_screen = [one for one in story.shown if one.opened.sequence < entry.sequence]
        if code != STALE and on_screen:
            because = f"A press was refused here: {code.rsplit('.', 1)[-1].replace('_', ' ')}."
            step = on_screen[-1].step.name
            yield Departure(step, "refused", because, None, (entry.sequence,))


def _late(story: Story) -> Iterator[Departure]:
    for entry in story.of(LATE):
        stage = entry.fields.get("stage", "accepted")
        because = f"A ladder rang beside whoever had {stage}: nothing more had come."
        yield Departure("ladder", "ladder_late", because, None, (entry.sequence,))


def _overdue(story: Story) -> Iterator[Departure]:
    for entry in story.missed():
        name = str(entry.fields.get("name", ""))
        because = f"“{name.replace('_', ' ')}” was not done in time."
        yield Departure(f"obligation:{name}", "overdue", because, None, (entry.sequence,))


def _never(story: Story) -> Iterator[Departure]:
    if story.cut_short or not story.over or not story.shown:
        return
    for aspect in NEEDED:
        steps = [step for step in story.protocol.steps.values() if aspect in step.covers]
        if steps and not story.covering(aspect):
            because = f"No step about “{aspect.replace('_', ' ')}” was ever on the screen."
            yield Departure(steps[0].name, "not_reached", because)
