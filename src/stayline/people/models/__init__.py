"""Tables of people: who they are, when they work, how they are reached."""

from stayline.people.models.core import (
    ApiToken,
    Availability,
    Person,
    PersonManager,
    Presence,
    Role,
    RoleGrant,
    Site,
    Skill,
)
from stayline.people.models.rota import Absence, Calendar, Pattern, Shift, ShiftKind
from stayline.people.models.standing import Conflict, ContactPoint, Exposure, PeopleImport
from stayline.people.models.telephone import PhoneLeg, PhoneState

__all__ = [
    "Absence",
    "ApiToken",
    "Availability",
    "Calendar",
    "Conflict",
    "ContactPoint",
    "Exposure",
    "Pattern",
    "PeopleImport",
    "Person",
    "PersonManager",
    "PhoneLeg",
    "PhoneState",
    "Presence",
    "Role",
    "RoleGrant",
    "Shift",
    "ShiftKind",
    "Site",
    "Skill",
]
