"""The page of every key of the protocol language, from the tables that the loader reads by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from stayline_core.protocol.load import MAX_STEPS
from stayline_core.protocol.schema import words
from stayline_core.protocol.schema.document import PROTOCOL
from stayline_core.protocol.schema.json_schema import codes_of
from stayline_core.protocol.schema.ladders import LADDER
from stayline_core.protocol.schema.shapes import (
    Date,
    Duration,
    Either,
    Fields,
    Flag,
    Form,
    Key,
    ListOf,
    MapOf,
    Name,
    Reference,
    Shape,
    Text,
    Version,
    Whole,
    Window,
    Word,
)
from stayline_core.protocol.schema.words import Words

WRITTEN = "Written by `make docs` from the code; do not edit."
INTRODUCTION = (
    "Every key that a protocol or a ladder can have, from the tables that the loader reads by; the",
    "[JSON Schema](../how-to/write-protocols-in-an-editor.md) comes from them too. What it all is",
    "for is told in [Protocol language](protocol-language.md). *Judged by* names the",
    "[codes](protocol-codes.md) that a finding about the key can have, beside those that any key",
    "can bring: Y07 unknown, Y08 of another type, Y09 missing.",
)
WORDS: tuple[tuple[str, Words], ...] = (
    ("Kinds of harm", words.HARMS),
    ("Levels", words.LEVELS),
    ("Channels", words.CHANNELS),
    ("Duties", words.DUTIES),
    ("Aspects", words.ASPECTS),
    ("Facts", words.FACTS),
    ("Events", words.EVENTS),
    ("Moments that something can be owed from", words.TRIGGERS),
    ("Who can owe", words.RESPONSIBLE),
    ("Ends", words.ENDS),
    ("Roles of a rung", words.ROLES),
    ("Ways to pick", words.PICKS),
    ("Ways to ring", words.WAYS),
    ("Sites of a rung", words.SITES),
    ("Purposes of a ladder", words.PURPOSES),
    ("Times to ring", words.RINGS),
)


def render() -> str:
    """The page, table by table, then every closed list of words with its meanings."""
    lines = ["# Protocol keys", "", WRITTEN, "", *INTRODUCTION]
    for root in (PROTOCOL, LADDER):
        lines += ["", f"## {root.title}"]
        lines += _table(root)
        for table in {table.name: table for table in _tables(root)}.values():
            lines += ["", f"### {table.title}", *_table(table)]
    lines += ["", "## Words"]
    for title, meanings in WORDS:
        lines += ["", f"### {title}", "", "| Word | Meaning |", "|---|---|"]
        lines += [f"| `{word}` | {_cell(meaning)} |" for word, meaning in meanings.items()]
    return "\n".join(lines) + "\n"


def _tables(shape: Shape) -> Iterator[Fields]:
    """Every table below a shape, each once it is first met."""
    if isinstance(shape, Fields):
        for key in shape.keys:
            for table in _directly(key.shape):
                yield table
                yield from _tables(table)


def _directly(shape: Shape) -> Iterator[Fields]:
    if isinstance(shape, Fields):
        yield shape
    elif isinstance(shape, ListOf):
        yield from _directly(shape.item)
    elif isinstance(shape, Either):
        yield from _directly(shape.text)
        yield from _directly(shape.other)
    elif isinstance(shape, MapOf):
        yield from _directly(shape.value)


def _table(table: Fields) -> list[str]:
    lines = [""]
    if table.one:
        lines += ["Exactly one of these keys.", ""]
    if table.forms:
        lines += ["One of these forms:", "", *map(_form, table.forms), ""]
    lines += [
        "| Key | Type | Default | Meaning | Example | Judged by |",
        "|---|---|---|---|---|---|",
    ]
    return [*lines, *map(_row, table.keys)]


def _form(form: Form) -> str:
    said = [f"needs {_listed(form.needs)}"]
    if form.one_of:
        said.append(f"and {_listed(form.one_of, ' or ')}")
    if form.only:
        rest = [name for name in form.only if name not in form.needs]
        said.append(f"; may have {_listed(rest)}" if rest else "; and nothing else")
    if form.without:
        said.append(f"; has no {_listed(form.without)}")
    return f"- *{form.name}*: {' '.join(said)}".replace(" ;", ";")


def _listed(names: tuple[str, ...] | list[str], joint: str = ", ") -> str:
    return joint.join(f"`{name}`" for name in names)


def _row(key: Key) -> str:
    default = "**required**" if key.required else (f"`{key.default}`" if key.default else "none")
    cells = (
        f"`{key.name}`",
        type_of(key.shape),
        default,
        _cell(key.meaning),
        f"`{_cell(key.example)}`",
        " ".join(codes_of(key)),
    )
    return f"| {' | '.join(cells)} |"


def type_of(shape: Shape) -> str:
    """A shape in a few words, with a link to its words or its table."""
    return TYPES[type(shape)](shape)


def _list(shape: ListOf) -> str:
    item = type_of(shape.item)
    return f"{item}, or a list of them" if shape.single else f"list: {item}"


def _map(shape: MapOf) -> str:
    most = f", {MAX_STEPS:,} at most" if shape.most else ""
    return f"table: {type_of(shape.key)} → {type_of(shape.value)}{most}"


def _word(shape: Word) -> str:
    for title, meanings in WORDS:
        if meanings is shape.meanings:
            return f"[{shape.what}](#{_anchor(title)})"
    return ", ".join(f"`{word}`" for word in shape.meanings)


TYPES: Final[dict[type, Callable[[Any], str]]] = {
    Word: _word,
    Name: lambda _: "name",
    Reference: lambda shape: f"name of {shape.what}",
    Whole: lambda shape: f"{shape.lowest} to {shape.highest}",
    Text: lambda shape: "text" if shape.prose else "word",
    Fields: lambda shape: f"[{shape.name.replace('_', ' ')}](#{_anchor(shape.title)})",
    ListOf: _list,
    Either: lambda shape: f"{type_of(shape.text)}, or {type_of(shape.other)}",
    MapOf: _map,
    Date: lambda _: "date",
    Duration: lambda _: "duration",
    Flag: lambda shape: " or ".join(("yes", "no", *shape.more)),
    Window: lambda _: "a part of the day",
    Version: lambda _: "`1`",
}


def _anchor(title: str) -> str:
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def _cell(text: str) -> str:
    """Text for a table's cell: on one line, with nothing that Markdown would take."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
