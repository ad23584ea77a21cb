"""What is sent, by the nature of an incident: the rules of a document, and who fills each need.

A document lists capabilities, natures of a response, and responses: for which incidents each is,
and which capabilities it needs, how many, how soon, told by which medium. What is not known is
never “no”: `unless` takes a response away only when somebody answered so. Requirements S3-35,
S3-41.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from stayline_core.triage import OPENS_NOTHING, Harm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

KIND: Final = "allocation"
STATUSES: Final = ("verified", "unverified", "own")
MEDIA: Final = {
    "voice": "by voice, read back",
    "radio": "by radio",
    "text": "by text message",
    "email": "by email",
}
"""The media by which somebody can be told, in words."""

MOST: Final = 20
"""No response needs more than this many of one capability."""

LONGEST: Final = 24 * 60
"""No need is for more than a day ahead, in minutes."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a resource is able to do."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Need:
    """How many of one capability are needed, within how many minutes, told by what, and why."""

    capability: str
    count: int
    within: int
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Response:
    """What one nature of incident needs. Every condition that it names must hold."""

    id: str
    words: str
    nature: str
    harms: frozenset[Harm]
    needs: tuple[Need, ...]
    first: str = ""
    """What is done before anybody is sent, in a sentence."""
    situations: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)
    source: str = ""
    status: str = "own"

    def fits(self, case: Case) -> bool:
        """Return whether this response is for such an incident, its harm apart."""
        return (
            (not self.situations or not self.situations.isdisjoint(case.situations))
            and (not self.levels or case.level in self.levels)
            and all(case.said(name, values) for name, values in self.answers.items())
            and not any(case.said(name, values) for name, values in self.unless.items())
        )


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of an incident: its level, harms, situations, and what was answered."""

    level: int
    harms: tuple[Harm, ...]
    situations: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str, values: Collection[str]) -> bool:
        """Return whether this field was answered with one of these values."""
        return self.answers.get(name, "") in values


@dataclass(frozen=True, slots=True)
class Allocation:
    """The rules of one centre."""

    id: str
    title: str
    capabilities: tuple[Capability, ...]
    natures: Mapping[str, str]
    responses: tuple[Response, ...]
    review_by: str

    def words(self, capability: str) -> str:
        """Return a capability in words; one that a new version no longer knows by its id."""
        known = {one.id: one.words for one in self.capabilities}
        return known.get(capability, capability.replace("_", " "))

    def responses_for(self, case: Case) -> tuple[Response, ...]:
        """Return the responses an incident needs: for each of its harms the first that fits."""
        found = (self._response(harm, case) for harm in case.harms)
        return tuple({one.id: one for one in found if one is not None}.values())

    def _response(self, harm: Harm, case: Case) -> Response | None:
        able = (one for one in self.responses if harm in one.harms and one.fits(case))
        return next(able, None)


def united(responses: Iterable[Response]) -> tuple[Need, ...]:
    """Return the needs of several responses as one list, the soonest first.

    A capability stands once: the most of it that one response asks for, as soon as any does.
    """
    found: dict[str, Need] = {}
    for need in (one for response in responses for one in response.needs):
        there = found.get(need.capability)
        if there is None:
            found[need.capability] = need
            continue
        sooner = min(there, need, key=lambda one: one.within)
        most = max(there.count, need.count)
        found[need.capability] = Need(need.capability, most, sooner.within, sooner.by, sooner.why)
    return tuple(sorted(found.values(), key=lambda one: (one.within, one.capability)))


def allot(
    needs: Sequence[Need], able: Sequence[tuple[str, Collection[str]]]
) -> tuple[tuple[str, ...], ...]:
    """Return for each need who fills it, nobody twice; as many as can be are filled.

    `able` names each resource with its capabilities, the nearest first. Who can do two things is
    taken for the one that nobody else can do, so a gap is said only where there is one.
    """
    slots = [need.capability for need in needs for _ in range(need.count)]
    holder: dict[str, int] = {}

    def place(slot: int, tried: set[str]) -> bool:
        for name, can in able:
            if slots[slot] not in can or name in tried:
                continue
            tried.add(name)
            if name not in holder or place(holder[name], tried):
                holder[name] = slot
                return True
        return False

    for slot in range(len(slots)):
        place(slot, set())
    filled: list[tuple[str, ...]] = []
    begin = 0
    for need in needs:
        mine = range(begin, begin + need.count)
        filled.append(tuple(name for name, _ in able if holder.get(name, -1) in mine))
        begin += need.count
    return tuple(filled)


def parse_allocation(body: Mapping[str, Any]) -> Allocation:
    """Return the rules that a document describes.

    Raises:
        KeyError, TypeError, ValueError: it is none; the text names the field and the mend.
    """
    if body.get("kind") != KIND:
        raise ValueError(f"kind: write {KIND}")
    capabilities = tuple(
        Capability(_words(one, "id", "capabilities"), _words(one, "words", "capabilities"))
        for one in body["capabilities"]
    )
    natures = {
        _words(one, "id", "natures"): _words(one, "words", "natures") for one in body["natures"]
    }
    made = Allocation(
        id=_words(body, "id", KIND),
        title=_words(body, "title", KIND),
        capabilities=capabilities,
        natures=natures,
        responses=tuple(
            _response(one, body["sources"], f"responses[{number}]")
            for number, one in enumerate(body["responses"], start=1)
        ),
        review_by=date.fromisoformat(str(body["review_by"])).isoformat(),
    )
    if faults := list(_faults(made)):
        raise ValueError("; ".join(faults))
    return made


def _faults(made: Allocation) -> Iterator[str]:
    names = [one.id for one in made.capabilities]
    yield from _twice("capabilities", names)
    yield from _twice("responses", [one.id for one in made.responses])
    for one in made.responses:
        if one.nature not in made.natures:
            yield f"{one.id}.nature: “{one.nature}” is none of {', '.join(made.natures)}"
        for need in one.needs:
            if need.capability not in names:
                yield (
                    f"{one.id}.needs: “{need.capability}” is no capability: "
                    "write one of the list, or add it there"
                )
    for harm in sorted(set(Harm) - OPENS_NOTHING):
        if not any(_always(one, harm) for one in made.responses):
            yield f"responses: none holds for every {harm}: add one without other conditions"


def _always(one: Response, harm: Harm) -> bool:
    """Return whether this response fits every incident of this harm."""
    asks = one.situations or one.levels or one.answers or one.unless
    return harm in one.harms and not asks


def _twice(place: str, names: Sequence[str]) -> Iterator[str]:
    yield from (
        f"{place}: “{one}” stands twice" for one in sorted(set(names)) if names.count(one) > 1
    )


def _response(body: Mapping[str, Any], sources: Mapping[str, Any], place: str) -> Response:
    when, source = body["when"], sources[body["source"]]
    return Response(
        id=_words(body, "id", place),
        words=_words(body, "words", place),
        nature=_words(body, "nature", place),
        harms=frozenset(
            Harm(_of(one, tuple(Harm), f"{place}.when.harms")) for one in when["harms"]
        ),
        needs=tuple(_need(one, f"{place}.needs") for one in body["needs"]),
        first=str(body.get("first", "")),
        situations=frozenset(str(one) for one in when.get("situations", ())),
        levels=frozenset(int(one) for one in when.get("levels", ())),
        answers=_answers(when.get("answers", {})),
        unless=_answers(when.get("unless", {})),
        source=_words(source, "text", "sources"),
        status=_of(str(source.get("status", "")), STATUSES, "sources"),
    )


def _answers(plain: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {str(name): frozenset(str(one) for one in values) for name, values in plain.items()}


def _need(body: Mapping[str, Any], place: str) -> Need:
    return Need(
        capability=_words(body, "capability", place),
        count=_number(body.get("count", "1"), MOST, f"{place}.count"),
        within=_number(body["within"], LONGEST, f"{place}.within (minutes)"),
        by=_of(str(body["by"]), tuple(MEDIA), f"{place}.by"),
        why=_words(body, "why", place),
    )


def _number(plain: object, most: int, place: str) -> int:
    text = str(plain)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ValueError(f"{place}: a whole number from 1 to {most}")
    return int(text)


def _words(body: Mapping[str, Any], key: str, place: str) -> str:
    words = body.get(key)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{place}: write the {key}")
    return words


def _of(given: str, names: Sequence[str], place: str) -> str:
    if given not in names:
        raise ValueError(f"{place}: “{given}” is none of {', '.join(names)}")
    return given
