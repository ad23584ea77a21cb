"""Measure the listening rules on a folder of labelled text: recall by kind, false alarms, time.

    python tools/measure_listening.py --data FOLDER [--show KIND] [--json]

FOLDER holds JSON Lines files with `text`, `kind` (one of the six kinds, or null) and, where
known, `subset`. Rows of a kind count for its recall; rows without one count for false
alarms. Every row is heard as one line of a caller, without context.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from stayline_core.signals import RULES_DIGEST, RULES_VERSION, Kind, Line, Who, listen

THREATS: Final = frozenset({Kind.BOMB, Kind.VIOLENCE, Kind.SELF_HARM, Kind.ABUSE_DISCLOSURE})


@dataclass
class Tally:
    """What was counted over one file and subset."""

    rows: int = 0
    heard: int = 0
    threat: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    missed_or_false: list[str] = field(default_factory=list)


def main() -> int:
    """Print the figures and return 0, or 2 when the folder holds no data."""
    options = _options()
    files = sorted(options.data.glob("*.jsonl"))
    if not files:
        print(f"no .jsonl file in {options.data}", file=sys.stderr)
        return 2
    tallies: dict[str, Tally] = {}
    seconds: list[float] = []
    for path in files:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            _hear(row, path.stem, tallies, seconds)
    _report(tallies, seconds, as_json=options.json)
    if options.show:
        _show(tallies, options.show)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the listening rules.")
    parser.add_argument("--data", type=Path, required=True, help="folder of .jsonl files")
    parser.add_argument("--show", help="print the rows missed, or wrongly heard, of a group")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args()


def _hear(row: dict[str, Any], stem: str, tallies: dict[str, Tally], seconds: list[float]) -> None:
    begun = time.thread_time()
    signals = listen((), Line(Who.CALLER, row["text"]))
    seconds.append(time.thread_time() - begun)
    kind = row.get("kind")
    kinds = {signal.kind for signal in signals}
    tally = tallies.setdefault(f"{stem}/{row.get('subset') or 'all'}/{kind or 'none'}", Tally())
    tally.rows += 1
    tally.by_kind.update(found.value for found in kinds)
    tally.threat += bool(kinds & THREATS)
    right = kind in kinds if kind else not kinds
    tally.heard += bool(kind in kinds if kind else kinds)
    if not right:
        rules = " ".join(f"{signal.rule}[{signal.words}]" for signal in signals)
        tally.missed_or_false.append(f"{rules} | {row['text']!r}")


def _report(tallies: dict[str, Tally], seconds: list[float], *, as_json: bool) -> None:
    ordered = sorted(seconds)
    timing = {
        "mean_ms": round(sum(ordered) / len(ordered) * 1000, 4),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 4),
        "max_ms": round(ordered[-1] * 1000, 3),
    }
    groups = {
        name: {"rows": t.rows, "heard": t.heard, "threat": t.threat, "kinds": dict(t.by_kind)}
        for name, t in sorted(tallies.items())
    }
    if as_json:
        print(
            json.dumps({"rules": RULES_VERSION, "digest": RULES_DIGEST, **timing, "groups": groups})
        )
        return
    print(f"rules {RULES_VERSION} {RULES_DIGEST[:12]}  {timing}")
    for name, tally in sorted(tallies.items()):
        print(
            f"{name:45} rows {tally.rows:6} heard {tally.heard / tally.rows:7.2%}"
            f" threat {tally.threat / tally.rows:8.3%}  {dict(tally.by_kind)}"
        )


def _show(tallies: dict[str, Tally], group: str) -> None:
    for name, tally in sorted(tallies.items()):
        if group in name:
            print(f"== {name}")
            print("\n".join(tally.missed_or_false))


if __name__ == "__main__":
    sys.exit(main())
