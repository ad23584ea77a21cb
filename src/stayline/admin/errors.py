"""What the screens of set-up refuse."""

from stayline.platform.errors import Forbidden, Refused


class SetUpNotYours(Forbidden):
    """This part of set-up is not yours."""

    code = "admin.section.not_yours"
    mend = "Ask an administrator of this centre."


class LadderBeingWritten(Refused):
    """Somebody is writing the next version of this ladder in the studio."""

    code = "admin.ladder.being_written"
    mend = "Finish or drop that draft in the studio first; nothing of yours was saved."


class LadderUnchanged(Refused):
    """The ladder in force says the same, so there is nothing to put in force."""

    code = "admin.ladder.unchanged"
    mend = "Change something, or leave it as it is."
