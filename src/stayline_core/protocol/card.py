"""A protocol as a card: its screens numbered in reading order, and every way on in words.

For paper, and for a desk whose server is gone: nothing here keeps state or decides. What the
system would find out by itself (has a colleague spoken?) becomes a question to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.language import Protocol, Step

FACTS: Final = {
    "contact_open": "the caller is still there",
    "rang": "a colleague was called",
    "accepted": "a colleague is coming",
    "joined": "a colleague has joined",
    "spoke": "a colleague has spoken to the caller",
    "safety_recorded": "you know whether the caller is safe",
    "outward_offered": "help from outside was offered",
    "dispatched": "emergency services were called",
    "arrived": "help has arrived",
    "released": "the line has ended",
    "case_opened": "the case was opened",
}
EVENTS: Final = {
    "contact_lost": "If the line is lost",
    "contact_resumed": "If the caller is back",
    "threat_grows": "If it gets worse",
    "receiver_lost": "If your colleague is lost",
}
ANSWERS: Final = {
    "yes": "yes",
    "no": "no",
    "else": "anything else, or no answer",
    "caller_did_not_say": "they did not say",
    "refused": "they would not say",
    "unknown": "not known",
    "not_asked": "not asked",
}
ENDS: Final = {
    "handed_over": "the contact is handed over",
    "released": "the contact is over",
    "resolved": "it is resolved",
    "terminated": "you end the contact",
    "recorded": "it is written down",
    "superseded": "another card goes on",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: when, and to which step by its number; 0 means that it ends here."""

    when: str
    to: int
    then: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One numbered step of a card."""

    number: int
    title: str
    say: tuple[str, ...]
    asks: tuple[str, ...]
    observes: tuple[str, ...]
    avoid: tuple[str, ...]
    note: tuple[str, ...]
    do: tuple[str, ...]
    wait_for: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ProtocolCard:
    """One protocol on paper."""

    title: str
    standing: str
    note: tuple[str, ...]
    """What every step of it says; it stands once, above them."""
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    steps: tuple[StepCard, ...]
    always: tuple[Way, ...]


def protocol_card(
    protocol: Protocol, standing: str, labels: Mapping[str, str], words: Mapping[str, str]
) -> ProtocolCard:
    """Return a protocol as a card. `labels` names fields, `words` fills placeholders."""
    order = _reading_order(protocol)
    numbers = {name: place for place, name in enumerate(order, start=1)}
    common = _common_notes([protocol.steps[name] for name in order])
    paper = _Paper(protocol, numbers, labels, words, common)
    events = [
        (words, protocol.on[event]) for event, words in EVENTS.items() if event in protocol.on
    ]
    chosen = [(title, step) for step, title in protocol.anytime.items()]
    always = [way for when, step in (*events, *chosen) for way in paper.ways(when, step)]
    return ProtocolCard(
        title=protocol.title,
        standing=standing,
        note=common,
        may=protocol.limits.may,
        may_not=protocol.limits.may_not,
        steps=tuple(paper.step(protocol.steps[name]) for name in order),
        always=tuple(always),
    )


def _reading_order(protocol: Protocol) -> list[str]:
    """Return the names of the steps with a screen: along the main way, side ways behind."""
    waiting = [*reversed([*protocol.on.values(), *protocol.anytime]), protocol.start]
    seen: list[str] = []
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.append(name)
        waiting.extend(reversed(protocol.steps[name].targets))
    return [name for name in seen if _has_screen(protocol.steps[name])]


def _common_notes(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the notes that stand on every one of several steps."""
    if len(steps) < 2:  # noqa: PLR2004 - of one step nothing is common
        return ()
    return tuple(note for note in steps[0].note if all(note in step.note for step in steps))


def _has_screen(step: Step) -> bool:
    return step.branch is None and step.end is None


class _Paper:
    def __init__(
        self,
        protocol: Protocol,
        numbers: Mapping[str, int],
        labels: Mapping[str, str],
        words: Mapping[str, str],
        common: tuple[str, ...],
    ) -> None:
        self._common = common
        self._protocol = protocol
        self._numbers = numbers
        self._labels = labels
        self._words = words

    def step(self, step: Step) -> StepCard:
        return StepCard(
            number=self._numbers[step.name],
            title=self._filled(step.title or step.name.replace("_", " ").capitalize()),
            say=tuple(self._filled(text) for text in step.say),
            asks=tuple(self._question(ask.field, ask.question) for ask in step.asks),
            observes=tuple(self._question(ask.field, ask.question) for ask in step.observes),
            avoid=tuple(self._filled(text) for text in step.avoid),
            note=tuple(self._filled(text) for text in step.note if text not in self._common),
            do=tuple(_done_by_hand(one.kind, one.target) for one in step.do),
            wait_for=FACTS.get(step.wait_for or "", ""),
            ways=tuple(self._ways(step)),
        )

    def ways(self, when: str, name: str) -> list[Way]:
        """Return the ways on to a step; a branch, which has no screen, asks its question."""
        step = self._protocol.steps[name]
        if step.end is not None:
            return [Way(when, 0, ENDS.get(step.end, "it ends here"))]
        if step.branch is None:
            return [Way(when, self._numbers[name], "")]
        asked = FACTS.get(step.branch) or self._labels.get(step.branch, step.branch)
        return [
            way
            for value, target in (step.answers or {}).items()
            for way in self.ways(f"{when}; {asked}: {_answer(value)}", target)
        ]

    def _ways(self, step: Step) -> list[Way]:
        leads = [("Then", step.next)] if step.next else []
        leads += [(_answer(value), target) for value, target in (step.answers or {}).items()]
        if step.otherwise and step.otherwise.offer:
            leads.append(("If nothing comes of it", step.otherwise.offer))
        return [way for when, target in leads for way in self.ways(when, target)]

    def _question(self, field: str, question: str | None) -> str:
        return self._filled(question or self._labels.get(field, field))

    def _filled(self, text: str) -> str:
        for name, value in self._words.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def _answer(value: str) -> str:
    return ANSWERS.get(value, value.replace("_", " "))


def _done_by_hand(kind: str, target: str) -> str:
    """Return what the system would do, or ask for, as something a person does by hand."""
    words = {
        "raise_": "Call your colleagues, from the top of the list.",
        "notify": f"Tell the {target.replace('_', ' ')}.",
        "dispatch": f"Call {target.replace('_', ' ')} for the caller’s place.",
        "signpost": f"Offer: {target.replace('_', ' ')}.",
        "file": f"Fill in the form: {target.replace('_', ' ')}.",
        "confirm": "Ask to be told when help has arrived.",
        "set_level": f"This is {target} now.",
        "open_case": "Hand the form to the supervisors’ queue.",
        "advise": f"Tell {target.replace('_', ' ')}.",
        "start": f"Afterwards: {target.replace('_', ' ')}.",
        "count": f"Make a mark: {target.replace('_', ' ')}.",
    }
    return words.get(kind, f"{kind} {target}")
