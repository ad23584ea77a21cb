"""What guides an incident: its runs, the threats' own procedures, and what one may switch to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.contacts.models import Contact
from stayline.incidents.events import WarningGiven
from stayline.incidents.models import Incident, Run, Threat
from stayline.incidents.queries.record import current_run, last_run, protocol_of
from stayline.ledger.queries import entries
from stayline.library.queries import (
    Worded,
    protocol_by_digest,
    protocol_for,
    worded_by_digest,
    wording_for,
)
from stayline.people.queries import names_by_pseudonym
from stayline_core import triage
from stayline_core.minimum import BUILT_IN, MINIMUM_AID, MINIMUM_SAFE
from stayline_core.signals import Form

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline_core.protocol import Protocol

MANNERS = frozenset(one.value for one in triage.OPENS_NOTHING)
"""Kinds of a difficult call with no threat: they open nothing by themselves (L3)."""

TO_OTHERS = frozenset(one.value for one in triage.TO_OTHERS)
"""Kinds of threats whose targets must be thought of: people at risk are recorded."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A procedure, the version that is in force, and its standing.

    `trained` is "yes" where training was asked of whoever it guides, and is there. `withheld`
    names the version that a built-in path stands in for, because they are not trained on it.
    """

    protocol: Protocol
    digest: str
    standing: str
    trained: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class SwitchOffer:
    """A threat's own procedure that may be taken by one press, and why it is offered.

    `outranks`: the threat is graver than what the run on screen is for, so the desk offers it;
    any other stays available.
    """

    harm: str
    title: str
    because: str
    outranks: bool
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ParkedRun:
    """A run that another one took over from; it can be taken up again at its step."""

    id: UUID
    title: str
    step: str
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class SaidWarning:
    """A warning, or the final notice, as it was said: its words, when, by whom (S2-24)."""

    which: str
    words: str
    ordinal: int
    at: datetime
    who: str


def guide_for(harm: str, channel_class: str) -> Guide:
    """Return what guides a contact of this harm on this class of channel.

    The protocol in force. Without one, a report by staff gets the procedure for unforeseen
    incidents (S3-3), a difficult call the minimum aid, and all else the minimum-safe path.
    """
    found = protocol_for(harm, channel_class)
    if found is None and channel_class == "none":
        found = protocol_for("other", channel_class)
    if found is not None:
        return Guide(found.protocol, found.digest, found.state)
    return built_in(harm)


def built_in(harm: str) -> Guide:
    """Return the built-in path for a harm: the minimum aid for bad manners, else minimum-safe."""
    protocol = MINIMUM_AID if harm in MANNERS else MINIMUM_SAFE
    return Guide(protocol, "", "built in, gives no advice")


def wording_of(row: Incident, guide: Guide) -> Worded | None:
    """Return in whose words a procedure is shown in this incident; None: its own.

    What the caller speaks decides; without that, what the site's callers speak.
    """
    if not guide.digest:
        return None
    site = row.site
    language = (row.contact.language if row.contact else "") or site.language
    return wording_for(guide.protocol.id, guide.digest, language=language, site=site.slug)


def words_of_run(row: Incident) -> Worded | None:
    """Return in whose words the run on screen is shown; None: the protocol's own."""
    run = last_run(row.id)
    if run is None or not run.wording_digest:
        return None
    return worded_by_digest(run.protocol_digest, run.wording_digest)


def protocol_of_threat(threat: Threat) -> Protocol:
    """Return the procedure whose duties a threat brought; the version of then stays (S0-3)."""
    if threat.protocol_digest:
        return protocol_by_digest(threat.protocol_digest)
    return BUILT_IN.get(threat.protocol_id, MINIMUM_SAFE)


def guided_threats(row: Incident) -> list[Threat]:
    """Return the threats that stand and whose procedure was named, the gravest first."""
    found = row.threats.filter(void_at=None).exclude(protocol_id="")
    return sorted(found, key=lambda one: triage.place_of(facts_of_threat(one)))


def live_threats(row: Incident) -> list[Threat]:
    """Return the threats that stand, in the order they were made."""
    return list(row.threats.filter(void_at=None).order_by("at", "id"))


def facts_of_threat(threat: Threat) -> triage.Facts:
    """Return what is known of a threat, as its place in the order of threats needs it."""
    return triage.Facts(
        harm=triage.Harm(threat.kind),
        form=Form(threat.form),
        conditional=threat.conditional,
        imminent=threat.imminent or None,
    )


