"""What can go wrong, as types: each error has a stable code, a sentence and a way out.

Rooms derive their own errors in `errors.py`. Screens and the API turn them into a page
or a problem document (RFC 9457); the code never changes, the sentence may.
"""

from __future__ import annotations

from typing import ClassVar


class StaylineError(Exception):
    """Something was refused or is not there.

    The docstring of a derived class is its sentence; keyword arguments are data that
    the screen may show, so nothing personal belongs in them.
    """

    code: ClassVar[str] = "platform.error"
    status: ClassVar[int] = 400
    mend: ClassVar[str] = ""
    """What the person can do now, in one sentence."""

    def __init__(self, sentence: str = "", **data: object) -> None:
        """Keep the sentence (default: the first line of the docstring) and the data."""
        self.sentence = sentence or (self.__doc__ or self.code).strip().splitlines()[0]
        self.data = data
        super().__init__(self.sentence)


class Refused(StaylineError):
    """The rules of the house refuse this."""

    code = "platform.refused"
    status = 409


class NotFound(StaylineError):
    """There is nothing here under this name."""

    code = "platform.not_found"
    status = 404


class Forbidden(StaylineError):
    """You have no access to this."""

    code = "platform.forbidden"
    status = 403
    mend = "Ask a supervisor of your site who handles it."


class Invalid(StaylineError):
    """Something typed cannot be taken as it is.

    `faults` maps the name of a field to what is wrong with it and the mend.
    """

    code = "platform.invalid"
    status = 422

    def __init__(self, faults: dict[str, str], sentence: str = "") -> None:
        """Keep the faults by field."""
        self.faults = faults
        super().__init__(sentence or "Some fields need a change.", faults=faults)


class StorageFull(StaylineError):
    """The disk is full: nothing of this was kept."""

    code = "platform.storage.full"
    status = 507
    mend = (
        "Ring people yourself and write on paper. Tell your administrator to make room: "
        "it works again by itself, and what you send again is kept."
    )


class DatabaseAway(StaylineError):
    """The database does not answer: nothing of this was kept."""

    code = "platform.database.away"
    status = 503
    mend = "Wait a moment and send it again. If it lasts, ring people yourself."
