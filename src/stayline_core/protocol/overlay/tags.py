"""Names of languages (BCP 47): one spelling for one language, and which wording serves whom."""

import re
from typing import Final

MAX_TAG: Final = 35
"""RFC 5646, section 4.4.1: a tag that long holds every part that a centre could need."""

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(-[a-z0-9]{1,8})*",  # variants and extensions say nothing that words could follow
    re.IGNORECASE,
)


def language_tag(word: str) -> str | None:
    """The usual spelling of a language's name (`es`, `zh-Hant`, `pt-BR`); None if it is none."""
    found = _TAG.fullmatch(word.strip().replace("_", "-")) if len(word) <= MAX_TAG else None
    if found is None:
        return None
    parts = [found["language"].lower()]
    if found["script"]:
        parts.append(found["script"].title())
    if found["region"]:
        parts.append(found["region"].upper())
    return "-".join(parts)


def same_language(one: str, other: str) -> bool:
    """Are both the same language, whatever the region? `en` and `en-GB` are."""
    return one.split("-", maxsplit=1)[0] == other.split("-", maxsplit=1)[0]


def serves(offered: str, wanted: str) -> bool:
    """Can somebody who wants `wanted` be spoken to in `offered`?

    The same, or a wider one: `es` serves `es-MX`; `es-ES` does not.
    """
    return wanted == offered or wanted.startswith(f"{offered}-")
