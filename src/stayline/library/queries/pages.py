"""How each kind of document reads: its blocks and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.library.queries.advice import parse_advice
from stayline.library.queries.codes import parse_codes
from stayline.library.queries.directory import parse_directory
from stayline.library.queries.documents import parse_card, protocol_by_digest
from stayline.library.queries.guides import Link, parse_guide
from stayline.library.queries.laws import parse_laws
from stayline.library.queries.proof import OWN, proof_of
from stayline_core.agency_format import parse_formats

if TYPE_CHECKING:
    from stayline.library.queries.directory import Service
    from stayline.library.queries.proof import Proof
    from stayline_core.agency_format import FormatItem
    from stayline_core.protocol import Step

ADVICE_HEADINGS: Final = {
    "procedure": "How advice is given",
    "may": "You may",
    "must_not": "You may not",
    "legal": "What the law limits",
}

MARK_WORDS: Final = {
    "ask": "Ask",
    "observe": "Only notice",
    "say": "Say",
    "do": "Do",
    "not": "Do not",
}

HARM_WORDS: Final = {
    "any": "every kind",
    "self_harm": "self-harm",
    "violence": "violence",
    "bomb": "bomb",
    "abuse_disclosure": "abuse",
    "abusive_language": "abusive language",
    "supervisor_demand": "wants a supervisor",
    "harassment": "harassment",
    "emergency": "emergency",
    "other": "other",
}

KNOWN: Final = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a short `label` before it, `tags` after it, and what it rests on."""

    text: str
    label: str = ""
    tags: tuple[str, ...] = ()
    standing: str = ""
    source: str = ""
    unverified: bool = False

    @property
    def rests_on(self) -> str:
        """What it rests on, in a sentence; empty: nothing is said of it."""
        return rest(self.standing, self.source) if self.source else ""

    @property
    def searched(self) -> str:
        """The words that a search looks through."""
        return " ".join((self.label, self.text, *self.tags, self.standing, self.source))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one heading. `protocols` names documents, `links` places to go on to.

    `compact`: its lines are short, and stand beside each other where there is room.
    """

    heading: str
    lines: tuple[Line, ...]
    intro: str = ""
    tags: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    anchor: str = ""
    compact: bool = False
    rests_on: str = ""

    @property
    def standing(self) -> str:
        """What all of its lines rest on, in a sentence; empty where they differ."""
        if self.rests_on or not self.source:
            return self.rests_on
        return rest(self.lines[0].standing, self.source)

    @property
    def source(self) -> str:
        """What all of its lines rest on; empty where they differ."""
        found = {line.source for line in self.lines}
        return found.pop() if len(found) == 1 else ""

    @property
    def id(self) -> str:
        """The name that a link to this block has."""
        return self.anchor or re.sub(r"[^a-z0-9]+", "-", self.heading.casefold()).strip("-")


def of_guide(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the sections of a guide."""
    for one in parse_guide(body).sections:
        yield Block(
            heading=one.heading,
            lines=tuple(proven(line.text, line.proof) for line in one.lines),
            intro=one.intro,
            tags=harm_tags(one.harms),
            protocols=one.protocols,
            links=one.links,
        )


