"""“Still to learn”: what nobody has asked or noticed yet, and where one press leads (S3-11, S3-36).

It asks for nothing by itself. What is needed first stands first and says so in a word; the rest
waits behind one press. When everything was asked or noticed, nothing stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import slugify

from stayline_core.forms import AskMode

if TYPE_CHECKING:
    from stayline.reports.queries import Gathering, Item
    from stayline_core.protocol import Protocol, Screen
    from stayline_core.protocol.language import Step


@dataclass(frozen=True, slots=True)
class ToLearn:
    """One item, or all that one press leads to: its words, and where the press leads.

    `anchor` is the question on the step that is shown; `way` a step that may be taken now and
    does nothing but ask; else `report` is the one that has the field `name`. `holds` are the
    labels of what is asked there, where they are several.
    """

    name: str
    label: str
    voiced: bool
    anchor: str = ""
    way: str = ""
    report: UUID | None = None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GatheringCard:
    """What is still to be learned: the least that is needed, and the rest."""

    first: tuple[ToLearn, ...]
    rest: tuple[ToLearn, ...]
    more: int


def gathering_card(
    found: Gathering, protocol: Protocol, shown: Screen, *, mine: bool
) -> GatheringCard | None:
    """Return the card of what is to be learned; None when nothing is left to ask or notice.

    `mine`: the reader moves the run, and so may go to a step that asks.
    """
    if not found.to_learn:
        return None
    moves = mine and shown.ended is None and not shown.locked
    first = [one for one in found.to_learn if one.minimum]
    rest = [one for one in found.to_learn if not one.minimum]
    return GatheringCard(
        first=_listed(first, protocol, shown, moves=moves),
        rest=_listed(rest, protocol, shown, moves=moves),
        more=len(rest),
    )


def _listed(
    items: list[Item], protocol: Protocol, shown: Screen, *, moves: bool
) -> tuple[ToLearn, ...]:
    """Return the items in order; those that the same press leads to stand as one."""
    here = {field for field, _ in (*shown.asks, *shown.observes)} if moves else set()
    listed: list[ToLearn] = []
    for item in items:
        way, words = _way(item, protocol, shown) if moves else ("", "")
        if item.field.name in here:
            listed.append(_plain(item, anchor=question_anchor(item.field.name, shown.step)))
        elif not way:
            listed.append(_plain(item, report=item.report_id))
        else:
            before = next((one for one in listed if one.way == way), None)
            holds = (*(before.holds if before else ()), item.field.label)
            one = ToLearn(way, words, item.field.ask is AskMode.ASK, way=way, holds=holds)
            listed = [each for each in listed if each is not before] + [one]
    return tuple(listed)


def _plain(item: Item, *, anchor: str = "", report: UUID | None = None) -> ToLearn:
    voiced = item.field.ask is AskMode.ASK
    return ToLearn(item.field.name, item.field.label, voiced, anchor=anchor, report=report)


def _way(item: Item, protocol: Protocol, shown: Screen) -> tuple[str, str]:
    """Return the step that is one press away and only asks this, and the words of the press."""
    ways = (one for one in shown.anytime if _only_asks(protocol.steps[one[0]], item.field.name))
    return next(ways, ("", ""))


def _only_asks(step: Step, name: str) -> bool:
    """Whether a step asks or notices this and does nothing: no press here sends or rings."""
    asked = {one.field for one in (*step.asks, *step.observes)}
    return name in asked and not step.do and not step.offers_outward


def question_anchor(field: str, step: str) -> str:
    """Return the name that the question of a field has on the page, as its template makes it."""
    plain = "".join(one if one.isalnum() else "-" for one in field.lower())
    return f"form-{slugify(f'q-{plain}-{step}')}"
