"""What is refused about joint incidents and the common picture."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class NotYoursToJoin(Forbidden):
    """You do not command both of these incidents."""

    code = "command.joint.not_yours"
    mend = "Follow the other one on the floor first, so that you handle both."


class JoinedToItself(Refused):
    """An incident cannot be joined to itself."""

    code = "command.joint.itself"
    mend = "Choose the other incident."


class JoinedAlready(Refused):
    """One of these incidents is joined to another one already."""

    code = "command.joint.already"
    mend = "Split it first, or join to the one that leads."


class JoinNotOpen(Refused):
    """Only incidents that are open can be joined."""

    code = "command.joint.not_open"
    mend = "Reopen the closed one first."


class JoinOfExercise(Refused):
    """An exercise and a real incident are never joined."""

    code = "command.joint.exercise"
    mend = "Choose one that is of the same kind."


class KeptOutHandles(Refused):
    """Somebody who is kept out of one of these incidents handles the other."""

    code = "command.joint.kept_out"
    mend = "Let somebody else handle it first; joined, they would learn of what they must not."


class NotJoined(Refused):
    """This incident is not joined to another one."""

    code = "command.joint.not_joined"
    mend = "Look at the page again: somebody may have split it in the meantime."


class JoinReasonMissing(Invalid):
    """Say in a few words why, as both records will."""

    code = "command.joint.reason_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__(
            {"because": "Plain facts, no names: same street, same time."},
            (self.__doc__ or "").strip(),
        )


class PlanNotFound(NotFound):
    """There is no plan of this id here."""

    code = "command.plan.not_found"


class PlanInvalid(Invalid):
    """This plan cannot be taken as it is."""

    code = "command.plan.invalid"


class PlanTooLarge(Refused):
    """This picture is larger than a plan may be."""

    code = "command.plan.too_large"
    status = 413
    mend = "Save it smaller: at most 5 MB, and 6,000 dots on its longer side."


class MarkerNotFound(NotFound):
    """There is no marker of this id here."""

    code = "command.marker.not_found"


class MarkerInvalid(Invalid):
    """This marker cannot be placed as it is."""

    code = "command.marker.invalid"
