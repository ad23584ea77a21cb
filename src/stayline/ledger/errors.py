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
