"""What every skeleton is put together from: the head, what is owed, and a few sentences."""

from collections.abc import Iterable
from typing import Final

from stayline_core.protocol.language import DUTIES
from stayline_core.protocol.skeleton.wanted import TO_OTHERS, Wanted

QUESTIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "self_harm": (
        ("safety.location", "Where are you just now?"),
        ("safety.alone", "Is anyone with you?"),
    ),
    "violence": (
        ("target.who", "Who is this about?"),
        ("target.place", "Where is that?"),
    ),
    "harassment": (
        ("target.who", "Who is this about?"),
        ("target.place", "Where is that?"),
    ),
    "abuse_disclosure": (
        ("abuse.safe_contact", "If we are cut off, is there a safe way and time to reach you?"),
    ),
    "emergency": (
        ("event.what", "What has happened?"),
        ("event.where", "Where is it?"),
    ),
    "other": (
        ("event.what", "What has happened?"),
        ("event.where", "Where is it?"),
    ),
    "supervisor_demand": (("event.what", "What has happened?"),),
}
"""What is asked once the person has been heard, by what the protocol handles."""

NOTICED: Final[dict[str, tuple[str, ...]]] = {
    "self_harm": ("safety.time_stated",),
    "violence": ("target.kind", "weapon_mentioned"),
    "harassment": ("target.kind", "weapon_mentioned"),
    "bomb": ("bomb.voice", "bomb.background"),
    "abuse_disclosure": ("abuse.kinds", "abuse.role"),
    "emergency": ("event.people_hurt",),
    "other": ("event.people_hurt",),
    "supervisor_demand": ("exact_words",),
}
"""What is noted and never asked."""


def asked(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """The questions for what is wanted, each field once."""
    found = dict(pair for harm in wanted.handles for pair in QUESTIONS.get(harm, ()))
    return tuple(found.items())


def noticed(wanted: Wanted) -> tuple[str, ...]:
    """What is noted, each field once."""
    return tuple(dict.fromkeys(name for harm in wanted.handles for name in NOTICED.get(harm, ())))


def head(wanted: Wanted, *, may: Iterable[str], may_not: Iterable[str]) -> list[str]:
    """The top of the document: what it is, for what, where it comes from, the agent's limits."""
    duties = ["confidential"] if wanted.manners else list(DUTIES)
    ladder = "{id: handoff, ring: on_demand}" if wanted.manners else "crisis"
    return [
        f"# yaml-language-server: $schema={wanted.schema}",
        "#",
        "# UNCERTIFIED TEMPLATE. Not advice, clinical or legal. Outside demo and practice it",
        "# cannot be used until a certified crisis response expert and your legal review have",
        "# signed your version.",
        "#",
        "# Every FILL IN below is yours: the words are plain ones to begin with, and they are not",
        "# your centre's. Check it with `stayline protocol check`, walk through it with",
        "# `stayline protocol walk`.",
        "#",
        "# FILL IN: for whom this is, what it is not for, and what guides the agent in it.",
        "stayline: 1",
        "kind: protocol",
        f"id: {wanted.id}",
        f"title: {quoted(wanted.title)}",
        f"handles: [{', '.join(wanted.handles)}]",
        f"level: {wanted.level}",
        f"channels: [{', '.join(wanted.channels)}]",
        "locale: en",
        "# FILL IN: who wrote it, and on what each step rests.",
        "authors:",
        '  - "Skeleton (uncertified template)"',
        "sources:",
        '  - "Skeleton made by stayline protocol new (uncertified template)"',
        "# FILL IN: by when it is looked at again.",
        f"review_by: {wanted.review_by}",
        f"duties: [{', '.join(duties)}]",
        f"ladder: {ladder}",
        "# FILL IN: what the agent's role allows in this, and what it does not.",
        "limits:",
        "  may:",
        *(f"    - {text}" for text in may),
        "  may_not:",
        *(f"    - {text}" for text in may_not),
    ]


def quoted(text: str) -> str:
    """A text on one line in double quotes, whatever is in it."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def gathered(fields: Iterable[str], minimum: Iterable[str]) -> list[str]:
    """The items to be gathered, and the least that lets anybody act."""
    return [
        "# FILL IN: what is to be known, most needed first, and the least that lets anybody act.",
        f"gather: [{', '.join(dict.fromkeys(fields))}]",
        f"minimum: [{', '.join(dict.fromkeys(minimum))}]",
    ]


def owed(wanted: Wanted) -> list[str]:
    """What is owed by whom, from when, how soon, or else."""
    told = ["", "# FILL IN: who owes what, how soon, and what happens when it is not done."]
    told.append("obligations:")
    for name, do, by, from_, within, otherwise in _obligations(wanted):
        told += [
            f"  - id: {name}",
            f"    do: {{{do}}}",
            f"    by: {by}",
            f"    from: {from_}",
            f"    within: {within}",
            f"    otherwise: [{{{otherwise}}}]",
        ]
    return told


def _obligations(wanted: Wanted) -> list[tuple[str, str, str, str, str, str]]:
    """Each obligation: its id, what, by whom, from when, how soon, or else."""
    end, management = "contact_ended", "raise: management"
    found = []
    if wanted.manners:
        found.append(("record", "file: call_record", "agent", end, "30m", "notify: supervisor"))
    else:
        filed, queue = '"filed:security_threat"', "open_case: customer_support_team_supervisor"
        found.append(("manager", management, "system", "opened", "2m", management))
        found.append(("report", "file: security_threat", "receiver", end, "10m", management))
        if wanted.about(*TO_OTHERS):
            found.append(("people", "file: people_at_risk", "receiver", end, "10m", management))
        found.append(("case", queue, "receiver", filed, "30m", "notify: management"))
        found.append(("arrived", "confirm: arrived", "receiver", "dispatched", "10m", management))
    return [*found, ("care", "start: aftercare", "system", end, "30m", "notify: management")]
