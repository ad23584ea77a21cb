"""The second gate: a certified version guides whoever is trained on it (S0-14, S0-15).

The first gate is the library's: outside demo and practice only what was certified is in force.
Whoever is not trained gets the built-in path at once, and everything rings as always.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.conf import settings

from stayline.incidents.queries.guiding import (
    Guide,
    SwitchOffer,
    built_in,
    channel_class_of,
    guide_for,
    live_threats,
    parked_protocols,
    run_locked,
    switches,
)
from stayline.incidents.queries.record import last_run
from stayline.library.models import DocumentVersion, VersionState
from stayline.library.ports import training
from stayline.library.queries import protocol_by_digest
from stayline.library.queries.standing import lineage, standing_of
from stayline_core.minimum import MINIMUM_SAFE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident, Run
    from stayline.incidents.queries.situations import SituationOffer
    from stayline.platform.actors import Actor

NEVER_CERTIFIED: Final = frozenset(
    {
        VersionState.TEMPLATE.value,
        VersionState.DRAFT.value,
        VersionState.CHECKED.value,
        VersionState.IN_REVIEW.value,
    }
)
"""States in which nobody is asked for training: such a version guides nobody who is real."""

YES: Final = "yes"
"""What a guide and the log say where training was asked for, and is there."""


def asks_training(row: Incident, guide: Guide) -> bool:
    """Return whether this version guides only whoever is trained on it, in this incident.

    One that was certified here does: in production where it is no exercise, and in a demo, so
    that it can be seen. An exercise may use any version: it is how people are trained.
    """
    if not guide.digest or guide.standing in NEVER_CERTIFIED:
        return False
    mode = settings.STAYLINE.mode
    return mode == "demo" or (mode == "production" and not row.exercise)


def is_trained(digest: str, person_id: UUID | None, *, at: datetime) -> bool:
    """Return whether a person is trained on a version, or on one that counts for it."""
    if person_id is None:
        return False
    return bool(training().trained(lineage(digest), [person_id], at=at))


def admit(row: Incident, guide: Guide, person_id: UUID | None, *, at: datetime) -> Guide:
    """Return what guides a person: the procedure, or the built-in path where they lack training.

    The guide says which: `trained` where they were asked and are, `withheld` with the version
    that does not guide them. It asks nothing of the database where no training is needed.
    """
    if not asks_training(row, guide):
        return guide
    if is_trained(guide.digest, person_id, at=at):
        return replace(guide, trained=YES)
    return replace(built_in(row.kind), withheld=guide.digest)


def guide_of_version(digest: str) -> Guide:
    """Return a version as what guides, with its standing of now; the built-in path for none."""
    if not digest:
        return Guide(MINIMUM_SAFE, "", "built in, gives no advice")
    states = DocumentVersion.objects.filter(digest=digest).values_list("state", flat=True)
    return Guide(protocol_by_digest(digest), digest, states.get())


def certified_offer(row: Incident, actor: Actor, *, at: datetime) -> Guide | None:
    """Return the procedure that `actor` can take by one press, while a built-in path guides.

    It was withheld from somebody who was not trained, or has been put in force since. None
    where `actor` is not trained on it, or keeps its step parked.
    """
    run = last_run(row.id)
    if run is None or run.protocol_digest:
        return None
    guide = guide_for(row.kind, channel_class_of(row))
    if not guide.digest or guide.protocol.id in {one.id for one in parked_protocols(row)}:
        return None
    if not guide.protocol.urgent and live_threats(row):
        return None
    admitted = admit(row, guide, actor.id, at=at)
    return None if admitted.withheld else admitted


def open_switches(row: Incident, actor: Actor, *, at: datetime) -> list[SwitchOffer]:
    """Return the procedures of threats that one press changes to, for this person.

    One they are not trained on is left out. Where the run on screen is locked (X-1) something
    must guide: the minimum-safe path stands in its place, once.
    """
    taken = certified_offer(row, actor, at=at)
    here = taken.protocol.id if taken else ""
    found: list[SwitchOffer] = []
    for one in switches(row):
        guide = guide_of_version(one.digest)
        if guide.protocol.id == here:
            continue  # it is offered as the certified one
        if not admit(row, guide, actor.id, at=at).withheld:
            found.append(one)
        elif run_locked(row) and not any(it.title == MINIMUM_SAFE.title for it in found):
            found.append(replace(one, title=MINIMUM_SAFE.title))
    return found


def trained_for(
    row: Incident, offers: Iterable[SituationOffer], actor: Actor, *, at: datetime
) -> list[SituationOffer]:
    """Return the more exact procedures that may guide this person."""
    return [one for one in offers if not admit(row, one.guide, actor.id, at=at).withheld]


def withheld_from(row: Incident) -> str:
    """Return the title of the procedure that the run on screen stands in for; empty: of none."""
    run = last_run(row.id)
    if run is None or not run.withheld_digest:
        return ""
    return protocol_by_digest(run.withheld_digest).title


def banners(row: Incident, reader: Actor, *, at: datetime) -> list[str]:
    """Return what a reader must know of the procedure on screen, a calm sentence each.

    That it is a template, lapsed, due for review or corrected; that a built-in path guides, and
    why; that whoever guides the contact is not trained on it. Empty when all is well.
    """
    run = last_run(row.id)
    return [] if run is None else list(_banners(row, run, reader, at))


def _banners(row: Incident, run: Run, reader: Actor, at: datetime) -> Iterator[str]:
    who = "You are" if row.owner_id == reader.id else _owner(row)
    if not run.protocol_digest:
        title = withheld_from(row)
        name = "minimum-safe path" if run.protocol_id == MINIMUM_SAFE.id else "minimum aid"
        if title:
            yield (
                f"{who} not trained on “{title}” yet, so the {name} guides. "
                "Colleagues are called as always."
            )
        else:
            yield f"No certified procedure is in force here for this: the {name} guides."
        return
    stands = standing_of(run.protocol_digest, at)
    if stands.banner:
        yield stands.banner
    guide = Guide(protocol_by_digest(run.protocol_digest), run.protocol_digest, stands.state)
    if asks_training(row, guide) and not is_trained(guide.digest, row.owner_id, at=at):
        yield f"{who} not trained on this version. It stays, and nothing is taken away."


def _owner(row: Incident) -> str:
    return f"{row.owner.name} is" if row.owner else "Nobody has this contact yet, and nobody is"
