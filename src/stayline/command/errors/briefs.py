"""What is refused about briefs made from the log."""

from stayline.platform.errors import Invalid, NotFound, Refused


class BriefUnknown(NotFound):
    """No brief has this name, or this incident has no issue of this number."""

    code = "command.brief.unknown"


class BriefNotYours(Refused):
    """Only who commands an incident corrects, issues and downloads its briefs."""

    code = "command.brief.not_yours"
    mend = "Ask who commands it. You can read the page."


class BlockInvalid(Invalid):
    """A block of a brief is not kept like this."""

    code = "command.brief.block_invalid"


class PeriodInvalid(Invalid):
    """The period of a log starts before it ends, and both are times of this incident."""

    code = "command.brief.period_invalid"

    def __init__(self) -> None:
        """Name the fields."""
        super().__init__(
            {"period_to": "Choose an end after the start."}, (self.__doc__ or "").strip()
        )


class BriefMoved(Refused):
    """Somebody else corrected this block since you opened it."""

    code = "command.brief.moved"
    mend = "Read what it says now, then write yours again."
