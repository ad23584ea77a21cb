"""Other words for a protocol: another language, or a site's own. See `kind: wording` documents."""

from stayline_core.protocol.overlay.check import KIND_WORDS, check_overlay
from stayline_core.protocol.overlay.document import (
    Gone,
    LoadedOverlay,
    Overlay,
    document_digest,
)
from stayline_core.protocol.overlay.localise import Count, Localised, localise, worded
from stayline_core.protocol.overlay.reading import load_overlay
from stayline_core.protocol.overlay.tags import MAX_TAG, language_tag, same_language, serves
from stayline_core.protocol.overlay.texts import (
    FILLERS,
    KINDS,
    VOICED,
    Text,
    reading_order,
    texts_of,
)

__all__ = [
    "FILLERS",
    "KINDS",
    "KIND_WORDS",
    "MAX_TAG",
    "VOICED",
    "Count",
    "Gone",
    "LoadedOverlay",
    "Localised",
    "Overlay",
    "Text",
    "check_overlay",
    "document_digest",
    "language_tag",
    "load_overlay",
    "localise",
    "reading_order",
    "same_language",
    "serves",
    "texts_of",
    "worded",
]
