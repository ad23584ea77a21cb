"""What care refuses."""

from stayline.platform.errors import Forbidden, NotFound, Refused


class CheckNotFound(NotFound):
    """No private check has this id."""

    code = "care.check.not_found"


class NotOffTheQueue(NotFound):
    """You are not off the queue after a contact."""

    code = "care.off_queue.not_found"


class TooSoon(Refused):
    """This is too soon: the least time away has not passed."""

    code = "care.off_queue.too_soon"
    mend = "Take these minutes. If you would rather do other work, tell your supporter."


class CheckClosed(Refused):
    """This private check was done or declined already."""

    code = "care.check.closed"


class NotYours(Forbidden):
    """This belongs to somebody else. Care is private."""

    code = "care.check.not_yours"
    mend = "Ask the person themselves, or their supporter."
