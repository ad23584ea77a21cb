"""Every sentence of a protocol that a person reads, hears or presses, each with its address.

The address is the path in the document, joined by dots: `steps.opening/acknowledge.say.0`.
Words are all that an overlay can change, and these are all the words there are.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.language import Protocol, Step

KINDS: Final = ("said", "asked", "notes", "avoided", "titles", "limits", "labels")
"""Kinds of words, the gravest first: what is voiced, what the agent reads, what is pressed."""

VOICED: Final = ("said", "asked")
"""What the caller hears. Without all of these in one language an overlay is not used."""

FILLERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "supervisor_name": "My colleague",
        "agent_name": "me",
        "caller_name": "you",
        "centre_name": "our centre",
        "emergency_number": "the emergency services",
        "crisis_line": "a crisis line",
    }
)
"""What stands for a placeholder while nobody knows what to put there; it is read aloud too."""

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")

_SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a protocol. `original` is empty where a form's own label is asked by.

    `step` names its step, or nothing; `field` the field that a question is about.
    """

    path: tuple[str, ...]
    kind: str
    original: str
    step: str = ""
    field: str = ""

    @property
    def address(self) -> str:
        """Where it stands, as one word: `steps.calm.say.0`."""
        return ".".join(self.path)

    @property
    def fingerprint(self) -> str:
        """What names these very words: the same words have the same one, others another."""
        source = self.original or f"the label of {self.field}"
        return hashlib.sha256(source.encode()).hexdigest()[:_SHORT]

    @property
    def voiced(self) -> bool:
        """Does the caller hear it?"""
        return self.kind in VOICED


def texts_of(protocol: Protocol) -> tuple[Text, ...]:
    """Every text of a protocol in the order in which a reader meets it."""
    steps = [text for name in reading_order(protocol) for text in step_texts(protocol.steps[name])]
    used = {name for text in steps for name in PLACEHOLDER.findall(text.original)}
    return (
        Text(("title",), "titles", protocol.title),
        *_limits(protocol),
        *(
            Text(("anytime", step), "labels", label, step)
            for step, label in protocol.anytime.items()
        ),
        *(
            Text(("placeholders", name), "said", words)
            for name, words in FILLERS.items()
            if name in used
        ),
        *steps,
    )


def step_texts(step: Step) -> Iterator[Text]:
    """The texts of one step: what it is called, what is said, asked, noted, and never said."""
    at = ("steps", step.name)
    if step.title is not None:
        yield Text((*at, "title"), "titles", step.title, step.name)
    for index, text in enumerate(step.say):
        yield Text((*at, "say", str(index)), "said", text, step.name)
    for index, ask in enumerate(step.asks):
        path = (*at, "ask", str(index), "question")
        yield Text(path, "asked", ask.question or "", step.name, ask.field)
    for index, text in enumerate(step.note):
        yield Text((*at, "note", str(index)), "notes", text, step.name)
    for index, text in enumerate(step.avoid):
        yield Text((*at, "avoid", str(index)), "avoided", text, step.name)


def reading_order(protocol: Protocol) -> tuple[str, ...]:
    """The names of all steps: along the main way, side ways behind, what nothing reaches last."""
    first = [protocol.start, protocol.switched, *protocol.anytime, *protocol.on.values()]
    waiting = [*reversed(list(protocol.steps)), *reversed(first)]
    seen: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = None
            waiting.extend(reversed(protocol.steps[name].targets))
    return tuple(seen)


def twins(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """For each step of a block that is used several times: its like in the other uses.

    Steps are alike when their names after the slash and all their words are the same. What is
    written for one of them holds for the others, so a block is worded once.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name in reading_order(protocol):
        if "/" in name:
            words = tuple(
                f"{'.'.join(text.path[2:])}={text.original or text.field}"
                for text in step_texts(protocol.steps[name])
            )
            groups.setdefault((name.split("/", 1)[1], words), []).append(name)
    return {
        name: tuple(other for other in group if other != name)
        for group in groups.values()
        if len(group) > 1
        for name in group
    }


def _limits(protocol: Protocol) -> Iterator[Text]:
    for key, texts in (("may", protocol.limits.may), ("may_not", protocol.limits.may_not)):
        for index, text in enumerate(texts):
            yield Text(("limits", key, str(index)), "limits", text)
