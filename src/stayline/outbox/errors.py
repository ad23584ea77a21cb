"""What can go wrong with what must leave."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class MessageNotFound(NotFound):
    """There is no such message."""

    code = "outbox.message.not_found"


class ReplayRefused(Refused):
    """Only a message that was set aside can be sent again."""

    code = "outbox.message.replay_refused"
    mend = "Reload the page: it is waiting, being sent, or sent already."


class WayNotFound(NotFound):
    """There is no such way out."""

    code = "outbox.way.not_found"


class WayInvalid(Invalid):
    """This way cannot be kept as it is."""

    code = "outbox.way.invalid"


class WayNotYours(Forbidden):
    """This way is not yours to set up."""

    code = "outbox.way.not_yours"
    mend = "Ask an administrator of this centre."


class WayStopped(Refused):
    """This way was stopped and is not used any more."""

    code = "outbox.way.stopped"
    mend = "Add it again if it should be used after all."
