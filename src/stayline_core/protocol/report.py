"""The result of checks as plain JSON, for a machine and for `stayline protocol check --json`."""

from collections.abc import Iterable
from typing import Any

from stayline_core.protocol.check import Checked


def report(checked: Iterable[Checked]) -> dict[str, Any]:
    """One report for many documents: the times of each protocol, and every finding."""
    results = list(checked)
    return {
        "protocols": [
            {
                "id": one.id,
                "first_ring_s": one.first_ring_s,
                "everyone_rung_s": one.everyone_rung_s,
                "longest_silence_s": one.longest_silence_s,
                "states": one.states,
            }
            for one in results
            if one.id is not None
        ],
        "findings": [finding.to_json() for one in results for finding in one.findings],
    }
