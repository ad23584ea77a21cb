"""What the studio refuses."""

from stayline.platform.errors import Forbidden, Refused


class StudioNotYours(Forbidden):
    """The studio is for those who write, review and sign documents."""

    code = "studio.not_yours"
    mend = "Ask a manager or an administrator of your organisation."


class NotYourTurn(Refused):
    """The checker is busy; what you typed is kept, and is checked in a moment."""

    code = "studio.busy"
    status = 429
    mend = "Wait a second, then press Check."


class PractiseRefused(Refused):
    """This cannot be practised on now."""

    code = "studio.practise.refused"
    mend = "Walk through it instead: any version can be walked."
