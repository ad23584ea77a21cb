"""What the screens of set-up show."""

from stayline.admin.queries.notes import (
    EVERY_SITE,
    FormNotes,
    NotePage,
    NotesPage,
    Place,
    note_page,
    notes_page,
    place_named,
    places,
)
from stayline.admin.queries.phrases import OwnGroup, PhrasesPage, phrases_page, site_named
from stayline.admin.queries.welcome import (
    MOST_PRACTICE,
    PRACTICE,
    PRACTICES,
    Practice,
    Welcome,
    practice,
    practice_agent,
    too_many_practices,
    welcome,
)

__all__ = [
    "EVERY_SITE",
    "MOST_PRACTICE",
    "PRACTICE",
    "PRACTICES",
    "FormNotes",
    "NotePage",
    "NotesPage",
    "OwnGroup",
    "PhrasesPage",
    "Place",
    "Practice",
    "Welcome",
    "note_page",
    "notes_page",
    "phrases_page",
    "place_named",
    "places",
    "practice",
    "practice_agent",
    "site_named",
    "too_many_practices",
    "welcome",
]
