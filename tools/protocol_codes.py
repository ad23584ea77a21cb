"""Writes `docs/reference/protocol-codes.md`: every code that a check can give, explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stayline_core.protocol.codes import CODES, GROUPS, Code

PAGE: Final = "protocol-codes.md"

JSON: Final = (
    ("protocols[].id", "the name in the document"),
    ("protocols[].file", "the file, as it was named"),
    ("protocols[].digest", "the version of its content: SHA-256 of its canonical JSON"),
    ("protocols[].first_ring_s", "seconds until somebody is rung at the latest; null: no limit"),
    ("protocols[].everyone_rung_s", "seconds until the last rung rings at the latest"),
    ("protocols[].longest_silence_s", "seconds without a change in who is coming, at most"),
    ("protocols[].states", "how many states were visited"),
    ("protocols[].passes", "true where no finding is an error"),
    ("findings[].code", "one of the codes of this page"),
    ("findings[].title", "its title"),
    ("findings[].severity", "error, or warning, which does not forbid to use the document"),
    ("findings[].file", "the file"),
    ("findings[].line, findings[].column", "the place, counted from 1"),
    ("findings[].message", "what is wrong, in a sentence"),
    ("findings[].walk", "the shortest story that breaks the rule, a sentence each; may be empty"),
)

_HEAD: Final = """\
# Codes of the checker

Written by `make docs` from the code; do not edit.

`stayline protocol check PATHS` reads protocols and other words for them, visits every state that
a run can reach, and names each fault by one of these codes. `stayline protocol explain CODE`
prints an entry of this page. Each code has a document in `tests/broken/` that brings it, and the
same document without the fault, that does not.

A finding has a place in the document. Where a rule is broken on a way through the protocol, it
also has a **walk**: the shortest story that breaks the rule. Each of its sentences begins with the
least time that must have passed by the clocks, and the step that is shown.

Some rules read words, so they are only as good as their patterns: all W codes, the sentence on
sharing in H26, and what H25 knows of calling back.
"""


def render() -> str:
    """The page: what a check gives as JSON, a table of contents, and an entry for each code."""
    return "\n".join([_HEAD, *_json(), *_contents(), *_entries()]) + "\n"


def _json() -> Iterator[str]:
    yield "## What a machine reads"
    yield ""
    yield "`stayline protocol check --json` prints one object. Keys are only ever added."
    yield ""
    yield "| Key | Holds |"
    yield "|---|---|"
    yield from (f"| `{key}` | {holds} |" for key, holds in JSON)
    yield ""


def _contents() -> Iterator[str]:
    yield f"## The {len(CODES)} codes"
    yield ""
    yield "| Code | What is wrong | |"
    yield "|---|---|---|"
    for one in CODES.values():
        marks = [*(["warning"] * (one.severity == "warning")), *(["walk"] * one.has_walk)]
        yield f"| [{one.code}](#{one.code.lower()}) | {_cell(one.title)} | {', '.join(marks)} |"
    yield ""


def _entries() -> Iterator[str]:
    for letter, group in GROUPS.items():
        yield f"## {letter}: {group}"
        yield ""
        for one in CODES.values():
            if one.code.startswith(letter):
                yield from _entry(one)


def _entry(one: Code) -> Iterator[str]:
    yield f"### {one.code} {one.title} {{ #{one.code.lower()} }}"
    yield ""
    yield one.sentence
    yield ""
    yield f"*Why:* {one.reason}"
    yield ""
    kind = "Warning" if one.severity == "warning" else "Error"
    walk = "; the check tells the shortest way to it" if one.has_walk else ""
    yield f"{kind}{walk}. Source: {one.source}."
    yield ""
    yield from _example("Bad", one.bad)
    yield from _example("Good", one.good)


def _example(word: str, snippet: str) -> Iterator[str]:
    yield f"{word}:" if snippet else f"{word}: the same without it."
    yield ""
    if snippet:
        yield from ("```yaml", *snippet.splitlines(), "```", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
