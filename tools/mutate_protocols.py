"""Damage every shipped protocol in every way, and say what the checker and the oracle find.

    python -m tools.mutate_protocols                 write docs/reference/mutations.md
    python -m tools.mutate_protocols --json          print every verdict instead
    python -m tools.mutate_protocols --only TEXT     only mutants whose id holds TEXT; no page
    python -m tools.mutate_protocols --jobs 2        in so many processes

Returns 1 when a mutant does harm and the checker passes it. `make soak` runs all of them as tests;
this writes the tables. What they mean stands in docs/explanation/proof.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final

from stayline_core.protocol.codes import CODES
from tests.mutants.oracle import Harm
from tests.mutants.suite import Table, Verdict, every, judge, kinds, sources, table

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "mutations.md"
BROKEN: Final = ROOT / "tests" / "broken"
BAR: Final = 40


def main() -> int:
    """Run the suite; 0 when nothing was missed, 1 otherwise."""
    options = _options()
    verdicts = list(_verdicts(options.only, options.jobs))
    if options.json:
        print(json.dumps([verdict.to_json() for verdict in verdicts], ensure_ascii=False))
    whole = table(verdicts)
    for verdict in whole.missed:
        print(verdict.told(), file=sys.stderr)
    if not options.only and not options.json:
        PAGE.write_text(page(whole), encoding="utf-8")
    counts = whole.total()
    print(f"{counts.total()} mutants: {_counted(whole)}", file=sys.stderr)
    return 1 if whole.missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Damage every shipped protocol in every way.")
    parser.add_argument("--json", action="store_true", help="print every verdict as JSON")
    parser.add_argument("--only", default="", help="only mutants whose id holds this")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    return parser.parse_args()


def _numbered(number: int) -> tuple[int, frozenset[str], tuple[Harm, ...]]:
    """What became of one mutant; the mutant itself cannot pass between processes."""
    found = judge(every()[number])
    return number, found.codes, found.harms


def _verdicts(only: str, jobs: int) -> Iterator[Verdict]:
    """Every verdict in order, with a bar on the error stream."""
    wanted = [number for number, one in enumerate(every()) if only in one.id]
    begun = time.monotonic()
    with ProcessPoolExecutor(jobs) as pool:
        for done, found in enumerate(pool.map(_numbered, wanted, chunksize=8), start=1):
            _show(done, len(wanted), time.monotonic() - begun)
            number, codes, harms = found
            yield Verdict(every()[number], codes, harms)
    print(file=sys.stderr)


def _show(done: int, of: int, seconds: float) -> None:
    filled = BAR * done // of
    left = seconds / done * (of - done)
    bar = "█" * filled + "·" * (BAR - filled)
    print(f"\r{bar} {done}/{of}, {left / 60:.0f} min left ", end="", file=sys.stderr, flush=True)


# ── the page ──


def page(whole: Table) -> str:
    """The page of the tables."""
    return "\n".join(
        [
            "# Mutations",
            "",
            f"Written by `python -m tools.mutate_protocols` on {_today()} at commit `{_commit()}`;",
            "do not edit. What was damaged and how, what is meant by harm, and what this does not",
            "prove, stands in [What is proven](../explanation/proof.md).",
            "",
            f"{whole.total().total():,} damaged documents: {_counted(whole)}.",
            "",
            "*Caught*: the checker refuses it. *Harmless*: the checker passes it, and no run of it",
            "ends worse than a run of the original, by an oracle that shares no code with the",
            "checker. *Missed*: the checker passes it, and some run does harm.",
            "",
            *_by_protocol(whole),
            *_by_kind(whole),
            *_by_both(whole),
            *_by_code(whole),
        ]
    )


def _counted(whole: Table) -> str:
    counts = whole.total()
    return ", ".join(f"{word} {counts[word]:,}" for word in ("caught", "harmless", "missed"))


def _row(name: str, counts: dict[str, int]) -> str:
    found = [counts.get(word, 0) for word in ("caught", "harmless", "missed")]
    return f"| {name} | {sum(found)} | {' | '.join(str(count) for count in found)} |"


_HEAD = ("| Mutants | Caught | Harmless | Missed |", "|---|---|---|---|---|")


def _by_protocol(whole: Table) -> list[str]:
    rows = [_row(f"`{name}`", whole.total(protocol=name)) for name in sources()]
    lines = ["## By protocol", "", f"| Protocol {_HEAD[0]}", _HEAD[1], *rows, ""]
    lines += ["Digests of the documents that were damaged:", ""]
    lines += [f"- `{name}` {digest}" for name, digest in digests().items()]
    return [*lines, ""]


def digests() -> dict[str, str]:
    """The first characters of the digest of each shipped protocol."""
    return {name: sha256(source).hexdigest()[:12] for name, source in sources().items()}


def _by_kind(whole: Table) -> list[str]:
    rows = [_row(f"`{kind}`", whole.total(kind=kind)) for kind in kinds()]
    return ["## By kind of damage", "", f"| Kind {_HEAD[0]}", _HEAD[1], *rows, ""]


def _by_both(whole: Table) -> list[str]:
    names = list(sources())
    lines = [
        "## By both",
        "",
        "Caught and harmless, and missed where there is any.",
        "",
        f"| Kind | {' | '.join(f'`{name}`' for name in names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    for kind in kinds():
        cells = [_cell(whole, name, kind) for name in names]
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    return [*lines, ""]


def _cell(whole: Table, name: str, kind: str) -> str:
    counts = whole.total(protocol=name, kind=kind)
    if not counts:
        return ""
    missed = f" **{counts['missed']}**" if counts["missed"] else ""
    return f"{counts['caught']} + {counts['harmless']}{missed}"


def _by_code(whole: Table) -> list[str]:
    own = {file.name.split("-")[0]: file.name for file in sorted(BROKEN.glob("???-*.yaml"))}
    lines = [
        "## What each rule catches",
        "",
        "With one rule switched off, the mutants that it alone catches would pass. A rule that",
        "catches none alone is shown to live by its own document, which passes without it.",
        "",
        "| Code | Catches | Alone | Its own document | What it finds |",
        "|---|---|---|---|---|",
    ]
    for code, one in CODES.items():
        lines.append(
            f"| {code} | {whole.by_code[code]} | {whole.alone[code]} | `{own.get(code, '')}` | "
            f"{one.title} |"
        )
    return [*lines, ""]


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
