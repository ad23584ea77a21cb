"""The list of the front-end files of others that the package ships, with their SHA-256.

python -m tools.vendor_list            write the list
python -m tools.vendor_list --check    compare it with the files; offline
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "stayline" / "platform" / "static" / "vendor"
LIST = FOLDER / "SHA256SUMS"


def actual(folder: Path = FOLDER) -> dict[str, str]:
    """Each file's path below `folder` with its SHA-256, without the list itself."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST.name
    }


def listed(path: Path = LIST) -> dict[str, str]:
    """What the committed list says."""
    lines = path.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def faults(folder: Path = FOLDER) -> list[str]:
    """Where files and list disagree, one sentence each."""
    files, said = actual(folder), listed(folder / LIST.name)
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
    """Write or compare the list; 1 when they disagree."""
    if "--check" not in arguments:
        lines = [f"{digest}  {name}\n" for name, digest in actual().items()]
        LIST.write_text("".join(lines), encoding="ascii")
        return 0
    found = faults()
    print("\n".join(found) or f"vendored files: {len(listed())} as listed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
