"""What is refused in reviewing: the queue, the cards, the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReviewNotFound(NotFound):
    """No review has this id."""

    code = "quality.review.not_found"


class ReviewNotYours(Forbidden):
    """This review is not yours to do."""

    code = "quality.review.not_yours"
    mend = "Take it from the queue first, or leave it to whoever has it."


class ReviewerConflicted(Forbidden):
    """A review is done by somebody who had no part in the contact."""

    code = "quality.review.conflicted"
    mend = "Leave it to another reviewer."


class ReviewTaken(Refused):
    """Somebody else took this review first."""

    code = "quality.review.taken"
    mend = "Take the next one from the queue."


class ReviewFinishedAlready(Refused):
    """This review is finished, and stays as it is."""

    code = "quality.review.finished"
    mend = "Ask for another review, if something was missed."


class ReviewStale(Refused):
    """These fields were changed in another window meanwhile.

    `theirs` holds what stands there now, by field; what was typed here is not lost.
    """

    code = "quality.review.stale"
    mend = "Compare both, choose, and save once more."

    def __init__(self, theirs: Mapping[str, str], current: int) -> None:
        """Keep what stands there, and the version with which to save again."""
        self.theirs = dict(theirs)
        self.current = current
        super().__init__(fields=sorted(theirs))


class ReviewInvalid(Invalid):
    """Some of the answers need a change."""

    code = "quality.review.invalid"


class ReviewWaits(Refused):
    """This contact is not over yet: it is reviewed afterwards."""

    code = "quality.review.waits"


class SampleInvalid(Invalid):
    """This share cannot be drawn."""

    code = "quality.sample.invalid"


class RoundNotFound(NotFound):
    """No calibration round has this id."""

    code = "quality.round.not_found"


class RoundClosed(Refused):
    """This round is closed."""

    code = "quality.round.closed"


class RoundInvalid(Invalid):
    """A round needs at least two reviewers, each without a conflict."""

    code = "quality.round.invalid"


class NotForReviewers(Forbidden):
    """This is for those who review contacts at this site."""

    code = "quality.site.not_yours"
    mend = "Ask a manager of your site."
