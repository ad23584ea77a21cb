"""Which step a finding is about, so that the drawing can mark it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from stayline_core.protocol.findings import Finding
from stayline_core.protocol.language import Protocol, Step
from stayline_core.protocol.load import Loaded

_KEYS: Final = ("say", "note", "avoid", "ask", "observe", "do", "covers")
_PLAIN: Final = ("title", "wait_for", "within", "next", "branch", "end")


def faults_on(loaded: Loaded, findings: Iterable[Finding]) -> Mapping[str, Sequence[str]]:
    """The errors among `findings` by the step they stand at; those elsewhere are left out.

    A step of a block that is used twice stands twice, and so do its errors.
    """
    protocol = loaded.protocol
    if protocol is None:
        return {}
    at = _places(loaded, protocol)
    found: dict[str, list[str]] = {}
    for finding in findings:
        if finding.severity == "error":
            for name in at.get((finding.line, finding.column), ()):
                found.setdefault(name, []).append(f"{finding.code}: {finding.message}")
    return found


def _places(loaded: Loaded, protocol: Protocol) -> dict[tuple[int, int], list[str]]:
    places: dict[tuple[int, int], list[str]] = {}
    for name, step in protocol.steps.items():
        marks = {tuple(loaded.positions.of("steps", name, *path)) for path in _paths(step)}
        for line, column in marks:
            places.setdefault((line, column), []).append(name)
    return places


def _paths(step: Step) -> Iterable[tuple[str, ...]]:
    """The paths inside a step at which a finding can stand."""
    yield ()
    for key in _PLAIN:
        yield (key,)
    many = {key: len(getattr(step, _FIELDS.get(key, key))) for key in _KEYS}
    for key, count in many.items():
        yield (key,)
        yield from ((key, str(at)) for at in range(count))
    yield ("answers",)
    yield from (("answers", value) for value in step.answers or ())
    yield ("otherwise",)
    yield from (("otherwise", key) for key in ("do", "offer"))


_FIELDS: Final = {"ask": "asks", "observe": "observes"}
