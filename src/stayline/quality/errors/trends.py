"""What is refused in figures and alarms."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class FiguresNotYours(Forbidden):
    """The figures of a site are for its supervisors, managers and reviewers."""

    code = "quality.figures.not_yours"
    mend = "Ask a manager of the site."


class AlarmNotFound(NotFound):
    """There is no such alarm."""

    code = "quality.alarm.not_found"


class AlarmNotYours(Forbidden):
    """A manager of the site says what was found behind a rise."""

    code = "quality.alarm.not_yours"


class AlarmInvalid(Invalid):
    """What was found cannot be kept like this."""

    code = "quality.alarm.invalid"


class ProposalNotFound(NotFound):
    """There is no such proposal."""

    code = "quality.proposal.not_found"


class ProposalClosed(Refused):
    """This proposal was decided already."""

    code = "quality.proposal.closed"


class ProposalNotYours(Forbidden):
    """Who writes procedures decides on proposals to them: a protocol owner or a manager."""

    code = "quality.proposal.not_yours"


class ProposalInvalid(Invalid):
    """A proposal cannot be raised or decided like this."""

    code = "quality.proposal.invalid"
