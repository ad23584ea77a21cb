"""What the log says about a site's own phrases (S4-39)."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class PhraseChanged(Event):
    """A site's own phrase was added, changed or withdrawn; `digest` names the version it left."""

    kind: ClassVar[str] = "library.phrase.changed"
    sentence: ClassVar[str] = "A phrase of {site} was {what} ({group}): “{text}”"

    site: str
    phrase: str
    group: str
    what: str
    text: str
    purpose: str
    digest: str