def of_advice(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the limits of advice, a block each sort; each line says for which harms."""
    lines = parse_advice(body)
    for sort, heading in ADVICE_HEADINGS.items():
        found = [one for one in lines if one.sort == sort]
        if found:
            yield Block(
                heading,
                tuple(
                    proven(one.text, one.proof, label=one.where, tags=harm_tags(one.harms))
                    for one in found
                ),
            )


def of_laws(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the laws and policies, a block each."""
    for one in parse_laws(body):
        asked = [proven(text, one.proof) for text in one.asks]
        closing = [proven(one.confirm, one.proof, label="At closing")] if one.confirm else []
        yield Block(
            one.title,
            (*asked, *closing),
            intro=f"Holds in: {one.where}" if one.where else "",
            tags=(one.sort, *harm_tags(one.harms)),
            anchor=one.id,
        )


def of_codes(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the alphabets, the preferred words, and the style of each medium."""
    codes = parse_codes(body)
    for alphabet in codes.alphabets:
        yield Block(
            alphabet.title,
            tuple(proven(word, alphabet.proof, label=first) for first, word in alphabet.words),
            intro=alphabet.used,
            anchor=f"alphabet-{alphabet.id}",
            compact=True,
        )
    yield Block(
        "Preferred words",
        tuple(
            proven(
                one.meaning,
                one.proof,
                label=one.preferred,
                tags=(
                    *(f"not: {word}" for word in one.instead_of),
                    *(f"{tag}: {words}" for tag, words in one.translations),
                ),
            )
            for one in codes.terms
        ),
    )
    for style in codes.styles:
        yield Block(style.medium, tuple(proven(rule, style.proof) for rule in style.rules))


def of_card(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the sections of a card."""
    for one in parse_card(body).sections:
        standing = "unverified" if one.unverified else ""
        yield Block(
            one.heading,
            tuple(
                Line(
                    item.text,
                    label=MARK_WORDS[item.mark],
                    standing=standing,
                    unverified=one.unverified,
                )
                for item in one.items
            ),
        )


def of_phrases(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the phrases, those with one purpose together."""
    by_purpose: dict[str, list[Mapping[str, Any]]] = {}
    for one in body["phrases"]:
        by_purpose.setdefault(one.get("purpose", ""), []).append(one)
    for purpose, found in by_purpose.items():
        lines = tuple(Line(one["text"], **_standing(one.get("status", ""))) for one in found)
        yield Block(purpose[:1].upper() + purpose[1:] or "Phrases", lines)


def of_formats(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield what each agency has to be told, in its order, and how it is reached (S3-20)."""
    for one in parse_formats(body):
        lines = tuple(
            Line(item.says or "said by whoever calls", label=_item_label(item))
            for item in one.items
        )
        asks = tuple(Line(words, label="Ask them") for words in one.asks)
        yield Block(one.title, lines + asks, intro=" ".join(one.procedure), tags=(one.channel,))


def _item_label(item: FormatItem) -> str:
    return item.label if item.required else f"{item.label} (where known)"


def of_directory(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the services, a block each, with every field that is known or said to be open."""
    needs = body["needs"]
    for one in parse_directory(body):
        state = "unverified" if one.unverified else f"checked on {one.checked_on}"
        yield Block(
            one.name,
            tuple(_service_lines(one)),
            intro=one.note,
            tags=(one.country, one.where or "all of it", *(needs[need] for need in one.needs)),
            anchor=one.id,
            compact=True,
            rests_on=f"{rest(state, one.source)}. Look again by {one.review_by}.",
        )


def _service_lines(one: Service) -> Iterator[Line]:
    for reach in one.channels:
        yield Line(reach.value, label=reach.way, unverified=one.unverified or reach.unverified)
    for label, text in (
        ("For", one.audience),
        ("Hours", one.open or "not known"),
        ("Languages", ", ".join(one.languages) or "not known"),
        ("Cost", one.cost or "not known"),
        ("Can send help", KNOWN[one.can_dispatch_help]),
        ("Takes a warm transfer", KNOWN[one.accepts_warm_transfer]),
        ("Talks to somebody who is worried about another", KNOWN[one.third_party_accepted]),
    ):
        yield Line(
            text, label=label, unverified=label == "Hours" and one.unverified and bool(one.hours)
        )


def of_emergency_numbers(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the emergency numbers by country."""
    for agency in body["agencies"]:
        yield Block(
            agency["title"],
            tuple(
                proven(
                    number["number"],
                    proof_of(number, f"numbers ({number['country']})"),
                    label=number["name"],
                    tags=(number["country"],),
                )
                for number in agency.get("numbers", ())
            ),
        )


def of_protocol(body: Mapping[str, Any]) -> Iterator[Block]:
    """Yield the steps of a protocol that have a screen, with what is said, asked and left out."""
    protocol = protocol_by_digest(body["digest"])
    yield Block("You may", tuple(Line(text) for text in protocol.limits.may))
    yield Block("You may not", tuple(Line(text) for text in protocol.limits.may_not))
    for step in protocol.steps.values():
        lines = tuple(step_lines(step))
        if lines:
            yield Block(step.title or step.name, lines, anchor=f"step-{step.name}")


def step_lines(step: Step) -> Iterator[Line]:
    """Yield what one step has the agent say, ask, notice, do and leave out."""
    groups: Iterable[tuple[str, Iterable[str]]] = (
        ("Say", step.say),
        ("Ask", (one.question for one in step.asks if one.question)),
        ("Only notice", (one.question for one in step.observes if one.question)),
        ("Note", step.note),
        ("Leave out", step.avoid),
    )
    for label, texts in groups:
        yield from (Line(text, label=label) for text in texts)


def harm_tags(harms: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of harm in words."""
    return tuple(HARM_WORDS[harm] for harm in harms)


def rest(standing: str, source: str) -> str:
    """Return what something rests on, in a sentence; one of our own says so itself."""
    if standing == OWN:
        return source
    return f"{standing[:1].upper()}{standing[1:]}: {source}"


def proven(text: str, proof: Proof, *, label: str = "", tags: tuple[str, ...] = ()) -> Line:
    """Return a line with what it rests on."""
    return Line(text, label, tags, proof.words, proof.text, proof.unverified)


def _standing(words: str) -> dict[str, Any]:
    return {"standing": words, "unverified": words == "unverified"}
