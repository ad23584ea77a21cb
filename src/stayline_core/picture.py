"""What a picture says of itself in its first bytes: PNG or JPEG, and how wide and high.

The name and the type that a browser gives are never believed; nothing else is taken, an SVG
least of all: it is a program, not a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD: Final = b"\x00\x00\x00\rIHDR"
_PNG_SIZE: Final = slice(16, 24)
_JPEG_START: Final = b"\xff\xd8\xff"
_MARK: Final = 0xFF
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG that say how wide and high it is."""
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Marks of a JPEG without a length behind them."""
_SCAN: Final = 0xDA
_NEEDED: Final = 9
"""Bytes of a frame up to its width."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's media type, and its width and height in dots."""

    media_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture | None:
    """Return what `content` is; None where it is no PNG or JPEG whose size can be read."""
    if content.startswith(_PNG_START):
        return _png(content)
    if content.startswith(_JPEG_START):
        return _jpeg(content)
    return None


def _png(content: bytes) -> Picture | None:
    size = content[_PNG_SIZE]
    if not content.startswith(_PNG_HEAD, len(_PNG_START)) or len(size) < len(_PNG_START):
        return None
    return _sized(PNG, int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big"))


def _jpeg(content: bytes) -> Picture | None:
    """Walk from segment to segment up to the frame; one that is broken has no size."""
    at = 2
    while at + _NEEDED <= len(content) and content[at] == _MARK:
        kind = content[at + 1]
        if kind == _MARK:
            at += 1
        elif kind in _ALONE:
            at += 2
        elif kind == _SCAN:
            return None
        elif kind in _FRAMES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return _sized(JPEG, int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def _sized(media_type: str, width: int, height: int) -> Picture | None:
    return Picture(media_type, width, height) if width and height else None
