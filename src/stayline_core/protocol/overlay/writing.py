"""Writing an overlay document: every original as a comment, and a place for its words below.

Comments that begin with `#|` are written anew each time. All others are somebody's own and stay:
those at the head where they stand, those in between at the foot of the document.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.language import Protocol
from stayline_core.protocol.overlay.document import Overlay
from stayline_core.protocol.overlay.merge import Merged
from stayline_core.protocol.overlay.texts import Text

OURS: Final = "#|"

_STEP_KEYS: Final = {"say": "say", "ask": "questions", "note": "note", "avoid": "avoid"}
_LAST_REMARKS: Final = "# Remarks that stood between the words:"


@dataclass(frozen=True, slots=True)
class Head:
    """What an overlay says of itself: its id, and the language or the site it is for."""

    id: str
    locale: str | None = None
    site: str | None = None


def write_overlay(
    protocol: Protocol,
    digest: str,
    merged: Merged,
    head: Head,
    *,
    existing: Overlay | None = None,
    before: str = "",
) -> str:
    """The overlay document with what is written, in the order in which it is read.

    `existing` and `before` are the overlay as it was, read and as text: who wrote, checked and
    remarked what is carried over.
    """
    lines = [
        *_head_remarks(before, protocol, head),
        *_head(protocol, digest, head, existing),
        *_title(protocol, merged),
        *_limits(merged),
        *_named(merged, "anytime", ""),
        *_named(merged, "placeholders", "What is said while nobody knows the name or the number."),
        *_steps(protocol, merged),
        *_made_from(merged),
        *_gone(merged),
        *_foot_remarks(before),
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


# ── head ──


def _head(protocol: Protocol, digest: str, head: Head, existing: Overlay | None) -> Iterator[str]:
    yield from ("stayline: 1", "kind: wording", f"id: {head.id}", f"of: {protocol.id}")
    yield f"of_digest: {digest[:12]}"
    if head.locale:
        yield f"locale: {head.locale}"
    if head.site:
        yield f"site: {quoted(head.site)}"
    for key in ("authors", "sources"):
        yield from _listed(key, getattr(existing, key, ()))
    review_by = (existing.review_by if existing else None) or protocol.review_by
    if review_by:
        yield f"review_by: {review_by}"
    yield f"{OURS} Who works with people in crisis, speaks this as their own language, and read it."
    yield from _listed("reviewed_by", existing.reviewed_by if existing else ())


def _listed(key: str, texts: Iterable[str]) -> Iterator[str]:
    items = list(texts)
    yield f"{key}:" if items else f"{key}: []"
    yield from (f"  - {quoted(text)}" for text in items)


def _title(protocol: Protocol, merged: Merged) -> Iterator[str]:
    text = next(one for one in merged.texts if one.path == ("title",))
    found = merged.written.get("title")
    yield from _comments(merged, text, "")
    yield f"title: {quoted(found.words if found else protocol.title)}"


# ── words ──


def _limits(merged: Merged) -> Iterator[str]:
    texts = [text for text in merged.texts if text.path[0] == "limits"]
    if texts:
        yield from ("", "limits:")
    for key in ("may", "may_not"):
        yield from _list(merged, [text for text in texts if text.path[1] == key], key, "  ")


def _named(merged: Merged, part: str, says: str) -> Iterator[str]:
    texts = [text for text in merged.texts if text.path[0] == part]
    if texts:
        yield from ("", *([f"{OURS} {says}"] if says else []), f"{part}:")
    for text in texts:
        yield from _comments(merged, text, "  ")
        yield f"  {text.path[1]}: {_words(merged, text)}"


def _steps(protocol: Protocol, merged: Merged) -> Iterator[str]:
    by_step: dict[str, list[Text]] = {}
    for text in merged.texts:
        if text.path[0] == "steps":
            by_step.setdefault(text.step, []).append(text)
    yield from ("", "steps:" if by_step else "steps: {}")
    for name, texts in by_step.items():
        for other in merged.shared.get(name, ()):
            yield f"  {OURS} These hold for {other} too."
        aspects = ", ".join(protocol.steps[name].covers)
        yield f"  {name}:" + (f"  {OURS} {aspects}" if aspects else "")
        for text in texts:
            if text.path[-1] == "title":
                yield from _comments(merged, text, "    ")
                yield f"    title: {_words(merged, text)}"
        for part, key in _STEP_KEYS.items():
            yield from _list(merged, [one for one in texts if one.path[2] == part], key, "    ")


def _list(merged: Merged, texts: list[Text], key: str, indent: str) -> Iterator[str]:
    if texts:
        yield f"{indent}{key}:"
    for text in texts:
        yield from _comments(merged, text, f"{indent}  ")
        yield f"{indent}  - {_words(merged, text)}"


def _words(merged: Merged, text: Text) -> str:
    found = merged.written.get(text.address)
    return quoted(found.words) if found else '""'


def _comments(merged: Merged, text: Text, indent: str) -> Iterator[str]:
    original = text.original or f"(asked by the form's own label of {text.field})"
    if merged.is_stale(text):
        yield f"{indent}{OURS} CHANGED: this was written for other words. Look at it, mend it, and"
        yield f"{indent}{OURS} run: stayline protocol translate … --accept {text.address}"
    yield f"{indent}{OURS} {' '.join(original.split())}"


# ── what belongs to the tool ──


def _made_from(merged: Merged) -> Iterator[str]:
    """The words under which each text was written, also where nothing is: so it stays known."""
    yield from ("", f"{OURS} For which words each was written. The tool writes this.", "made_from:")
    for text in merged.texts:
        found = merged.written.get(text.address)
        yield f"  {text.address}: {found.made_from if found else text.fingerprint}"


def _gone(merged: Merged) -> Iterator[str]:
    if merged.gone:
        yield from ("", f"{OURS} Their originals are gone. They are kept here and never shown.")
        yield "gone:"
    for one in merged.gone:
        yield f"  - at: {one.at}"
        yield f"    words: {quoted(one.words)}"
        yield f"    made_from: {one.made_from}"


# ── what people remarked ──


def _head_remarks(before: str, protocol: Protocol, head: Head) -> list[str]:
    kept = []
    for line in before.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    if before:
        return kept
    whom = " and ".join(one for one in (head.locale, head.site) if one)
    return [
        f"# Words for “{protocol.title}” ({whom}). Nothing but words can be changed here.",
        "# Write each sentence under its original; an empty one is not translated yet.",
        "# Keep every {placeholder} as it is. Say it as you would say it to somebody in distress.",
    ]


def _foot_remarks(before: str) -> list[str]:
    """The remarks that stood between the words; where a hash stands in a text is no remark."""
    found: dict[str, None] = {}
    at_head = True
    for line in before.splitlines():
        bare = line.strip()
        at_head = at_head and (not bare or bare.startswith("#"))
        remark = re.match(r"#(?!\|)\s*(?P<text>.*)", bare)
        if not at_head and remark and bare != _LAST_REMARKS:
            found.setdefault(f"# {remark['text']}".rstrip())
    return ["", _LAST_REMARKS, *found] if found else []
