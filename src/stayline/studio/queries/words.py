"""The words that an author may write, for the editor to complete."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from stayline.library.queries import catalogue
from stayline_core.protocol.language import HARMS, SITUATIONS
from stayline_core.protocol.load import HEADER_KEYS
from stayline_core.protocol.steps import STEP_KEYS


@dataclass(frozen=True, slots=True)
class EditorWords:
    """Keys of the language, and names of what exists in this centre: fields, ladders, values."""

    keys: tuple[str, ...]
    names: tuple[str, ...]

    def to_json(self) -> dict[str, tuple[str, ...]]:
        """The words for the page."""
        return asdict(self)


def editor_words(kind: str) -> EditorWords:
    """Return what the editor of this kind of document completes; only protocols have words."""
    if kind != "protocol":
        return EditorWords((), ())
    here = catalogue()
    names = {*here.field_names, *here.ladders, *here.forms, *HARMS, *SITUATIONS}
    return EditorWords(tuple(sorted({*HEADER_KEYS, *STEP_KEYS})), tuple(sorted(names)))
