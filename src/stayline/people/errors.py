"""What people's actions refuse."""

from stayline.platform.errors import Forbidden, Invalid, NotFound, Refused


class PersonNotFound(NotFound):
    """No person has this id or name."""

    code = "people.person.not_found"


class TokenInvalid(Forbidden):
    """This token is unknown, expired, revoked, or not meant for this."""

    code = "people.token.invalid"
    status = 401
    mend = "Make a token with `stayline token`, and send it as `Authorization: Bearer …`."


class PersonInvalid(Invalid):
    """A person cannot be kept like this."""

    code = "people.person.invalid"


class SiteNotFound(NotFound):
    """No site has this short name."""

    code = "people.site.not_found"


class TokenRefused(Invalid):
    """A token cannot be made like this."""

    code = "people.token.refused"


class InContact(Refused):
    """You are in a contact: what you do next can be said once it is over."""

    code = "people.availability.in_contact"
    mend = "Press “I need out” in the contact when you cannot stay; somebody is called at once."


class InAftercare(Refused):
    """You are off the queue after a contact, until you choose to come back."""

    code = "people.availability.in_aftercare"
    mend = "Open “My care”, and come back when you want to."


class PeopleNotYours(Forbidden):
    """You may not change people or sites here."""

    code = "people.person.not_yours"
    mend = "Ask an administrator of this centre, or the manager of that site."


class PointInvalid(Invalid):
    """A page cannot be sent to an address like this."""

    code = "people.point.invalid"


class PointNotFound(NotFound):
    """No way to reach somebody has this id, or it was removed."""

    code = "people.point.not_found"


class ConflictInvalid(Invalid):
    """A conflict of interest is noted between two people who work here."""

    code = "people.conflict.invalid"


class ConflictNotFound(NotFound):
    """No conflict of interest has this id, or it was ended."""

    code = "people.conflict.not_found"


class SiteInvalid(Invalid):
    """A site cannot be kept like this."""

    code = "people.site.invalid"


class SiteStands(Refused):
    """This site cannot be closed yet."""

    code = "people.site.stands"

    def __init__(self, blocking: list[str]) -> None:
        """Keep what still stands there, each in a sentence."""
        self.blocking = blocking
        super().__init__(blocking=blocking)


class ChangedMeanwhile(Refused):
    """Somebody else changed this while you had it open."""

    code = "people.change.stale"
    mend = "What stands now is shown beside what you typed. Look at it, and save again."


class LastAdministrator(Refused):
    """Nobody else could set this centre up any more."""

    code = "people.administrator.last"
    mend = "Make somebody else an administrator first."


class SkillInvalid(Invalid):
    """A skill cannot be recorded like this."""

    code = "people.skill.invalid"


class LeaveInvalid(Invalid):
    """Leave cannot be kept like this."""

    code = "people.leave.invalid"


class LeaveNotFound(NotFound):
    """No leave has this id, or it is over, or was cancelled."""

    code = "people.leave.not_found"


class ListRefused(Invalid):
    """This list of people has faults, so nothing of it was taken in."""

    code = "people.list.refused"


class ListMoved(Refused):
    """What this list would do is no longer what you were shown."""

    code = "people.list.moved"
    mend = "Somebody changed people meanwhile. Look at it once more, then take it in."


class ListNotFound(NotFound):
    """No list that was taken in has this id, or it was undone already."""

    code = "people.list.not_found"


class ShiftInvalid(Invalid):
    """A shift cannot be kept like this."""

    code = "people.shift.invalid"


class ShiftNotFound(NotFound):
    """No shift has this id, or it is over, or was cancelled."""

    code = "people.shift.not_found"


class PatternNotFound(NotFound):
    """No weekly shift has this id, or it ended."""

    code = "people.pattern.not_found"


class CalendarInvalid(Invalid):
    """A calendar cannot be kept like this."""

    code = "people.calendar.invalid"


class CalendarNotFound(NotFound):
    """No calendar has this id, or it was removed."""

    code = "people.calendar.not_found"


class CalendarUnread(Refused):
    """This calendar could not be read."""

    code = "people.calendar.unread"
    mend = "Open the address in a browser: it gives a text that begins with BEGIN:VCALENDAR."
