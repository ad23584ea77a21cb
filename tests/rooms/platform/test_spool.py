"""A body waits for a thread in memory or sealed on disk, and reads as it came."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stayline.platform.http.spool import Spool

WORDS = b"I would like to speak with somebody, please. "


@pytest.mark.parametrize("size", [0, 10, 1000, 300_000])
def test_a_body_reads_as_it_came(tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    with Spool(1000, str(tmp_path)) as body:
        for start in range(0, size, 777):
            body.write(plain[start : start + 777])
        assert body.rewind().read() == plain


def test_it_reads_line_by_line_as_a_server_gives_it(tmp_path: Path) -> None:
    with Spool(10, str(tmp_path)) as body:
        body.write(b"one\ntwo\n")
        body.write(b"three")
        assert list(body.rewind()) == [b"one\n", b"two\n", b"three"]


def test_what_lies_on_disk_is_sealed(tmp_path: Path) -> None:
    with Spool(1000, str(tmp_path)) as body:
        body.write(WORDS * 5000)
        body._file.seek(0)
        on_disk = body._file.read()
        assert len(on_disk) == len(WORDS) * 5000
        assert WORDS not in on_disk
        assert body.rewind().read() == WORDS * 5000
