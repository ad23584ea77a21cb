"""What the log says about briefs made from the log."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class BriefCorrected(Event):
    """A person wrote what one block of a brief says from here on; what it said before stays.

    `about` is the person whose log it is (ICS 214), or empty. Empty `text` takes the correction
    back: the block is made from the log again.
    """

    kind: ClassVar[str] = "command.brief.corrected"
    personal: ClassVar[frozenset[str]] = frozenset({"text", "was"})
    sentence: ClassVar[str] = "{title}, {block} now says: “{text}”"

    form: str
    title: str
    about: str
    block: str
    text: str
    was: str


@register
class BriefIssued(Event):
    """A brief was issued under a number; its blocks are kept here as they were read.

    `blocks` holds number, title, lines and entries of each; `upto` is the last entry of the log
    that it was made from.
    """

    kind: ClassVar[str] = "command.brief.issued"
    personal: ClassVar[frozenset[str]] = frozenset({"blocks"})
    sentence: ClassVar[str] = "{title} was issued as version {number}."

    form: str
    title: str
    about: str
    number: int
    upto: int
    period_from: str
    period_to: str
    blocks: list[dict[str, object]]


@register
class BriefTaken(Event):
    """A brief left the screen as a file; the digest says which file it was."""

    kind: ClassVar[str] = "command.brief.taken"
    sentence: ClassVar[str] = "{title} was downloaded as {media} (SHA-256 {sha256})."

    form: str
    title: str
    media: str
    sha256: str


@register
class VoiceScriptRead(Event):
    """The words for the emergency call were read aloud, and whether they were read back."""

    kind: ClassVar[str] = "command.script.read"
    sentence: ClassVar[str] = "The words for {agency} were read aloud; read back: {read_back}."

    agency: str
    read_back: str
