"""The interpreter a second time, as plainly as the specification can be told, to check the first.

Written from sections 4 to 6 of the specification of the language; it shares the words of a
protocol and its events with the interpreter, and none of its code. A `Book` is kept by hand while
a run goes on: where the run stands, what is owed, and what the world must be asked for. Whoever
changes the interpreter on purpose changes this too, and so says twice what is meant.
"""

from __future__ import annotations

from typing import Any

from stayline_core.protocol import Answer, Event, Obligation, Protocol, Step

HELP = ("none", "ringing", "accepted", "joined", "spoke")
LEVELS = ("L0", "L1", "L2", "L3")
REMEMBERED = (
    "safety_recorded",
    "outward_offered",
    "dispatched",
    "arrived",
    "released",
    "case_opened",
)
BY_ITSELF = ("raise_", "notify", "start", "set_level")
STILL_OPEN = ("owed", "missed")

Asked = tuple[str, str, int | None]
"""What the world is asked for: the kind, the target, and milliseconds where it is a clock."""


class Book:
    """A run, kept by hand: `asked` holds what the last event asked the world for."""

    def __init__(self, protocol: Protocol, first: Event) -> None:
        """Open the book with the event that a run begins with."""
        self.protocol = protocol
        self.level = protocol.level
        self.channel_class: str = getattr(first, "channel_class", "live")
        self.step = ""
        self.prev: str | None = None
        self.contact = "open"
        self.help = "none"
        self.facts: set[str] = set()
        self.answers: dict[str, str] = {}
        self.tallies: dict[str, int] = {}
        self.fired: set[str] = set()
        self.offers: list[tuple[str, str]] = []
        self.owed: dict[str, str] = {}
        self.happened: set[str] = set()
        self.done: set[tuple[str, str]] = set()
        self.asked_at: set[tuple[object, ...]] = set()
        self.ended: str | None = None
        self.moves = 0
        self.events = 0
        self.entered = 0
        self.spent: dict[str, int] = {}
        self.asked: list[Asked] = []
        self.now = first.at_ms
        self._open(first)
        self.events = 1

    # ── beginning ──

    def _open(self, first: Any) -> None:
        start = self.protocol.start
        if first.word == "switched_in":
            start = self.protocol.start_switched or start
            if first.contact == "lost":
                self.contact = "lost"
                start = self.protocol.on.get("contact_lost", start)
            self._learn_of_before(first)
        ladder = self.protocol.ladder
        if ladder is not None and ladder.ring != "on_demand":
            if self.true("accepted"):
                self.moment(f"raised:{ladder.id}")
            elif ladder.ring == "at_open":
                self.ask("raise_", ladder.id, "own ladder")
            else:
                self.asked.append(("clock", "ring", int(ladder.ring) * 1000))
        self.moment("opened")
        self._moments_of_before()
        self.entered = self.now
        self.enter(start, prev=None)

    def _learn_of_before(self, event: Any) -> None:
        if event.help in HELP:
            rang = self.help != "none"
            self.help = "ringing" if rang and event.help == "none" else event.help
            if self.help == "spoke" and event.contact == "lost":
                self.help = "joined"
        self._rise(event.level)
        for field, value in event.answers.items():
            self.hear(field, value)
        self.facts |= {
            fact for fact in event.facts if fact in REMEMBERED or fact.startswith("helped_by:")
        }

    def _moments_of_before(self) -> None:
        for moment in ("accepted", "spoke", "dispatched", "arrived", "released"):
            if self.true(moment):
                self.moment(moment)
        if "released" in self.facts:
            self.moment("contact_ended")

    # ── one event ──

    def take(self, event: Event, *, refused: bool) -> None:
        """Write down one event. What was refused leaves nothing but an answer that was given."""
        self.asked = []
        self.now = event.at_ms
        if refused:
            if isinstance(event, Answer):
                self.hear(event.field, event.value)
                self.events += 1
            return
        getattr(self, f"_{event.word}", lambda _: None)(event)
        self.events += 1

    def refuses(self, event: Any) -> bool:  # noqa: C901, PLR0911 - each rule of refusal once
        """Must this command be refused now?"""
        here = self.here
        if event.expected is not None and event.expected != self.moves:
            return True
        if event.word == "waived":
            return self._cannot_waive(event)
        if event.word == "opened_in_error":
            again = self.ended == "opened_in_error"
            return again or event.by != "supervisor" or not event.reason.strip()
        if self.ended is not None:
            return True
        if event.word == "end_contact":
            held = "keep_contact_open" in self.protocol.duties and event.by != "supervisor"
            return held or not event.reason.strip()
        if "threat_stands" in self.facts:
            return True
        if event.word == "answer":
            return self._cannot_answer(event)
        if event.word == "next":
            waits = here.wait_for is not None and not self.true(here.wait_for)
            return here.next is None or waits
        if event.word == "skip":
            return not event.reason.strip() or self._skipped_to() is None
        if event.word == "take":
            return event.step not in self.open_ways()
        return self.prev is None  # back

    def _cannot_waive(self, event: Any) -> bool:
        if event.by != "supervisor" or not event.reason.strip():
            return True
        if self.owed.get(event.id) not in STILL_OPEN:
            return True
        kind = self._obligation(event.id).do.kind
        return kind == "file" and self.protocol.level != "L3"

    def _cannot_answer(self, event: Any) -> bool:
        here = self.here
        if self._decided_by(here) != event.field:
            return False
        answers = here.answers or {}
        if event.value not in answers and "else" not in answers:
            return True
        skipped = event.value == "not_asked"
        return skipped and (not here.asks or not event.reason)

    def _skipped_to(self) -> str | None:
        here = self.here
        if here.wait_for is not None:
            return None
        if here.answers is None:
            return here.next
        if not here.asks:
            return None
        return here.answers.get("not_asked", here.answers.get("else"))

    def open_ways(self) -> set[str]:
        """Every step that may be taken now."""
        ways = {step for _, step in self.offers} | set(self.protocol.anytime)
        otherwise = self.here.otherwise
        if self.step in self.fired and otherwise is not None and otherwise.offer:
            ways.add(otherwise.offer)
        return ways

    # ── what people press ──

    def _answer(self, event: Any) -> None:
        here = self.here
        self.hear(event.field, event.value)
        if self._decided_by(here) != event.field:
            return
        answers = here.answers or {}
        if event.value != "not_asked":
            self._count()
        self._leave(answers.get(event.value, answers.get("else", "")))

    def _next(self, event: Event) -> None:
        del event
        target = self.here.next
        assert target is not None
        self._count()
        self._leave(target)

    def _skip(self, event: Event) -> None:
        del event
        target = self._skipped_to()
        assert target is not None
        for one in self.here.asks:
            self.hear(one.field, "not_asked")
        self._leave(target)

    def _take(self, event: Any) -> None:
        self.offers = [offer for offer in self.offers if offer[1] != event.step]
        self._leave(event.step)

    def _back(self, event: Event) -> None:
        del event
        assert self.prev is not None
        self.enter(self.prev, prev=None)

    def _end_contact(self, event: Event) -> None:
        del event
        self.asked.append(("release", "contact", None))
        self._end("released")

    def _opened_in_error(self, event: Event) -> None:
        del event
        for one in self.protocol.obligations:
            if one.do.kind == "file" and self.owed.get(one.id, "owed") in STILL_OPEN:
                self.owed[one.id] = "void"
        if self.protocol.ladder is not None:
            self.asked.append(("call_off", self.protocol.ladder.id, None))
        self._end("opened_in_error")

    def _waived(self, event: Any) -> None:
        self.owed[event.id] = "waived"

    # ── what the world reports ──

    def _step_due(self, event: Any) -> None:
        here = self.here
        if event.step != self.step or self.step in self.fired or self.ended:
            return
        if here.otherwise is None:
            return
        self.fired.add(self.step)
        for place, effect in enumerate(here.otherwise.do):
            self.ask(effect.kind, effect.target, "clock of", self.step, place)
        if here.otherwise.offer:
            self.asked.append(("offer", here.otherwise.offer, None))

    def _ring_due(self, event: Event) -> None:
        del event
        if self.help == "none" and self.protocol.ladder is not None:
            self.ask("raise_", self.protocol.ladder.id, "own ladder")

    def _ladder(self, event: Any) -> None:
        if not self.brings(event.ladder):
            return
        if event.what == "ringing":
            self._rang(event.ladder)
        elif event.what == "lost" and self.true("accepted"):
            self.help = "ringing"
            self._withdraw("accepted")
            self.ask("raise_", event.ladder, "again", self.events)
            self._offer("receiver_lost")
        elif event.what in HELP:
            self._help_comes(event.what)

    def _help_comes(self, what: str) -> None:
        if what == "spoke" and self.contact == "lost":
            what = "joined"
        if HELP.index(what) <= HELP.index(self.help):
            return
        self.help = what
        for moment in ("accepted", "spoke"):
            if self.true(moment):
                self.moment(moment)
        self._withdraw("receiver_lost")
        self._offer("accepted")

    def _contact(self, event: Any) -> None:
        self._line(event.what)

    def _line(self, what: str) -> None:
        if what not in {"open", "lost"} or what == self.contact:
            return
        self.contact = what
        if what == "open":
            self._offer("contact_resumed")
            return
        if self.help == "spoke":
            self.help = "joined"
        self._withdraw("contact_resumed")
        if "contact_lost" in self.protocol.on and self.ended is None:
            self.enter(self.protocol.on["contact_lost"], prev=None)

    def _threat_grows(self, event: Any) -> None:
        if event.level not in LEVELS or LEVELS.index(event.level) >= LEVELS.index(self.level):
            return
        self.ask("set_level", event.level, "grows", event.level)
        if self.protocol.ladder is not None:
            self.ask("raise_", self.protocol.ladder.id, "grows and rings", event.level)
        self._offer("threat_grows")

    def _dispatched(self, event: Event) -> None:
        del event
        self.facts |= {"dispatched", "outward_offered"}
        self._did("dispatch")
        self.moment("dispatched")

    def _arrived(self, event: Event) -> None:
        del event
        self.facts.add("arrived")
        self._did("confirm", "arrived")
        self.moment("arrived")

    def _released(self, event: Event) -> None:
        del event
        self.facts.add("released")
        self._did("confirm", "released")
        self.moment("released")
        for one in self.protocol.obligations:
            if one.from_ == "contact_ended" and self.owed.get(one.id) == "owed":
                self._clock_of(one)
        self.moment("contact_ended")
        self._offer("released")

    def _case_opened(self, event: Event) -> None:
        del event
        self.facts.add("case_opened")
        self._did("open_case")

    def _filed(self, event: Any) -> None:
        self._did("file", event.form)
        self.moment(f"filed:{event.form}")

    def _met(self, event: Any) -> None:
        if self.owed.get(event.id) in STILL_OPEN:
            self.owed[event.id] = "met"

    def _due(self, event: Any) -> None:
        if self.owed.get(event.id) != "owed":
            return
        self.owed[event.id] = "missed"
        for place, effect in enumerate(self._obligation(event.id).otherwise):
            self.ask(effect.kind, effect.target, "missed", event.id, place)

    # ── other procedures of the same contact ──

    def _switched_out(self, event: Event) -> None:
        del event
        if self.ended is None:
            self._end("superseded")

    def _parked(self, event: Event) -> None:
        del event
        self._spend()
        self.moves += 1

    def _resumed(self, event: Any) -> None:
        self.facts.discard("threat_stands")
        self.entered = max(self.now, self.entered)
        self.moves += 1
        self.prev = None
        self._learn_of_before(event)
        self._moments_of_before()
        self._line(event.contact)

    def _threat_stands(self, event: Any) -> None:
        self._rise(event.level)
        if not self.brings(event.ladder):
            self.facts.add(f"helped_by:{event.ladder}")
        manners = self.protocol.level == "L3"
        if manners:
            self.facts.add("threat_stands")
        if not self.true("spoke" if manners else "accepted"):
            self.ask("raise_", event.ladder, "threat", self.events)

    # ── the parts ──

    @property
    def here(self) -> Step:
        """The step that is shown."""
        return self.protocol.steps[self.step]

    def true(self, fact: str) -> bool:
        """Is this so now?"""
        by_help = {"rang": 1, "accepted": 2, "joined": 3, "spoke": 4}
        if fact in by_help:
            return HELP.index(self.help) >= by_help[fact]
        return self.contact == "open" if fact == "contact_open" else fact in self.facts

    def hear(self, field: str, value: str) -> None:
        """Keep what was said; that nobody asked never takes the place of an answer."""
        if value == "not_asked":
            self.answers.setdefault(field, value)
            return
        self.answers[field] = value
        if field.startswith("safety."):
            self.facts.add("safety_recorded")

    def ask(self, kind: str, target: str, *place: object) -> None:
        """Ask the world for an effect of one place in the document, once a run."""
        if kind == "set_level" and LEVELS.index(target) >= LEVELS.index(self.level):
            return
        if place in self.asked_at:
            return
        self.asked_at.add(place)
        self.asked.append((kind, target, None))
        if kind == "set_level":
            self.level = target
        if kind == "raise_":
            self._rang(target)
        if kind in BY_ITSELF:
            self._did(kind, target)

    def brings(self, ladder: str) -> bool:
        """Does this ladder bring whoever takes over?"""
        own = self.protocol.ladder
        return own is None or own.id == ladder or f"helped_by:{ladder}" in self.facts

    def moment(self, name: str) -> None:
        """What is owed from this moment on is owed, the first time it comes."""
        if name in self.happened:
            return
        self.happened.add(name)
        for one in self.protocol.obligations:
            if one.from_ != name or one.id in self.owed:
                continue
            if (one.do.kind, one.do.target) in self.done:
                self.owed[one.id] = "met"
                continue
            self.owed[one.id] = "owed"
            self.asked.append(
                ("owe", one.id, None if one.within_s is None else one.within_s * 1000)
            )

    def enter(self, target: str, *, prev: str | None) -> None:
        """Leave what is shown and go on to the next screen or end."""
        if self.step:
            self._spend()
        self.prev = prev
        self.entered = max(self.now, self.entered)
        self.moves += 1
        self.step = target
        while self.here.branch is not None:
            answers = self.here.answers or {}
            self.step = answers.get(self._read(self.here.branch), answers.get("else", ""))
        here = self.here
        outward = [e for e in here.do if e.kind in {"dispatch", "signpost"}]
        if outward or "outward" in here.covers:
            self.facts.add("outward_offered")
        for place, effect in enumerate(here.do):
            if effect.kind != "count":
                self.ask(effect.kind, effect.target, "step", here.name, place)
        self.moment(f"step:{here.name}")
        if here.end is not None:
            self._end(here.end)
        elif (limit := self._limit()) is not None and here.name not in self.fired:
            left = max(0, limit * 1000 - self.spent.get(self.step, 0))
            due = self.entered + left
            self.asked.append(("clock", f"step:{self.step}", max(0, due - self.now)))

    def _limit(self) -> int | None:
        within = self.here.within
        if within is None:
            return None
        return {"live": within.live, "chat": within.chat}.get(self.channel_class, within.written)

    def _leave(self, target: str) -> None:
        counts = any(effect.kind == "count" for effect in self.here.do)
        self.enter(target, prev=None if counts else self.step)

    def _spend(self) -> None:
        self.spent[self.step] = self.spent.get(self.step, 0) + max(0, self.now - self.entered)
        self.entered = max(self.now, self.entered)

    def _count(self) -> None:
        for effect in self.here.do:
            if effect.kind == "count":
                highest = self.protocol.tallies[effect.target]
                self.tallies[effect.target] = min(highest, self.tallies.get(effect.target, 0) + 1)

    def _read(self, name: str) -> str:
        if name in self.protocol.tallies:
            return str(self.tallies.get(name, 0))
        return "yes" if self.true(name) else "no"

    def _end(self, how: str) -> None:
        self.ended = how
        self.moves += 1
        self.moment("contact_ended")

    def _rise(self, level: str | None) -> None:
        if level in LEVELS and LEVELS.index(level) < LEVELS.index(self.level):
            self.level = level

    def _rang(self, ladder: str) -> None:
        if self.help == "none" and self.brings(ladder):
            self.help = "ringing"
        self.moment(f"raised:{ladder}")

    def _did(self, kind: str, target: str | None = None) -> None:
        for one in self.protocol.obligations:
            if one.do.kind == kind and target in {None, one.do.target}:
                self.done.add((kind, one.do.target))
                if self.owed.get(one.id) in STILL_OPEN:
                    self.owed[one.id] = "met"

    def _clock_of(self, one: Obligation) -> None:
        place = ("clock of the end", one.id)
        if place not in self.asked_at:
            self.asked_at.add(place)
            length = None if one.within_s is None else one.within_s * 1000
            self.asked.append(("clock", f"obligation:{one.id}", length))

    def _offer(self, event: str) -> None:
        target = self.protocol.on.get(event)
        if target is None or self.ended is not None:
            return
        if (event, target) not in self.offers:
            self.offers.append((event, target))
        self.asked.append(("offer", target, None))

    def _withdraw(self, event: str) -> None:
        self.offers = [offer for offer in self.offers if offer[0] != event]

    def _obligation(self, name: str) -> Obligation:
        return next(one for one in self.protocol.obligations if one.id == name)

    @staticmethod
    def _decided_by(step: Step) -> str | None:
        if step.answers is None or step.branch is not None:
            return None
        return (step.asks or step.observes)[0].field
