"""What the playbook refuses."""

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


class DocumentFaulty(Invalid):
    """This document has faults and was not loaded."""

    code = "library.document.faulty"
    mend = "Run `stayline protocol check` on it: every fault has its line."
