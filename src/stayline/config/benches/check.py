"""How long the protocol checker takes: for what is shipped, and for one of 500 steps."""

from __future__ import annotations

import time
from importlib import resources
from typing import Final

from stayline.config.benches.figures import Budget, Figure, Scale
from stayline.config.benches.places import Places
from stayline.config.commands.protocol._documents import catalogue_of
from stayline_core.protocol import Catalogue, check, load

NAME = "check"
STEPS: Final = 500
TIMES = {"quick": 1, "usual": 3, "full": 5}
SHIPPED: Final = Budget(50)
LARGE: Final = Budget(1)
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
    found = []
    for file in sorted((playbook / "protocols").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            ms = 1000 * _seconds(file.read_bytes(), catalogue, TIMES[scale])
            found.append(Figure(NAME, "", f"{file.name} (shipped)", ms, "ms", SHIPPED))
    text = (playbook / "protocols" / GROWN).read_text(encoding="utf-8")
    seconds = _seconds(grown(text, STEPS), catalogue, TIMES[scale])
    found.append(Figure(NAME, "", f"{STEPS} steps (generated)", seconds, "s", LARGE))
    return found


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


def _seconds(document: bytes, catalogue: Catalogue, times: int) -> float:
    spent = []
    for _ in range(times):
        started = time.thread_time()
        check(load(document, file="bench"), catalogue=catalogue)
        spent.append(time.thread_time() - started)
    return min(spent)
