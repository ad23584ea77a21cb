"""Lines in: kept, listened to, and where words are a threat, an incident in the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import transaction

from stayline.contacts.actions import drop_from_window, keep_all_in_window
from stayline.contacts.errors import ContactNotFound, LineInvalid
from stayline.contacts.queries import (
    Line,
    demands_of,
    places_of,
    waiting_of,
    window_lines,
    windows_of,
)
from stayline.incidents.actions._open import (
    guide_again_in_transaction,
    guide_in_transaction,
    keep_lines_in_transaction,
    level_of,
    lock_contact_in_transaction,
    open_incident_in_transaction,
    record_threat_in_transaction,
)
from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.actions._run import raise_level_in_transaction
from stayline.incidents.actions._threats import (
    file_forms_in_transaction,
    take_threat_in_transaction,
)
from stayline.incidents.actions.demand import note_answered
from stayline.incidents.actions.silence import await_words_in_transaction
from stayline.incidents.events import SignalRaised
from stayline.incidents.models import Incident
from stayline.incidents.queries import incident_id_of, incident_ids_of, said_in
from stayline.listening.actions import keep_signals_in_transaction
from stayline.listening.queries import LOOKS_BACK, OPENS, Heard, hear
from stayline.platform.live import announce_all, publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.listening.models import Signal
    from stayline.platform.actors import Actor

LONGEST: Final = 20_000
"""Characters in one line; whoever says more says it in several."""

MOST: Final = 500
"""Lines in one go."""

SPEAKERS: Final = frozenset({"caller", "agent", "supervisor", "system", "unknown"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of lines: how many were new, what they raised, and the incident if any."""

    lines: int
    signals: tuple[Signal, ...]
    incident_id: UUID | None
    opened: bool


def hear_lines(*, contact_id: UUID, lines: Sequence[Line], actor: Actor, at: datetime) -> Kept:
    """Keep the lines of a contact, listen to them, and act on a threat at once.

    Without a threat they wait in the window. With one, everything happens in one
    transaction: the window goes into the ledger, the incident is opened, numbered and
    levelled, the protocol starts and the ladder rings; a line that raises is never kept
    apart from what it raises. Sending lines again changes nothing: whoever got no answer
    sends them again.

    Raises:
        ContactNotFound: no contact has this id.
        LineInvalid: too many or too long lines, an unknown speaker, no id; names the line.
    """
    if faults := _faults(lines):
        raise LineInvalid(faults)
    kept = hear_contacts(said={contact_id: lines}, actor=actor, at=at)[contact_id]
    if isinstance(kept, Exception):
        raise kept
    return kept


def hear_contacts(
    *, said: Mapping[UUID, Sequence[Line]], actor: Actor, at: datetime
) -> dict[UUID, Kept | Exception]:
    """Hear the lines of many contacts as `hear_lines` does, with one write for all that wait.

    Contacts stand for themselves: what fails for one is its answer, and the others are heard.
    Those with a threat come first, so that no ordinary line delays a ring. The lines are free
    of faults (`line_faults`). Nothing is answered as kept that is not kept: when the window
    cannot be written, that is raised, and all are sent again.
    """
    hearing = _Hearing(said, actor, at)
    hearing.threats_first()
    hearing.the_rest()
    _note_answers(said, hearing.answers, actor=actor)
    return hearing.answers


def line_faults(line: Line) -> dict[str, str]:
    """Return what is wrong with a line, by its field; empty where nothing is."""
    faults: dict[str, str] = {}
    if not line.line_id or len(line.line_id) > 80:  # noqa: PLR2004  # the column's length
        faults["id"] = "Give each line an id of at most 80 characters."
    if line.who not in SPEAKERS:
        faults["who"] = f"Choose one of {', '.join(sorted(SPEAKERS))}."
    if not line.text.strip() or len(line.text) > LONGEST:
        faults["text"] = f"Between 1 and {LONGEST} characters; split longer ones."
    return faults


