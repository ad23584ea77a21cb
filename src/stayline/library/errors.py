"""What the playbook refuses."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class DocumentNotFound(NotFound):
    """No version of this document is here."""

    code = "library.document.not_found"
    mend = "Load the playbook with `stayline playbook load`."


class NoteStale(Refused):
    """Somebody changed the notes of this form in the meantime: look again before you save."""

    code = "library.note.stale"
    mend = "What you typed is still on your page. Load it again to see the other change."


class NoteInvalid(Invalid):
    """This note cannot stand beside a field."""

    code = "library.note.invalid"


class NotesNotYours(Forbidden):
    """You may not change the notes beside fields here."""

    code = "library.notes.not_yours"
    mend = "Ask an administrator, or your site's manager or protocol owner."


class PhraseStale(Refused):
    """Somebody changed the phrases of this site in the meantime: look again before you save."""

    code = "library.phrase.stale"
    mend = "What you typed is still on your page. Load it again to see the other change."


class PhraseInvalid(Invalid):
    """This phrase cannot be offered to agents."""

    code = "library.phrase.invalid"


class PhraseNotFound(NotFound):
    """This site has no such phrase of its own."""

    code = "library.phrase.not_found"


class PhrasesNotYours(Forbidden):
    """You may not change the phrases here."""

    code = "library.phrases.not_yours"
    mend = "Ask an administrator, or your site's manager or protocol owner."


class DocumentFaulty(Invalid):
    """This document has faults and was not loaded."""

    code = "library.document.faulty"
    mend = "Run `stayline protocol check` on it: every fault has its line."


class ExpertNotFound(NotFound):
    """Nobody in the register of experts has this id."""

    code = "library.expert.not_found"


class ExpertInvalid(Invalid):
    """This entry cannot stand in the register of experts."""

    code = "library.expert.invalid"


class RegisterNotYours(Forbidden):
    """You may not change the register of experts."""

    code = "library.register.not_yours"
    mend = "Ask a protocol owner, a manager or an administrator. Nobody changes their own entry."


class RestrictedNoteNotFound(NotFound):
    """There is no such note for you."""

    code = "library.restricted_note.not_found"


class RestrictedNoteInvalid(Invalid):
    """This restricted note cannot be kept."""

    code = "library.restricted_note.invalid"


class RestrictedNotesNotYours(Forbidden):
    """You may not attach restricted notes."""

    code = "library.restricted_note.not_yours"
    mend = "Ask a protocol owner or a manager."


class SharingNotYours(Forbidden):
    """You may not give copies away or take them in."""

    code = "library.sharing.not_yours"
    mend = "Ask a protocol owner, a manager or an administrator."


class ShareInvalid(Invalid):
    """A copy is given away only to somebody named, for a purpose, after the notice of liability."""

    code = "library.share.invalid"


class CopyAlreadyHere(Refused):
    """This very version is here already: nothing was taken in."""

    code = "library.copy.already_here"
    mend = "Look at its versions: it stands there with its own state."


class RiskNotAcknowledged(Refused):
    """Read the notice of personal and legal risk, and acknowledge it, before you go on (S0-9)."""

    code = "library.risk.not_acknowledged"
    mend = "Open the notice, read it, and press “I have read this”."


class RiskNoticeStale(Refused):
    """The notice of risk reads otherwise by now: read it again."""

    code = "library.risk.stale"
    mend = "Load the page again: it shows the notice as it stands."


class DocumentNotYours(Forbidden):
    """Who writes, signs and activates documents is named by role, and this is not yours."""

    code = "library.document.not_yours"
    mend = "Ask a protocol owner or a manager."


class DraftNotFound(NotFound):
    """There is no such draft: a version was made of it, or somebody dropped it."""

    code = "library.draft.not_found"
    mend = "Look at the versions of the document: it may stand there already."


class DraftStale(Refused):
    """Somebody saved this draft in the meantime: your text was not written over theirs.

    It carries what the page needs to show both: `who` saved, when (`saved_at`), the `revision`
    to name next time, and `text`, the draft as it stands.
    """

    code = "library.draft.stale"
    mend = "What you typed is still on your page. Compare it with theirs, then save again."

    def __init__(self, *, who: str, saved_at: datetime, revision: int, text: bytes) -> None:
        """Keep what stands by now."""
        self.who, self.saved_at, self.revision, self.text = who, saved_at, revision, text
        super().__init__(f"{who} saved this draft in the meantime.", revision=revision)


class VersionExists(Refused):
    """This text says the same as a version that is here already, so it is that version."""

    code = "library.version.exists"
    mend = "Go on with that version, or change something first."


class ReviewRefused(Refused):
    """This version cannot be sent to review as it is."""

    code = "library.review.refused"
    mend = "Mend what the checker found, and make a new version."


class SignOffRefused(Refused):
    """This cannot be signed so."""

    code = "library.signoff.refused"


class SignOffNotFound(NotFound):
    """There is no such sign-off that could be taken back."""

    code = "library.signoff.not_found"


class SignOffInvalid(Invalid):
    """Something about this sign-off is missing or cannot be."""

    code = "library.signoff.invalid"


class ReasonInvalid(Invalid):
    """A reason is needed, in a sentence or two."""

    code = "library.reason.invalid"


class GateLike(Protocol):
    """What a refused activation says of each gate."""

    @property
    def key(self) -> str:
        """Which gate."""
        ...

    @property
    def words(self) -> str:
        """What is not met, in a sentence."""
        ...


class ActivationRefused(Refused):
    """This version cannot go live yet; `unmet` holds the gates that are not met."""

    code = "library.activation.refused"
    mend = "Each gate that is not met says what would meet it."

    def __init__(self, unmet: Collection[GateLike]) -> None:
        """Keep the gates that are not met, for the page to list."""
        self.unmet = tuple(unmet)
        words = " ".join(gate.words for gate in self.unmet)
        super().__init__(
            f"This version cannot go live yet. {words}", gates=[gate.key for gate in self.unmet]
        )


class AlreadyInForce(Refused):
    """This version is in force already; `who` put it there, at `since`."""

    code = "library.activation.already"

    def __init__(self, *, who: str, since: datetime) -> None:
        """Keep who was first, and when."""
        self.who, self.since = who, since
        super().__init__(f"{who or 'Somebody'} put this version in force already.")


class ForceChanged(Refused):
    """Another version came into force in the meantime: look at it before you replace it."""

    code = "library.activation.changed"
    mend = "Load the page again: it shows what is in force now."


class CorrectionRefused(Refused):
    """This is no safety correction: those change words, contacts and notes, and nothing else."""

    code = "library.correction.refused"
    mend = "Make a version of it and have it certified; it guides nobody until then."

    def __init__(self, sentence: str = "", *, changes: Collection[str] = ()) -> None:
        """Keep what changes more than words."""
        self.changes = tuple(changes)
        super().__init__(sentence, changes=list(self.changes))


class NothingInForce(Refused):
    """No version of this document is in force, so none can be withdrawn or corrected."""

    code = "library.force.nothing"


class AlertNotFound(NotFound):
    """There is no such alert."""

    code = "library.alert.not_found"
