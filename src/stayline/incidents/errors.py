"""What the record refuses."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class IncidentNotFound(NotFound):
    """No incident has this id or number."""

    code = "incidents.incident.not_found"


class RunStale(Refused):
    """The run has moved on since this screen was drawn."""

    code = "incidents.run.stale"
    mend = (
        "What you typed is kept. Look at the step as it is now, and press again if it still fits."
    )


class RunRefused(Refused):
    """The step does not allow this now."""

    code = "incidents.run.refused"


class NotTrained(Refused):
    """You are not trained on this version of the procedure, so it does not guide you yet."""

    code = "incidents.run.not_trained"
    mend = "The path on your screen stays. Keep talking; whoever takes over may be trained on it."


class RunNotYours(Forbidden):
    """Somebody else guides this contact now."""

    code = "incidents.run.not_yours"
    mend = "Only the person who speaks with the caller moves the step; you can listen and read."


class NotASupervisor(Forbidden):
    """Only a named supervisor or manager of the site may do this."""

    code = "incidents.incident.not_a_supervisor"
    mend = "Ask the supervisor who is coming."


class ContactLocked(Refused):
    """While a threat stands, the agent does not end this contact (X-1)."""

    code = "incidents.contact.locked"
    mend = "Stay on the line. A supervisor can end it, with a reason. You can press I need out."


class ReasonMissing(Invalid):
    """This needs a reason in words."""

    code = "incidents.reason.missing"

    def __init__(self, field: str = "reason") -> None:
        """Name the field that is empty."""
        super().__init__({field: "Say why, in a few words."}, "This needs a reason in words.")


class CloseBlocked(Refused):
    """Something is still owed before this incident can be closed."""

    code = "incidents.close.blocked"

    def __init__(self, blocking: list[str]) -> None:
        """Keep what stands in the way, a sentence each."""
        self.blocking = blocking
        super().__init__("It cannot be closed yet: " + " ".join(blocking), blocking=blocking)


class LawsUnchecked(Refused):
    """A law or policy that applies was neither confirmed nor explained (S3-15)."""

    code = "incidents.close.laws_unchecked"
    mend = "Go through the list beside the closing. Say why where one was not kept or does not fit."

    def __init__(self, titles: list[str]) -> None:
        """Keep which are open, by their titles."""
        self.titles = titles
        super().__init__("Nobody has gone through: " + "; ".join(titles) + ".", laws=titles)


class ReportNeverWaived(Refused):
    """A threat's report is never waived (S1-18, S1-19)."""

    code = "incidents.obligation.never_waived"
    mend = "File it part-filled: missing facts do not block it."


class ObligationNotOwed(Refused):
    """This is not owed any more."""

    code = "incidents.obligation.not_owed"


class OpenedInErrorRefused(Refused):
    """This cannot be recorded as opened in error (rule X-10)."""

    code = "incidents.opened_in_error.refused"


class LevelRefused(Refused):
    """The level cannot be set like this."""

    code = "incidents.level.refused"


class ThreatInvalid(Invalid):
    """A threat cannot be recorded like this."""

    code = "incidents.threat.invalid"


class SafetyEmpty(Invalid):
    """What was done for the caller's safety cannot be empty (S0-5)."""

    code = "incidents.safety.empty"


class RunLocked(Refused):
    """A threat was made: the procedure for a difficult call is locked (X-1, S2-28)."""

    code = "incidents.run.locked"
    mend = "Switch to the procedure for the threat. Nobody hangs up now."


class SwitchRefused(Refused):
    """There is nothing to switch to like this."""

    code = "incidents.run.switch_refused"


class PhraseRefused(Refused):
    """This is not offered beside the step here."""

    code = "incidents.phrase.refused"
    mend = "Load the page again. What was said can be written down in your own words."


class WarningFirst(Refused):
    """The warnings come first: this contact has not come to its end yet (S2-24 to S2-26)."""

    code = "incidents.contact.warning_first"
    mend = "Go through the warnings to the end, settle it, or press I need out."


class EndingNotApproved(Refused):
    """At this site a supervisor approves before an agent ends a contact after warnings."""

    code = "incidents.contact.approval_missing"
    mend = "Ask to end it. A supervisor answers; you can press I need out at any time."


class EndingRefused(Refused):
    """Ending this contact cannot be asked for, or decided, like this."""

    code = "incidents.ending.refused"


class SeenInvalid(Invalid):
    """What was seen or heard cannot be reported like this."""

    code = "incidents.seen.invalid"


class CallbackRefused(Refused):
    """Calling back is not allowed here and now (`design.md` section 1, caller lost)."""

    code = "incidents.callback.refused"


class CallbackInvalid(Invalid):
    """A call-back cannot be recorded like this."""

    code = "incidents.callback.invalid"


class OutcomeInvalid(Invalid):
    """A difficult call cannot have ended like this."""

    code = "incidents.outcome.invalid"


class OwedRuleInvalid(Invalid):
    """The centre's own time for something owed cannot be set like this."""

    code = "incidents.owed_rule.invalid"


class OwedRuleNotFound(NotFound):
    """No time of the centre's own has this id."""

    code = "incidents.owed_rule.not_found"


class OwedRuleNotYours(Forbidden):
    """You do not set the times of this centre, or of this site."""

    code = "incidents.owed_rule.not_yours"
    mend = "Ask an administrator of this centre, or the manager of that site."


class PracticeOnly(Refused):
    """This contact is nobody's practice: it is not ended as one."""

    code = "incidents.contact.no_practice"