def leading_threat(row: Incident) -> Threat | None:
    """Return the threat that leads: the gravest level, then the order of harms."""
    found = live_threats(row)
    return min(found, key=lambda one: triage.place_of(facts_of_threat(one)), default=None)


def run_locked(row: Incident) -> bool:
    """Return whether the run on screen is a difficult call's, and a threat was made (X-1)."""
    run = last_run(row.id)
    if run is None or protocol_of(run).urgent:
        return False
    return row.threats.filter(void_at=None).exists()


def switches(row: Incident) -> list[SwitchOffer]:
    """Return the procedures of threats that the run on screen is not for, the gravest first."""
    run = last_run(row.id)
    if run is None:
        return []
    here = protocol_of(run)
    found = guided_threats(row)
    own = [facts_of_threat(one) for one in found if _serves(here, one)]
    offers: dict[str, SwitchOffer] = {}
    parked = {one.id for one in parked_protocols(row)}
    for threat in found:
        protocol, facts = protocol_of_threat(threat), facts_of_threat(threat)
        if protocol.id == here.id or protocol.id in offers:
            continue
        outranks = not own or triage.outranks(facts, own[0])
        if protocol.id in parked and not outranks:
            continue  # offered once: to be taken up again at its step
        offers[protocol.id] = SwitchOffer(
            harm=threat.kind,
            title=protocol.title,
            because=triage.level_of(facts).reasons[0].says,
            outranks=outranks,
            digest=threat.protocol_digest,
        )
    return list(offers.values())


def _serves(here: Protocol, threat: Threat) -> bool:
    """Return whether a procedure is for this threat: its own, or a more exact one for its harm."""
    if here.situation is not None and threat.kind in here.handles:
        return True
    return protocol_of_threat(threat).id == here.id


def parked_protocols(row: Incident) -> list[Protocol]:
    """Return the procedures that keep their step and wait to be taken up again."""
    rows = Run.objects.filter(incident=row, ended_at=None, ended_how="", parked_at__isnull=False)
    return [protocol_of(one) for one in rows.order_by("-parked_at")]


def parked_runs(row: Incident) -> list[ParkedRun]:
    """Return the runs that wait to be taken up again, the last parked first.

    One about manners alone waits until no threat stands any more (X-1).
    """
    threatened = row.threats.filter(void_at=None).exists()
    rows = Run.objects.filter(incident=row, ended_at=None, ended_how="", parked_at__isnull=False)
    found = []
    for run in rows.order_by("-parked_at"):
        protocol = protocol_of(run)
        if not threatened or protocol.urgent:
            step = protocol.steps[str(run.state["step"])]
            title = step.title or step.name.rsplit("/", 1)[-1].replace("_", " ").capitalize()
            found.append(ParkedRun(run.id, protocol.title, title, run.parked_at))  # type: ignore[arg-type]  # filtered
    return found


def beside(row: Incident, here: str) -> list[Protocol]:
    """Return the procedures whose duties hold though the run on screen is that of `here`."""
    threats = {one.id: one for one in map(protocol_of_threat, guided_threats(row))}
    rows = Run.objects.filter(incident=row, ended_at=None, parked_at__isnull=False)
    parked = {one.id: one for one in map(protocol_of, rows.order_by("started_at"))}
    return [one for name, one in (threats | parked).items() if name != here]


def brings_help(row: Incident, ladder_id: str) -> bool:
    """Return whether this ladder brings whoever takes over, rather than telling somebody.

    It does when the run on screen, or else the last one, or the procedure of a threat that
    stands, names it. What is still told after the run has ended brings nobody either.
    """
    run = current_run(row.id) or last_run(row.id)
    if run is None:
        return ladder_id != "management"
    if protocol_of(run).moves_help(ladder_id):
        return True
    named = [protocol_of_threat(one).ladder for one in guided_threats(row)]
    return any(one is not None and one.id == ladder_id for one in named)


def warnings_given(row: Incident) -> list[SaidWarning]:
    """Return the warnings of a difficult call as they were said, in order (S2-24)."""
    found = entries(row.stream_id, kinds=[WarningGiven.kind])
    names = names_by_pseudonym({one.actor for one in found})
    return [
        SaidWarning(
            which=one.event.which,
            words=one.event.words,
            ordinal=one.event.ordinal,
            at=one.at,
            who=names.get(one.actor, "somebody who was forgotten"),
        )
        for one in found
        if isinstance(one.event, WarningGiven)
    ]


def channel_class_of(row: Incident) -> str:
    """Return the class of an incident's channel: live, chat, written or none."""
    contact: Contact | None = row.contact
    return contact.channel_class if contact else "none"
