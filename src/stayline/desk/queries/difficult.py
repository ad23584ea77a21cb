"""The difficult call on the desk: the warnings as they were said, and whether it may end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from stayline.incidents.queries import difficult_call_only, ending, run_locked, warnings_given
from stayline.listening.queries import aids_of
from stayline.people.queries import names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.incidents.queries import Ending, SaidWarning

FINAL: Final = "final notice"

RUNGS: Final = ("First warning", "Second warning", "Final notice", "Ended")
"""What comes after listening, in this order (S2-24 to S2-26)."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the warnings; `state` is past, now or empty, `note` what is still to come."""

    words: str
    state: str
    at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class DifficultCall:
    """How far the warnings are, and how it stands with ending the contact.

    `may_end`: the procedure came to its end and nobody must approve it any more. `why_not`
    says what comes first. `asks`: a supervisor approves here, and could be asked now.
    """

    rungs: tuple[Rung, ...]
    said: tuple[SaidWarning, ...]
    locked: bool
    may_end: bool
    why_not: str
    asks: bool
    ending: Ending
    decided_by: str


def heard_manners(contact_id: UUID) -> list[str]:
    """Return what was heard that opens nothing: abusive_language, supervisor_demand; each once."""
    return list(dict.fromkeys(one.kind for one in aids_of(contact_id)))


def difficult_call(
    row: Incident, *, ended: bool, caller_left: bool, approves: bool
) -> DifficultCall | None:
    """Return the difficult call of an incident; None where a threat's procedure guides it.

    `ended`: its procedure came to an end; `approves`: this site approves an ending first.
    """
    locked = run_locked(row)
    if not locked and not difficult_call_only(row):
        return None
    said = warnings_given(row)
    stands = ending(row)
    waits = stands.needed and not stands.approved
    may_end = not locked and (caller_left or (ended and not waits))
    decided = names({stands.decided_by}) if stands.decided_by else {}
    return DifficultCall(
        rungs=rungs_of(said, row.opened_at, ended=ended),
        said=tuple(said),
        locked=locked,
        may_end=may_end,
        why_not="" if may_end else _(_why_not(said, ended=ended)),
        asks=approves and bool(said) and not locked and not may_end and not _waits(stands),
        ending=stands,
        decided_by=decided.get(stands.decided_by, "") if stands.decided_by else "",
    )


def rungs_of(said: Sequence[SaidWarning], opened_at: datetime, *, ended: bool) -> tuple[Rung, ...]:
    """Return listening and the four rungs after it, the current one marked."""
    warned = [one.at for one in said if one.which != FINAL]
    final = next((one.at for one in said if one.which == FINAL), None)
    times = [*[*warned, None, None][:2], final]
    reached = sum(one is not None for one in times) + (1 if ended and final is not None else 0)
    notes = ("only if it goes on", "only if it goes on", "after two warnings", "told first")
    rungs = [Rung(_("Listening"), "past" if reached else "now", opened_at, "")]
    for place, words in enumerate(RUNGS, 1):
        at = times[place - 1] if place <= len(times) else None
        state = "now" if place == reached else ("past" if place < reached else "")
        note = "" if at or place <= reached else _(notes[place - 1])
        rungs.append(Rung(_(words), state, at, note))
    return tuple(rungs)


def _waits(stands: Ending) -> bool:
    return stands.asked_at is not None and stands.approved is None


def _why_not(said: Sequence[SaidWarning], *, ended: bool) -> str:
    if ended:
        return "Not yet. A supervisor approves it first."
    if any(one.which == FINAL for one in said):
        return "Not yet. Tell them that it ends, then it can end."
    if len(said) > 1:
        return "Not yet. It needs a final notice first."
    if said:
        return "Not yet. It needs a repeat, then a final notice."
    return "Not yet. Settle it, hand it over, or warn first."
