"""From bytes to text: size, encoding, and characters that are not seen as what they are.

A reviewer certifies what the screen shows. So a document holds no character that hides, moves or
splits what a reader sees: no tab, control character, odd line end, mark that turns the direction
of writing, or letter without width between Latin ones (it would also blind the wording rules).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from stayline_core.protocol.findings import Finding

MAX_BYTES = 1_000_000
MAX_REPORTED = 50
"""So many lines with such a character are named; what lies beyond is told as a number."""

_NAMES = {"\t": "A tab", "\r": "A lone carriage return"}
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    "|\r(?!\n)|(?<=[A-Za-z])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z])"
)
_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_OTHER_ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def readable(source: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The document as text, with a space for each forbidden character; findings Y01 and Y02.

    None where the rest would mean nothing: too large, another encoding, or tabs for indentation.
    """
    if len(source) > MAX_BYTES:
        message = (
            f"The document is {len(source):,} bytes; {MAX_BYTES:,} are allowed. "
            "Split it into several protocols."
        )
        return None, [Finding("Y01", "error", file, 1, 1, message)]
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as fault:
        return None, [_not_utf_8(source, fault.start, file)]
    text = text.removeprefix("\ufeff")
    findings = _hidden(text, file)
    if not findings:
        return text, []
    indented = _INDENT.search(text) is not None
    return (None if indented else FORBIDDEN.sub(" ", text)), findings


def name_of(character: str) -> str:
    """A character that cannot be seen, by its number and its name."""
    if character in _NAMES:
        return _NAMES[character]
    name = unicodedata.name(character, "")
    return f"The character U+{ord(character):04X}{f' ({name.lower()})' if name else ''}"


def _not_utf_8(source: bytes, start: int, file: str) -> Finding:
    line = source.count(b"\n", 0, start) + 1
    before = source[source.rfind(b"\n", 0, start) + 1 : start]
    column = len(before.decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    what = next((name for mark, name in _OTHER_ENCODINGS if source.startswith(mark)), "")
    found = f"it is {what}" if what else f"byte {source[start]:#04x} stands here"
    message = f"This is not UTF-8 text ({found}). Save the document as UTF-8."
    return Finding("Y02", "error", file, line, column, message)


def _hidden(text: str, file: str) -> list[Finding]:
    """One finding for each line that holds such a character, up to a number."""
    places = _first_of_each_line(text)
    found = [_seen(*place, file) for place in islice(places, MAX_REPORTED)]
    more = sum(1 for _ in places)
    if more:
        last = found[-1]
        message = f"{last.message} (The same on {more:,} more lines.)"
        found[-1] = replace(last, message=message)
    return found


def _first_of_each_line(text: str) -> Iterator[tuple[str, int, int]]:
    """Such a character with its line and column, the first of each line alone."""
    line, begin, seen_to, told = 1, 0, 0, 0
    for found in FORBIDDEN.finditer(text):
        at = found.start()
        ends = text.count("\n", seen_to, at)
        if ends:
            line += ends
            begin = text.rfind("\n", seen_to, at) + 1
        seen_to = at
        if line != told:
            told = line
            yield found.group(), line, at - begin + 1


def _seen(character: str, line: int, column: int, file: str) -> Finding:
    mend = "Use spaces." if character == "\t" else "Delete it."
    message = (
        f"{name_of(character)} is not allowed: it cannot be seen, or not seen as what it is. {mend}"
    )
    return Finding("Y02", "error", file, line, column, message)
