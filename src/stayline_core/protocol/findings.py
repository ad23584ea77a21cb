"""What a reader or a checker has to say about a document, and where."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in a document: its code, its place and, for a path, the shortest story.

    `line` and `column` count from 1. `walk` is empty for faults that need no story;
    otherwise it holds one sentence a step, from the opening to the fault.
    The codes are explained in `docs/reference/protocol-codes.md`.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    walk: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON, the walk as a list."""
        return {**asdict(self), "walk": list(self.walk)}


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Does any finding forbid using the document? Warnings alone do not."""
    return any(finding.severity == "error" for finding in findings)


def first_error(findings: tuple[Finding, ...]) -> Finding:
    """The finding that forbids using the document, before any that only warns.

    There is at least one finding.
    """
    return next((one for one in findings if one.severity == "error"), findings[0])
