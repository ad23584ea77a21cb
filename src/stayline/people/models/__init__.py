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
    "Presence",
    "Role",
    "RoleGrant",
    "Shift",
    "ShiftKind",
    "Site",
    "Skill",
]
