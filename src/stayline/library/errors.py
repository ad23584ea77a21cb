"""What the playbook refuses."""

from stayline.platform.errors import Invalid, NotFound


class DocumentNotFound(NotFound):
    """No version of this document is here."""

    code = "library.document.not_found"
    mend = "Load the playbook with `stayline playbook load`."


class DocumentFaulty(Invalid):
    """This document has faults and was not loaded."""

    code = "library.document.faulty"
    mend = "Run `stayline protocol check` on it: every fault has its line."
