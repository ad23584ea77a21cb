"""What the loaders and the checker say of a text, as the editor shows it: findings on lines.

The text may be anything that somebody typed. Nothing here raises on it, and the work is bounded:
by the loader's own limits, and by the number of states that the checker visits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from stayline.library.actions import body_of
from stayline.library.errors import DocumentFaulty
from stayline.library.queries import (
    NOTES,
    WORDING,
    catalogue,
    form_by_digest,
    newest_version,
)
from stayline_core.forms import check_notes, load_notes
from stayline_core.protocol import Checked, Finding, Loaded, check, load, load_ladder
from stayline_core.protocol.check.space import MAX_STATES
from stayline_core.protocol.codes import CODES
from stayline_core.protocol.findings import has_errors
from stayline_core.protocol.overlay import check_overlay, load_overlay

QUICK_STATES: Final = 60_000
"""States visited while somebody types: about a second. Above it the check is for the button."""

MAX_SOURCE: Final = 512_000
"""Bytes of one document; the longest that a person wrote so far has 20,000."""

TOO_MANY: Final = "S21"

_TIMES: Final = (
    ("first_ring_s", "First ring", "the longest until somebody is rung"),
    ("everyone_rung_s", "Everyone rung", "the longest until everyone is"),
    ("longest_silence_s", "Longest silence", "the longest without a change in who is coming"),
)
_LINE: Final = re.compile(r"line (\d+): ")


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it stands on its line. `explained`: there is a page about its code."""

    code: str
    title: str
    severity: str
    line: int
    column: int
    message: str
    walk: tuple[str, ...]
    explained: bool

    @property
    def is_error(self) -> bool:
        """Does it forbid using the document?"""
        return self.severity == "error"

    def to_json(self) -> dict[str, Any]:
        """The finding for the editor's gutter."""
        return {
            "code": self.code,
            "title": self.title,
            "severity": self.severity,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "walk": list(self.walk),
            "explained": self.explained,
        }


@dataclass(frozen=True, slots=True)
class ShownTime:
    """One of the three times: `seconds` None where nothing bounds it."""

    name: str
    words: str
    seconds: int | None
    on_demand: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of one text. `loaded` is there for a protocol alone; `states` were visited."""

    kind: str
    findings: tuple[Shown, ...]
    passes: bool
    times: tuple[ShownTime, ...] = ()
    states: int = 0
    loaded: Loaded | None = None
    checked: Checked | None = None

    @property
    def errors(self) -> int:
        """How many findings forbid using it."""
        return sum(one.is_error for one in self.findings)

    @property
    def advice(self) -> int:
        """How many findings only warn."""
        return len(self.findings) - self.errors

    @property
    def unfinished(self) -> bool:
        """Was the check given up because there are too many states to visit while one types?"""
        return any(one.code == TOO_MANY for one in self.findings) and self.states > 0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a text with what is found on it."""

    number: int
    text: str
    findings: tuple[Shown, ...]

    @property
    def mark(self) -> str:
        """The class of the line: a fault, advice, or nothing."""
        if any(one.is_error for one in self.findings):
            return "err"
        return "wrn" if self.findings else ""


def look_at(kind: str, document_id: str, source: bytes, *, quick: bool = False) -> Look:
    """Return what its loader, and for a protocol the checker, say of a text. Never raises.

    `quick` visits fewer states, for while somebody types.
    """
    if len(source) > MAX_SOURCE:
        message = f"The text has {len(source):,} bytes; {MAX_SOURCE:,} are allowed."
        return _look(kind, (_finding(document_id, 1, message),))
    if kind == "protocol":
        return _of_protocol(document_id, source, quick=quick)
    read = _READERS.get(kind, _of_other)
    return _look(kind, tuple(read(kind, document_id, source)))


def lines_of(source: str, findings: tuple[Shown, ...]) -> tuple[SourceLine, ...]:
    """Return a text line by line, each with what is found on it; none is left out."""
    lines = source.split("\n")
    found: dict[int, list[Shown]] = {}
    for one in findings:
        found.setdefault(min(max(one.line, 1), len(lines)), []).append(one)
    return tuple(
        SourceLine(number, text.rstrip("\r"), tuple(found.get(number, ())))
        for number, text in enumerate(lines, start=1)
    )


