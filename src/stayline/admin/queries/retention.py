"""What is kept how long: what somebody decides, what is fixed, and what is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.people.queries import names
from stayline.privacy.models import RetentionRule
from stayline.privacy.ports import Old
from stayline.privacy.queries import holds, kept_kinds, retention_rules, would_go
from stayline_core.retention import Kind

FIXED: Final = (
    (
        "Words of a contact with no incident",
        "15 minutes, or the last 200 lines; their key lives an hour",
        "Long enough to see what led to an incident; no longer.",
    ),
    (
        "The log of what was done",
        "For ever; a person's content in it goes, its entry stays",
        "It shows that nothing was taken out or changed.",
    ),
    (
        "Messages that wait to leave, or were set aside",
        "Until they left, or a person let them go",
        "What is owed to somebody outside is never lost.",
    ),
    (
        "Aftercare",
        "With the person's own record; nobody else reads it",
        "It is the person's, never evidence.",
    ),
    (
        "Backups, and bundles that were exported",
        "By whoever keeps them: Stayline does not reach them",
        "A copy outside follows the rules of the place where it lies.",
    ),
)
"""What nobody decides here: what, how long, why."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind with the decision that holds, who made it, and what would go now."""

    kind: Kind
    rule: RetentionRule | None
    decided_by: str
    now: Old | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One legal hold with the names of who placed and lifted it."""

    id: UUID
    number: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lifted_because: str


def retention_rows(*, at: datetime) -> list[KindRow]:
    """Return every kind for which it is decided how long it is kept."""
    rules = retention_rules()
    who = names(one.decided_by for one in rules.values())
    return [
        KindRow(
            kind=kind,
            rule=rule,
            decided_by=who.get(rule.decided_by, "") if rule else "",
            now=would_go(kind.id, rule.days, at=at) if rule else None,
        )
        for kind in kept_kinds()
        for rule in [rules.get(kind.id)]
    ]


def hold_rows() -> list[HoldRow]:
    """Return every legal hold, those that stand first."""
    found = holds()
    who = names({one for row in found for one in (row.placed_by, row.lifted_by) if one})
    return [
        HoldRow(
            id=row.id,
            number=row.number,
            reason=row.reason,
            placed_by=who.get(row.placed_by, "Somebody who was forgotten"),
            placed_at=row.placed_at,
            lifted_by=who.get(row.lifted_by, "") if row.lifted_by else "",
            lifted_at=row.lifted_at,
            lifted_because=row.lifted_because,
        )
        for row in found
    ]
