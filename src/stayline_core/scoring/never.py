"""The four things that are never done. `NOT_MET` says that one of them was."""

from __future__ import annotations

from stayline_core.scoring.conversation import ended_by_agent, gone_before_spoke
from stayline_core.scoring.duties import no_report
from stayline_core.scoring.story import ACCEPTED, LEFT, SPOKE, Story
from stayline_core.scoring.values import Judged, Verdict
from stayline_core.scoring.words import no_secrecy

__all__ = ["cold_transfer", "ended_threat_contact", "no_report", "promise_of_secrecy"]


def ended_threat_contact(story: Story) -> Judged:
    """Did the agent end the contact while a threat stood (X-1)?"""
    item = "ended_threat_contact"
    if not story.urgent:
        return Judged(item, Verdict.NOT_APPLICABLE, "No threat stood.")
    not_over = Judged(item, Verdict.UNSURE, "The contact is not over yet.")
    return ended_by_agent(story) or not_over


def promise_of_secrecy(story: Story) -> Judged:
    """Was secrecy promised (S0-30)?"""
    return no_secrecy(story, "promise_of_secrecy")


def cold_transfer(story: Story) -> Judged:
    """Was the contact passed on by leaving before anybody else had spoken to the caller?"""
    item = "cold_transfer"
    out, spoke, left = story.stepped_away, story.first(SPOKE), story.first(LEFT)
    if out is not None:
        because = "They asked out, which anybody may at any time."
        return Judged(item, Verdict.NOT_APPLICABLE, because, (out.sequence,))
    if left is not None and (spoke is None or left.sequence < spoke.sequence):
        because = "The agent left before a colleague had spoken to the caller."
        return Judged(item, Verdict.NOT_MET, because, (left.sequence,))
    gone = gone_before_spoke(story)
    if gone is not None:
        because = "The agent's line was gone before a colleague had spoken; why is not known."
        return Judged(item, Verdict.UNSURE, because, (gone.sequence,))
    if spoke is not None:
        because = "A colleague had spoken to the caller before the agent let go."
        return Judged(item, Verdict.MET, because, (spoke.sequence,))
    if story.first(ACCEPTED) is None:
        return Judged(item, Verdict.NOT_APPLICABLE, "Nobody took the contact over.")
    return Judged(item, Verdict.UNSURE, "Somebody accepted; that they spoke is not on record.")
