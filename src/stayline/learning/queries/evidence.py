"""The evidence matrix: each criterion and item of the standard, and what shows it (S3-51).

It counts what is on record and says plainly what is missing. It orders nobody and grades
nobody: whoever assesses against the standard looks at the evidence itself.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.learning.models import CourseAttempt
from stayline.learning.queries._standard import KINDS, KNOWLEDGE_ITEMS, PERFORMANCE
from stayline.learning.queries.courses import courses
from stayline.learning.queries.days import day_of
from stayline.ledger.events import kind_named
from stayline.ledger.queries.acts import acts_of
from stayline.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from stayline.learning.queries._standard import Criterion
    from stayline.learning.queries.courses import Held
    from stayline.ledger.queries.acts import Acts

HEADING: Final = (
    "item",
    "requirement",
    "what",
    "shown",
    "people",
    "of",
    "number",
    "last",
    "evidence",
)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row: who of how many has evidence, how much, the last day, and which.

    `missing` says what would be evidence; empty where everybody has some.
    """

    item: str
    requirement: str
    words: str
    people: int
    of: int
    number: int
    last: str
    found: tuple[str, ...]
    missing: str

    @property
    def shown(self) -> str:
        """Whether everybody, somebody or nobody has evidence."""
        if not self.people:
            return "nothing yet"
        return "shown" if self.people == self.of else "in part"


def evidence_of(people: Collection[Person], *, at: datetime) -> list[Evidence]:
    """Return the 44 rows of the standard for these people of one site, taken together.

    On a floor for exercises, and in a demo, exercises are evidence; elsewhere they never are.
    """
    exercise = any(one.site is not None and one.site.exercise for one in people)
    acts: dict[str, list[Acts]] = defaultdict(list)
    for one in acts_of([str(who.pseudonym) for who in people], KINDS, exercise=exercise):
        acts[one.kind].append(one)
    rows = [
        _performed(one, [each for kind in one.kinds for each in acts[kind]], len(people))
        for one in PERFORMANCE
    ]
    return rows + _known(people, at)


def as_csv(rows: Collection[Evidence]) -> str:
    """Return the matrix as comma-separated values; no cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADING)
    for one in rows:
        cells = (one.item, one.requirement, one.words, one.shown, one.people, one.of, one.number)
        said = "; ".join(one.found) or f"missing: {one.missing}"
        writer.writerow([_harmless(str(cell)) for cell in (*cells, one.last, said)])
    return out.getvalue()


def as_json(rows: Collection[Evidence]) -> str:
    """Return the matrix as JSON: a list, a row an object."""
    told = [{**asdict(one), "shown": one.shown} for one in rows]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def people_for_evidence(ids: Collection[UUID]) -> list[Person]:
    """Return these people with their sites, in the order of their names."""
    return list(Person.objects.filter(id__in=list(ids)).select_related("site"))


def _performed(criterion: Criterion, acts: list[Acts], of: int) -> Evidence:
    who = {one.actor for one in acts}
    last = max((one.last_at for one in acts), default=None)
    numbers: dict[str, int] = defaultdict(int)
    for one in acts:
        numbers[one.kind] += one.number
    return Evidence(
        item=criterion.id,
        requirement=criterion.requirement,
        words=criterion.words,
        people=len(who),
        of=of,
        number=sum(numbers.values()),
        last=last.date().isoformat() if last else "",
        found=tuple(f"{_plain(kind)}: {number}" for kind, number in numbers.items()),
        missing="" if len(who) == of else criterion.would,
    )


def _known(people: Collection[Person], at: datetime) -> list[Evidence]:
    """The 21 items: whose pass of the item's module counts today."""
    held = {one.course.item: one for one in courses() if one.course.item}
    passes: dict[str, list[CourseAttempt]] = defaultdict(list)
    known = {one.id: one for one in people}
    for row in CourseAttempt.objects.filter(person_id__in=known, passed=True, at__lte=at):
        today = day_of(known[row.person_id], at)
        if row.valid_until is None or row.valid_until >= today:
            passes[row.course_id].append(row)
    of = len(people)
    return [_item(item, named, held.get(item), passes, of) for item, named in KNOWLEDGE_ITEMS]


def _item(
    item: str,
    requirement: str,
    held: Held | None,
    passes: Mapping[str, list[CourseAttempt]],
    of: int,
) -> Evidence:
    if held is None:
        return Evidence(item, requirement, "", 0, of, 0, "", (), "no module on it is in force here")
    rows = passes[held.course.id]
    who = {row.person_id for row in rows}
    last = max((row.at for row in rows), default=None)
    return Evidence(
        item=item,
        requirement=requirement,
        words=held.course.title,
        people=len(who),
        of=of,
        number=len(rows),
        last=last.date().isoformat() if last else "",
        found=(f"Module passed: {len(rows)}",) if rows else (),
        missing="" if len(who) == of else f"a pass of “{held.course.title}”",
    )


def _plain(kind: str) -> str:
    """A kind of entry in words: the first sentence of its class, without the requirement."""
    said = (kind_named(kind).__doc__ or kind).strip().splitlines()[0]
    return said.split(" (")[0].rstrip(".")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
