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


class AgencyUnknown(Invalid):
    """Choose whom to ask for: nobody of this name can be."""

    code = "command.agency.unknown"

    def __init__(self, known: tuple[str, ...]) -> None:
        """Name those that can be asked for."""
        super().__init__(
            {"agency": f"Choose one of {', '.join(known)}."}, (self.__doc__ or "").strip()
        )


class ConsentMissing(Refused):
    """Nobody is connected with a caller who has not agreed to it."""

    code = "command.consent.missing"
    mend = "Ask the caller first. You can give them the number instead."


class NotConnected(Refused):
    """This is recorded only for somebody with whom a caller is connected."""

    code = "command.dispatch.not_connected"
    mend = "Press “Help has arrived” when somebody who was sent is with the person."


class PlaceMissing(Invalid):
    """Type the town or area, as far as it is known."""

    code = "command.place.missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"place": "A town, an area, a landmark."}, (self.__doc__ or "").strip())
