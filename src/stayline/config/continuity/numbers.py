"""Numbers of paper forms: a range of their own, so that paper and screen never collide.

A number is taken from the counter when the form is printed, and the range is logged. Each one is
later entered as an incident, or said to be unused; one that is neither is a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from stayline.config.backups.noting import INSTALLATION, stream_in_transaction
from stayline.config.errors import PaperNumberRefused
from stayline.config.events import PaperFormSettled, PaperNumbersReserved
from stayline.incidents.models import Counter
from stayline.incidents.queries import by_number
from stayline.ledger.actions import append_in_transaction
from stayline.ledger.queries import entries, stream_about
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

SERIES: Final = "SLP"
EXERCISE_SERIES: Final = "SLPX"
_NUMBER: Final = re.compile(r"(?P<series>SLPX?-\d{4})-P(?P<ordinal>\d{4,})")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """One number on paper, and what became of it: an incident's number, a reason, or nothing."""

    number: str
    printed_at: datetime
    incident: str = ""
    unused: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return not (self.incident or self.unused)


@action
def reserve_numbers(count: int, *, exercise: bool, actor: Actor, at: datetime) -> list[str]:
    """Take the next `count` numbers for paper, as `SLP-2026-P0001`, and log the range.

    A range is never given twice. With 0 nothing is taken and nothing logged.
    """
    if count < 1:
        return []
    series = f"{EXERCISE_SERIES if exercise else SERIES}-{at:%Y}"
    Counter.objects.get_or_create(series=series)
    Counter.objects.filter(series=series).update(last=F("last") + count)
    last = Counter.objects.get(series=series).last
    numbers = [f"{series}-P{ordinal:04d}" for ordinal in range(last - count + 1, last + 1)]
    event = PaperNumbersReserved(first=numbers[0], last=numbers[-1], count=count)
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)
    return numbers


@action
def settle_number(
    number: str, *, incident: str = "", unused: str = "", actor: Actor, at: datetime
) -> None:
    """Log what became of a paper form: entered as this incident, or unused for this reason.

    Raises:
        PaperNumberRefused: it was never printed, or is settled already, or neither or both are
            given.
        IncidentNotFound: no incident has that number.
    """
    known = {one.number: one for one in paper_numbers()}
    if number not in known:
        raise PaperNumberRefused(f"No form was printed with the number {number}.")
    if not known[number].open:
        raise PaperNumberRefused(f"What became of {number} is on record already.")
    if bool(incident) == bool(unused.strip()):
        raise PaperNumberRefused("Say as which incident it was entered, or why it is unused.")
    if incident:
        by_number(incident)
    event = PaperFormSettled(number=number, incident=incident, unused=unused.strip())
    append_in_transaction(stream_in_transaction(at=at), event, actor=actor, at=at)


def paper_numbers() -> list[PaperNumber]:
    """Return every number that was printed, in the order of printing, with what became of it."""
    stream = stream_about("system", INSTALLATION)
    if stream is None:
        return []
    kinds = [PaperNumbersReserved.kind, PaperFormSettled.kind]
    found: dict[str, PaperNumber] = {}
    for entry in entries(stream.id, kinds=kinds):
        event = entry.event
        if isinstance(event, PaperNumbersReserved):
            for number in _range(event):
                found[number] = PaperNumber(number, entry.at)
        elif isinstance(event, PaperFormSettled):
            printed = found[event.number].printed_at
            found[event.number] = PaperNumber(event.number, printed, event.incident, event.unused)
    return list(found.values())


def _range(event: PaperNumbersReserved) -> list[str]:
    first, last = _NUMBER.fullmatch(event.first), _NUMBER.fullmatch(event.last)
    if first is None or last is None:
        return []
    ordinals = range(int(first["ordinal"]), int(last["ordinal"]) + 1)
    return [f"{first['series']}-P{ordinal:04d}" for ordinal in ordinals]
