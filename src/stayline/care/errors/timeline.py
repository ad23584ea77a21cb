"""What the steps of aftercare refuse."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class ChoiceInvalid(Invalid):
    """This cannot be chosen."""

    code = "care.choice.invalid"


class NoteNotFound(NotFound):
    """No private note of yours has this id."""

    code = "care.note.not_found"


class NothingToTakeUp(Refused):
    """This check comes by itself; there is nothing to take up."""

    code = "care.check.not_opt_in"


class BystanderRefused(Forbidden):
    """Only somebody who was in the contact, or supervises its site, can say who was near it."""

    code = "care.bystander.refused"


class NobodyAsked(NotFound):
    """Nobody asked you to come, or it is over."""

    code = "care.company.not_found"
