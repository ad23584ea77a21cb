"""Where ports are plugged in: one slot for one answer, one rack for many.

A room declares its port (a `Protocol`) and a `Slot` or `Rack` for it in its `ports.py`;
`config/wiring.py` fills them at start and then asks `empty_slots`, so that a centre with an
unplugged port does not start. There is no other registry (`design.md` section 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_slots: list[Slot[object]] = []


class Unplugged(RuntimeError):
    """A port was used, or start was tried, before `config/wiring.py` had plugged it."""


class Slot(Generic[T]):
    """A port with exactly one answer."""

    def __init__(self, name: str) -> None:
        """Make an empty slot called `name`, such as `escalation.TelephonyPort`."""
        self.name = name
        self._answer: T | None = None
        _slots.append(self)  # type: ignore[arg-type]  # a slot of anything is a slot

    def plug(self, answer: T) -> None:
        """Put `answer` in. Plugging again replaces it, which tests do with shipped fakes."""
        self._answer = answer

    @property
    def plugged(self) -> bool:
        """Whether something is plugged in."""
        return self._answer is not None

    def __call__(self) -> T:
        """Return what is plugged in.

        Raises:
            Unplugged: nothing is.
        """
        if self._answer is None:
            message = f"nothing is plugged into {self.name}; see stayline/config/wiring.py"
            raise Unplugged(message)
        return self._answer


class Rack(Generic[T]):
    """A port with any number of answers, kept in the order of plugging."""

    def __init__(self, name: str) -> None:
        """Make an empty rack called `name`, such as `deadlines.DuePort`."""
        self.name = name
        self._answers: list[T] = []

    def plug(self, *answers: T) -> None:
        """Add answers; one that is already in is not added again."""
        self._answers.extend(answer for answer in answers if answer not in self._answers)

    def unplug(self, answer: T) -> None:
        """Take an answer out again, which tests do."""
        self._answers.remove(answer)

    def __iter__(self) -> Iterator[T]:
        """Iterate over a copy, so that plugging meanwhile does no harm."""
        return iter(tuple(self._answers))

    def __len__(self) -> int:
        """Return how many are in."""
        return len(self._answers)


def empty_slots() -> list[str]:
    """Return the names of the slots that still have no answer."""
    return sorted(slot.name for slot in _slots if not slot.plugged)
