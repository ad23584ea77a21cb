"""The ladder: who is rung, in which order, for how long, until somebody has taken over.

Pure rules (`design.md` 3.4). A ladder rings rung by rung; its last rung rings everyone and
repeats. Somebody accepts, joins, speaks to the caller and confirms the hand-over; each of
these states has a limit, past which the ladder rings again *beside* that person, who stays
accepted and can still join. It ends completed, or called off by a named supervisor, and in no
other way, so while it is open something is always due: a rung, or the limit of whoever holds
it. Every move returns a `Decision` or a `Refusal`; times are given in, nothing is read here.
"""

from stayline_core.ladder.moves import (
    accept,
    call_off,
    come_back,
    complete,
    decline,
    give_back,
    join,
    limit_due,
    lost,
    pass_silent,
    raise_again,
    ring_now,
    rung_due,
    spoke,
    start,
)
from stayline_core.ladder.rungs import (
    BUILT_IN,
    BUILT_IN_INFORMING,
    EVERYONE,
    Candidate,
    Duty,
    Pick,
    Purpose,
    Rung,
    Sites,
    needs_others,
    who_to_ring,
)
from stayline_core.ladder.state import (
    Decision,
    Ended,
    Ladder,
    Limits,
    Receiver,
    Refusal,
    Ring,
    Stage,
    Why,
)

__all__ = [
    "BUILT_IN",
    "BUILT_IN_INFORMING",
    "EVERYONE",
    "Candidate",
    "Decision",
    "Duty",
    "Ended",
    "Ladder",
    "Limits",
    "Pick",
    "Purpose",
    "Receiver",
    "Refusal",
    "Ring",
    "Rung",
    "Sites",
    "Stage",
    "Why",
    "accept",
    "call_off",
    "come_back",
    "complete",
    "decline",
    "give_back",
    "join",
    "limit_due",
    "lost",
    "needs_others",
    "pass_silent",
    "raise_again",
    "ring_now",
    "rung_due",
    "spoke",
    "start",
    "who_to_ring",
]
