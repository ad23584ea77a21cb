"""What need-to-know refuses."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class NotOnTheList(Forbidden):
    """This incident is open to the people who handle it, and you are not one of them."""

    code = "privacy.incident.not_on_the_list"
    mend = "If you need it to keep somebody safe, ask the supervisor who handles it."


class KeepOutInvalid(Invalid):
    """Somebody cannot be kept out like this."""

    code = "privacy.keep_out.invalid"


class HasTheCaller(Refused):
    """They guide this contact now, and the caller would be alone."""

    code = "privacy.keep_out.has_the_caller"
    mend = "Ring again, let a colleague speak to the caller, and keep them out then."


class RetentionNotYours(Forbidden):
    """You do not decide how long things are kept, or what is held."""

    code = "privacy.retention.not_yours"
    mend = "Ask an administrator of this centre."


class RetentionInvalid(Invalid):
    """How long this is kept cannot be decided like this."""

    code = "privacy.retention.invalid"


class KindUnknown(NotFound):
    """No kind of thing that is kept has this name."""

    code = "privacy.retention.kind_unknown"


class HoldInvalid(Invalid):
    """A legal hold cannot be placed or lifted like this."""

    code = "privacy.hold.invalid"


class HoldNotFound(NotFound):
    """No legal hold has this id."""

    code = "privacy.hold.not_found"


class Held(Refused):
    """A legal hold stands on this incident: nothing of it may go."""

    code = "privacy.hold.stands"
    mend = "Ask whoever placed it. It is lifted in Set-up, under Retention."
