"""Refuse, in files that git tracks, what belongs to one machine or one network.

An address of a package registry makes an install depend on who reaches it; an absolute path
of one machine works there alone. Neither is needed: lock files carry hashes instead.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# In pieces, so that this file does not contain what it looks for.
REGISTRIES = "|".join(
    re.escape(".".join(parts))
    for parts in (
        ("py" + "pi", "org"),
        ("files", "python" + "hosted", "org"),
        ("registry", "npm" + "js", "org"),
        ("registry", "yarn" + "pkg", "com"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
    )
)
HOMES = "work|root|home|Users|farm"
FOUND = re.compile(rf"(?P<registry>{REGISTRIES})|(?:^|[^\w./-])(?P<path>/(?:{HOMES})/[\w.-]+)")

WORDS = {
    "registry": "the address of a package registry: lock with hashes and no index lines",
    "path": "an absolute path of one machine: say it relative to the repository",
}


def faults(root: Path = ROOT) -> Iterator[str]:
    """Each forbidden thing in a tracked text file, as `path:line: what it is`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, listing.split("\0")):
        path = root / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from faults_in(name, text)


def faults_in(name: str, text: str) -> Iterator[str]:
    """The faults of one file's text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in FOUND.finditer(line):
            kind = match.lastgroup or ""
            yield f"{name}:{number}: {match.group(kind)} is {WORDS[kind]}"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "tracked files: no registry address, no path of one machine")
    sys.exit(1 if found else 0)
