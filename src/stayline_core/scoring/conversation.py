"""What the steps and presses of a contact show: safety, staying, acknowledging, offering help."""

from __future__ import annotations

from typing import Final

from stayline_core.scoring.story import (
    AGENT_GONE,
    CALLER_LEFT,
    HELP,
    OPENED,
    PHRASE,
    RELEASED,
    SAFETY,
    SPOKE,
    TAKEN,
    WORLD,
    Shown,
    Story,
    seconds_between,
    spell,
)
from stayline_core.scoring.values import Judged, Logged, Verdict

AT_ONCE_S: Final = 60
"""Seconds from the marked words to somebody's first act that count as acting on them."""

_COMMANDS: Final = frozenset({"answer", "next", "skip", "take", "back", "end_contact"})
_CALLED: Final = ("command.dispatch.called", "command.number.given", "command.consent.given")
_NAMED: Final = ("command.dispatch.asked", "command.signpost.shown")
_WENT_ON: Final = "Whoever guided the contact went through “{step}”."


def safety_first(story: Story) -> Judged:
    """Was safety asked about, and before any business (S0-17, `safety_before_business`)?"""
    judged = _by_aspect(story, "safety_first", "safety")
    if judged.verdict is Verdict.MET:
        safety = next(one for one in story.covering("safety") if one.done)
        earlier = [
            one
            for one in story.covering("business")
            if one.opened.sequence < safety.opened.sequence
        ]
        if earlier:
            because = "The business was on the screen before safety was asked about."
            return Judged("safety_first", Verdict.NOT_MET, because, earlier[0].entries)
        return judged
    recorded = story.first(SAFETY)
    if judged.verdict is Verdict.NOT_MET and recorded is not None:
        because = "No step on safety was gone through; what was done for it was recorded."
        return Judged("safety_first", Verdict.PARTLY, because, (recorded.sequence,))
    return judged


def acknowledged(story: Story) -> Judged:
    """Was what the person said acknowledged?"""
    return _by_aspect(story, "acknowledged", "acknowledge")


def help_offered(story: Story) -> Judged:
    """Was help from outside offered, or called?"""
    called = story.of(*_CALLED)
    if called:
        because = "Help from outside was called, connected, or its number given."
        return Judged("help_offered", Verdict.MET, because, (called[0].sequence,))
    judged = _by_aspect(story, "help_offered", "outward")
    named = story.of(*_NAMED)
    if named and judged.verdict in {Verdict.NOT_MET, Verdict.UNSURE}:
        because = "Help from outside was named on the screen; that it was offered is not on record."
        return Judged("help_offered", Verdict.PARTLY, because, (named[0].sequence,))
    return judged


def recognised(story: Story) -> Judged:
    """Was it noticed, and acted on?"""
    opened = story.first(OPENED)
    if opened is None or "how" not in opened.fields:
        return Judged("recognised", Verdict.UNSURE, "How it was opened is not on record.")
    if opened.fields["how"] != "signal":
        because = "A person noticed it and pressed."
        return Judged("recognised", Verdict.MET, because, (opened.sequence,))
    acted = next((one for one in story.log if _is_an_act(story, one)), None)
    if acted is None:
        because = (
            "The listener marked the words. Nobody pressed anything, and whether they were "
            "noticed the log cannot know."
        )
        return Judged("recognised", Verdict.UNSURE, because, (opened.sequence,))
    after = seconds_between(opened, acted)
    verdict = Verdict.MET if after <= AT_ONCE_S else Verdict.PARTLY
    because = f"The listener marked the words; the first act on them came {spell(after)} later."
    return Judged("recognised", verdict, because, (opened.sequence, acted.sequence))


def _is_an_act(story: Story, entry: Logged) -> bool:
    if entry.kind in {HELP, PHRASE}:
        return True
    if entry.kind != TAKEN or story.part(entry) == "system":
        return False
    return entry.fields.get("event", {}).get("event") in _COMMANDS