class _Hearing:
    """One go of lines: what each contact is answered, and what waits."""

    def __init__(self, said: Mapping[UUID, Sequence[Line]], actor: Actor, at: datetime) -> None:
        self.said, self.actor, self.at = said, actor, at
        self.answers: dict[UUID, Kept | Exception] = {}
        self.ids = {one: {line.line_id for line in lines} for one, lines in said.items()}
        self.windows: dict[UUID, list[Line]] = {}
        self.heard: dict[UUID, list[Heard]] = {}

    def threats_first(self) -> None:
        """Act on the contacts with a threat, then on those that have an incident."""
        recorded = incident_ids_of(self.said)
        others = [one for one in self.said if one not in recorded]
        there = places_of(others) if others else {}
        for one in others:
            if one not in there:
                self.answers[one] = ContactNotFound(contact=str(one))
        self._listen([one for one in others if one in there])
        for one, heard in self.heard.items():
            if _opener(heard) is not None:
                self._in_incident(one)
        for one in recorded:
            self._in_incident(one)

    def the_rest(self) -> None:
        """Let the others wait in the window, in one write, and tell the desks."""
        rest = [one for one in self.said if one not in self.answers]
        if not rest:
            return
        waiting = self._waiting(rest)
        keep_all_in_window({one: self.said[one] for one in rest}, at=self.at)
        raising = [one for one in rest if any(raised for _, raised in self.heard[one])]
        announce_all([f"contact:{one}" for one in rest if one not in raising], "lines", urgent=True)
        for one in rest:
            new = len(self.ids[one]) - waiting[one]
            self.answers[one] = Kept(new, (), None, opened=False)
        for one in raising:
            self._attempt(one, partial(self._aids, one, len(self.ids[one]) - waiting[one]))
        # Somebody opened the incident while these lines went into the window: follow them.
        for one in incident_ids_of(rest):
            self._in_incident(one)

    def _listen(self, contacts: Sequence[UUID]) -> None:
        limits = {one: LOOKS_BACK + len(self.ids[one]) for one in contacts}
        self.windows = windows_of(limits)
        for one, known in self.windows.items():
            before = [line for line in known if line.line_id not in self.ids[one]]
            self.heard[one] = hear(before, self.said[one])

    def _waiting(self, contacts: Sequence[UUID]) -> dict[UUID, int]:
        """Count which wait already; a window that was read whole is not asked again."""
        found: dict[UUID, int] = {}
        longer: dict[UUID, set[str]] = {}
        for one in contacts:
            ids, known = self.ids[one], self.windows[one]
            if len(known) < LOOKS_BACK + len(ids):
                found[one] = sum(line.line_id in ids for line in known)
            else:
                longer[one] = ids
        return found | (waiting_of(longer) if longer else {})

    def _aids(self, contact_id: UUID, new: int) -> Kept:
        signals = _keep_aids(
            contact_id=contact_id, heard=self.heard[contact_id], actor=self.actor, at=self.at
        )
        return Kept(new, tuple(signals), None, opened=False)

    def _in_incident(self, contact_id: UUID) -> None:
        hearing = partial(
            _hear_in_incident,
            contact_id=contact_id,
            lines=self.said[contact_id],
            actor=self.actor,
            at=self.at,
        )
        self._attempt(contact_id, hearing)

    def _attempt(self, contact_id: UUID, hear_it: Callable[[], Kept]) -> None:
        try:
            self.answers[contact_id] = hear_it()
        except Exception as fault:  # noqa: BLE001 - the answer of its contact; the others are heard
            self.answers[contact_id] = fault


def _note_answers(
    said: Mapping[UUID, Sequence[Line]], answers: Mapping[UUID, Kept | Exception], *, actor: Actor
) -> None:
    """Note the first words to callers who asked for an answer at once, at their own time."""
    spoken = {
        one: times
        for one, lines in said.items()
        if isinstance(answers[one], Kept)
        and (times := [line.at for line in lines if line.who == "agent"])
    }
    for one, since in (demands_of(spoken) if spoken else {}).items():
        if max(spoken[one]) >= since:
            first = min(at for at in spoken[one] if at >= since)
            note_answered(contact_id=one, actor=actor, at=first)


@action
def _keep_aids(
    *, contact_id: UUID, heard: Sequence[Heard], actor: Actor, at: datetime
) -> list[Signal]:
    """Keep signals that open nothing, and let the desk draw its lines again."""
    del actor  # the rules speak; they are named on the row
    publish_on_commit(f"contact:{contact_id}", "lines", urgent=True)
    return keep_signals_in_transaction(contact_id, heard, at=at)


