"""The five forms, frozen: which blocks each has, in which order, and what belongs in them.

M/ETHANE and IIMARCH are those of the JESIP doctrine, SBAR is the usual hand-over of health
services, ICS 201 and ICS 214 are forms of the United States' Incident Command System
(`domain.md` 12). Numbers and titles are theirs; nothing is added to a form and nothing left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OF_A_PERSON: Final = "ics214"
"""The one form that each person keeps, for a period; the others are of the whole incident."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a block holds: which facts it is read from, and the words before it."""

    facts: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One block of a form: `id` names it for ever, `number` is what is printed before it.

    `ask` says in plain words what belongs there, for whoever fills it by hand.
    """

    id: str
    number: str
    title: str
    parts: tuple[Part, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it is for, and its blocks in their order."""

    id: str
    title: str
    use: str
    blocks: tuple[Plan, ...]


def _plan(name: str, number: str, title: str, ask: str, *parts: str) -> Plan:
    """Return a block; each part is `facts` or `facts:Label`."""
    made = (one.partition(":") for one in parts)
    return Plan(name, number, title, tuple(Part(facts, label) for facts, _, label in made), ask)


METHANE: Final = Form(
    "methane",
    "METHANE",
    "What every service outside wants to hear first, in this order.",
    (
        _plan("major", "M", "Major incident", "Standby, declared, stood down, or not.", "major"),
        _plan("location", "E", "Exact location", "Street, building, floor.", "location"),
        _plan("type", "T", "Type", "What kind of incident, and how it came in.", "type"),
        _plan("hazards", "H", "Hazards", "Present and possible, in plain words.", "hazards"),
        _plan("access", "A", "Access", "Ways in and out, and where to meet.", "access"),
        _plan("casualties", "N", "Number hurt", "How many, and how badly.", "casualties"),
        _plan("services", "E", "Emergency services", "Who is there, who is needed.", "services"),
    ),
)

IIMARCH: Final = Form(
    "iimarch",
    "IIMARCH",
    "A spoken briefing of those who are sent. Be brief, and check that it is understood.",
    (
        _plan(
            "information",
            "I",
            "Information",
            "What, where, when, how many, so what.",
            "type:What",
            "location:Where",
            "started:When",
            "casualties:How many",
            "major:Major incident",
            "hazards:Hazards",
            "access:Access",
            "services:Emergency services",
        ),
        _plan("intent", "I", "Intent", "What is to be achieved, and why.", "intent"),
        _plan("method", "M", "Method", "How it is to be done.", "doing"),
        _plan(
            "administration",
            "A",
            "Administration",
            "Who commands, tasks, times, log, kit, welfare.",
            "organisation:Who commands",
            "resources:Who is sent",
            "decisions:Decided",
        ),
        _plan("risk", "R", "Risk assessment", "What can go wrong, and what is done.", "hazards"),
        _plan(
            "communications",
            "C",
            "Communications",
            "How, with whom, and when the next report is.",
            "messages:Told",
            "next_report:Next report",
        ),
        _plan(
            "humanitarian",
            "H",
            "Humanitarian issues",
            "People at risk, families, staff.",
            "at_risk:People at risk",
            "care:Staff",
        ),
    ),
)

SBAR: Final = Form(
    "sbar",
    "SBAR",
    "A hand-over within the centre: four blocks, one minute.",
    (
        _plan(
            "situation",
            "S",
            "Situation",
            "What is happening now.",
            "type",
            "location:Where",
            "level",
        ),
        _plan("background", "B", "Background", "What led here.", "started", "history"),
        _plan(
            "assessment",
            "A",
            "Assessment",
            "What you make of it: facts, not a score.",
            "hazards:Hazards",
            "casualties:Hurt",
            "services:Help from outside",
        ),
        _plan(
            "recommendation",
            "R",
            "Recommendation",
            "What has to be done, by whom, by when.",
            "owed:Still open",
            "intent:Aim",
        ),
    ),
)

ICS_201: Final = Form(
    "ics201",
    "ICS 201 Incident Briefing",
    "The first briefing of whoever takes command over.",
    (
        _plan("name", "1", "Incident name", "What it is called.", "name"),
        _plan("number", "2", "Incident number", "Its number here.", "number"),
        _plan("initiated", "3", "Date and time initiated", "When it began.", "started"),
        _plan("map", "4", "Map or sketch", "The plan of the site.", "map"),
        _plan(
            "situation",
            "5",
            "Situation summary and health and safety briefing",
            "What is happening, and what to keep away from.",
            "type",
            "location:Where",
            "casualties:Hurt",
            "hazards:Keep safe from",
        ),
        _plan("prepared", "6", "Prepared by", "Name, position, time.", "prepared"),
        _plan("objectives", "7", "Current and planned objectives", "What for.", "intent"),
        _plan(
            "actions",
            "8",
            "Current and planned actions, strategies and tactics",
            "Time and action.",
            "actions",
            "owed:Planned",
        ),
        _plan("organisation", "9", "Current organisation", "Who holds which post.", "posts"),
        _plan(
            "resources",
            "10",
            "Resource summary",
            "Resource, identifier, ordered, ETA, arrived, notes.",
            "resource_lines",
        ),
    ),
)

ICS_214: Final = Form(
    OF_A_PERSON,
    "ICS 214 Activity Log",
    "What one person did in one period, from the log.",
    (
        _plan("name", "1", "Incident name", "What it is called.", "name"),
        _plan("period", "2", "Operational period", "From and to, 24-hour clock.", "period"),
        _plan("person", "3", "Name", "Whose log it is.", "person"),
        _plan("position", "4", "ICS position", "The post held.", "position"),
        _plan("unit", "5", "Home agency and unit", "Where they belong.", "unit"),
        _plan("resources", "6", "Resources assigned", "Name, position, home agency.", "assigned"),
        _plan("activity", "7", "Activity log", "Date and time, notable activity.", "activity"),
        _plan("prepared", "8", "Prepared by", "Name, position, time.", "prepared"),
    ),
)

FORMS: Final = {one.id: one for one in (METHANE, IIMARCH, SBAR, ICS_201, ICS_214)}
"""Every form by its id, in the order in which pages list them."""