def stayed(story: Story) -> Judged:
    """Did whoever had the contact stay until it was in other hands, or over?"""
    judged = _away(story)
    if judged is not None:
        return judged
    spoke = story.first(SPOKE)
    if spoke is not None:
        because = "They stayed until a colleague had spoken to the caller."
        return Judged("stayed", Verdict.MET, because, (spoke.sequence,))
    left = story.first(CALLER_LEFT)
    if left is not None:
        because = "The caller's line ended; the contact was kept until then."
        return Judged("stayed", Verdict.MET, because, (left.sequence,))
    released = story.first(RELEASED)
    if released is None:
        return Judged("stayed", Verdict.UNSURE, "The contact is not over yet.")
    because = "The line was released by somebody who may decide that."
    return Judged("stayed", Verdict.MET, because, (released.sequence,))


def _away(story: Story) -> Judged | None:
    """Why staying does not apply, was not kept, or is not known; None where none of these is so."""
    opened = story.first(OPENED)
    if opened is not None and opened.fields.get("channel") == "staff":
        return Judged("stayed", Verdict.NOT_APPLICABLE, "There was no contact to stay in.")
    out = story.stepped_away
    if out is not None:
        because = "They asked out, which anybody may at any time, and is held against nobody."
        return Judged("stayed", Verdict.NOT_APPLICABLE, because, (out.sequence,))
    ended = ended_by_agent(story)
    if ended is not None and ended.verdict is not Verdict.MET:
        return Judged("stayed", ended.verdict, ended.because, ended.entries)
    gone = gone_before_spoke(story)
    if gone is not None:
        because = "The agent's line was gone before a colleague had spoken; why is not known."
        return Judged("stayed", Verdict.UNSURE, because, (gone.sequence,))
    return None


def ended_by_agent(story: Story) -> Judged | None:
    """Whether the agent ended the contact while a threat stood; None while it is not over."""
    released = story.first(RELEASED)
    if released is None:
        return None
    item, entries = "ended_threat_contact", (released.sequence,)
    by = str(released.fields.get("by", ""))
    if by == "handset":
        because = "The line ended at the agent's telephone; whether it was put down is not known."
        return Judged(item, Verdict.UNSURE, because, entries)
    if by not in WORLD and story.part(released) == "agent" and story.urgent:
        because = "The agent released the line while a threat stood."
        return Judged(item, Verdict.NOT_MET, because, entries)
    return Judged(item, Verdict.MET, "The agent did not end the contact.", entries)


def gone_before_spoke(story: Story) -> Logged | None:
    """The entry that the agent's line was gone before anybody else had spoken to the caller."""
    spoke = story.first(SPOKE)
    gone = story.first(AGENT_GONE)
    before = gone is not None and (spoke is None or gone.sequence < spoke.sequence)
    return gone if before else None


def _by_aspect(story: Story, item: str, aspect: str) -> Judged:
    """Judge an item by the steps that have an aspect: gone through, passed over, never there."""
    if not story.knows(aspect):
        because = "The procedure has no such step."
        return Judged(item, Verdict.NOT_APPLICABLE, because)
    shown = story.covering(aspect)
    done = next((one for one in shown if one.done), None)
    if done is not None:
        return Judged(item, Verdict.MET, _WENT_ON.format(step=title_of(done)), done.entries)
    over = next((one for one in shown if one.passed_over), None)
    if over is not None:
        because = f"“{title_of(over)}” was passed over."
        return Judged(item, Verdict.NOT_MET, because, over.entries)
    if shown:
        because = f"“{title_of(shown[0])}” was on the screen; what was said is not on record."
        return Judged(item, Verdict.UNSURE, because, shown[0].entries)
    if story.cut_short or not story.over:
        because = "The contact did not come that far."
        return Judged(item, Verdict.UNSURE, because)
    return Judged(item, Verdict.NOT_MET, "No such step was ever on the screen.")


def title_of(shown: Shown) -> str:
    """The title of a step as a person knows it."""
    name = shown.step.name.rsplit("/", 1)[-1].replace("_", " ").capitalize()
    return shown.step.title or name