@action
def _hear_in_incident(
    *, contact_id: UUID, lines: Sequence[Line], actor: Actor, at: datetime
) -> Kept:
    row, incident = _locked(contact_id)
    waiting = window_lines(contact_id)
    before = waiting if incident is None else [*_said(incident), *waiting]
    ids = {line.line_id for line in lines}
    heard = hear([line for line in before if line.line_id not in ids], lines)
    first = _opener(heard) if incident is None else None
    if incident is None and first is None:
        # Another transaction rolled back what this one came to follow; the window has them.
        return Kept(0, (), None, opened=False)
    signals = keep_signals_in_transaction(contact_id, heard, at=at)
    opened = incident is None
    again = incident is not None and incident.opened_in_error_at is not None
    if incident is None:
        level, because = level_of(_first_opening(signals))
        incident = open_incident_in_transaction(
            row,
            kind=_leading(signals),
            level=level,
            because=because,
            how="signal",
            actor=actor,
            at=at,
        )
    new = keep_lines_in_transaction(incident, [*waiting, *lines], actor=actor, at=at)
    _raise_signals(incident, signals, heard, opened=opened or again, actor=actor, at=at)
    if opened:
        guide_in_transaction(incident, actor=actor, at=at)
    elif again and any(one.kind in OPENS for one in signals):
        guide_again_in_transaction(incident, actor=actor, at=at)
    if new:
        await_words_in_transaction(incident, at=at)
    if waiting:
        moved = [line.line_id for line in waiting]
        transaction.on_commit(lambda: drop_from_window(contact_id, moved))
    return Kept(len(new), tuple(signals), incident.id, opened=opened)


def _raise_signals(
    incident: Incident,
    signals: Sequence[Signal],
    heard: Sequence[Heard],
    *,
    opened: bool,
    actor: Actor,
    at: datetime,
) -> None:
    texts = {line.line_id: line.text for line, _ in heard}
    subject = incident.contact.subject if incident.contact else ""
    for signal in signals:
        event = SignalRaised(
            signal=str(signal.id),
            line=signal.line_id,
            harm=signal.kind,
            form=signal.form,
            conditional=signal.conditional,
            third_party=signal.third_party,
            imminent=signal.imminent,
            start=signal.start,
            end=signal.end,
            words=texts[signal.line_id][signal.start : signal.end],
            reason=signal.reason,
            rule=signal.rule,
            rules_version=signal.rules_version,
            subject=subject,
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="lines", urgent=True)
        if signal.kind not in OPENS:
            continue
        threat, made = record_threat_in_transaction(incident, signal, actor=actor, at=at)
        level, because = level_of(signal)
        if opened:
            raise_level_in_transaction(incident, level, because=because, actor=actor, at=at)
        else:
            take_threat_in_transaction(
                incident, threat, made=made, level=level, because=because, actor=actor, at=at
            )
        because = "a threat was recorded" if made else "more was said"
        file_forms_in_transaction(incident, because=because, actor=actor, at=at)


def _locked(contact_id: UUID) -> tuple[Contact, Incident | None]:
    """Lock the head of the contact's incident; without one, the contact that may get one."""
    found = incident_id_of(contact_id)
    if found is None:
        return lock_contact_in_transaction(contact_id)
    incident = lock_incident_in_transaction(found)
    if incident.contact is None:
        raise ContactNotFound(contact=str(contact_id))
    return incident.contact, incident


def _said(incident: Incident) -> list[Line]:
    return [
        Line(one.line_id, one.who, one.at, one.text) for one in said_in(incident, limit=LOOKS_BACK)
    ]


def _opener(heard: Sequence[Heard]) -> object | None:
    return next((signal for _, raised in heard for signal in raised if signal.kind in OPENS), None)


def _first_opening(signals: Sequence[Signal]) -> Signal:
    return min((one for one in signals if one.kind in OPENS), key=lambda one: level_of(one)[0])


def _leading(signals: Sequence[Signal]) -> str:
    """Return the harm that leads: bomb, violence now, self-harm, abuse, other violence."""
    order = {"bomb": 0, "self_harm": 2, "abuse_disclosure": 3, "violence": 4}
    opening = [one for one in signals if one.kind in OPENS]
    ranked = sorted(
        opening, key=lambda one: 1 if one.kind == "violence" and one.imminent else order[one.kind]
    )
    return ranked[0].kind


def _faults(lines: Sequence[Line]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not 1 <= len(lines) <= MOST:
        faults["lines"] = f"Send between 1 and {MOST} lines; these are {len(lines)}."
    for place, line in enumerate(lines):
        for name, fault in line_faults(line).items():
            faults[f"lines/{place}/{name}"] = fault
    return faults
