"""Draw every shipped protocol into docs/images/protocols, and the page that shows them.

    python -m tools.draw_protocols            draw what is stale, and the page
    python -m tools.draw_protocols --check    say which are stale; 1 when any is

`python -m tools.reference_docs` does the same among its pages. A drawing carries a digest of
what it was made from: the document, the ladders and forms, and the code that draws and checks.
While that is the same the drawing is fresh and is not made again.
"""

from __future__ import annotations

import functools
import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from stayline.config.commands.protocol._documents import catalogue_of
from stayline.config.commands.protocol.draw import field_titles, forms_in, head_of
from stayline_core.protocol import Checked, Loaded, check, load
from stayline_core.protocol.draw import Head, draw_svg, faults_on

ROOT: Final = Path(__file__).resolve().parent.parent
REFERENCE: Final = ROOT / "docs" / "reference"
PLAYBOOK: Final = ROOT / "src" / "stayline" / "playbook"
CODE: Final = ROOT / "src" / "stayline_core" / "protocol" / "draw"
PAGE: Final = "protocol-drawings.md"
IMAGES: Final = "../images/protocols"
ORDER: Final = (
    "self-harm",
    "threat-to-others",
    "bomb-voice",
    "abuse-disclosure",
    "threat-in-writing",
    "unforeseen",
    "irate-caller",
)
_MADE_FROM: Final = re.compile(r"<!-- made from ([0-9a-f]{64}) -->")

INTRODUCTION: Final = """\
---
hide: [toc]
---

# Drawings of the shipped protocols

Written by `make docs` from the documents; do not edit. What each protocol is for stands in
[Shipped protocols](protocols.md); each is an **uncertified template**. `stayline protocol draw`
makes such a drawing of any protocol, as SVG or as Mermaid text.

## How to read one

- The **main way** is the thick line straight down: the way of a contact that goes well, from the
  start to the hand-over. What leads away from it stands beside it.
- A **card** is one screen of the desk. It shows the first words to say, what is asked, what is
  only noticed and never asked, and whom it rings or tells. All of its words appear when you rest
  on it. The number is the step's place in the drawing: "back to 3" leads to card 3.
- A **tab** below a card is one way out, with the answer that leads there. Every answer has one:
  "anything else" holds what the caller does not say, refuses, or does not know.
- A **dashed line** is offered when a clock has run out. The clock never moves the screen by
  itself: the agent decides. Whom the clock rings stands in the card.
- A **tab with a bar** is a gate: the way opens once that has happened.
- A card with **cut corners and a dashed edge** is decided by the system from what it knows, and
  is never shown. A card with **round sides** is an end.
- A **band** at the top of a card says what brings a run there from anywhere: a start, an event,
  or one press that every screen offers.
- A **dotted frame** holds the steps of a block that several places use.
- Above the steps stand the three times that the checker proves, and what is owed by whom.
"""


@functools.cache
def documents() -> dict[str, Loaded]:
    """The shipped protocols, those for threats first, as read from the documents."""
    files = {file.stem: file for file in sorted((PLAYBOOK / "protocols").glob("*.yaml"))}
    names = [*(name for name in ORDER if name in files), *sorted(set(files) - set(ORDER))]
    return {name: load(files[name].read_bytes(), file=files[name].name) for name in names}


@functools.cache
def checked(name: str) -> Checked:
    """What the checker says of a shipped protocol."""
    return check(documents()[name], catalogue=catalogue_of(PLAYBOOK))


def head(name: str) -> Head:
    """What the drawing of a shipped protocol says beyond its document."""
    return head_of(checked(name), field_titles(forms_in(PLAYBOOK)))


def made_from(name: str) -> str:
    """The digest of everything that the drawing of a shipped protocol depends on."""
    digest = hashlib.sha256()
    files = [PLAYBOOK / "protocols" / f"{name}.yaml", *sorted(CODE.glob("*.py"))]
    for file in files:
        digest.update(file.read_bytes())
    digest.update(repr(head(name)).encode())
    return digest.hexdigest()


def drawing(name: str) -> str:
    """The drawing of a shipped protocol, ready to be written."""
    one = documents()[name]
    if one.protocol is None:
        raise ValueError(f"{one.file} cannot be read: {one.findings[0].message}")
    found = checked(name)
    svg = draw_svg(one.protocol, head=head(name), faults=faults_on(one, found.findings))
    return f"{svg}<!-- made from {made_from(name)} -->\n"


def fresh(name: str, folder: Path) -> str:
    """What the file of a drawing should hold: what it holds, while that is not stale."""
    path = folder / IMAGES / f"{name}.svg"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = _MADE_FROM.search(text)
    return text if found and found[1] == made_from(name) else drawing(name)


def render() -> str:
    """The page that shows every drawing with its three times."""
    parts = [INTRODUCTION]
    for name, one in documents().items():
        title = one.protocol.title if one.protocol else name
        found = checked(name)
        image = f"{IMAGES}/{name}.svg"
        parts.append(
            f"## {title}\n\n"
            f"`{name}`. Longest until somebody is rung: {_time(found.first_ring_s)}; "
            f"until everyone is: {_time(found.everyone_rung_s)}; "
            f"without a change in who is coming: {_time(found.longest_silence_s)}. "
            f"[What it does](protocols.md#{name}). [The drawing alone]({image})\n\n"
            f'<div style="overflow-x: auto"><img src="{image}" style="max-width: none" '
            f'alt="The steps of {name}, and every way between them"></div>\n'
        )
    return "\n".join(parts)


def _time(seconds: int | None) -> str:
    return "when a step rings" if seconds is None else f"{seconds} s"


def pages() -> dict[str, Callable[[], str]]:
    """The page and the drawings by their place under docs/reference."""
    images = {
        f"{IMAGES}/{name}.svg": functools.partial(fresh, name, REFERENCE) for name in documents()
    }
    return {PAGE: render, **images}


def stale(folder: Path = REFERENCE) -> list[str]:
    """The names of what differs from what the documents say today."""
    return [
        name
        for name, made in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != made()
    ]


def main(arguments: list[str]) -> int:
    """Draw what is stale, or say what is."""
    if "--check" in arguments:
        old = stale()
        print(f"stale: {', '.join(old)}; run `make docs`" if old else "drawings: fresh")
        return 1 if old else 0
    (REFERENCE / IMAGES).mkdir(parents=True, exist_ok=True)
    for name, made in pages().items():
        (REFERENCE / name).write_text(made(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
