"""What is refused about deployments."""

from __future__ import annotations

from stayline.platform.errors import Invalid, NotFound, Refused
from stayline_core.deployment import STATES


class DeploymentNotFound(NotFound):
    """Nobody was sent under this id."""

    code = "command.deployment.not_found"


class DeploymentIncomplete(Invalid):
    """Say what is needed, where, and by when, before anybody is sent."""

    code = "command.deployment.incomplete"

    def __init__(self, faults: dict[str, str]) -> None:
        """Keep what is missing, by field."""
        super().__init__(faults, (self.__doc__ or "").strip())


class DeploymentEnded(Refused):
    """They are not out for this any more."""

    code = "command.deployment.ended"
    mend = "Send them again if they are needed."

    def __init__(self, *, state: str) -> None:
        """Say how it ended."""
        super().__init__(
            f"They are not out for this any more: {STATES[state].lower()}.", state=state
        )


class DeploymentThere(Refused):
    """They are there already, so they cannot say that they do not go."""

    code = "command.deployment.there_already"
    mend = "Stand them down with a reason, or record that their work is complete."


class StatusInvalid(Invalid):
    """How they stand needs who said it, by which way, in which words."""

    code = "command.deployment.status_invalid"

    def __init__(self, faults: dict[str, str]) -> None:
        """Keep what is missing, by field."""
        super().__init__(faults, (self.__doc__ or "").strip())


class StandDownReasonMissing(Invalid):
    """Say in a few words why they are stood down."""

    code = "command.deployment.reason_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"reason": "A few words are enough."}, (self.__doc__ or "").strip())


class RequestNotFound(NotFound):
    """Nothing was asked for under this id."""

    code = "command.deployment.request_not_found"


class RequestInvalid(Invalid):
    """Say what is needed, in a few words."""

    code = "command.deployment.request_invalid"

    def __init__(self, faults: dict[str, str]) -> None:
        """Keep what is missing, by field."""
        super().__init__(faults, (self.__doc__ or "").strip())


class RequestAnswered(Refused):
    """Somebody has answered this already."""

    code = "command.deployment.request_answered"
    mend = "Read the answer in the log. Send a message if there is more to say."


class IncidentOver(Refused):
    """This incident is closed: nobody is sent for it."""

    code = "command.deployment.incident_over"
    mend = "Open it again first, with a few words of why."
