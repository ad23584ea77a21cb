"""What is refused in support and lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stayline_core.deidentify import Finding


class PlanNotFound(NotFound):
    """There is no such plan here for you."""

    code = "learning.plan.not_found"


class PlanNotYours(Refused):
    """A plan belongs to its two sides: they write it, agree to it, and go on with it."""

    code = "learning.plan.not_yours"
    mend = "Talk with one of the two."


class SupportInvalid(Invalid):
    """This cannot be taken as it stands; nothing was changed."""

    code = "learning.support.invalid"


class PlanStands(Refused):
    """There is an open plan of this kind between these two already."""

    code = "learning.plan.stands"
    mend = "Open that plan, and write it anew if it no longer fits."


class PlanNotAgreed(Refused):
    """Nothing is done on a plan before both sides agreed to it."""

    code = "learning.plan.not_agreed"
    mend = "Let the other side read it and agree, or write it anew together."


class PlanTextStale(Refused):
    """The plan was written anew in the meantime. Read it again before you agree."""

    code = "learning.plan.stale"


class PlanEnded(Refused):
    """This plan has ended."""

    code = "learning.plan.ended"
    mend = "Propose a new one, if you both want to go on."


class StageRefused(Refused):
    """The plan cannot go to this stage yet."""

    code = "learning.plan.stage"


class SessionNotFound(NotFound):
    """No session that is ahead has this name."""

    code = "learning.session.not_found"


class SessionTooSoon(Refused):
    """Coaching that has not begun yet cannot be recorded as held."""

    code = "learning.session.too_soon"
    mend = "Record it afterwards; or plan it for another time."


class SupportNotYours(Forbidden):
    """You may not see or do this for this colleague."""

    code = "learning.support.not_yours"
    mend = "Ask a supervisor or the trainer of their site."


class WishNotFound(NotFound):
    """There is no such wish of yours."""

    code = "learning.wish.not_found"


class LessonNotFound(NotFound):
    """There is no such lesson here for you."""

    code = "learning.lesson.not_found"


class LessonNotYours(Refused):
    """A second person approves a lesson: not who wrote it, and somebody who reviews or trains."""

    code = "learning.lesson.not_yours"
    mend = "Let a reviewer, a trainer, a supervisor or the manager read it."


class LessonEnded(Refused):
    """This lesson is published or withdrawn, and its words no longer change."""

    code = "learning.lesson.ended"


class LessonTells(Invalid):
    """This lesson could tell who it is about. It is not shared like this."""

    code = "learning.lesson.tells"
    mend = "Write each of these words in another way, or say that it is no name."

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep each finding in the order of the text."""
        self.findings = tuple(findings)
        super().__init__({one.words: one.why for one in findings})
