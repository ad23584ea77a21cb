"""Gather what one site needs on paper: cards, words, people, numbers, blank forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from stayline.config.continuity.numbers import reserve_numbers
from stayline.library.errors import DocumentNotFound
from stayline.library.models import InForce, VersionState
from stayline.library.queries import (
    Card,
    EmergencyNumber,
    Service,
    cards,
    crisis_line,
    crisis_plan,
    emergency_agency,
    emergency_script,
    form_in_force,
    ladder_in_force,
    protocol_by_digest,
)
from stayline.people.models import Person, Site
from stayline.people.queries import people_of
from stayline.platform.actors import Actor
from stayline_core.forms import Field, Form
from stayline_core.ladder import EVERYONE
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol.card import ProtocolCard, protocol_card

BLANKS: Final = ("security_threat", "people_at_risk", "call_record")
"""Forms that are printed blank, in this order, as far as they are in force."""

BLANK: Final = "…………………"
HEADINGS: Final = {
    "safety": "Safety",
    "bomb": "If it is a bomb threat",
    "abuse": "If abuse was disclosed",
    "target": "Who or what is threatened",
    "event": "What happened",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """One field to be filled in by hand; `choices` are the boxes to tick."""

    label: str
    note: str
    ask: str
    kind: str
    verbatim: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One blank form with its number; its fields under headings."""

    number: str
    title: str
    note: str
    groups: tuple[tuple[str, tuple[Blank, ...]], ...]


@dataclass(frozen=True, slots=True)
class RungLine:
    """One rung of a ladder with the people who hold its roles at the site."""

    name: str
    seconds: int
    people: tuple[Person, ...]
    everyone: bool


@dataclass(frozen=True, slots=True)
class LadderLine:
    """A ladder on paper."""

    title: str
    rungs: tuple[RungLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything that is printed for one site."""

    site: Site
    printed_at: datetime
    banner: str
    minimum: ProtocolCard
    protocols: tuple[ProtocolCard, ...]
    cards: tuple[Card, ...]
    emergency: EmergencyNumber | None
    crisis: Service | None
    plan: str
    script: Mapping[str, tuple[str, ...]]
    ladders: tuple[LadderLine, ...]
    sheets: tuple[Sheet, ...]

    @property
    def numbers(self) -> str:
        """The range on the blank forms, for a sentence; empty when none was printed."""
        if not self.sheets:
            return ""
        return f"{self.sheets[0].number} to {self.sheets[-1].number}"


def gather(site: Site, *, copies: int, banner: str, actor: Actor, at: datetime) -> Pack:
    """Return the pack of a site; the numbers of its blank forms are reserved and logged.

    People and their telephone numbers are in it: it is for the site's own cupboard.
    """
    forms = list(_forms())
    labels = {field.name: field.label for form in forms for field in form.fields}
    emergency = emergency_agency(site.country)
    crisis = crisis_line(site.country)
    words = _words(site, emergency, crisis)
    numbers = reserve_numbers(copies * len(forms), exercise=site.exercise, actor=actor, at=at)
    return Pack(
        site=site,
        printed_at=at,
        banner=banner,
        minimum=protocol_card(MINIMUM_SAFE, "Built into Stayline", labels, words),
        protocols=tuple(_protocols(labels, words)),
        cards=tuple(cards()),
        emergency=emergency,
        crisis=crisis,
        plan=crisis_plan(site.emergency_plan),
        script=_script(words),
        ladders=tuple(_ladders(site)),
        sheets=tuple(_sheet(form, numbers.pop(0)) for form in forms for _ in range(copies)),
    )


def _forms() -> Iterator[Form]:
    for name in BLANKS:
        if InForce.objects.filter(kind="form", document_id=name).exists():
            yield form_in_force(name)[1]


def _protocols(labels: Mapping[str, str], words: Mapping[str, str]) -> Iterator[ProtocolCard]:
    rows = InForce.objects.filter(kind="protocol").select_related("version")
    for row in rows.order_by("document_id"):
        template = row.version.state == VersionState.TEMPLATE
        standing = "UNCERTIFIED TEMPLATE. Not advice." if template else "In force"
        yield protocol_card(protocol_by_digest(row.version_id), standing, labels, words)


def _words(site: Site, emergency: EmergencyNumber | None, crisis: Service | None) -> dict[str, str]:
    return {
        "centre_name": site.name,
        "emergency_number": emergency.named if emergency else BLANK,
        "crisis_line": crisis.named if crisis else BLANK,
        "supervisor_name": BLANK,
        "agent_name": BLANK,
        "caller_name": BLANK,
    }


def _script(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the words for a call to emergency services; what is not known is left to be filled."""
    try:
        document = emergency_script()
    except DocumentNotFound:
        return {}
    agency: Mapping[str, Any] = next(iter(document["agencies"]))
    return {
        name: tuple(_filled(text, words, hints=name != "then_say") for text in lines)
        for name, lines in agency["words"].items()
        if name != "outcomes"
    }


class _Blanks(dict[str, str]):
    """Words for placeholders, and a line to write on for every other one."""

    def __init__(self, words: Mapping[str, str], *, hints: bool) -> None:
        super().__init__(words)
        self._hints = hints

    def __missing__(self, name: str) -> str:
        return f"{BLANK} ({name.replace('_', ' ')})" if self._hints else BLANK


def _filled(text: str, words: Mapping[str, str], *, hints: bool) -> str:
    return text.format_map(_Blanks(words, hints=hints))


def _ladders(site: Site) -> Iterator[LadderLine]:
    people = people_of(site.id)
    rows = InForce.objects.filter(kind="ladder").order_by("document_id")
    for name in rows.values_list("document_id", flat=True):
        spec = ladder_in_force(name)[1]
        rungs = tuple(
            RungLine(
                name=rung.name,
                seconds=rung.seconds,
                people=tuple(one for one in people if _holds(one, rung.roles)),
                everyone=EVERYONE in rung.roles,
            )
            for rung in spec.rungs
        )
        yield LadderLine(spec.title, rungs)


def _holds(person: Person, roles: tuple[str, ...]) -> bool:
    return any(grant.role in roles for grant in person.roles.all())


def _sheet(form: Form, number: str) -> Sheet:
    groups: dict[str, list[Blank]] = {}
    for field in form.fields:
        prefix = field.name.partition(".")[0] if "." in field.name else ""
        heading = HEADINGS.get(prefix, prefix.replace("_", " ").capitalize())
        groups.setdefault(heading, []).append(_blank(field))
    return Sheet(
        number=number,
        title=form.title,
        note=form.note,
        groups=tuple((heading, tuple(fields)) for heading, fields in groups.items()),
    )


def _blank(field: Field) -> Blank:
    values = field.values or field.suggestions
    return Blank(
        label=field.label,
        note=field.note,
        ask=field.ask.value,
        kind=field.kind.value,
        verbatim=field.verbatim,
        choices=tuple(field.label_of(value) for value in values),
    )
