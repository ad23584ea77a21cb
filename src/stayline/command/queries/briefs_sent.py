"""Who was sent, who holds which post and who was told, as lines of a brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from stayline.command.events import (
    ContactLost,
    DeploymentAsked,
    DeploymentReported,
    DeploymentWithdrawn,
    DispatchAsked,
    DispatchCalled,
    DispatchNotCalled,
    HelpArrived,
    MessageSent,
    PostAccepted,
    PostLeft,
    PostTaken,
)
from stayline.command.models import Resource
from stayline.command.queries.briefs_words import moment_in
from stayline.command.queries.messages import situation_report_due
from stayline.command.queries.posts import posts
from stayline.command.queries.words import agency_of
from stayline_core.briefs import Said
from stayline_core.deployment import (
    DECLINED,
    ENDED,
    ON_SCENE,
    OUT_OF_CONTACT,
    STATES,
    WITHDRAWN,
)

if TYPE_CHECKING:
    from stayline.command.queries.briefs_log import Read
    from stayline.incidents.models import Incident
    from stayline.ledger.queries import EntryView

    Answer = Callable[[str], str]

SHOWN_MESSAGES: Final = 5
"""So many of the newest messages a briefing names; the log has the others."""

NOBODY_CALLED: Final = "Nobody outside has been called so far."
NOT_CALLED: Final = "not called yet."
NOBODY_SENT: Final = "Nobody was sent so far."


def services(read: Read) -> tuple[Said, ...]:
    """Return which help from outside was asked for and called, and whether it is there."""
    found: dict[str, tuple[str, list[int]]] = {}
    for entry, event in read.of(DispatchAsked):
        title = agency_of(event.agency).title
        found[event.dispatch] = (f"{title}: {NOT_CALLED}", [entry.sequence])
    for kind, words in _HELP.items():
        for entry, event in read.of(kind):
            agency, dispatch = str(event.content()["agency"]), str(event.content()["dispatch"])
            said = f"{agency_of(agency).title}: {words} {read.clock(entry)}."
            found[dispatch] = (said, [*found.get(dispatch, ("", []))[1], entry.sequence])
    if not found:
        return (Said(NOBODY_CALLED),)
    return tuple(Said(said, tuple(entries)) for said, entries in found.values())


_HELP: Final = {
    DispatchNotCalled: "could not be called,",
    DispatchCalled: "called",
    HelpArrived: "there since",
}
"""What came of a call for help, each later one over the earlier."""


def sent(read: Read) -> dict[str, tuple[Said, ...]]:
    """Return who was sent: how each stands, what each is to do, and the line of ICS 201."""
    signs = dict(
        Resource.objects.filter(
            id__in={event.resource for _, event in read.of(DeploymentAsked)}
        ).values_list("id", "call_sign")
    )
    named = {str(key): sign for key, sign in signs.items()}
    found = [_sent(read, entry, event, named) for entry, event in read.of(DeploymentAsked)]
    if not found:
        return {"resources": (Said(NOBODY_SENT),), "resource_lines": (Said(NOBODY_SENT),)}
    return {
        "resources": tuple(one for one, _, _ in found),
        "doing": tuple(one for _, one, _ in found if one.text),
        "resource_lines": tuple(one for _, _, one in found),
        "assigned": tuple(one for one, _, _ in found),
    }


def _sent(
    read: Read, entry: EntryView, asked: DeploymentAsked, signs: dict[str, str]
) -> tuple[Said, Said, Said]:
    """Return how one stands, what it does (empty once it has ended), and its line of ICS 201."""
    state, words, entries, arrived = "told", STATES["told"], [entry.sequence], ""
    for later, event in read.of(DeploymentReported):
        if event.deployment == asked.deployment:
            state, words = event.state, event.state_words
            entries.append(later.sequence)
            arrived = arrived or (read.clock(later) if state == ON_SCENE else "")
    for later, lost in read.of(ContactLost):
        if lost.deployment == asked.deployment and later.sequence > entries[-1]:
            state, words = OUT_OF_CONTACT, STATES[OUT_OF_CONTACT]
            entries.append(later.sequence)
    for later, ended in read.of(DeploymentWithdrawn):
        if ended.deployment == asked.deployment:
            state, words = WITHDRAWN, STATES[WITHDRAWN]
            entries.append(later.sequence)
    sources = tuple(entries)
    over = state in ENDED or state == DECLINED
    sign = signs.get(asked.resource, "") or "no call sign"
    line = (
        f"{asked.who} ({sign}). Ordered {read.clock(entry)}. ETA {asked.by}. "
        f"Arrived {arrived or 'not known'}. {words}."
    )
    task = "" if over else f"{asked.who}: {asked.what} Where: {asked.where} By: {asked.by}."
    return Said(f"{asked.who}: {words}.", sources), Said(task, sources[:1]), Said(line, sources)


def organisation(incident: Incident, read: Read) -> dict[str, tuple[Said, ...]]:
    """Return who holds which post, and every post with the vacant ones said."""
    where: dict[str, int] = {}
    for kind in (PostTaken, PostAccepted, PostLeft):
        for entry, event in read.of(kind):
            where[str(event.content()["post"])] = max(
                entry.sequence, where.get(str(event.content()["post"]), 0)
            )
    held, every = [], []
    for one in posts(incident):
        source = (where[one.post],) if one.post in where else ()
        alike = f" ({', '.join(one.alike)})" if one.alike else ""
        line = Said(f"{one.title}{alike}: {one.name or 'vacant'}.", source)
        every.append(line)
        if one.name:
            held.append(line)
    return {"organisation": tuple(held), "posts": tuple(every)}


def told(incident: Incident, read: Read) -> dict[str, tuple[Said, ...]]:
    """Return who was told last, by which way, and when the next situation report is due.

    The words of a message are in the log; a briefing names who was told, not what.
    """
    lines = tuple(
        Said(f"{read.clock(entry)} {event.to}, by {event.medium}.", (entry.sequence,))
        for entry, event in read.of(MessageSent)[-SHOWN_MESSAGES:]
    )
    due = situation_report_due(incident)
    next_one = (Said(f"{moment_in(due.due_at, read.zone)}."),) if due else ()
    return {"messages": lines, "next_report": next_one}
