"""What differs between two protocols, as values that a terminal, a page or a machine can show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stayline_core.protocol.findings import Finding
from stayline_core.protocol.language import frozen_map

CHANGED, ADDED, REMOVED, RENAMED, MOVED = "changed", "added", "removed", "renamed", "moved"

WORDING: Final = frozenset({"title", "say", "note", "avoid", "question", "label", "may", "may not"})
"""What is words alone: to the caller, to the agent, on a button. All else is structure."""

PROVENANCE: Final = frozenset({"authors", "sources", "laws", "review by"})
"""What says where a document comes from; nobody sees or does anything differently by it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: where, what, how, and both values as an author reads them.

    `step` is the step's name in the new document, or in the old one where it is gone; None for
    the top of the document. `old` is None for what was added, `new` for what was removed.
    """

    step: str | None
    what: str
    how: str
    old: str | None = None
    new: str | None = None

    @property
    def structural(self) -> bool:
        """Is it more than words, names and provenance?"""
        kind = self.what.split(":")[0]
        return self.how != RENAMED and kind not in WORDING | PROVENANCE

    def to_json(self) -> dict[str, Any]:
        """The change as plain JSON."""
        return {
            "step": self.step,
            "what": self.what,
            "how": self.how,
            "old": self.old,
            "new": self.new,
            "structural": self.structural,
        }


@dataclass(frozen=True, slots=True)
class Time:
    """One of the three times of both protocols in seconds; None where nothing bounds it."""

    name: str
    old: int | None
    new: int | None

    @property
    def moved(self) -> bool:
        """Is it another time now?"""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Story:
    """The shortest way to the first screen on which something is different.

    `walk` tells how to get there, in the words of the new document; `old` and `new` say what is
    there. `complete` is False when the search ended before every state was seen.
    """

    walk: tuple[str, ...]
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    complete: bool = True

    @property
    def found(self) -> bool:
        """Was a difference met at all?"""
        return bool(self.old or self.new)


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two protocols mean something else.

    `renamed` pairs every old name of a step with its new one where they are not the same;
    names that only a block makes (`opening/calm` and `calm`) are in it, and are no change.
    Findings are those of the checker that `came` with the new document, or are `gone`.
    """

    old_id: str
    new_id: str
    changes: tuple[Change, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=frozen_map)
    times: tuple[Time, ...] = ()
    came: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    story: Story | None = None

    @property
    def any(self) -> bool:
        """Is there any difference of meaning?"""
        return bool(self.changes or self.came or self.gone or any(t.moved for t in self.times))

    @property
    def structure_changed(self) -> bool:
        """Has more changed than words, names and provenance?"""
        return any(change.structural for change in self.changes)

    def of_step(self, name: str | None) -> tuple[Change, ...]:
        """The changes of one step, or of the top of the document."""
        return tuple(change for change in self.changes if change.step == name)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps in which something changed, in the order in which they are told."""
        return tuple(dict.fromkeys(one.step for one in self.changes if one.step is not None))

    def to_json(self) -> dict[str, Any]:
        """The whole difference as plain JSON."""
        story = self.story
        return {
            "old": self.old_id,
            "new": self.new_id,
            "different": self.any,
            "structure_changed": self.structure_changed,
            "changes": [change.to_json() for change in self.changes],
            "renamed": dict(self.renamed),
            "times": [{"name": t.name, "old": t.old, "new": t.new} for t in self.times],
            "findings_came": [finding.to_json() for finding in self.came],
            "findings_gone": [finding.to_json() for finding in self.gone],
            "story": None
            if story is None
            else {
                "walk": list(story.walk),
                "old": list(story.old),
                "new": list(story.new),
                "complete": story.complete,
            },
        }
