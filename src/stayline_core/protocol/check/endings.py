"""How a run may end, and what is on paper then. Found by damaging protocols, like `told`."""

from stayline_core.protocol.check.case import Case


def check_endings(case: Case) -> None:
    """Add the findings H33, H34, H36 and H37."""
    ends = {step.end for step in case.steps() if step.end is not None}
    for step in case.protocol.steps.values():
        if step.end == "superseded":
            message = f"{step.name} ends as superseded: only a switch to another protocol does."
            case.fault("H37", ("steps", step.name, "end"), message)
    if case.protocol.urgent and not ends & {"handed_over", "terminated"}:  # the last is H04
        message = "No run ends as handed over: nobody ever takes the contact over."
        case.fault("H33", ("steps",), message)
    _untold(case)
    ended = "terminated" in ends and not case.protocol.urgent
    if ended and not case.owes("file", from_=("opened", "contact_ended")):
        case.fault("H36", ("obligations",), "The agent can end it, and nobody owes the record.")


def _untold(case: Case) -> None:
    """H34: the agent ends the contact and has not said so."""
    if case.protocol.urgent:
        return  # nobody who threatens is cut off at all: H04
    ends = case.which(lambda step: step.end == "terminated")
    told = case.which(lambda step: "closing" in step.covers and bool(step.say))
    walk = case.walk(ends, without=told)
    if walk is not None:
        name = case.space.names[min(ends)]
        message = "The agent can end the contact without having said that it ends now."
        case.fault("H34", ("steps", name), message, walk)
