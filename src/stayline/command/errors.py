"""What command refuses."""

from stayline.platform.errors import Invalid, NotFound, Refused


class DispatchNotFound(NotFound):
    """No call for help from outside has this id."""

    code = "command.dispatch.not_found"


class CalledAlready(Refused):
    """Somebody has called already."""

    code = "command.dispatch.called_already"
    mend = "Stay with the caller. Press “Help has arrived” when it has."


class NotCalledYet(Refused):
    """Nobody has recorded that the agency was called."""

    code = "command.dispatch.not_called_yet"
    mend = "Press “I have called” first, then “Help has arrived”."


class ReasonMissing(Invalid):
    """Say in a few words why you cannot call, so that somebody else can."""

    code = "command.reason.missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"reason": "A few words are enough."}, (self.__doc__ or "").strip())
