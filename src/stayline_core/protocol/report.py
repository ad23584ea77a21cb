"""The result of checks as plain JSON, for a machine and for `stayline protocol check --json`.

The keys are listed in `docs/reference/protocol-codes.md`; they are only ever added to.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from stayline_core.protocol.check import Checked
from stayline_core.protocol.codes import CODES
from stayline_core.protocol.findings import Finding


def report(
    checked: Iterable[Checked], *, digests: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One report for many documents: the times of each protocol, and every finding.

    `digests` names the version of each file's content (S0-3), by the name it was read by.
    """
    results = list(checked)
    versions = digests or {}
    return {
        "protocols": [
            {
                "id": one.id,
                "file": one.file,
                "digest": versions.get(one.file),
                "first_ring_s": one.first_ring_s,
                "everyone_rung_s": one.everyone_rung_s,
                "longest_silence_s": one.longest_silence_s,
                "states": one.states,
                "passes": one.passes,
            }
            for one in results
            if one.id is not None
        ],
        "findings": [_finding(finding) for one in results for finding in one.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    known = CODES.get(finding.code)
    plain = finding.to_json()
    return {"code": plain.pop("code"), "title": known.title if known else "", **plain}
