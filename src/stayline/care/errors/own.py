"""What is refused about a person's own things, the pulse, and duties of care."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class OwnInvalid(Invalid):
    """This cannot be kept as it is."""

    code = "care.own.invalid"


class PlanItemNotFound(NotFound):
    """This is not in your plan any more."""

    code = "care.plan_item.not_found"


class ReminderNotFound(NotFound):
    """You have no such reminder."""

    code = "care.reminder.not_found"


class ReflectionNotFound(NotFound):
    """You have no such thought kept here."""

    code = "care.reflection.not_found"


class NoPulse(NotFound):
    """No pulse is open for you now."""

    code = "care.pulse.not_open"
    mend = "A new one opens on the first day of the month."


class PulseAnswered(Refused):
    """You have taken part this month already."""

    code = "care.pulse.answered"
    mend = "What was given cannot be changed: nobody can find it among the others."


class DutyNotFound(NotFound):
    """There is no such duty of care for you."""

    code = "care.duty.not_found"


class LeadersOnly(Forbidden):
    """This page is for those who lead."""

    code = "care.duty.leaders_only"
    mend = "Ask a manager of your site what it says."


class DutyClosed(Refused):
    """This duty of care was met or waived already."""

    code = "care.duty.closed"
