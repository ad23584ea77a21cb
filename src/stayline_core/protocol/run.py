"""The moving parts of one event: entering steps, effects, obligations. Used by `interpret`."""

from dataclasses import replace
from typing import Any

from stayline_core.protocol.events import Event
from stayline_core.protocol.language import (
    HELP,
    LEVELS,
    RAISE,
    Effect,
    Obligation,
    Protocol,
    Step,
    frozen_map,
    is_safety_field,
)
from stayline_core.protocol.state import (
    MET,
    MISSED,
    OWED,
    VOID,
    WAIVED,
    Emission,
    Offer,
    Said,
    State,
    clocks,
)

THREAT_STANDS = "threat_stands"
"""The fact that locks a run about manners alone: a threat was made, only a switch moves on."""


HELPED_BY = "helped_by:"


def helped_by(ladder: str) -> str:
    """The fact that this ladder brings help too: another protocol of the incident names it."""
    return f"{HELPED_BY}{ladder}"


class Run:
    """A state on its way to the next one, and what was emitted on the way.

    Lives for one event. Keeps every emission to once a run, by its key.
    """

    def __init__(self, protocol: Protocol, state: State, event: Event) -> None:
        """Begin with `state`; `event` gives the time."""
        self.protocol = protocol
        self.state = state
        self.at_ms = event.at_ms
        self.emitted: list[Emission] = []

    @property
    def step(self) -> Step:
        """The current step."""
        return self.protocol.steps[self.state.step]

    def set(self, **changes: Any) -> None:  # noqa: ANN401 - passes fields of State through
        """Change fields of the state."""
        self.state = replace(self.state, **changes)

    def know(self, fact: str) -> None:
        """A fact is true from now on."""
        self.set(facts=self.state.facts | {fact})

    # ── effects ──

    def emit(self, emission: Emission) -> bool:
        """Ask the world for something, unless that was asked before; True if it is new."""
        if emission.key in self.state.emitted:
            return False
        self.set(emitted=self.state.emitted | {emission.key})
        self.emitted.append(emission)
        return True

    def effects(self, effects: tuple[Effect, ...], source: str) -> None:
        """Carry out the effects of one place in the document, each once a run."""
        for index, effect in enumerate(effects):
            if effect.kind != "count":
                self.effect(effect, f"{source}/{index}")

    def effect(self, effect: Effect, key: str) -> None:
        """Carry out one effect: automatic ones are done, the others are asked of a person."""
        if effect.kind == "set_level" and not self.rises_to(effect.target):
            return
        if not self.emit(Emission(effect.kind, effect.target, key)):
            return
        if effect.kind == "set_level":
            self.set(level=effect.target)
        if effect.kind == RAISE:
            self.rung(effect.target)
        if effect.automatic:
            self.happened(effect.kind, effect.target)

    def rises_to(self, level: str) -> bool:
        """Is this level more urgent than the present one? Levels only rise by themselves."""
        return level in LEVELS[: LEVELS.index(self.state.level)]

    def rung(self, ladder: str) -> None:
        """A ladder rings; the protocol's own one brings help nearer."""
        if self.state.help == "none" and self.moves_help(ladder):
            self.set(help="ringing")
        self.trigger(f"raised:{ladder}")

    def moves_help(self, ladder: str) -> bool:
        """Does this ladder bring whoever takes over: the protocol's own, or a threat's?"""
        return self.protocol.moves_help(ladder) or helped_by(ladder) in self.state.facts

    def ring_own(self, key: str) -> None:
        """Ring the protocol's own ladder, where it has one."""
        if self.protocol.ladder is not None:
            self.effect(Effect(RAISE, self.protocol.ladder.id), key)

    # ── obligations ──

    def trigger(self, name: str) -> None:
        """What is owed from this moment is owed; the first time only."""
        if name in self.state.triggered:
            return
        self.set(triggered=self.state.triggered | {name})
        for obligation in self.protocol.obligations:
            if obligation.from_ == name and obligation.id not in self.state.obligations:
                self._owe(obligation)

    def _owe(self, obligation: Obligation) -> None:
        if f"{obligation.do.kind}:{obligation.do.target}" in self.state.done:
            self.status(obligation.id, MET)
            return
        self.status(obligation.id, OWED)
        later = obligation.from_ == "contact_ended" and "released" not in self.state.facts
        self.emit(
            Emission(
                "owe",
                obligation.id,
                f"owe/{obligation.id}",
                obligation=obligation,
                seconds=obligation.within_s,
                starts="released" if later else "now",
            )
        )

    def status(self, name: str, status: str) -> None:
        """Set how it stands with one obligation."""
        self.set(obligations=frozen_map({**self.state.obligations, name: status}))

    def happened(self, kind: str, target: str | None = None) -> None:
        """Something was done: whatever owes just that is met. No target: any target counts."""
        for obligation in self.protocol.obligations:
            wanted = obligation.do
            if wanted.kind == kind and target in {None, wanted.target}:
                self.set(done=self.state.done | {f"{kind}:{wanted.target}"})
                if self.state.obligations.get(obligation.id) in {OWED, MISSED}:
                    self.status(obligation.id, MET)

    def start_clocks_of_the_end(self) -> None:
        """The last leg is released: deadlines that waited for it begin to run."""
        for obligation in self.protocol.obligations:
            waiting = self.state.obligations.get(obligation.id) == OWED
            if waiting and obligation.from_ == "contact_ended":
                key = f"clock/obligation/{obligation.id}"
                target = f"obligation:{obligation.id}"
                self.emit(Emission("clock", target, key, seconds=obligation.within_s))

    def void_reports(self) -> None:
        """No report is owed any more, now or later (X-10); one that was made or waived stays so."""
        for obligation in self.protocol.obligations:
            status = self.state.obligations.get(obligation.id)
            if obligation.do.kind == "file" and status not in {MET, WAIVED}:
                self.status(obligation.id, VOID)

    # ── the conversation ──

    def move(self, target: str, *, prev: str | None) -> None:
        """Leave the current step and enter another; `prev` is what undo may return to."""
        left, spent = self.state.step, dict(self.state.spent_ms)
        if left:
            here = max(0, self.at_ms - self.state.entered_ms)
            spent[left] = spent.get(left, 0) + here
        self.set(
            prev=prev,
            spent_ms=frozen_map(spent),
            entered_ms=max(self.at_ms, self.state.entered_ms),
            sequence=self.state.sequence + 1,
        )
        self._settle(target)

    def leave(self, target: str) -> None:
        """Move on by a person's press, undoable unless something was counted."""
        step = self.step
        self.move(target, prev=None if step.counts else step.name)

    def count(self) -> None:
        """Count what leaving this step counts, up to the highest that is declared."""
        tallies = dict(self.state.tallies)
        for effect in self.step.do:
            if effect.kind == "count":
                highest = self.protocol.tallies.get(effect.target, 0)
                tallies[effect.target] = min(highest, tallies.get(effect.target, 0) + 1)
        self.set(tallies=frozen_map(tallies))

    def _settle(self, target: str) -> None:
        """Follow branches to a screen or an end. Circles of branches are refused by `load`."""
        while True:
            self.set(step=target)
            step = self.step
            if step.branch is not None:
                target = step.way(self._value(step.branch)) or target
                continue
            break
        if step.offers_outward:
            self.know("outward_offered")
        self.effects(step.do, f"step/{step.name}/do")
        self.trigger(f"step:{step.name}")
        if step.end is not None:
            self.finish(step.end)
            return
        clock = clocks(self.protocol, self.state)
        if clock is not None:
            key = f"clock/step/{step.name}/{self.state.sequence}"
            left = max(0.0, round(clock.due_s - self.at_ms / 1000, 3))
            self.emit(Emission("clock", f"step:{step.name}", key, seconds=left))

    def _value(self, read: str) -> str:
        if read in self.protocol.tallies:
            return str(self.state.tallies.get(read, 0))
        return "yes" if self.state.holds(read) else "no"

    def finish(self, how: str) -> None:
        """The run is over; what is owed after a contact is owed now."""
        self.set(ended=how, sequence=self.state.sequence + 1)
        self.trigger("contact_ended")

    def record(self, field: str, said: Said) -> None:
        """Keep an answer. That nobody asked never replaces what somebody said."""
        known = self.state.answers.get(field)
        if said.value == "not_asked":
            if known is None:
                self.set(answers=frozen_map({**self.state.answers, field: said}))
            return
        self.set(answers=frozen_map({**self.state.answers, field: said}))
        if is_safety_field(field):
            self.know("safety_recorded")

    # ── offers ──

    def offer(self, event: str) -> None:
        """Open the offer that the protocol makes on this event, if it makes one."""
        target = self.protocol.on.get(event)
        if target is None or self.state.ended:
            return
        offer = Offer(event, target)
        if offer not in self.state.offers:
            self.set(offers=(*self.state.offers, offer))
        key = f"offer/{event}/{self.state.events}"
        self.emit(Emission("offer", target, key))

    def withdraw(self, *events: str) -> None:
        """Close the offers that these events opened."""
        kept = tuple(offer for offer in self.state.offers if offer.event not in events)
        self.set(offers=kept)

    def open_steps(self) -> frozenset[str]:
        """Every step that may be taken now, beside the way of the step itself."""
        offered = {offer.step for offer in self.state.offers}
        otherwise = self.step.otherwise
        if otherwise and otherwise.offer and self.state.step in self.state.fired:
            offered.add(otherwise.offer)
        return frozenset(offered | set(self.protocol.anytime))

    def raise_help(self, what: str) -> None:
        """Help has come as far as `what`, accepted or more; it speaks while the contact is open."""
        reached = "joined" if what == "spoke" and self.state.contact == "lost" else what
        if HELP.index(reached) <= HELP.index(self.state.help):
            return
        self.set(help=reached)
        for name in ("accepted", "spoke"):
            if self.state.holds(name):
                self.trigger(name)
        self.withdraw("receiver_lost")
        self.offer("accepted")
