"""Writes `docs/reference/wording.md`: every rule on outgoing words, its reason, its examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stayline_core.wording import (
    HELD,
    LANGUAGES,
    LENGTH,
    MAX_CHARACTERS,
    MAX_GRADE,
    READING,
    Language,
    Rule,
)

PAGE: Final = "wording.md"
EXAMPLES: Final = Path(__file__).resolve().parents[1] / "tests" / "core" / "wording"
SHOWN: Final = 6
"""How many sentences the page shows for each rule; the tests hold all of them."""

_HEAD: Final = f"""\
# Wording rules

Written by `make docs` from the code; do not edit.

Words that go out to a person in distress are judged by these rules, before they go out: what a
protocol says and asks, what an agent writes in a chat or a mail, what is said to a control room,
and every page. A rule gives its reason and what to say instead. What it cannot do stands in
[What wording rules can and cannot do](../explanation/wording.md).

**Never judged**: what was said or written already, by anybody; words in quotation inside a text;
the lines of a message that is quoted in a reply; notes to the agent; what a protocol lists as to
be avoided. A promise of secrecy ({", ".join(sorted(HELD))}) is *held*: the desk does not record
it as sent, and the API answers `held: true`. Everything else is flagged and may be sent.

| For | Rules |
|---|---|
| a caller, by voice or in writing | all |
| an agency: control room, crisis line, police | W01, W03, W04, W12, W13 |
| text on pages | W01, W04, W12 |

Spelling does not matter: curly and straight quotes, contractions with and without an apostrophe,
accents, capitals, hyphens, wide letters, soft hyphens and letters that cannot be seen are one. A
place is counted in Unicode code points of the text as it was given.

## Where the rules are used

| Where | What happens |
|---|---|
| `stayline protocol check` | a finding with the code, the place, the reason, the mend |
| `stayline protocol lint` | the same for any document or plain text |
| the desk, chat and written contacts | marked while typed; the mend by one press; secrecy is held |
| `POST /api/v1/wording` | the same for a contact platform, with a token `wording:judge` |
| the tests of Stayline | every shipped text |

An agent's voice is not judged: what was said is a fact, and is kept as it was.
"""

_COUNTED: Final = f"""\
## Counted

**{READING.code}, {READING.title.lower()}.** {READING.reason} The Flesch-Kincaid grade of an English
text of 12 words and more is at most {MAX_GRADE:.0f}; of a protocol all that a step says counts
together. Placeholders, numbers and addresses are left out, a name counts as an easy word. Do:
{READING.instead[0].lower()}{READING.instead[1:]}

**{LENGTH.code}, {LENGTH.title.lower()}.** {LENGTH.reason} At most {MAX_CHARACTERS} characters by
voice; in writing each sentence. Do: {LENGTH.instead[0].lower()}{LENGTH.instead[1:]}
"""


def render() -> str:
    """The page: what is judged and where, each rule of each language, the near misses."""
    return "\n".join([_HEAD, *_languages(), _COUNTED, *_near_misses()]).rstrip() + "\n"


def _languages() -> Iterator[str]:
    for language in LANGUAGES.values():
        yield f"## {language.name}"
        yield ""
        if language.reviewed_by:
            yield f"Reviewed by: {language.reviewed_by}."
        else:
            yield "**Needs review by a native crisis professional.** A first set: the desk says so."
        yield ""
        for rule in language.rules:
            yield from _rule(language, rule)


def _rule(language: Language, rule: Rule) -> Iterator[str]:
    yield f"### {rule.code}: {rule.title}" + (
        f" ({language.name})" if language.code != "en" else ""
    )
    yield ""
    yield rule.reason
    yield ""
    replaces = "the words" if rule.replaces == "words" else "the sentence"
    held = " It is held until it is changed." if rule.code in HELD else ""
    stop = "" if rule.instead.endswith((".", "?")) else "."
    yield f"- Instead of {replaces}: “{rule.instead}”{stop}{held}"
    yield f"- Source: {rule.source}."
    found = (
        [text for codes, text in _bad() if codes == {rule.code}] if language.code == "en" else []
    )
    if found:
        spread = found[:: max(1, len(found) // SHOWN)][:SHOWN]
        yield f"- Brings it, for example: {' · '.join(f'“{_plain(text)}”' for text in spread)}"
    yield ""


def _near_misses() -> Iterator[str]:
    yield "## Near misses"
    yield ""
    yield "Nothing is said of these, and the tests hold it so:"
    yield ""
    for text in _good()[:: len(_good()) // 40 or 1]:
        yield f"- {_plain(text)}"


def _bad() -> list[tuple[set[str], str]]:
    rows = (line.partition(" | ") for line in _lines("bad.txt"))
    return [(set(codes.split()), text) for codes, _, text in rows]


def _good() -> list[str]:
    return _lines("good.txt")


def _lines(name: str) -> list[str]:
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _plain(text: str) -> str:
    """A sentence as Markdown shows it: nothing in it is a sign of its own."""
    visible = "".join(one for one in text if one.isprintable())
    return visible.replace("{", "&#123;").replace("*", "\\*").replace(">", "&gt;")
