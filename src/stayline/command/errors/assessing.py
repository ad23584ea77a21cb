"""What assessment refuses."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class AssessmentInvalid(Invalid):
    """An answer of the assessment does not fit its question."""

    code = "command.assessment.invalid"


class AssessmentMoved(Refused):
    """Somebody else has assessed it since this page was drawn."""

    code = "command.assessment.moved"
    mend = "Read the newest assessment, then send yours again."


class AssessmentNotYours(Forbidden):
    """Assessing is for those who command this incident."""

    code = "command.assessment.not_yours"
    mend = "Ask a supervisor who handles it."


class SchemeNotYours(Forbidden):
    """The grades of a site are chosen by its managers and by administrators."""

    code = "command.grade_scheme.not_yours"
    mend = "Ask a manager of that site."


class MethodMissing(NotFound):
    """No method of assessment was ever loaded."""

    code = "command.assessment.method_missing"
    mend = "An administrator loads the playbook: stayline playbook load."


class ChangeMissing(Invalid):
    """Say in a few words what has changed since the assessment before."""

    code = "command.assessment.change_missing"


class ProcedureNotProposed(Refused):
    """This procedure is not proposed here any more."""

    code = "command.procedure.not_proposed"
    mend = "Choose one of those that are shown now."


class ProcedureReasonMissing(Invalid):
    """Say in a few words why this procedure fits."""

    code = "command.procedure.reason_missing"


class SchemeUnknown(Invalid):
    """This scheme of grades is not in the method."""

    code = "command.grade_scheme.unknown"
