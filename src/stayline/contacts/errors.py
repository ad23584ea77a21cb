"""What contacts refuse."""

from stayline.platform.errors import Invalid, NotFound, Refused, StaylineError


class ContactNotFound(NotFound):
    """No contact has this id."""

    code = "contacts.contact.not_found"


class ContactInvalid(Invalid):
    """A contact cannot be opened like this."""

    code = "contacts.contact.invalid"


class LineInvalid(Invalid):
    """A line cannot be kept like this."""

    code = "contacts.line.invalid"


class LineUnkept(StaylineError):
    """This line is not kept: something went wrong on our side."""

    code = "contacts.line.unkept"
    status = 503
    mend = "Send it again."


class ContactTaken(Refused):
    """Somebody else has this contact already."""

    code = "contacts.contact.taken"
    mend = "Take another one; this caller is being looked after."
