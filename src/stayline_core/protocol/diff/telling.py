"""A difference as text for a person: grouped by step, old and new one below the other."""

from collections.abc import Iterable, Iterator

from stayline_core.protocol.diff.values import (
    ADDED,
    MOVED,
    REMOVED,
    RENAMED,
    Change,
    Difference,
    Story,
    Time,
)
from stayline_core.protocol.findings import Finding

TIMES = {
    "first_ring_s": "first ring",
    "everyone_rung_s": "everyone rung",
    "longest_silence_s": "longest silence",
}


def tell(difference: Difference) -> Iterator[str]:
    """The difference, line by line; one line where there is none."""
    if not difference.any:
        yield "No difference of meaning."
        return
    yield from _changes(difference.of_step(None))
    for name in difference.steps:
        yield ""
        yield f"{name}"
        yield from _changes(difference.of_step(name))
    yield ""
    yield from _times(difference.times)
    yield from _findings("New findings of the checker:", difference.came)
    yield from _findings("Findings that are gone:", difference.gone)
    if difference.story is not None:
        yield from _story(difference.story)
    yield f"Structure changed: {'yes' if difference.structure_changed else 'no'}."


def _changes(changes: Iterable[Change]) -> Iterator[str]:
    """Changes one after another; those of the same kind stand under one heading."""
    above = ""
    for change in changes:
        heading, *lines = _change(change)
        if heading != above:
            yield heading
        above = heading
        yield from lines


def _change(change: Change) -> Iterator[str]:
    if change.how == RENAMED:
        yield f"  renamed, it was {change.old}"
    elif change.what == "step":
        yield f"  {change.how}"
        for text in (change.old or change.new or "").splitlines():
            yield f"    {'-' if change.how == REMOVED else '+'} {text}"
    elif change.how == MOVED:
        yield f"  {change.what}, in another order"
        yield f"    - {change.old}"
        yield f"    + {change.new}"
    else:
        yield f"  {change.what}"
        if change.how != ADDED:
            yield f"    - {change.old}"
        if change.how != REMOVED:
            yield f"    + {change.new}"


def _times(times: tuple[Time, ...]) -> Iterator[str]:
    told = []
    for time in times:
        name = TIMES[time.name]
        told.append(
            f"{name} {_seconds(time.old)} → {_seconds(time.new)}"
            if time.moved
            else f"{name} {_seconds(time.new)}, as before"
        )
    if told:
        yield f"Times: {'; '.join(told)}."


def _seconds(seconds: int | None) -> str:
    return "no limit" if seconds is None else f"{seconds} s"


def _findings(head: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield head
    for one in findings:
        yield f"  {one.file}:{one.line}:{one.column}: {one.severity} {one.code}: {one.message}"


def _story(story: Story) -> Iterator[str]:
    if not story.found:
        if not story.complete:
            yield "No difference of behaviour was met in the states that were looked at."
        return
    yield "The nearest place where it shows:"
    for number, sentence in enumerate(story.walk, start=1):
        yield f"  {number:>2}. {sentence}"
    yield from (f"      - {line}" for line in story.old)
    yield from (f"      + {line}" for line in story.new)
