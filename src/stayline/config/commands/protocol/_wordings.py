"""Overlays beside protocols: which documents are overlays, and the check of one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from stayline_core.protocol import Catalogue, Checked, Loaded, load
from stayline_core.protocol.overlay import check_overlay, document_digest, load_overlay

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_WORDING: Final = re.compile(rb"^kind:[ ]*[\"']?wording\b", re.MULTILINE)


class Worded(NamedTuple):
    """A protocol that an overlay can word: as it was read, and the digest of its version."""

    loaded: Loaded
    digest: str


def is_overlay(source: bytes) -> bool:
    """Return whether a document says that it words a protocol."""
    return _WORDING.search(source) is not None


def check_words(
    source: bytes, file: str, *, find: Callable[[str, str], Worded | None], catalogue: Catalogue
) -> Checked:
    """Check an overlay against the protocol that it names; `find` finds one by id, digest."""
    loaded = load_overlay(source, file=file)
    words = loaded.overlay
    found = find(words.of, words.of_digest) if words else None
    return check_overlay(
        loaded,
        found.loaded if found else None,
        digest=found.digest if found else "",
        catalogue=catalogue,
    )


def finder(
    files: Iterable[tuple[Path, bytes]], playbook: Path | Traversable
) -> Callable[[str, str], Worded | None]:
    """Return what finds a protocol by its id: among the documents at hand, then the playbook's.

    Of several with one id it is the one whose digest begins as it is asked for, else the first.
    Nothing is read before an overlay asks.
    """
    at_hand = list(files)

    @functools.cache
    def here() -> dict[str, list[Worded]]:
        known: dict[str, list[Worded]] = {}
        for file, source in at_hand:
            if not is_overlay(source):
                for name, worded in _named(source, str(file)):
                    known.setdefault(name, []).append(worded)
        return known

    @functools.cache
    def shipped(name: str) -> Worded | None:
        file = playbook / "protocols" / f"{name}.yaml"
        if not file.is_file():
            return None
        return dict(_named(file.read_bytes(), file.name)).get(name)

    def find(name: str, digest: str) -> Worded | None:
        known = here().get(name, [])
        made_for = (one for one in known if one.digest.startswith(digest))
        return next(made_for, None) or next(iter(known), None) or shipped(name)

    return find


def _named(source: bytes, file: str) -> Iterator[tuple[str, Worded]]:
    """Yield a protocol by its id, if it can be read."""
    loaded = load(source, file=file)
    if loaded.protocol is not None:
        yield loaded.protocol.id, Worded(loaded, document_digest(source))
