"""What drills refuse."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class DrillNotFound(NotFound):
    """No drill that you may see has this address."""

    code = "learning.drill.not_found"


class DrillsNotYours(Forbidden):
    """You plan no drills at this site."""

    code = "learning.drill.not_yours"
    mend = "Ask a trainer, a supervisor or the manager of the site."


class DrillInvalid(Invalid):
    """This drill cannot be planned as it stands."""

    code = "learning.drill.invalid"


class DrillOver(Refused):
    """This drill is over already."""

    code = "learning.drill.over"


class DrillMustWait(Refused):
    """Something real comes first: the drill cannot begin now."""

    code = "learning.drill.must_wait"
    mend = "Leave it planned: it is tried again by itself."
