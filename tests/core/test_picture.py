"""A picture is known by its first bytes alone, and anything else is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.picture import JPEG, PNG, Picture, picture_of

PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
APP0 = b"\xff\xe0\x00\x04ab"
FRAME = b"\xff\xc0\x00\x0b\x08" + (300).to_bytes(2, "big") + (400).to_bytes(2, "big") + b"\x01"


def png(width: int, height: int) -> bytes:
    return PNG_HEAD + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (png(640, 480), Picture(PNG, 640, 480)),
        (b"\xff\xd8" + APP0 + FRAME, Picture(JPEG, 400, 300)),
        (b"\xff\xd8\xff\xff\xd0\xff" + FRAME[1:], Picture(JPEG, 400, 300)),
        (png(0, 480), None),
        (PNG_HEAD[:12] + b"nope" + png(1, 1)[16:], None),
        (png(640, 480)[:20], None),
        (b"\xff\xd8" + APP0, None),
        (b"\xff\xd8\xff\xda" + FRAME, None),
        (b"\xff\xd8\xff\xe0\x00\x02" + b"0" * 20, None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_only_a_png_or_jpeg_with_a_size_is_a_picture(content: bytes, found: Picture | None) -> None:
    assert picture_of(content) == found


@given(st.binary(max_size=200))
def test_whatever_comes_behind_a_start_is_read_to_an_end(content: bytes) -> None:
    for start in (PNG_HEAD, b"\xff\xd8\xff"):
        found = picture_of(start + content)
        assert found is None or found.width > 0
