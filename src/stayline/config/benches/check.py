"""How long the protocol checker takes, and how much it holds: what is shipped, and large ones."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from importlib import resources
from typing import Final

from stayline.config.benches.figures import Budget, Figure, Scale
from stayline.config.benches.places import Places
from stayline.config.commands.protocol._documents import catalogue_of
from stayline_core.protocol import Catalogue, check, load

NAME = "check"
STEPS: Final = 500
MOST_STEPS: Final = 2_000
TIMES: Final = {"quick": 1, "usual": 3, "full": 5}
SHIPPED: Final = Budget(50)
ALL: Final = Budget(1)
GROWN_TO: Final = {STEPS: Budget(1), MOST_STEPS: Budget(10)}
A_LOOK: Final = {100: Budget(1)}
"""What a quick look grows it to."""

MEGABYTE: Final = 1_000_000
GROWN: Final = "self-harm.yaml"
"""The shipped protocol that is grown to `STEPS` steps."""

SEAM: Final = "    observe: [safety.time_stated]\n    next: around\n"
"""Where the listening step goes on: a long row of steps is put in between."""


class CannotGrow(RuntimeError):
    """The shipped protocol has no such place any more: give the bench another seam."""


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure the processor's time of reading and checking; the best of several counts."""
    del places
    playbook = resources.files("stayline") / "playbook"
    catalogue = catalogue_of(playbook)
    documents = {
        file.name: file.read_bytes()
        for file in sorted((playbook / "protocols").iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    }
    times = TIMES[scale]
    found = [
        Figure(
            NAME, "", f"{name} (shipped)", 1000 * _seconds([one], catalogue, times), "ms", SHIPPED
        )
        for name, one in documents.items()
    ]
    together = _seconds([*documents.values()], catalogue, times)
    found.append(Figure(NAME, "", "all that is shipped", together, "s", ALL))
    text = documents[GROWN].decode()
    for steps, budget in (A_LOOK if scale == "quick" else GROWN_TO).items():
        found += _large(grown(text, steps), steps, catalogue, times, budget)
    return found


def _large(
    document: bytes, steps: int, catalogue: Catalogue, times: int, budget: Budget
) -> Iterator[Figure]:
    """Measure a generated protocol: time, states, and the most memory that was held at once."""
    what = f"{steps:,} steps (generated)"
    yield Figure(NAME, "", what, _seconds([document], catalogue, min(times, 3)), "s", budget)
    tracemalloc.start()
    states = check(load(document, file="bench"), catalogue=catalogue).states
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield Figure(NAME, "", f"{what}: visited", states, "states")
    yield Figure(NAME, "", f"{what}: held at most", peak / MEGABYTE, "MB")


def grown(text: str, steps: int) -> bytes:
    """Return the protocol with a row of spoken steps more, so that it has `steps`.

    Raises:
        CannotGrow: the place for them is not there.
    """
    if text.count(SEAM) != 1:
        raise CannotGrow
    more = steps - text.count("    title:")
    row = "".join(
        f"  more_{place}:\n    title: Listen on\n    say: [I am listening.]\n"
        f"    next: {f'more_{place + 1}' if place < more - 1 else 'around'}\n"
        for place in range(more)
    )
    return text.replace(SEAM, SEAM.replace("next: around", "next: more_0") + row).encode()


def _seconds(documents: list[bytes], catalogue: Catalogue, times: int) -> float:
    """Measure the processor's time of reading and checking these, one after another."""
    spent = []
    for _ in range(times):
        started = time.thread_time()
        for document in documents:
            check(load(document, file="bench"), catalogue=catalogue)
        spent.append(time.thread_time() - started)
    return min(spent)
