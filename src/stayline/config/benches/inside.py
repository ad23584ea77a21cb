"""The parts of benches that run inside a prepared centre, in one process an engine.

    python -m stayline.config.benches.inside

Each line it reads is a JSON list, the part and its arguments; each answer is a line that begins
with `ANSWER` and holds a JSON value. It ends with its input. Used by `benches.places` alone.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Final

ANSWER: Final = "=> "
PARTS: Final = {
    "append": "stayline.config.benches.append_inside:measure",
    "bare": "stayline.config.benches.append_inside:measure_bare",
    "deadlines": "stayline.config.benches.deadlines_inside:measure",
    "hub": "stayline.config.benches.live_inside:measure",
    "published": "stayline.config.benches.live_inside:published",
    "tickets": "stayline.config.benches.live_inside:tickets",
    "verify": "stayline.config.benches.verify_inside:measure",
    "waiting": "stayline.config.benches.gone_inside:waiting",
}


def main() -> None:
    """Load the centre, then run part after part as asked."""
    from stayline.config.commands._centre import load_centre

    load_centre()
    from stayline.config.wiring import plug

    plug()
    for line in sys.stdin:
        part, arguments = json.loads(line)
        module, _, name = PARTS[part].partition(":")
        measured = getattr(import_module(module), name)(**arguments)
        print(f"{ANSWER}{json.dumps(measured)}", flush=True)


if __name__ == "__main__":
    main()
