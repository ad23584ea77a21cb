"""What escalation refuses."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from stayline.platform.errors import Forbidden, NotFound, Refused


class LadderNotFound(NotFound):
    """No ladder has this id."""

    code = "escalation.ladder.not_found"


class LadderEnded(Refused):
    """This ladder has ended: it was completed, or called off."""

    code = "escalation.ladder.ended"
    mend = "Nothing is needed from you here. Raise it again if somebody is needed after all."


class AcceptRefused(Refused):
    """Somebody was first."""

    code = "escalation.rung.accept_refused"
    mend = "Nothing is needed from you here. Thank you for answering."

    def __init__(self, who: str, since: datetime, zone: str) -> None:
        """Say who took it and when, in the site's zone; `since` is UTC."""
        self.who, self.since = who, since
        local = since.astimezone(ZoneInfo(zone))
        super().__init__(
            f"{who} took it at {local:%H:%M:%S} ({local:%z}).", who=who, since=since.isoformat()
        )


class AcceptForbidden(Forbidden):
    """You were not rung for this contact."""

    code = "escalation.rung.not_rung"
    mend = "Somebody who was rung, or a supervisor or manager of this site, can take it."


class OwnContact(Forbidden):
    """This is your own contact: somebody else has to come to you."""

    code = "escalation.rung.own_contact"
    mend = "Stay with the caller if you can. You can press I need out at any time."


class ConflictOfInterest(Forbidden):
    """You are kept out of this colleague's contacts by a conflict of interest."""

    code = "escalation.rung.conflict"
    mend = "Somebody else is being rung. Nothing is needed from you here."


class FollowForbidden(Forbidden):
    """Only a supervisor or manager of the site follows and guides a colleague's contact."""

    code = "escalation.following.forbidden"


class NotFollowing(Refused):
    """You do not follow this contact."""

    code = "escalation.following.not_following"
    mend = "Press Follow first, so that the agent sees who guides them."


class GuidanceMissing(Refused):
    """There are no words to send."""

    code = "escalation.guidance.missing"
    mend = "Write what would help them, then send it."


class GuidanceTooLong(Refused):
    """This is too long to be read while somebody is talking."""

    code = "escalation.guidance.too_long"
    mend = "Use 400 characters at most: one thing to say or to ask."


class NobodyToGuide(Refused):
    """Nobody has this contact now, so there is nobody to guide."""

    code = "escalation.guidance.nobody"
    mend = "Take it over, or let it ring again."


class GuidanceNotFound(NotFound):
    """No message of this id was sent to you."""

    code = "escalation.guidance.not_found"


class NotTheReceiver(Refused):
    """You have not accepted this ladder, or are not expected any more."""

    code = "escalation.receiver.not_yours"
    mend = "Accept it first, if it still rings."


class NotSpoken(Refused):
    """Nobody is handed over before the receiver has spoken to the caller."""

    code = "escalation.hand_over.not_spoken"
    mend = "Speak to the caller, then press I have spoken."


class ColdTransferRefused(Refused):
    """There is no cold transfer: nobody else has spoken to the caller yet."""

    code = "escalation.agent.cold_transfer"
    mend = "Stay until the receiver has spoken. For your own safety, press I need out at any time."


class LeaveForbidden(Forbidden):
    """Only the agent of the contact can leave it."""

    code = "escalation.agent.leave_forbidden"


class NobodyToReturnTo(Refused):
    """The agent is not at their screen any more: the caller would be alone."""

    code = "escalation.receiver.alone"
    mend = "Ring again to bring in somebody else; they take over when they speak."


class AlreadySpoken(Refused):
    """You have spoken to the caller: the contact is yours until somebody else has spoken."""

    code = "escalation.receiver.spoken"
    mend = "Ring again to bring in somebody else; they take over when they speak."


class LostForbidden(Forbidden):
    """Only people who handle this contact can say that somebody is gone."""

    code = "escalation.receiver.forbidden"


class CallOffForbidden(Forbidden):
    """Only a named supervisor or manager of the site calls a ladder off."""

    code = "escalation.ladder.call_off_forbidden"
    mend = "Ask the supervisor who is coming."


class RaiseForbidden(Forbidden):
    """Only people who handle this contact, or supervise its site, ring again."""

    code = "escalation.ladder.raise_forbidden"
