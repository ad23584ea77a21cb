"""What the log says about documents: loaded, in force, their notes."""

from typing import ClassVar

from stayline.ledger.events import Event, register


@register
class VersionLoaded(Event):
    """A version of a document came into the library, as an uncertified template."""

    kind: ClassVar[str] = "library.version.loaded"
    sentence: ClassVar[str] = "{document} was loaded as version {digest}, an uncertified template."

    document: str
    digest: str


@register
class NoteChanged(Event):
    """The note beside a field of a form reads otherwise from now on, at a site or at all (S1-53).

    `digest` names the version of the site's notes in which it stands.
    """

    kind: ClassVar[str] = "library.note.changed"
    sentence: ClassVar[str] = "The note beside {field} of {form} was {what} ({site}): “{note}”"

    form: str
    field: str
    site: str
    what: str
    note: str
    example: str
    digest: str


@register
class VersionPutInForce(Event):
    """A version guides contacts from now on (demo and practice only, until certified)."""

    kind: ClassVar[str] = "library.version.put_in_force"
    sentence: ClassVar[str] = "{document} version {digest} is in force: {because}."

    document: str
    digest: str
    because: str
