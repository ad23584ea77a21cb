"""What is refused about agencies and their procedures."""

from stayline.platform.errors import Invalid, NotFound, Refused


class AgencyNotThere(Refused):
    """This agency does not answer for the place of this call."""

    code = "command.agency.not_there"
    mend = "Choose one of those shown, or note the place first."


class AgencyNotFound(NotFound):
    """No agency of yours has this id, or it is not used any more."""

    code = "command.agency.not_found"


class AgencyFaulty(Invalid):
    """The agency was not saved: a field needs a change."""

    code = "command.agency.faulty"

    def __init__(self, faults: dict[str, str]) -> None:
        """Keep every fault by field."""
        super().__init__(faults, (self.__doc__ or "").strip())


class AgenciesRefused(Invalid):
    """The list was not taken in."""

    code = "command.agencies.refused"

    def __init__(self, faults: dict[str, str]) -> None:
        """Keep the faults by line."""
        super().__init__(faults, (self.__doc__ or "").strip())


class AgenciesMoved(Refused):
    """The list would do something else now than what was shown: look at it again."""

    code = "command.agencies.moved"
    mend = "Press “Show what it would do” again."


class AgencyToldTooLittle(Invalid):
    """Something they need is missing. Add it, or say why it cannot wait."""

    code = "command.agency.incomplete"

    def __init__(self, missing: dict[str, str]) -> None:
        """Name what is missing, each by its heading."""
        faults = {name: f"Missing: {label}." for name, label in missing.items()}
        super().__init__(faults, f"Still missing: {', '.join(missing.values())}.")


class AnswerMissing(Invalid):
    """Type the name of whoever answered, or the reference they gave."""

    code = "command.agency.answer_missing"

    def __init__(self) -> None:
        """Name the field that is empty."""
        super().__init__({"name": "A name or a reference."}, (self.__doc__ or "").strip())
