"""What of people is whose: what this centre holds of somebody as one who works here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.people.models import (
    Absence,
    ContactPoint,
    Exposure,
    Pattern,
    Person,
    RoleGrant,
    Shift,
    Skill,
)

if TYPE_CHECKING:
    from uuid import UUID

_SELF = (
    "username",
    "name",
    "email",
    "phone",
    "platform_user",
    "site__name",
    "is_active",
    "language",
    "created_at",
    "left_at",
)


def people_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return who somebody is here: name, roles, skills, ways to reach them, duty and burden.

    A conflict of interest noted between two people is not in it: it would name the other.
    """
    mine = {"person_id": person_id}
    points = ContactPoint.objects.filter(**mine, removed_at=None).order_by("position", "id")
    found = {
        "person": Person.objects.filter(id=person_id).values(*_SELF),
        "roles": RoleGrant.objects.filter(**mine).order_by("role").values("role", "granted_at"),
        "skills": Skill.objects.filter(**mine)
        .order_by("name")
        .values("name", "evidence", "valid_until", "recorded_at"),
        "contact_points": points.values("channel", "hint", "added_at", "confirmed_at"),
        "patterns": Pattern.objects.filter(**mine)
        .order_by("from_day", "id")
        .values("kind", "weekdays", "starts", "ends", "from_day", "until_day"),
        "shifts": Shift.objects.filter(**mine)
        .order_by("starts_at", "id")
        .values("kind", "starts_at", "ends_at", "state"),
        "absences": Absence.objects.filter(**mine)
        .order_by("starts_at", "id")
        .values("starts_at", "ends_at", "cancelled_at"),
        "hard_contacts": Exposure.objects.filter(**mine).order_by("at", "id").values("level", "at"),
    }
    return {name: [dict(row) for row in rows] for name, rows in found.items()}
