"""What is refused about advice given."""

from stayline.platform.errors import Invalid, NotFound, Refused


class AdviceNotApproved(Refused):
    """This sentence is not on the approved list for what happens here."""

    code = "command.advice.not_approved"
    mend = "Choose one from the list, or note what you said as your own words: it is flagged."


class AdviceWordsMissing(Invalid):
    """Type the advice you gave, word for word."""

    code = "command.advice.words_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"words": "What you said, word for word."}, (self.__doc__ or "").strip())


class AdviceNotFound(NotFound):
    """No advice of one's own that waits to be looked at has this id."""

    code = "command.advice.not_found"
