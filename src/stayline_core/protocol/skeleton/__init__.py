"""New protocols: a skeleton for what somebody wants one for, which passes the checker as it is."""

from stayline_core.protocol.skeleton.live import live
from stayline_core.protocol.skeleton.manners import manners
from stayline_core.protocol.skeleton.wanted import (
    MANNERS,
    SkeletonRefused,
    Wanted,
    refuse,
    refuse_id,
)
from stayline_core.protocol.skeleton.writing import writing

__all__ = ["MANNERS", "SkeletonRefused", "Wanted", "refuse_id", "skeleton"]


def skeleton(wanted: Wanted) -> str:
    """A protocol document to fill in: an uncertified template that the checker lets pass.

    Raises:
        SkeletonRefused: a name is unknown, or what is wanted contradicts itself.
    """
    refuse(wanted)
    if wanted.manners:
        lines = manners(wanted)
    elif wanted.live:
        lines = live(wanted)
    else:
        lines = writing(wanted)
    return "\n".join(lines) + "\n"
