"""A list of trainings is imported whole, or not at all (S0-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.learning.actions._records import record_in_transaction
from stayline.learning.errors import ImportRefused, TrainingNotYours
from stayline.learning.models import HowTrained
from stayline.learning.policies import may_keep_lists
from stayline.learning.queries import preview
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

SOURCE: Final = 200


@action
def import_training(*, text: str, source: str, actor: Actor, at: datetime) -> int:
    """Record every training that a list says; return how many are new.

    `text` is the list as `stayline_core.training` reads it, `source` where it came from, such
    as the file's name. With one fault in it nothing is recorded. What is recorded already is
    passed over, so the same list can be given again.

    Raises:
        TrainingNotYours: `actor` records training nowhere.
        ImportRefused: the list has faults; each is named by its line and column.
    """
    if not may_keep_lists(actor):
        raise TrainingNotYours
    found = preview(text, actor=actor, at=at)
    if found.faults:
        raise ImportRefused(found.faults)
    made = [
        record_in_transaction(
            one.person,
            digest=one.digest,
            protocol_id=one.protocol_id,
            trained_on=one.trained_on,
            valid_until=one.valid_until,
            how=HowTrained.IMPORTED,
            source=source[:SOURCE],
            actor=actor,
            at=at,
        )
        for one in sorted(found.new, key=lambda one: (one.person.id, one.line))
    ]
    return sum(made)
