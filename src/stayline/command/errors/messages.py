"""What is refused about messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.platform.errors import Invalid, NotFound, Refused

if TYPE_CHECKING:
    from stayline_core.uniform import Finding


class MessageNotFound(NotFound):
    """No message has this id."""

    code = "command.message.not_found"


class MessageIncomplete(Invalid):
    """The message is not complete yet."""

    code = "command.message.incomplete"

    def __init__(self, field: str, mend: str) -> None:
        """Name the field and what belongs in it."""
        super().__init__({field: mend}, (self.__doc__ or "").strip())


class MessageUnclear(Invalid):
    """These words would do harm as they are. Mend them, then send."""

    code = "command.message.unclear"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Name each place and its mend."""
        self.findings = findings
        said = " ".join(dict.fromkeys(f"“{one.found}”: {one.mend}" for one in findings))
        super().__init__({"text": said}, (self.__doc__ or "").strip())


class WordingToLookAt(Refused):
    """Nothing was sent yet: something may be read wrongly."""

    code = "command.message.to_look_at"
    mend = "Mend it by a press below, or send it as it is."

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep what was found."""
        self.findings = findings
        super().__init__()


class MediumUnknown(Invalid):
    """Choose how it is told: nobody is told by this way."""

    code = "command.message.medium_unknown"

    def __init__(self, known: tuple[str, ...]) -> None:
        """Name those that there are."""
        super().__init__(
            {"medium": f"Choose one of {', '.join(known)}."}, (self.__doc__ or "").strip()
        )


class AcknowledgedAlready(Refused):
    """Somebody has said already that they have this message."""

    code = "command.message.acknowledged_already"
    mend = "Nothing more is needed."


class NotForSaying(Refused):
    """Only a message that a person says themselves is recorded as said."""

    code = "command.message.not_for_saying"
    mend = "It leaves by itself. If it fails, send it again by voice."
