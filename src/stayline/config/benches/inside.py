"""The parts of benches that run in a process of their own, inside a prepared centre.

    python -m stayline.config.benches.inside PART '{"argument": 1}'

The last line printed is a JSON value. Used by `places.run_inside` alone.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Final

PARTS: Final = {
    "append": "stayline.config.benches.append_inside:measure",
    "bare": "stayline.config.benches.append_inside:measure_bare",
    "deadlines": "stayline.config.benches.deadlines_inside:measure",
    "hub": "stayline.config.benches.live_inside:measure",
    "tickets": "stayline.config.benches.live_inside:tickets",
    "published": "stayline.config.benches.live_inside:published",
    "verify": "stayline.config.benches.verify_inside:measure",
}


def main(part: str, arguments: str) -> None:
    """Load the centre, run the part with its arguments, print what it measured."""
    from stayline.config.commands._centre import load_centre

    load_centre()
    module, _, name = PARTS[part].partition(":")
    measured = getattr(import_module(module), name)(**json.loads(arguments))
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