def file_name(document_id: str, source: bytes) -> str:
    """Return the name of a document's file: JSON begins with a brace, all else is YAML."""
    return f"{document_id}.{'json' if source.lstrip()[:1] == b'{' else 'yaml'}"


def shown_times(checked: Checked, *, on_demand: bool = False) -> tuple[ShownTime, ...]:
    """Return the three times in words. `on_demand`: a person rings, so nothing bounds them."""
    return tuple(
        ShownTime(name, words, getattr(checked, key), on_demand and getattr(checked, key) is None)
        for key, name, words in _TIMES
    )


def _of_protocol(document_id: str, source: bytes, *, quick: bool) -> Look:
    loaded = load(source, file=f"{document_id}.yaml")
    most = QUICK_STATES if quick else MAX_STATES
    checked = check(loaded, catalogue=catalogue(), max_states=most)
    look = _look("protocol", checked.findings)
    if loaded.protocol is None:
        return replace(look, loaded=loaded)
    times = shown_times(checked, on_demand=not loaded.protocol.urgent)
    return replace(look, times=times, states=checked.states, loaded=loaded, checked=checked)


def _of_ladder(kind: str, document_id: str, source: bytes) -> Iterator[Finding]:
    del kind
    yield from load_ladder(source, file=f"{document_id}.yaml").findings


def _of_wording(kind: str, document_id: str, source: bytes) -> Iterator[Finding]:
    del kind
    overlay = load_overlay(source, file=f"{document_id}.yaml")
    version = newest_version("protocol", overlay.overlay.of) if overlay.overlay else None
    protocol = load(bytes(version.source), file=version.document_id) if version else None
    digest = version.digest if version else ""
    yield from check_overlay(overlay, protocol, digest=digest, catalogue=catalogue()).findings


def _of_notes(kind: str, document_id: str, source: bytes) -> Iterator[Finding]:
    del kind
    file = f"{document_id}.yaml"
    loaded = load_notes(source, file=file)
    yield from loaded.findings
    if loaded.notes is not None:
        version = newest_version("form", loaded.notes.of)
        form = form_by_digest(version.digest) if version else None
        yield from check_notes(loaded, form, file=file)


def _of_other(kind: str, document_id: str, source: bytes) -> Iterator[Finding]:
    """A form, a card, a directory, a list: what its loader refuses, which stops at the first."""
    try:
        body_of(kind, source, file_name(document_id, source))
    except DocumentFaulty as faulty:
        words = next(iter(faulty.faults.values()))
        place = _LINE.match(words)
        yield _finding(
            document_id, int(place[1]) if place else 1, words[place.end() :] if place else words
        )
    except json.JSONDecodeError as fault:
        yield _finding(document_id, fault.lineno, f"{fault.msg}.", fault.colno)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        words = f"{fault.problem or 'This cannot be read'}."
        yield _finding(document_id, mark.line + 1 if mark else 1, words)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        yield _finding(document_id, 1, "This cannot be read: it is no list of names and values.")


_Reader = Callable[[str, str, bytes], Iterator[Finding]]
_READERS: Final[dict[str, _Reader]] = {
    "ladder": _of_ladder,
    WORDING: _of_wording,
    NOTES: _of_notes,
}


def _finding(document_id: str, line: int, message: str, column: int = 1) -> Finding:
    return Finding("", "error", document_id, line, column, message)


def _look(kind: str, findings: tuple[Finding, ...]) -> Look:
    shown = tuple(
        Shown(
            code=one.code,
            title=CODES[one.code].title if one.code in CODES else "",
            severity=one.severity,
            line=one.line,
            column=one.column,
            message=one.message,
            walk=one.walk,
            explained=one.code in CODES,
        )
        for one in findings
    )
    return Look(kind, shown, passes=not has_errors(findings))
