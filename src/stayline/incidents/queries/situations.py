"""“More exactly: …”: the procedures for a situation, offered while one for its harm guides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.incidents.queries.guiding import (
    Guide,
    channel_class_of,
    live_threats,
    parked_protocols,
    run_locked,
)
from stayline.incidents.queries.record import answers_of, last_run, lines, protocol_of
from stayline.library.queries import protocols_for_situations
from stayline.listening.queries import signals_of
from stayline_core.situations import ABUSE, DOMESTIC, MEANS, TAKEN_OVER, Heard, says_so

if TYPE_CHECKING:
    from stayline.incidents.models import Incident, Run
    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol


@dataclass(frozen=True, slots=True)
class SituationOffer:
    """A more exact procedure that may be taken by one press, and for whom it is.

    `heard`: words or answers say so already; it then stands first, and is still only offered.
    """

    guide: Guide
    situation: str
    because: str
    heard: bool

    @property
    def name(self) -> str:
        """The id of its protocol: what is sent when it is pressed."""
        return self.guide.protocol.id

    @property
    def title(self) -> str:
        """The title of its protocol."""
        return self.guide.protocol.title


def situations(row: Incident, actor: Actor) -> list[SituationOffer]:
    """Return the more exact procedures for `actor`, those that something says already first.

    They are for the harms that the run on screen is for. None where that run is a difficult
    call's and a threat stands (X-1): the threat's own procedure comes first. What is on screen,
    or parked, is not offered again. One for whoever has taken over is offered to them alone.
    """
    run = last_run(row.id)
    if run is None or run_locked(row):
        return []
    here = protocol_of(run)
    known = {here.id, *(one.id for one in parked_protocols(row))}
    threatened = bool(live_threats(row))
    found: dict[str, Guide] = {}
    for harm in _harms(row, here):
        for one in protocols_for_situations(harm, channel_class_of(row)):
            if one.protocol.id not in known and (one.protocol.urgent or not threatened):
                found.setdefault(one.protocol.id, Guide(one.protocol, one.digest, one.state))
    mine = {name: one for name, one in found.items() if _for(row, actor, one.protocol)}
    offers = _worded(row, run, list(mine.values())) if mine else []
    return sorted(offers, key=lambda one: (not one.heard, one.title))


def has_taken_over(row: Incident, actor: Actor) -> bool:
    """Return whether `actor` guides a contact that was somebody else's: they took it over."""
    agent = row.contact.agent_id if row.contact else None
    return row.owner_id == actor.id and agent is not None and agent != actor.id


def _for(row: Incident, actor: Actor, protocol: Protocol) -> bool:
    return protocol.situation != TAKEN_OVER or has_taken_over(row, actor)


def _harms(row: Incident, here: Protocol) -> list[str]:
    """Return the harms of this incident that the procedure on screen is for, the leading first."""
    harms = dict.fromkeys([row.kind, *(one.kind for one in live_threats(row))])
    return [one for one in harms if one in here.handles]


def _worded(row: Incident, run: Run, guides: list[Guide]) -> list[SituationOffer]:
    by_words = any(one.protocol.situation == DOMESTIC for one in guides)
    heard, answers = _heard(row, with_words=by_words), _answers(run)
    offers = []
    for guide in guides:
        situation = str(guide.protocol.situation)
        offers.append(
            SituationOffer(guide, situation, MEANS[situation], says_so(situation, heard, answers))
        )
    return offers


def _heard(row: Incident, *, with_words: bool) -> list[Heard]:
    """Return what raised signals; the words themselves are opened only where they decide."""
    if row.contact_id is None:
        return []
    found = [one for one in signals_of(row.contact_id) if one.dismissed_at is None]
    with_words = with_words and any(one.kind == ABUSE for one in found)
    texts = {one.line_id: one.text for one in lines(row.contact_id)} if with_words else {}
    return [Heard(one.rule, one.third_party, texts.get(one.line_id, "")) for one in found]


def _answers(run: Run) -> dict[str, set[str]]:
    """Return what was chosen by field; of several values each, whichever way they were written."""
    return {
        name: {part.strip() for part in f"{one['value']},{one.get('text') or ''}".split(",")}
        for name, one in answers_of(run).items()
    }
