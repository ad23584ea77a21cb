"""How wide text is, and where it breaks, without a font at hand.

The widths are those of DejaVu Sans, the broadest of the sans-serif fonts that a reader is likely
to have: what fits here fits in the others. Everything is in whole pixels, rounded up.
"""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import combining, east_asian_width

_HUNDREDTHS: Final = {
    28: "'ijlìíîïĩīĭįĵĺļł",
    30: "IJÌÍÎÏĨĪĬĮİĴ",
    32: " ,.·‘’\u00a0",
    34: "/:;\\|¦ŀ",
    36: "f",
    38: "-ľ",
    40: "()[]tţťŧ",
    42: "!¡²³¹rŕŗř",
    46: '"',
    50: "*_`§¨¯°–ªº",
    52: "“”",
    53: "szśŝşšźżž",
    55: "cçćĉċč?¿",
    57: "LĳĹĻĽĿŁ",
    58: "Fkķĸ",
    60: "vxyýÿŷ•Ĳ",
    62: "TYaeo«»ÝàáâãäåèéêëðòóôõöøāăąēĕėęěōŏőŢŤŦŶŸPÞß",
    64: "$0123456789ESbdghnpqu{}¢£¤¥µ¶ÈÉÊËñùúûüþďđĒĔĖĘĚĝğġģĥńņňŋŚŜŞŠũūŭůűų€",
    66: "KĶ",
    70: "CRÇĆĈĊČħŔŖŘABVXZÀÁÂÃÄÅĀĂĄŹŻŽ",
    74: "UÙÚÛÜŨŪŬŮŰŲNÑŃŅŇŊ",
    79: "OQÒÓÔÕÖØŌŎŐHĤ&DGÐĎĐĜĞĠĢ",
    84: "#+<=>^~¬±×÷→←↑↓≥≤wŉŵ",
    92: "MĦ",
}
_WIDTH: Final = {character: width for width, some in _HUNDREDTHS.items() for character in some}
_WIDE: Final = 110
_BOLD_ADDS: Final = 7
_SPACES: Final = re.compile(r"[ \t\r\n]+")
"""Where a line may break: not at a space that holds a number and its unit together."""
ELLIPSIS: Final = "…"


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """The width of one line in pixels, rounded up; `size` is that of the font in pixels."""
    hundredths = sum(_width(character, bold=bold) for character in text)
    return -(-hundredths * size // 100)


def _width(character: str, *, bold: bool) -> int:
    known = _WIDTH.get(character)
    if known is None:
        if combining(character):
            return 0
        known = _WIDE if east_asian_width(character) in "WF" or not character.isalpha() else 100
    return known + _BOLD_ADDS * bold


def wrap(text: str, width: int, size: int, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Break `text` into at most so many lines of at most `width` pixels.

    A word that is too long is broken; what does not fit ends with an ellipsis. Never empty.
    """
    broken: list[str] = []
    line = ""
    for word in _pieces(text, width, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= width:
            line = longer
        elif len(broken) == lines - 1:
            return (*broken, shorten(longer, width, size, bold=bold))
        else:
            broken.append(line)
            line = word
    return (*broken, line)


def shorten(text: str, width: int, size: int, *, bold: bool = False) -> str:
    """As much of `text` as fits into one line, with an ellipsis where something was left out."""
    room = width - text_width(ELLIPSIS, size, bold=bold)
    total = kept = 0
    for place, character in enumerate(text, start=1):
        total += _width(character, bold=bold) * size
        if total <= room * 100:
            kept = place
        elif total > width * 100:
            return text[:kept].rstrip(" ,.;:") + ELLIPSIS
    return text


def _pieces(text: str, width: int, size: int, *, bold: bool) -> Iterator[str]:
    """The words of `text`, those that are wider than a line in pieces."""
    for word in _SPACES.split(text.strip()):
        piece = ""
        for character in word:
            if piece and text_width(piece + character, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += character
        yield piece
