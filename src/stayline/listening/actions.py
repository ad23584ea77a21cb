"""Keeping what a line raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.listening.models import Signal
from stayline.listening.queries import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.listening.queries import Heard


def keep_signals_in_transaction(
    contact_id: UUID, heard: Sequence[Heard], *, at: datetime
) -> list[Signal]:
    """Keep the signals that are new, and return them; the caller holds the transaction.

    A line that is sent again raises nothing a second time.
    """
    wanted = [
        Signal(
            contact_id=contact_id,
            line_id=line.line_id,
            kind=signal.kind.value,
            form=signal.form.value,
            conditional=signal.conditional,
            third_party=signal.third_party,
            imminent=signal.imminent,
            start=signal.start,
            end=signal.end,
            rule=signal.rule,
            reason=signal.reason,
            rules_version=RULES,
            at=at,
        )
        for line, raised in heard
        for signal in raised
    ]
    if not wanted:
        return []
    known = set(
        Signal.objects.filter(
            contact_id=contact_id, line_id__in={row.line_id for row in wanted}
        ).values_list("line_id", "rule", "start")
    )
    new = [row for row in wanted if (row.line_id, row.rule, row.start) not in known]
    return Signal.objects.bulk_create(new)
