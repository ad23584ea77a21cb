"""What can go wrong with what must leave."""

from stayline.platform.errors import NotFound, Refused


class MessageNotFound(NotFound):
    """There is no such message."""

    code = "outbox.message.not_found"


class ReplayRefused(Refused):
    """Only a message that was set aside can be sent again."""

    code = "outbox.message.replay_refused"
    mend = "Reload the page: it is waiting, being sent, or sent already."
