"""The lists of the front-end files of others, with their SHA-256: shipped, and used by tests alone.

python -m tools.vendor_list            write the lists
python -m tools.vendor_list --check    compare them with the files; offline
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "stayline" / "platform" / "static" / "vendor"
TESTING = ROOT / "tests" / "vendor"
"""What no package carries: the checker of pages."""

FOLDERS = (FOLDER, TESTING)
LIST = "SHA256SUMS"


def actual(folder: Path = FOLDER) -> dict[str, str]:
    """Each file's path below `folder` with its SHA-256, without the list itself."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST
    }


def listed(folder: Path = FOLDER) -> dict[str, str]:
    """What the committed list says."""
    lines = (folder / LIST).read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def faults(folder: Path = FOLDER) -> list[str]:
    """Where files and list disagree, one sentence each."""
    files, said = actual(folder), listed(folder)
    return [
        *(f"{name} is listed and not there" for name in sorted(said.keys() - files.keys())),
        *(f"{name} is there and not listed" for name in sorted(files.keys() - said.keys())),
        *(
            f"{name} is not the file that was listed"
            for name in sorted(files.keys() & said.keys())
            if files[name] != said[name]
        ),
    ]


def main(arguments: list[str]) -> int:
    """Write or compare the lists; 1 when they disagree."""
    if "--check" not in arguments:
        for folder in FOLDERS:
            lines = [f"{digest}  {name}\n" for name, digest in actual(folder).items()]
            (folder / LIST).write_text("".join(lines), encoding="ascii")
        return 0
    found = [fault for folder in FOLDERS for fault in faults(folder)]
    count = sum(len(listed(folder)) for folder in FOLDERS)
    print("\n".join(found) or f"vendored files: {count} as listed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
