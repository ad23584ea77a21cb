"""Ladder documents, key by key."""

from typing import Final

from stayline_core.protocol.schema import words
from stayline_core.protocol.schema.shapes import (
    DOCUMENT,
    STEP,
    Date,
    Duration,
    Fields,
    Flag,
    Key,
    ListOf,
    Name,
    Reference,
    Version,
    Whole,
    Window,
    Word,
)
from stayline_core.protocol.schema.step import NAMES, SENTENCE

_ROLE: Final = Word(words.ROLES, "role", "Y08")
_SOME: Final = r"\S+"

WHO: Final = Fields(
    "who",
    "Whom a rung rings",
    (
        Key(
            "roles",
            ListOf(_ROLE, single=True),
            "People with one of these roles; everyone means everybody who may take over.",
            "roles: [supervisor]",
            required=True,
        ),
        Key(
            "skills",
            ListOf(Reference("a skill", _SOME, ""), single=True),
            "Only people with all of these skills.",
            "skills: [crisis]",
            default="[]",
        ),
        Key(
            "on_duty",
            Flag(words.DUTY),
            "Only people on duty (yes), whoever they are (no), or those on call.",
            "on_duty: yes",
            default="yes",
            codes=("T11",),
        ),
        Key(
            "sites",
            Word(words.SITES, "choice of sites", "Y08"),
            "Of which sites: its own alone, or its fallback's too where nobody can be reached.",
            "sites: fallback",
            default="own",
        ),
    ),
)

RUNG: Final = Fields(
    "rung",
    "A rung",
    (
        Key("name", Name(STEP, "a rung"), "Its name.", "name: supervisor", required=True),
        Key(
            "who", WHO, "Whom it rings.", "who: {roles: [supervisor], on_duty: yes}", required=True
        ),
        Key(
            "pick",
            Word(words.PICKS, "way to pick", "Y08"),
            "Which of them.",
            "pick: longest_idle",
            required=True,
            codes=("T11",),
        ),
        Key(
            "channels",
            ListOf(Word(words.WAYS, "way to ring", "Y08", checked=True), single=True, least=1),
            "How they are rung, by all of these at once; a way that is not set up is passed over.",
            "channels: [screen, phone]",
            required=True,
        ),
        Key(
            "seconds",
            Duration(positive=True),
            "How long one try rings.",
            "seconds: 20s",
            required=True,
            codes=("T15",),
        ),
        Key(
            "tries",
            Whole(1, 9),
            "How many tries before the next rung.",
            "tries: 1",
            default="1",
            codes=("T15",),
        ),
        Key(
            "between",
            ListOf(Window(), single=True),
            "At which times of the site's day it rings; never written on the last rung.",
            'between: ["08:00-18:00"]',
            codes=("T11",),
        ),
    ),
)

LADDER_LIMITS: Final = Fields(
    "ladder_limits",
    "How long the states after ringing may last",
    (
        Key(
            "accepted",
            Duration(positive=True),
            "From accepting to joining.",
            "accepted: 30s",
            default="30s",
            codes=("T16",),
        ),
        Key(
            "joined",
            Duration(positive=True),
            "From joining to speaking with the caller.",
            "joined: 60s",
            default="60s",
            codes=("T16",),
        ),
    ),
)

LADDER: Final = Fields(
    "ladder",
    "A ladder",
    (
        Key("stayline", Version(), "The version of the language.", "stayline: 1", required=True),
        Key(
            "kind",
            Word(words.only(words.KINDS, "ladder"), "kind of document", "Y08"),
            "What the document is.",
            "kind: ladder",
            required=True,
        ),
        Key(
            "id",
            Name(DOCUMENT, "a document"),
            "The ladder's name for machines; protocols raise it by this.",
            "id: crisis",
            required=True,
        ),
        Key(
            "title", SENTENCE, "Its name for people.", "title: Somebody to take over", required=True
        ),
        Key(
            "purpose",
            Word(words.PURPOSES, "purpose", "Y08"),
            "What whoever accepts comes for.",
            "purpose: investigate",
            default="respond",
        ),
        Key("authors", NAMES, "Who wrote it.", "authors: [Stayline]"),
        Key(
            "sources",
            NAMES,
            "What it rests on.",
            'sources: ["Corporate threat procedure, section 2"]',
        ),
        Key("review_by", Date(), "When somebody must look at it again.", "review_by: 2027-06-30"),
        Key(
            "rungs",
            ListOf(RUNG, least=1),
            "Who is rung, one rung after the other; the last one repeats until somebody accepts.",
            "rungs: [{name: supervisor, …}]",
            required=True,
            codes=("T11",),
        ),
        Key(
            "limits",
            LADDER_LIMITS,
            (
                "How long a colleague who accepted, or joined, may take before it rings on beside "
                "them."
            ),
            "limits: {accepted: 30s, joined: 60s}",
        ),
    ),
)
