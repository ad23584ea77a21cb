"""What is refused about command roles, decisions and major incidents."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class NoCommandHere(Forbidden):
    """This is done by those who command here, or hold a post of command."""

    code = "command.posts.no_command"
    mend = "Ask whoever commands, or a supervisor of the site."


class PostUnknown(NotFound):
    """The structure of command here has no such post."""

    code = "command.post.unknown"
    mend = "Choose one of the posts that stand on the card."


class PostNotYours(Refused):
    """This post is for other roles."""

    code = "command.post.not_yours"
    mend = "Offer it to a colleague whom the card names for it."


class PostHeldAlready(Refused):
    """Somebody holds this post. One person holds a post at a time."""

    code = "command.post.held"
    mend = "Ask them to offer it to you. If they cannot be reached, say why you take it."


class PostVacant(Refused):
    """Nobody holds this post."""

    code = "command.post.vacant"
    mend = "Take it, or offer it to somebody."


class PostNotHeld(Refused):
    """Only its holder does this with a post."""

    code = "command.post.not_held"
    mend = "Ask whoever holds it."


class PostOfferedAlready(Refused):
    """This post is offered to somebody already."""

    code = "command.post.offered"
    mend = "Wait for their answer, or take the offer back first."


class OfferNotYours(Refused):
    """This post is not offered to you now."""

    code = "command.post.no_offer"
    mend = "Look at who holds it; ask them to offer it to you."


class LeadNotLeft(Refused):
    """Nobody leaves an incident without somebody who commands it."""

    code = "command.post.lead_not_left"
    mend = "Offer it to somebody. Until they accept, you hold it."


class HandOverIncomplete(Invalid):
    """Say what you hand over before you offer it, so that nothing is lost."""

    code = "command.post.hand_over_incomplete"

    def __init__(self, missing: dict[str, str]) -> None:
        """Name what is missing, by field."""
        super().__init__(missing, (self.__doc__ or "").strip())


class ReadBackMissing(Invalid):
    """Read back in a few words what you take over."""

    code = "command.post.read_back_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__(
            {"read_back": "What is happening, what is decided, what is open."},
            (self.__doc__ or "").strip(),
        )


class WhyMissing(Invalid):
    """Say why in a few words."""

    code = "command.posts.reason_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"reason": "A few words are enough."}, (self.__doc__ or "").strip())


class DecisionIncomplete(Invalid):
    """Write down what was decided, and why."""

    code = "command.decision.incomplete"

    def __init__(self, missing: dict[str, str]) -> None:
        """Name what is missing, by field."""
        super().__init__(missing, (self.__doc__ or "").strip())


class DecisionNotFound(NotFound):
    """This incident has no such decision."""

    code = "command.decision.not_found"


class DecisionCorrected(Refused):
    """This decision was corrected already."""

    code = "command.decision.corrected"
    mend = "Correct the one that stands."


class DecisionAhead(Invalid):
    """A decision is written down when it was taken, not before."""

    code = "command.decision.ahead"

    def __init__(self) -> None:
        """Name the field."""
        super().__init__(
            {"decided_at": "Choose a time that has passed."}, (self.__doc__ or "").strip()
        )


class MajorNotYours(Forbidden):
    """Calling an incident major, or ending that, is for gold, silver or a supervisor."""

    code = "command.major.not_yours"
    mend = "Tell whoever commands; their name stands on the card."


class MajorNotLike(Refused):
    """This does not follow from how the incident stands now."""

    code = "command.major.not_like_this"
    mend = "Look at how it stands; the buttons name what can follow."


class NotMajor(Refused):
    """This incident is not called major."""

    code = "command.major.none"
    mend = "Call it standby or declared first."


class StructureUnknown(NotFound):
    """No structure of command has this name."""

    code = "command.structure.unknown"
    mend = "Choose one that is loaded; others are written in the studio."
