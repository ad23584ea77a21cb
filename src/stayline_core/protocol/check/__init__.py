"""The checker: every state of a protocol is visited, and what is found comes with its story."""

from dataclasses import dataclass, replace

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.check.buttons import check_buttons
from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.content import check_content
from stayline_core.protocol.check.endings import check_endings
from stayline_core.protocol.check.limits import check_limits
from stayline_core.protocol.check.paths import check_paths
from stayline_core.protocol.check.rules import check_rules
from stayline_core.protocol.check.safety import check_safety
from stayline_core.protocol.check.space import MAX_STATES, Space, TooManyStates
from stayline_core.protocol.check.structure import check_structure
from stayline_core.protocol.check.times import check_times
from stayline_core.protocol.check.told import check_told
from stayline_core.protocol.check.wording import check_wording
from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.load import Loaded

__all__ = ["Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of one document gave; times are seconds.

    `first_ring_s` is the longest time until somebody is rung, `everyone_rung_s` until everyone
    is, `longest_silence_s` the longest time without a change in who is coming. They are None
    where nothing bounds them, or where the document could not be read. `states` counts the
    states that were visited. `file` is the name that the document was read by.
    """

    id: str | None
    findings: tuple[Finding, ...]
    first_ring_s: int | None = None
    everyone_rung_s: int | None = None
    longest_silence_s: int | None = None
    states: int = 0
    file: str = ""

    @property
    def passes(self) -> bool:
        """May the protocol be used? Warnings do not forbid it."""
        return not has_errors(self.findings)


def check(
    loaded: Loaded,
    *,
    catalogue: Catalogue,
    max_states: int = MAX_STATES,
    without: frozenset[str] = frozenset(),
) -> Checked:
    """Check a protocol against what exists in a centre. Never raises: faults are findings.

    The findings of reading come first and alone if the document cannot be run. Findings whose
    code is in `without` are left out, so that it can be measured what each rule catches.
    """
    checked = _checked(loaded, catalogue, max_states)
    if not without:
        return checked
    return replace(checked, findings=tuple(f for f in checked.findings if f.code not in without))


def _checked(loaded: Loaded, catalogue: Catalogue, max_states: int) -> Checked:
    protocol = loaded.protocol
    if protocol is None:
        return Checked(None, loaded.findings, file=loaded.file)
    space = Space(protocol)
    case = Case(loaded, protocol, catalogue, space)
    try:
        space.explore(max_states)
    except TooManyStates:
        message = f"More than {max_states:,} states: too many to be sure of."
        case.fault("S21", ("steps",), message)
        found = (*loaded.findings, *case.findings)
        return Checked(protocol.id, found, states=len(space.parents), file=loaded.file)
    check_structure(case)
    times = check_times(case)
    check_safety(case)
    check_paths(case)
    check_wording(case)
    check_content(case)
    check_told(case)
    check_buttons(case)
    check_limits(case)
    check_endings(case)
    check_rules(case)
    in_order = sorted(case.findings, key=lambda f: (f.line, f.column, f.code))
    return Checked(
        protocol.id,
        (*loaded.findings, *dict.fromkeys(in_order)),
        times.first_ring_s,
        times.everyone_rung_s,
        times.longest_silence_s,
        len(space.parents),
        loaded.file,
    )
