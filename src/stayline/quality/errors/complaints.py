"""What is refused in queries and complaints."""

from stayline.platform.errors import Invalid, NotFound, Refused


class ComplaintNotFound(NotFound):
    """There is no such query or complaint, or it is not yours to see."""

    code = "quality.complaint.not_found"


class ComplaintInvalid(Invalid):
    """A query or complaint cannot be kept like this."""

    code = "quality.complaint.invalid"


class ComplaintClosed(Refused):
    """This was answered already."""

    code = "quality.complaint.closed"


class AboveAuthority(Refused):
    """This is above your authority."""

    code = "quality.complaint.above_authority"
    mend = "Pass it on: whoever is above may decide it, and sees what you wrote."


class NobodyAbove(Refused):
    """Nobody is above this authority who could take it."""

    code = "quality.complaint.nobody_above"
    mend = "Answer it, or ask an administrator who has that role now."
