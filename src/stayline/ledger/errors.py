"""What the ledger refuses."""

from __future__ import annotations

from stayline.platform.errors import NotFound, Refused, StaylineError


class StreamNotFound(NotFound):
    """There is no record under this id."""

    code = "ledger.stream.not_found"


class StreamExists(Refused):
    """This subject has a record already: an exercise where this is none, or the reverse."""

    code = "ledger.stream.exists"


class OutsideTransaction(StaylineError):
    """The log is written inside an action's transaction, and there is none here."""

    code = "ledger.append.outside_transaction"
    status = 500
    mend = "Call it from an action, so that the change and its entry are kept together."


class ContentErased(NotFound):
    """This content was erased; that it existed, and when it went, is still on record."""

    code = "ledger.content.erased"
    status = 410


class ContentLost(StaylineError):
    """The content of an entry is not there, and no erasure explains it."""

    code = "ledger.content.lost"
    status = 500
    mend = "Run `stayline verify db` and keep the database as it is: this is evidence."


class EraseRefused(Refused):
    """An erasure names one data subject; entries about nobody are not erased this way."""

    code = "ledger.erase.refused"


class BundleExists(Refused):
    """Something stands where the bundle should go; nothing was overwritten."""

    code = "ledger.bundle.exists"
    mend = "Choose another folder."


class RecipientRefused(Refused):
    """This is no public key that a bundle can be encrypted to."""

    code = "ledger.bundle.recipient"
    mend = "Ask the recipient for the line that begins with age1, as `age-keygen` prints it."


class ExportOvertaken(Refused):
    """Part of this record was erased while it was being exported; nothing was written."""

    code = "ledger.bundle.overtaken"
    mend = "Export it again."


class LedgerNotEmpty(Refused):
    """The log holds entries; its guards are lifted for an empty one alone."""

    code = "ledger.guards.not_empty"
    mend = "Restore into an empty database."


class AttachmentTooLarge(Refused):
    """This file is larger than a record takes."""

    code = "ledger.attachment.too_large"
    status = 413
    mend = "Keep it where it is, and attach a shorter part with a note of where the rest lies."


class AttachmentEmpty(Refused):
    """This file is empty: nothing was attached."""

    code = "ledger.attachment.empty"
    mend = "Choose the file again."


class AttachmentNotKept(StaylineError):
    """The file could not be written here; nothing was attached."""

    code = "ledger.attachment.not_kept"
    status = 507
    mend = "Keep the file, tell whoever runs Stayline that its disk may be full, and try again."


class AttachmentDamaged(StaylineError):
    """This attachment is not the file that was kept: it is gone, or was changed."""

    code = "ledger.attachment.damaged"
    status = 500
    mend = "Run `stayline verify db` and keep the data folder as it is: this is evidence."
