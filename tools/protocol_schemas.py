"""Write the JSON Schemas that are shipped with the playbook, as the code gives them today.

python -m tools.protocol_schemas            write them
python -m tools.protocol_schemas --check    say which are stale; 1 when any is
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from stayline_core.protocol.schema.json_schema import DOCUMENTS, json_schema

SCHEMAS = Path(__file__).resolve().parent.parent / "src/stayline/playbook/schemas"


def render(kind: str) -> str:
    """The schema of one kind of document as its file holds it."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


def path_of(kind: str, folder: Path = SCHEMAS) -> Path:
    """Where the schema of one kind of document lies."""
    return folder / f"{kind}.schema.json"


def stale(folder: Path = SCHEMAS) -> list[str]:
    """The kinds whose file differs from what the code gives."""
    return [
        kind
        for kind in DOCUMENTS
        if not path_of(kind, folder).exists()
        or path_of(kind, folder).read_text(encoding="utf-8") != render(kind)
    ]


def main(arguments: list[str]) -> int:
    """Write the schemas, or say which are stale."""
    if "--check" in arguments:
        old = stale()
        print(f"stale: {', '.join(old)}; run `make docs`" if old else "schemas: fresh")
        return 1 if old else 0
    SCHEMAS.mkdir(parents=True, exist_ok=True)
    for kind in DOCUMENTS:
        path_of(kind).write_text(render(kind), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
