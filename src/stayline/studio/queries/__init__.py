"""What the screens of the studio show."""

from stayline.studio.queries.changes import (
    LineChange,
    Meaning,
    StepChanges,
    line_changes,
    meaning,
)
from stayline.studio.queries.checking import (
    Look,
    Shown,
    ShownTime,
    SourceLine,
    lines_of,
    look_at,
)
from stayline.studio.queries.document import (
    DocumentPage,
    Origin,
    document_page,
    shown_version,
)
from stayline.studio.queries.drafting import (
    Changes,
    DraftHead,
    DraftPage,
    draft_changes,
    draft_head,
    draft_page,
)
from stayline.studio.queries.drawing import Drawing, drawing
from stayline.studio.queries.practice import Practice, practice_of
from stayline.studio.queries.reaching import SiteReach, reaching
from stayline.studio.queries.shelf import KINDS, Kind, Shelf, ShelfRow, kind_words, shelf
from stayline.studio.queries.walking import WalkPage, Way, walk_page
from stayline.studio.queries.words import EditorWords, editor_words

__all__ = [
    "KINDS",
    "Changes",
    "DocumentPage",
    "DraftHead",
    "DraftPage",
    "Drawing",
    "EditorWords",
    "Kind",
    "LineChange",
    "Look",
    "Meaning",
    "Origin",
    "Practice",
    "Shelf",
    "ShelfRow",
    "Shown",
    "ShownTime",
    "SiteReach",
    "SourceLine",
    "StepChanges",
    "WalkPage",
    "Way",
    "document_page",
    "draft_changes",
    "draft_head",
    "draft_page",
    "drawing",
    "editor_words",
    "kind_words",
    "line_changes",
    "lines_of",
    "look_at",
    "meaning",
    "practice_of",
    "reaching",
    "shelf",
    "shown_version",
    "walk_page",
]
