"""Findings: which of them is told first."""

from __future__ import annotations

from stayline_core.protocol.findings import Finding, first_error, has_errors

WARNS = Finding("Y14", "warning", "a.yaml", 1, 1, "It may be cut.")
FORBIDS = Finding("Y07", "error", "a.yaml", 2, 1, "There is no such key.")


def test_an_error_is_told_before_what_only_warns() -> None:
    assert first_error((WARNS, FORBIDS)) is FORBIDS
    assert first_error((WARNS,)) is WARNS


def test_warnings_alone_forbid_nothing() -> None:
    assert not has_errors((WARNS,))
    assert has_errors((WARNS, FORBIDS))
